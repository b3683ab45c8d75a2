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
 * The driver's state of a link, at one moment.
 *
 * @param link       the link number, -1 while it has none
 * @param protocol   {@code tcp} or {@code udp}
 * @param remoteHost the peer as configured; null for a UDP socket that serves several peers
 * @param remotePort the peer's port, 0 if there is no peer
 * @param localPort  the module's own port, 0 if the module chooses the port
 * @param accepted   whether the link was opened by a client (2.1.14)
 * @param phase      {@code closed}, {@code waiting} for a number, {@code opening}, {@code open}, {@code draining} or {@code closing}
 * @param leases     number of producers and consumers that share the link
 * @param receivers  number of these that receive
 * @param trouble    why the link is not open: the last error; empty if there is no problem
 * @param nextAttempt time of the next attempt, null if none is planned
 * @param wanted     whether the link should be open now: a consumer receives on the link, or there is data to send
 * @param target     the target of the link, as in {@code tcp 10.0.0.1:5000}
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

    /** Whether a connection is open, or was closed by the peer while received data is not yet read completely. */
    public boolean isOpen() {
        return phase.equals("open") || phase.equals("draining");
    }

    /** As in {@code ; next attempt in 40 s}; empty if no attempt is planned. */
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
