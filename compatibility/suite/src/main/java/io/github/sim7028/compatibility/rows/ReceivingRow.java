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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.testnet.FreePort;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class ReceivingRow {

    @Test
    void linesOverTcp() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(rig.keeping(peer.uri() + "?framing=line&charset=UTF-8"));
            peer.say("grün\nred\n");

            rig.awaitBodies("grün", "red");
            assertThat(rig.received.get(0).getBody()).isInstanceOf(String.class);
            assertThat(rig.received.get(0).getHeaders())
                    .containsEntry(Sim7028Constants.MODEM, "default")
                    .containsEntry(Sim7028Constants.LINK, 0)
                    .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                    .containsEntry(Sim7028Constants.REMOTE_PORT, peer.port());
        }
    }

    @Test
    void datagramsOverUdp() throws Exception {
        int port = FreePort.find();
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Rig rig = new Rig()) {
            rig.start(rig.keeping("sim7028:udp?localPort=" + port));
            // a datagram to a socket that is not open yet is lost
            await().atMost(Rig.SOON).until(() -> {
                peer.send(new DatagramPacket(new byte[] {'h', 'i'}, 2, InetAddress.getLoopbackAddress(), port));
                return !rig.received.isEmpty();
            });

            assertThat(rig.received.get(0).getBody(byte[].class)).containsExactly('h', 'i');
            assertThat(rig.received.get(0).getHeader(Sim7028Constants.REMOTE_PORT))
                    .isEqualTo(peer.getLocalPort());
        }
    }

    @Test
    void aRouteThatIsSuspendedGoesOn() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(rig.keeping(peer.uri() + "?framing=line"));
            peer.say("one\n");
            rig.awaitBodies("one");
            rig.context.getRouteController().suspendRoute("keeping");
            peer.say("two\n");
            rig.context.getRouteController().resumeRoute("keeping");

            rig.awaitBodies("one", "two");
        }
    }

    @Test
    void theNextMessageCanBePolled() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:ask").pollEnrich(peer.uri() + "?framing=line", 20_000);
                }
            });
            var answer = rig.template.asyncRequestBody("direct:ask", "?", String.class);
            peer.say("answer\n");

            assertThat(answer.get()).isEqualTo("answer");
        }
    }
}
