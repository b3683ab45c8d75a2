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
package io.github.sim7028.modem.settings;

import java.time.Duration;

/**
 * the TCP keep-alive (2.1.19). The module counts minutes.
 *
 * @param enabled  whether keep-alive probes are sent
 * @param idle     the time without data after which the peer is probed, 1 to 120 whole minutes
 * @param count    the number of unanswered probes after which the connection is closed, 1 to 10
 * @param interval the time between two probes, 1 to 120 whole minutes
 */
public record TcpKeepAlive(boolean enabled, Duration idle, int count, Duration interval) {

    public static final TcpKeepAlive OFF = new TcpKeepAlive(false, Duration.ofMinutes(2), 5, Duration.ofMinutes(1));

    public TcpKeepAlive {
        wholeMinutes("tcpKeepAliveIdle", idle);
        Limits.within("tcpKeepAliveCount", count, 1, 10);
        wholeMinutes("tcpKeepAliveInterval", interval);
    }

    private static void wholeMinutes(String option, Duration value) {
        Limits.within(option, value, Duration.ofMinutes(1), Duration.ofMinutes(120));
        if (value.toSeconds() % 60 != 0 || value.toMillis() % 1000 != 0) {
            throw new IllegalArgumentException(
                    option + ": " + Limits.words(value) + " is not a whole number of minutes; allowed are 1m to 120m");
        }
    }
}
