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

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class SendingRow {

    @Test
    void linesBytesAndStreamsOverTcp() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig().start()) {
            Message sent = rig.sends(peer.uri() + "?framing=line", "temperature=21");
            assertThat(sent.getHeader(Sim7028Constants.CONFIRMED_LENGTH)).isEqualTo(15L);
            rig.sends(peer.uri(), new byte[] {'a', 'b'});
            byte[] kilobytes = "0123456789".repeat(400).getBytes(StandardCharsets.US_ASCII);
            rig.sends(peer.uri(), new ByteArrayInputStream(kilobytes));

            peer.awaitGot("temperature=21\nab" + "0123456789".repeat(400));
        }
    }

    @Test
    void datagramsOverUdp() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Rig rig = new Rig().start()) {
            peer.setSoTimeout((int) Rig.SOON.toMillis());
            rig.sends("sim7028:udp:telemetry.example:" + peer.getLocalPort(), "one");
            assertThat(next(peer)).isEqualTo("one");
            rig.sends(
                    "sim7028:udp",
                    "two",
                    Map.of(
                            Sim7028Constants.REMOTE_HOST,
                            "127.0.0.1",
                            Sim7028Constants.REMOTE_PORT,
                            peer.getLocalPort()));

            assertThat(next(peer)).isEqualTo("two");
        }
    }

    private static String next(DatagramSocket peer) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    @ExpectedLog("^Modem '[^']*': tcp .* could not be opened: ")
    void whatIsNotSentIsSentAgainByCamel() throws Exception {
        int free = FreePort.find();
        AtomicInteger redeliveries = new AtomicInteger();

        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.settings.setSendTimeout(3000);
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Sim7028SendException.class)
                            .onWhen(simple("${exception.retryable}"))
                            .maximumRedeliveries(1)
                            .onRedelivery(exchange -> redeliveries.incrementAndGet())
                            .redeliveryDelay(1)
                            .handled(true)
                            .process(exchange -> exchange.getMessage()
                                    .setHeader(
                                            "outcome",
                                            exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Sim7028SendException.class)
                                                    .getOutcome()))
                            .to(peer.uri());
                    from("direct:up").to("sim7028:tcp:127.0.0.1:" + free);
                }
            });

            Message message = rig.sends("direct:up", "refused");

            assertThat(message.getHeader("outcome")).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(redeliveries).hasValue(1);
            peer.awaitGot("refused");
        }
    }
}
