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

import io.github.sim7028.line.util.Counted;

/**
 * A link that is open in the module (2.1.3).
 *
 * @param link          the link number
 * @param protocol      {@code tcp} or {@code udp}
 * @param remoteAddress the peer's address; empty for a UDP socket that serves several peers
 * @param remotePort    the peer's port, 0 if there is no peer
 * @param localPort     the module's own port, 0 when unknown
 * @param serverIndex   the server that accepted the link (2.1.14), null for a link opened by the driver
 * @param use           what the driver uses the link for, as {@code tcp telemetry.example:5000}; empty if the driver did not open the link
 * @param sent          bytes sent since the link was opened (2.1.16), null if the module does not count the bytes
 * @param received      bytes received since the link was opened, null if the module does not count the bytes
 */
public record LinkReport(
        int link,
        String protocol,
        String remoteAddress,
        int remotePort,
        int localPort,
        Integer serverIndex,
        String use,
        Long sent,
        Long received)
        implements AsMap {

    /** As in {@code link 0: tcp 10.0.0.1:5000, 12 bytes sent, 0 received}. */
    public String describe() {
        String peer = remoteAddress.isEmpty() ? "" : " " + remoteAddress + ":" + remotePort;
        String counted = sent == null ? "" : ", " + Counted.of(sent, "byte") + " sent, " + received + " received";
        return "link " + link + ": " + protocol + peer + counted + (use.isEmpty() ? ", not opened by this driver" : "");
    }
}
