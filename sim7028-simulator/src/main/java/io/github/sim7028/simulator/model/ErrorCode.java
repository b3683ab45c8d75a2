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
package io.github.sim7028.simulator.model;

/** Table 3 of the note (5.2): the {@code <err>} of {@code +CIPOPEN}, {@code +CIPERROR} and their like. */
public enum ErrorCode {
    SUCCESS("operation succeeded"),
    NETWORK_FAILURE("Network failure"),
    NETWORK_NOT_OPENED("Network not opened"),
    WRONG_PARAMETER("Wrong parameter"),
    NOT_SUPPORTED("Operation not supported"),
    SOCKET_FAILED("Failed to create socket"),
    BIND_FAILED("Failed to bind socket"),
    ALREADY_LISTENING("TCP server is already listening"),
    BUSY("Busy"),
    SOCKETS_OPENED("Sockets opened"),
    TIMEOUT("Timeout"),
    DNS_FAILED("DNS parse failed for AT+CIPOPEN"),
    UNKNOWN("Unknown error");

    private final String words;

    ErrorCode(String words) {
        this.words = words;
    }

    /** The number that is sent. */
    public int number() {
        return ordinal();
    }

    /** What the note says it means. */
    public String words() {
        return words;
    }
}
