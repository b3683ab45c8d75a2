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
package io.github.sim7028.at.codec;

import io.github.sim7028.at.error.CloseReason;

/** Something the module says without being asked (2.2). */
public sealed interface Urc {

    /** {@code +CIPRXGET: 1,<link_num>}: data waits in the module (2.1.5). */
    record DataWaiting(int link) implements Urc {}

    /**
     * Pushed data (2.1.8, 2.1.9, 2.1.13).
     *
     * @param link the link number, {@link #NO_LINK} when the header was {@code +IPD}, which bears none
     * @param host the sender's address, null when the module did not say
     * @param port the sender's port, 0 when the module did not say
     */
    record Received(int link, String host, int port, byte[] data) implements Urc {
        public static final int NO_LINK = -1;
    }

    /** {@code +IPCLOSE: <client_index>,<close_reason>}: a link was closed. */
    record LinkClosed(int link, CloseReason reason) implements Urc {}

    /** {@code +CIPCLOSE: <link_num>,<err>} that no command waits for, as NETCLOSE says of every open link. */
    record LinkGone(int link) implements Urc {}

    /**
     * {@code +CIPSEND: <link_num>,<reqSendLength>,<cnfSendLength>} that no command waits for (2.1.4): it is late, or said twice, and
     * then another message may have been credited with it.
     *
     * @param requested how many bytes it speaks of
     * @param confirmed how many of them were sent, -1 when the connection was closed
     */
    record LateConfirmation(int link, int requested, int confirmed) implements Urc {}

    /** {@code CLOSED} or {@code NO CARRIER}: the connection of transparent mode has ended (1.3). */
    record StreamClosed() implements Urc {}

    /** {@code +CIPEVENT: NETWORK CLOSED UNEXPECTEDLY}. */
    record NetworkLost() implements Urc {}

    /** {@code +CLIENT: <link_num>,<server_index>,<client_IP>:<port>}: a server accepted a client (2.1.14). */
    record ClientAccepted(int link, int server, String host, int port) implements Urc {}

    /** {@code RDY} or {@code *ATREADY}: the module has restarted; echo is on, every setting is lost, every link is dead. */
    record Restarted(String line) implements Urc {}

    /** The module repeated a command though echo had been switched off. */
    record EchoReturned() implements Urc {}

    /**
     * {@code +CEREG: <stat>}: the registration has changed (3GPP TS 27.007).
     *
     * @param stat 0 to 5, 1 and 5 mean registered
     */
    record RegistrationChanged(int stat) implements Urc {}

    /** A line that is known and of no consequence, as {@code +CGEV}. */
    record Notice(String line) implements Urc {}

    /** An unknown line. */
    record Unknown(String line) implements Urc {}
}
