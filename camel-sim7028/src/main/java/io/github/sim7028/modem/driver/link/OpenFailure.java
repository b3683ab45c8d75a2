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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;

/** Says why AT+CIPOPEN failed so that it can be acted on: the meaning first, then the module's own words. */
public final class OpenFailure {

    private OpenFailure() {}

    public static String words(Throwable failure) {
        if (!(failure instanceof AtErrorException refused)) {
            return failure.getMessage();
        }
        AtError error = refused.error();
        String notation = error.kind() == AtError.Kind.SOCKET
                ? "+CIPOPEN error " + error.code() + ": " + error.words()
                : error.describe();
        return meaning(error) + " (" + notation + ")";
    }

    /** Whether the module reports that it has no network: then the network is opened again, and nothing else is necessary. */
    public static boolean isNetworkClosed(AtError error) {
        return SocketError.NETWORK_NOT_OPENED.is(error) || IpError.NETWORK_NOT_OPENED.is(error);
    }

    /** Whether the module will never open what was asked for. */
    public static boolean isForGood(AtError error) {
        return SocketError.WRONG_PARAMETER.is(error) || IpError.INVALID_PARAMETER.is(error);
    }

    private static String meaning(AtError error) {
        if (error.kind() != AtError.Kind.SOCKET) {
            return "the module refused to open the link";
        }
        return switch (SocketError.of(error.code()).orElse(SocketError.UNKNOWN_ERROR)) {
            case NETWORK_FAILURE -> "the peer refused the connection or cannot be reached";
            case NETWORK_NOT_OPENED -> "the network is not open";
            case WRONG_PARAMETER -> "the module does not accept the host, a port or the link number";
            case FAILED_TO_CREATE_SOCKET -> "the module has no socket left";
            case FAILED_TO_BIND_SOCKET -> "the local port is in use";
            case BUSY -> "the module is busy with this link";
            case SOCKETS_OPENED -> "the link is open already";
            case TIMEOUT -> "the peer did not answer in time";
            case DNS_PARSE_FAILED -> "the host's name could not be resolved";
            default -> "the module refused to open the link";
        };
    }
}
