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
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.github.sim7028.camel.Sim7028Endpoint;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class DynamicRow {

    @Test
    void tcpDestinationsFromMessages() throws Exception {
        try (Peer one = Peer.keeping();
                Peer other = Peer.keeping();
                Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").toD("sim7028:tcp:127.0.0.1:${header.port}");
                }
            });
            rig.sends("direct:up", "1", Map.of("port", one.port()));
            rig.sends("direct:up", "2", Map.of("port", other.port()));
            rig.sends("direct:up", "3", Map.of("port", one.port()));

            one.awaitGot("13");
            other.awaitGot("2");
        }
    }

    @Test
    void udpDestinationsShareOneEndpoint() throws Exception {
        try (DatagramSocket one = socket();
                DatagramSocket other = socket();
                Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").toD("sim7028:udp:telemetry.example:${header.port}");
                }
            });
            for (DatagramSocket socket : new DatagramSocket[] {one, other, one}) {
                rig.sends("direct:up", "x", Map.of("port", socket.getLocalPort()));
                socket.receive(new DatagramPacket(new byte[10], 10));
            }

            assertThat(rig.context.getEndpoints())
                    .filteredOn(endpoint -> endpoint instanceof Sim7028Endpoint udp
                            && udp.getEndpointUri().contains("udp"))
                    .hasSize(1);
        }
    }

    private static DatagramSocket socket() throws Exception {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout((int) Rig.SOON.toMillis());
        return socket;
    }

    @Test
    void operationsFromMessages() throws Exception {
        try (Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:modem")
                            .toD("sim7028:modem?operation=${header.what}")
                            .setBody(simple("${body.toMap}"));
                }
            });

            assertThat(rig.sends("direct:modem", null, Map.of("what", "signal")).getBody())
                    .asInstanceOf(MAP)
                    .containsEntry("dbm", -67);
            assertThat(rig.sends("direct:modem", null, Map.of("what", "status")).getBody())
                    .asInstanceOf(MAP)
                    .containsEntry("state", "ready");
        }
    }
}
