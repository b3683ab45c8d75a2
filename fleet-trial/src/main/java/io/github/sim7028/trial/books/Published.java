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
package io.github.sim7028.trial.books;

/**
 * A record that a node published: an outcome of a command, or an event of a modem.
 *
 * @param id     of the command; empty for an event
 * @param what   {@code CONFIRMED}, {@code NOT_SENT}, {@code UNKNOWN}, or {@code gained}, {@code lost}, {@code fenced}
 * @param why    the reason
 * @param epoch  the generation of the group in which the node got the modem
 * @param micros when the node published it
 */
public record Published(String id, String modem, String what, String why, String node, int epoch, long micros) {}
