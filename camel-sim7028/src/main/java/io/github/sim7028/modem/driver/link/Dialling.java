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

import io.github.sim7028.at.codec.NumericHost;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipOpen;
import io.github.sim7028.at.command.EnterDataMode;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.settings.Protocol;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;

/** How a link is opened in each access mode, and how it is known in the module's own list. */
public final class Dialling {

    private static final int FIRST_DYNAMIC_PORT = 49152;

    private Dialling() {}

    /** @param taken run when the module has taken the command: what comes on this number from then on is the new connection's */
    static AtCommand<Void> command(LinkSpec to, int number, int localPort, boolean transparent, Runnable taken) {
        if (transparent) {
            return to.protocol() == Protocol.TCP
                    ? EnterDataMode.tcp(to.host(), to.port(), localPort)
                    : EnterDataMode.udp(to.host(), to.port(), localPort);
        }
        return to.protocol() == Protocol.TCP
                ? CipOpen.tcp(number, to.host(), to.port(), localPort).whenTaken(taken)
                : CipOpen.udp(number, localPort);
    }

    /** Whether the module means this link. */
    public static boolean leadsTo(LinkSpec to, OpenLinksQuery.Peer peer) {
        boolean type = peer.type().equals(to.protocol().name());
        if (to.protocol() == Protocol.UDP) {
            return type;
        }
        InetAddress wanted = NumericHost.of(to.host());
        InetAddress actual = NumericHost.of(peer.host());
        boolean host = wanted == null || actual == null || wanted.equals(actual);
        return type && host && peer.port() == to.port();
    }

    /** A local port for a socket without a configured port: another port than before, so that no late data comes to it. */
    static int anyPort(int before) {
        int port;
        do {
            port = ThreadLocalRandom.current().nextInt(FIRST_DYNAMIC_PORT, 65536);
        } while (port == before);
        return port;
    }
}
