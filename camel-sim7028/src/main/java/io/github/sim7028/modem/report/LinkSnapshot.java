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

import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.line.util.TimeWords;
import java.time.Instant;

/**
 * A link as the driver knows it, at one moment.
 *
 * @param link       its number, -1 while it has none
 * @param protocol   {@code tcp} or {@code udp}
 * @param remoteHost the peer as it was named; null for a UDP socket that serves many
 * @param remotePort the peer's port, 0 where there is none
 * @param localPort  the module's own port, 0 when it is the module's choice
 * @param accepted   whether a client dialled it (2.1.14)
 * @param phase      {@code closed}, {@code waiting} for a number, {@code opening}, {@code open}, {@code draining} or {@code closing}
 * @param leases     how many producers and consumers share it
 * @param receivers  how many of them receive
 * @param trouble    why it is not open: what happened the last time; empty when all is well
 * @param nextAttempt when it is tried again, null when that is not waited for
 * @param wanted     whether this side would open it now: somebody receives on it or has something to send
 * @param target     what it was opened for, as in {@code tcp 10.0.0.1:5000}
 */
public record LinkSnapshot(
        int link,
        String protocol,
        String remoteHost,
        int remotePort,
        int localPort,
        boolean accepted,
        String phase,
        int leases,
        int receivers,
        String trouble,
        Instant nextAttempt,
        boolean wanted,
        String target)
        implements AsMap {

    /** Whether a connection is open, be it that the peer has closed it and not all has been read. */
    public boolean isOpen() {
        return phase.equals("open") || phase.equals("draining");
    }

    /** As in {@code ; next attempt in 40 s}; empty when none is waited for. */
    public String whenNext() {
        return TimeWords.whenNext(nextAttempt);
    }

    /** As in {@code link 0: tcp 10.0.0.1:5000, open, 2 leases}. */
    public String describe() {
        String peer = remoteHost == null ? " at port " + localPort : " " + HostAndPort.shown(remoteHost, remotePort);
        return (link < 0 ? "no link: " : "link " + link + ": ") + protocol + peer + ", " + phase + ", " + leases
                + (leases == 1 ? " lease" : " leases") + (trouble.isEmpty() ? "" : ", " + trouble)
                + whenNext();
    }
}
