/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.sim7028.modem.report;

/**
 * The driver's state of a server.
 *
 * @param name    the server in readable form
 * @param index   the server index
 * @param port    the port of the server
 * @param clients the number of clients
 * @param trouble the last error of the start, empty if the start succeeded
 */
public record ServerView(String name, int index, int port, int clients, String trouble) {}
