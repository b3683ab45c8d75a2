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

/** Table 2 of the note (5.1): what follows {@code +IP ERROR:}, as a number or as words. */
public enum ErrorInfo {
    CONNECTION_TIME_OUT("Connection time out"),
    BIND_PORT_FAILED("Bind port failed"),
    PORT_OVERFLOW("Port overflow"),
    CREATE_SOCKET_FAILED("Create socket failed"),
    NETWORK_ALREADY_OPENED("Network is already opened"),
    NETWORK_ALREADY_CLOSED("Network is already closed"),
    NO_CLIENTS_CONNECTED("No clients connected"),
    NO_ACTIVE_CLIENT("No active client"),
    NETWORK_NOT_OPENED("Network not opened"),
    CLIENT_INDEX_OVERFLOW("Client index overflow"),
    CONNECTION_ALREADY_CREATED("Connection is already created"),
    CONNECTION_NOT_CREATED("Connection is not created"),
    INVALID_PARAMETER("Invalid parameter"),
    OPERATION_NOT_SUPPORTED("Operation not supported"),
    DNS_QUERY_FAILED("DNS query failed"),
    TCP_BUSY("TCP busy"),
    NET_CLOSE_FAILED("Net close failed for socket opened"),
    SENDING_TIME_OUT("Sending time out"),
    SENDING_FAILURE("Sending failure for network error"),
    OPEN_FAILURE("Open failure for network error"),
    SERVER_ALREADY_LISTENING("Server is already listening"),
    OPERATION_FAILED("Operation failed"),
    NO_DATA("No data");

    private final String words;

    ErrorInfo(String words) {
        this.words = words;
    }

    /** The number, with errMode 0. */
    public int number() {
        return ordinal();
    }

    /** The words, with errMode 1. */
    public String words() {
        return words;
    }
}
