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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** Routes on a modem in transparent mode, among them the note's examples 3.2.3 and 3.3.3. */
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(value = Said.COMPONENT_REFUSED, level = Level.ERROR, stack = true)
class TransparentRouteTest {

    private static final String HOST = "117.131.85.139";
    private static final String TCP = "sim7028:tcp:" + HOST + ":5253";

    private ServerSocket server;
    private DatagramSocket datagrams;
    private String udp;
    private RouteRig rig;

    @BeforeEach
    void prepare() throws Exception {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        datagrams = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        datagrams.setSoTimeout(20_000);
        rig = new RouteRig(modem -> modem.route(HOST, 5253, (InetSocketAddress) server.getLocalSocketAddress())
                .route(HOST, 5254, (InetSocketAddress) datagrams.getLocalSocketAddress()));
        rig.settings.setAccessMode(AccessMode.TRANSPARENT);
        udp = "sim7028:udp:" + HOST + ":5254?localPort=" + FreePort.find();
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
        server.close();
        datagrams.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** 3.2.3 */
    @Test
    void tcpClientExampleOfTheNote() throws Exception {
        rig.start(rig.keeping("in", TCP));
        try (Socket peer = server.accept()) {
            Exchange sent = rig.sends(TCP, "All data got from com port will be sent to remote directly");
            assertThat(peer.getInputStream().readNBytes(58))
                    .asString()
                    .isEqualTo("All data got from com port will be sent to remote directly");
            assertThat(sent.getMessage().getHeader(Sim7028Constants.REQUESTED_LENGTH))
                    .isEqualTo(58L);
            assertThat(sent.getMessage().getHeaders()).doesNotContainKey(Sim7028Constants.CONFIRMED_LENGTH);
            peer.getOutputStream().write(bytes("DATA FROM SERVER"));
            rig.awaitBodies("DATA FROM SERVER");
            assertThat(rig.operate("links").getException()).isNull();
            peer.getOutputStream().write(bytes("HELLO CLIENT"));
            rig.awaitBodies("DATA FROM SERVER", "HELLO CLIENT");
            assertThat(rig.virtual.commands()).contains("AT+CIPOPEN?", "ATO");
            rig.context.stop();
            assertThat(peer.getInputStream().read()).isNegative();
            assertThat(rig.virtual.commands()).contains("AT+CIPCLOSE=0");
        }
    }

    /** 3.3.3 */
    @Test
    void udpClientExampleOfTheNote() throws Exception {
        rig.start(rig.keeping("in", udp));
        rig.sends(udp, "All data got from com port will be sent to internet directly");
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        datagrams.receive(packet);
        assertThat(packet.getLength()).isEqualTo(60);
        byte[] hello = bytes("HELLO CLIENT");
        datagrams.send(new DatagramPacket(hello, hello.length, packet.getSocketAddress()));
        rig.awaitBodies("HELLO CLIENT");
        assertThat(rig.received.get(0).getHeader(Sim7028Constants.REMOTE_PORT)).isEqualTo(5254);
    }

    @Test
    void framesAndRepliesWorkAsOnAnyStream() throws Exception {
        rig.start();
        Thread answering = new Thread(() -> {
            try (Socket peer = server.accept()) {
                for (int b = peer.getInputStream().read();
                        b >= 0;
                        b = peer.getInputStream().read()) {
                    peer.getOutputStream().write(Character.toUpperCase(b));
                }
            } catch (IOException e) {
                // the test is over
            }
        });
        answering.setDaemon(true);
        answering.start();
        String uri = TCP + "?sync=true&framing=line";
        assertThat(rig.sends(uri, "ping").getMessage().getBody(String.class)).isEqualTo("PING");
        assertThat(rig.operate("signal").getException()).isNull();
        assertThat(rig.sends(uri, "pong").getMessage().getBody(String.class)).isEqualTo("PONG");
    }

    @ParameterizedTest
    @CsvSource({
        "sim7028:tcp:117.131.85.139:9, beside tcp 117.131.85.139:5253",
        "sim7028:tcp:117.131.85.139:5253?link=1, link 1",
        "sim7028:udp?localPort=5000, no peer",
        "sim7028:tcp:117.131.85.139:5253?receiveMode=buffered, receiveMode=buffered"
    })
    void whatTheModeCannotDoIsRefusedAtStart(String uri, String why) throws Exception {
        rig.start(rig.keeping("first", TCP));
        RouteBuilder second = new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(rig::keep);
            }
        };
        assertThatThrownBy(() -> rig.context.addRoutes(second))
                .rootCause()
                .hasMessageContaining(why)
                .hasMessageContaining("accessMode=transparent");
    }

    @Test
    void settingsThatNeedCommandsAreRefused() {
        rig.settings.setSendMode(SendMode.ACK);
        assertThatThrownBy(() -> rig.start(rig.keeping("in", TCP)))
                .rootCause()
                .hasMessageContaining("sendMode=ack")
                .hasMessageContaining("accessMode=transparent");
    }

    @Test
    void theRouteComesBackAfterThePeerHasGone() throws Exception {
        rig.start(rig.keeping("in", TCP));
        try (Socket peer = server.accept()) {
            peer.getOutputStream().write(bytes("one"));
            rig.awaitBodies("one");
        }
        try (Socket peer = server.accept()) {
            peer.getOutputStream().write(bytes("two"));
            await().atMost(RouteRig.SOON)
                    .until(() -> String.join("", rig.bodies()).equals("onetwo"));
        }
    }
}
