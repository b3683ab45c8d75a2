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
 * The byte counts of a TCP link since the link was opened (AT+CIPACK, 2.1.16), as counted by the module.
 *
 * @param link         the link number
 * @param sent         bytes sent
 * @param acknowledged bytes that the peer has acknowledged; the note reserves this value, and most modules return 0
 * @param received     bytes received
 */
public record LinkTraffic(int link, long sent, long acknowledged, long received) implements AsMap {}
