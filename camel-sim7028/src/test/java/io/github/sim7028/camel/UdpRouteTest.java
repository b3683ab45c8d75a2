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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Datagrams through routes: from whom, to whom, with what borders, and beside TCP on one module. */
@Timeout(60)
@ExpectedLog(Said.BUFFERED_UDP)
class UdpRouteTest {

    private static final int MOST_UNDER_WAY = 200_000;

    private final RouteRig rig = new RouteRig();

    @AfterEach
    void close() {
        rig.close();
    }

    /** The socket is open when the module says so. */
    private void awaitOpen(int localPort) {
        await().atMost(RouteRig.SOON)
                .until(() ->
                        rig.operate("links").getMessage().getBody(String.class).contains("" + localPort));
    }

    @Test
    void aConsumerFromAnyoneTellsEachSenderAndAnswersIt() throws Exception {
        int localPort = FreePort.find();
        rig.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:udp?localPort=" + localPort + "&sync=true&charset=UTF-8")
                        .process(rig::keep)
                        .transform(simple("re: ${body}"));
            }
        });
        awaitOpen(localPort);
        List<DatagramSocket> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(RouteRig.udpPeer());
            RouteRig.say(peers.get(i), localPort, "from " + i);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(RouteRig.receive(peers.get(i))).isEqualTo("re: from " + i);
        }
        assertThat(rig.received)
                .extracting(message -> message.getHeader(Sim7028Constants.REMOTE_PORT))
                .containsExactlyInAnyOrderElementsOf(
                        peers.stream().map(DatagramSocket::getLocalPort).toList());
        peers.forEach(DatagramSocket::close);
    }

    @Test
    void aConsumerOfOnePeerHearsNobodyElse() throws Exception {
        int localPort = FreePort.find();
        try (DatagramSocket peer = RouteRig.udpPeer();
                DatagramSocket stranger = RouteRig.udpPeer()) {
            String uri = "sim7028:udp:127.0.0.1:" + peer.getLocalPort() + "?localPort=" + localPort;
            rig.start(rig.keeping("down", uri));
            rig.sends(uri, "x");
            assertThat(RouteRig.receive(peer)).isEqualTo("x");
            RouteRig.say(stranger, localPort, "stranger");
            RouteRig.say(peer, localPort, "peer");
            rig.awaitBodies("peer");
        }
    }

    @Test
    void manyDestinationsAreServedOverOneSocketThatAlsoReceives() throws Exception {
        int localPort = FreePort.find();
        rig.start(rig.keeping("down", "sim7028:udp?localPort=" + localPort));
        List<DatagramSocket> peers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DatagramSocket peer = RouteRig.udpPeer();
            peers.add(peer);
            Exchange sent = rig.template.send("sim7028:udp?localPort=" + localPort, exchange -> {
                exchange.getMessage().setBody("to " + peer.getLocalPort());
                exchange.getMessage().setHeader(Sim7028Constants.REMOTE_HOST, "127.0.0.1");
                exchange.getMessage().setHeader(Sim7028Constants.REMOTE_PORT, peer.getLocalPort());
            });
            assertThat(sent.getException()).isNull();
            assertThat(RouteRig.receive(peer)).isEqualTo("to " + peer.getLocalPort());
            RouteRig.say(peer, localPort, "back " + i);
        }
        await().atMost(RouteRig.SOON).until(() -> rig.received.size() == peers.size());
        assertThat(rig.virtual.commands().stream().filter(command -> command.startsWith("AT+CIPOPEN=0")))
                .hasSize(1);
        peers.forEach(DatagramSocket::close);
    }

    @Test
    void bordersAreKeptByPush() throws Exception {
        int localPort = FreePort.find();
        rig.start(rig.keeping("down", "sim7028:udp?localPort=" + localPort));
        awaitOpen(localPort);
        List<String> said = new ArrayList<>();
        try (DatagramSocket peer = RouteRig.udpPeer()) {
            for (int length : new int[] {1, 2, 1400, 1, 1499, 1500, 7, 7, 7}) {
                String text = "\r\nOK\r\n+IPD5\r\n>".repeat(120).substring(0, length);
                said.add(text);
                RouteRig.say(peer, localPort, text);
            }
            rig.awaitBodies(said.toArray(String[]::new));
        }
    }

    // ---- what buffered reception loses

    private static List<String> warningsOf(Runnable start) {
        try (CapturedLog log = CapturedLog.of("io.github.sim7028.camel")) {
            start.run();
            return log.messages(Level.WARN);
        }
    }

    private void startQuietly(RouteBuilder routes) {
        try {
            rig.start(routes);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bufferedUdpWarnsAtItsStartOfWhatItLoses() throws Exception {
        rig.settings.setReceiveMode(ReceiveMode.BUFFERED);
        int localPort = FreePort.find();
        List<String> log = warningsOf(() -> startQuietly(rig.keeping("down", "sim7028:udp?localPort=" + localPort)));
        assertThat(log)
                .filteredOn(line -> line.contains("receiveMode=buffered"))
                .singleElement()
                .asString()
                .contains("sim7028://udp?localPort=" + localPort, "modem 'default'", "senders", "borders");
        try (DatagramSocket peer = RouteRig.udpPeer()) {
            awaitOpen(localPort);
            RouteRig.say(peer, localPort, "x");
            rig.awaitBodies("x");
            assertThat(rig.received.get(0).getHeaders()).doesNotContainKey(Sim7028Constants.REMOTE_ADDRESS);
        }
    }

    @Test
    void nobodyIsWarnedWhoLosesNothing() throws Exception {
        int localPort = FreePort.find();
        List<String> log = warningsOf(() -> startQuietly(rig.keeping("down", "sim7028:udp?localPort=" + localPort)));
        assertThat(log).isEmpty();
    }

    @Test
    void aReplyToAnUnknownSenderIsRefusedWithTheReason() throws Exception {
        rig.settings.setReceiveMode(ReceiveMode.BUFFERED);
        int localPort = FreePort.find();
        rig.start(rig.keeping("down", "sim7028:udp?localPort=" + localPort + "&sync=true&bridgeErrorHandler=true"));
        awaitOpen(localPort);
        try (DatagramSocket peer = RouteRig.udpPeer()) {
            RouteRig.say(peer, localPort, "x");
            await().atMost(RouteRig.SOON).until(() -> !rig.caught.isEmpty());
        }
        assertThat(rig.caught.get(0))
                .isInstanceOf(Sim7028SendException.class)
                .hasMessageContaining("no sender to reply to: with receiveMode=buffered");
    }

    // ---- receiveMode=auto

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void aUdpRouteComesAndGoesAndTheTcpRouteBesideItLosesNothing(int times) throws Exception {
        int localPort = FreePort.find();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rig.start(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("sim7028:tcp:127.0.0.1:" + server.getLocalPort() + "?queueSize=4")
                                    .process(exchange -> arrived.writeBytes(
                                            exchange.getMessage().getBody(byte[].class)));
                        }
                    },
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("sim7028:udp?localPort=" + localPort)
                                    .routeId("datagrams")
                                    .autoStartup(false)
                                    .process(rig::keep);
                        }
                    });
            AtomicBoolean enough = new AtomicBoolean();
            Socket socket = server.accept();
            CompletableFuture<Integer> talking = CompletableFuture.supplyAsync(() -> talk(socket, enough, arrived));
            for (int i = 0; i < times; i++) {
                assertThat(rig.virtual.settings().receiveMode).isEqualTo(1);
                rig.context.getRouteController().startRoute("datagrams");
                awaitMode(0);
                awaitOpen(localPort);
                try (DatagramSocket peer = RouteRig.udpPeer()) {
                    RouteRig.say(peer, localPort, "datagram " + i);
                    int count = i + 1;
                    await().atMost(RouteRig.SOON).until(() -> rig.received.size() == count);
                }
                rig.context.getRouteController().stopRoute("datagrams");
                awaitMode(1);
            }
            enough.set(true);
            int said = talking.get(20, TimeUnit.SECONDS);
            await().atMost(RouteRig.SOON).until(() -> arrived.size() >= 4 * said);
            assertThat(arrived.toByteArray()).isEqualTo(numbers(0, said));
        }
    }

    private void awaitMode(int mode) {
        await().atMost(RouteRig.SOON).until(() -> rig.virtual.settings().receiveMode == mode);
    }

    /** Talks no faster than is taken: what is pushed has no one to hold it back. */
    private static int talk(Socket socket, AtomicBoolean enough, ByteArrayOutputStream arrived) {
        int said = 0;
        try {
            while (!enough.get()) {
                if (4 * said - arrived.size() > MOST_UNDER_WAY) {
                    LockSupport.parkNanos(1_000_000);
                    continue;
                }
                socket.getOutputStream().write(numbers(said, 50));
                said += 50;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said;
    }

    private static byte[] numbers(int from, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count);
        for (int i = 0; i < count; i++) {
            bytes.putInt(from + i);
        }
        return bytes.array();
    }
}
