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
 * A server as the driver knows it.
 *
 * @param name    the server as people say it
 * @param index   which one of the module's it is
 * @param port    the port it listens on
 * @param clients how many clients it serves
 * @param trouble why it could not be started the last time, empty when it could
 */
public record ServerView(String name, int index, int port, int clients, String trouble) {}
