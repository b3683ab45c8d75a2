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

import java.time.Duration;

/**
 * The result of echo requests from the module to a host (AT+QCPING).
 *
 * @param host      the host as given
 * @param reachable whether the host answered at least one request
 * @param address   the address of the host as reported by the module, null if the host did not answer
 * @param sent      number of requests
 * @param answered  number of answers
 * @param fastest   the shortest round-trip time, null without an answer
 * @param average   the average round-trip time, null without an answer
 * @param slowest   the longest round-trip time, null without an answer
 */
public record HostPing(
        String host,
        boolean reachable,
        String address,
        int sent,
        int answered,
        Duration fastest,
        Duration average,
        Duration slowest)
        implements AsMap {}
