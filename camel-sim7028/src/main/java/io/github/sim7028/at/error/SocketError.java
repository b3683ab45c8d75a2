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
package io.github.sim7028.at.error;

import java.util.Optional;

/** Table 3 of the note (5.2): {@code <err>} in the results of the socket commands and in {@code +CIPERROR: }. */
public enum SocketError {
    OPERATION_SUCCEEDED("operation succeeded"),
    NETWORK_FAILURE("Network failure"),
    NETWORK_NOT_OPENED("Network not opened"),
    WRONG_PARAMETER("Wrong parameter"),
    OPERATION_NOT_SUPPORTED("Operation not supported"),
    FAILED_TO_CREATE_SOCKET("Failed to create socket"),
    FAILED_TO_BIND_SOCKET("Failed to bind socket"),
    SERVER_ALREADY_LISTENING("TCP server is already listening"),
    BUSY("Busy"),
    SOCKETS_OPENED("Sockets opened"),
    TIMEOUT("Timeout"),
    DNS_PARSE_FAILED("DNS parse failed for AT+CIPOPEN"),
    UNKNOWN_ERROR("Unknown error");

    private final String words;

    SocketError(String words) {
        this.words = words;
    }

    /** {@code <err>}. */
    public int code() {
        return ordinal();
    }

    /** The text of the note. */
    public String words() {
        return words;
    }

    /** The row of a number. */
    public static Optional<SocketError> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }

    /** The error a number stands for; an unknown number is kept. */
    public static AtError error(int code) {
        return new AtError(
                AtError.Kind.SOCKET, code, of(code).map(SocketError::words).orElse("unknown code"));
    }

    /** Whether an error is this row. */
    public boolean is(AtError error) {
        return error != null && error.kind() == AtError.Kind.SOCKET && error.code() == code();
    }
}
