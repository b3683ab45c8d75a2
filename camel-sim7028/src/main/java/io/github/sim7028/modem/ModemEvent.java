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
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import java.time.Instant;

/** Something that happened to a modem. */
public sealed interface ModemEvent extends AsMap {

    /** The topic of an event, by which listeners select events. */
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
        /** Known lines without effect. */
        NOTICE,
        /** Unknown lines. */
        UNKNOWN
    }

    /** The time at which the driver detected the event. */
    Instant time();

    Topic topic();

    /** The kind of the event as users write it, as in {@code linkOpened}. */
    default String type() {
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The state of the modem has changed. */
    record StatusChanged(Instant time, ModemStatus status) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.STATE;
        }
    }

    /** The module sleeps (powerSaving=psm): its links have ended, and a message wakes it. */
    record Asleep(Instant time) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.STATE;
        }
    }

    /** The driver has woken the module, and the modem is ready again. */
    record Awake(Instant time) implements ModemEvent {
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
     * @param link       the link number
     * @param protocol   {@code tcp} or {@code udp}
     * @param remoteHost the peer as configured, null for a UDP socket that serves several peers
     * @param remotePort the peer's port, 0 if there is no peer
     * @param serverIndex the server that accepted it (2.1.14), null for a link that the driver opened
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
     * @param link       the link number
     * @param protocol   {@code tcp} or {@code udp}
     * @param remoteHost the peer as configured, null for a UDP socket that serves several peers
     * @param remotePort the peer's port, 0 if there is no peer
     * @param serverIndex the server that accepted it (2.1.14), null for a link that the driver opened
     * @param reason     why the link was closed (2.2 {@code <close_reason>})
     * @param meaning    the reason in words, with further details if known
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
     * @param link        the link number of the client
     * @param serverIndex the server index
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

    /** {@code +CEREG}: the registration has changed. */
    record RegistrationChanged(Instant time, RegistrationState registration) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.REGISTRATION;
        }
    }

    /**
     * The signal or the serving cell, which are queried periodically with AT+CSQ and AT+CPSI?, has changed. A change of the levels
     * of the same cell alone is no event.
     *
     * @param signal the signal
     * @param cell   the serving cell and its levels, null while not known
     */
    record SignalChanged(Instant time, SignalQuality signal, ServingCell cell) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.SIGNAL;
        }
    }

    /** The module has restarted, by itself or by a command: settings and links are lost and are set up again. */
    record ModuleRestarted(Instant time, String reason) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.RESTART;
        }
    }

    /** A known line without effect, such as {@code +CGEV: ME PDN ACT 1}. */
    record Notice(Instant time, String line) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.NOTICE;
        }
    }

    /** An unknown line; it may be payload whose header was lost. */
    record UnknownLine(Instant time, String line) implements ModemEvent {
        @Override
        public Topic topic() {
            return Topic.UNKNOWN;
        }
    }
}
