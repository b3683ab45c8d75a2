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
package io.github.sim7028.modem;

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.modem.report.AsMap;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.SignalQuality;
import java.time.Instant;

/** Something that happened to a modem. */
public sealed interface ModemEvent extends AsMap {

    /** What an event is about; who listens chooses by it. */
    enum Topic {
        /** The modem's own state. */
        STATE,
        /** The network as a whole. */
        NETWORK,
        /** Links opened and closed. */
        LINK,
        /** Clients of the module's servers. */
        CLIENT,
        REGISTRATION,
        SIGNAL,
        /** Restarts of the module. */
        RESTART,
        /** Known lines of no consequence. */
        NOTICE,
        /** Lines nobody understood. */
        UNKNOWN
    }

    /** When it was noticed. */
    Instant time();

    Topic topic();

    /** Its kind as users write it, as {@code linkOpened}. */
    default String type() {
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The modem has come to another state. */
    record StatusChanged(Instant time, ModemStatus status) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.STATE;
        }
    }

    /** {@code +CIPEVENT: NETWORK CLOSED UNEXPECTEDLY}: every link is lost; the network is opened again (2.2). */
    record NetworkLost(Instant time) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.NETWORK;
        }
    }

    /**
     * A link has been opened.
     *
     * @param link       its number
     * @param protocol   {@code tcp} or {@code udp}
     * @param remoteHost the peer as it was named, null for a UDP socket that serves many
     * @param remotePort the peer's port, 0 where there is none
     * @param serverIndex the server that accepted it (2.1.14), null for a link that this side opened
     */
    record LinkOpened(Instant time, int link, String protocol, String remoteHost, int remotePort, Integer serverIndex)
            implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.LINK;
        }
    }

    /**
     * A link that was open is closed.
     *
     * @param link       its number
     * @param protocol   {@code tcp} or {@code udp}
     * @param remoteHost the peer as it was named, null for a UDP socket that serves many
     * @param remotePort the peer's port, 0 where there is none
     * @param serverIndex the server that accepted it (2.1.14), null for a link that this side opened
     * @param reason     who or what closed it (2.2 {@code <close_reason>})
     * @param meaning    the same in words, with what else is known
     */
    record LinkClosed(
            Instant time,
            int link,
            String protocol,
            String remoteHost,
            int remotePort,
            Integer serverIndex,
            CloseReason reason,
            String meaning)
            implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.LINK;
        }
    }

    /**
     * {@code +CLIENT}: a server of the module has accepted a client (2.1.14).
     *
     * @param link        the link number it has
     * @param serverIndex which server
     * @param remoteHost  the client's address
     * @param remotePort  the client's port
     */
    record ClientAccepted(Instant time, int link, int serverIndex, String remoteHost, int remotePort)
            implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.CLIENT;
        }
    }

    /** {@code +CEREG}: the registration is another. */
    record RegistrationChanged(Instant time, RegistrationState registration) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.REGISTRATION;
        }
    }

    /** AT+CSQ, asked now and then, says something else than before. */
    record SignalChanged(Instant time, SignalQuality signal) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.SIGNAL;
        }
    }

    /** The module has restarted, or was told to: settings and links are lost and made again. */
    record ModuleRestarted(Instant time, String reason) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.RESTART;
        }
    }

    /** A line that is known and of no consequence, as {@code +CGEV: ME PDN ACT 1}. */
    record Notice(Instant time, String line) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.NOTICE;
        }
    }

    /** A line nobody understood; it may be payload whose header was lost. */
    record UnknownLine(Instant time, String line) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.UNKNOWN;
        }
    }
}
