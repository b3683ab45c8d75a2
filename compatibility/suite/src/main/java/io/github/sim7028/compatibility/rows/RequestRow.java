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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.testnet.FreePort;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class RequestRow {

    @Test
    void aRequestOverTcpHasItsReply() throws Exception {
        try (Peer peer = Peer.echoing();
                Rig rig = new Rig().start()) {
            String uri = peer.uri() + "?sync=true&framing=line&charset=UTF-8";

            assertThat(rig.sends(uri, "who?").getBody()).isEqualTo("who?");
            assertThat(rig.sends(uri, "where?").getBody()).isEqualTo("where?");
        }
    }

    @Test
    void aRequestWithoutAReplyTimesOut() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig().start()) {
            assertThat(rig.send(peer.uri() + "?sync=true&framing=line&requestTimeout=300ms", "who?")
                            .getException())
                    .isInstanceOf(ExchangeTimedOutException.class);
        }
    }

    @Test
    void aRouteAnswersADatagram() throws Exception {
        int port = FreePort.find();
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sim7028:udp?localPort=" + port + "&sync=true&charset=UTF-8")
                            .transform(simple("seen: ${body}"));
                }
            });

            assertThat(ask(peer, port)).isEqualTo("seen: hi");
        }
    }

    /** Asks again until the route's socket is open. */
    private static String ask(DatagramSocket peer, int port) throws Exception {
        peer.setSoTimeout(500);
        long end = System.nanoTime() + Rig.SOON.toNanos();
        while (true) {
            peer.send(new DatagramPacket(new byte[] {'h', 'i'}, 2, InetAddress.getLoopbackAddress(), port));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            try {
                peer.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }
}
