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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.TwoWires;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transparent mode (1.3, 3.2.3, 3.3.3, 3.4.1) from the driver through the simulator to real sockets. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_CLOSED + "a message on it was cut in two")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
class TransparentModeTest {

    private static final int MEGABYTE = 1_000_000;

    private static ModemRig rig(boolean dtr, UnaryOperator<VirtualModemBuilder> modem) {
        return new ModemRig(modem, profile -> {
            ModemProfile transparent =
                    profile.with(Changed.with(profile.transfer(), "accessMode", AccessMode.TRANSPARENT));
            return dtr ? transparent : withoutDtr(transparent);
        });
    }

    private static ModemRig rig(boolean dtr) {
        return rig(dtr, modem -> modem);
    }

    /** On a line with two wires only. */
    private static ModemProfile withoutDtr(ModemProfile profile) {
        LineFactory line = () -> new TwoWires(profile.line().open());
        return new ModemProfile(profile.name(), line, profile.network(), profile.transfer(), profile.recovery());
    }

    private static LinkLease tcp(ModemRig rig, TcpPeer far, Collector collector) throws Exception {
        LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), collector);
        await().atMost(ModemRig.LIMIT).until(() -> collector.opened() > 0 && far.connections() > 0);
        return link;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void awaitBytes(TcpPeer far, String expected) {
        await().atMost(ModemRig.LIMIT)
                .untilAsserted(() -> assertThat(text(far.got())).isEqualTo(expected));
    }

    private static void awaitBytes(Collector collector, String expected) {
        await().atMost(ModemRig.LIMIT)
                .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo(expected));
    }

    private static void pass(long millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    private static byte[] random(long seed) {
        byte[] bytes = new byte[MEGABYTE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dataGoesBothWaysAndIsNotConfirmed(boolean dtr) throws Exception {
        try (ModemRig rig = rig(dtr);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            assertThat(ModemRig.send(link, bytes("HELLO"))).isEqualTo(new Receipt(5, Receipt.NOT_TOLD, 0));
            awaitBytes(far, "HELLO");
            far.say(bytes("HELLO CLIENT"));
            awaitBytes(collector, "HELLO CLIENT");
            assertThat(collector.pieces().get(0).remoteHost()).isEqualTo("127.0.0.1");
            Counters counters = rig.lease().modem().counters();
            assertThat(counters.confirmed()).isZero();
            assertThat(counters.unconfirmed()).isEqualTo(1);
            assertThat(counters.queued()).isZero();
            assertThat(counters.bytesOut()).isEqualTo(5);
            assertThat(counters.bytesIn()).isEqualTo(12);
            assertThat(rig.virtual.commands())
                    .contains("AT+CIPMODE=1")
                    .noneMatch(line -> line.startsWith("AT+CIPSEND="));
            ModemRig.await(link.release());
            assertThat(rig.virtual.commands()).contains("AT+CIPCLOSE=0");
            assertThat(far.socket().getInputStream().read()).isNegative();
        }
    }

    @Test
    void aStreamOfProducersIsClosedOnceIdleAndOpenedForTheNextMessage() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> profile.with(
                                Changed.with(profile.transfer(), "accessMode", AccessMode.TRANSPARENT))
                        .with(Changed.with(profile.recovery(), "linkIdleTimeout", Duration.ofMillis(1500))));
                TcpPeer far = new TcpPeer()) {
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
            ModemRig.send(link, bytes("HELLO"));
            awaitBytes(far, "HELLO");
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.commands().contains("AT+CIPCLOSE=0"));
            ModemRig.send(link, bytes("AGAIN"));
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 2);
        }
    }

    @Test
    void aDtrThatResetsTheModuleIsNotUsedToLeaveDataMode() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem.dtrResets(true), profile -> profile.with(
                                Changed.with(profile.transfer(), "accessMode", AccessMode.TRANSPARENT))
                        .with(profile.recovery().withDtrPulse(Duration.ofSeconds(1))));
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            assertThat(ModemRig.await(rig.lease().operations().signal()).rssi()).isEqualTo(23);
            ModemRig.send(link, bytes("HELLO"));
            awaitBytes(far, "HELLO");
            assertThat(rig.virtual.commands()).doesNotContain("AT&D1");
            assertThat(rig.lease().modem().counters().restarts()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMegabyteEachWayStaysWholeWhileCommandsInterrupt(boolean dtr) throws Exception {
        byte[] up = random(1);
        byte[] down = random(2);
        try (ModemRig rig = rig(dtr);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            ModemOperations operations = rig.lease().operations();
            CompletableFuture<Void> downwards = CompletableFuture.runAsync(() -> {
                try {
                    for (int at = 0; at < down.length; at += 10_000) {
                        far.say(Arrays.copyOfRange(down, at, at + 10_000));
                    }
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            CompletableFuture<Receipt> sending = link.send(ModemRig.outbound(up));
            assertThat(ModemRig.await(operations.signal()).rssi()).isPositive();
            assertThat(ModemRig.await(operations.links()).links()).hasSize(1);
            assertThat(ModemRig.await(sending).requested()).isEqualTo(MEGABYTE);
            downwards.join();
            await().atMost(ModemRig.LIMIT)
                    .until(() -> far.got().length >= MEGABYTE && collector.bytes().length >= MEGABYTE);
            assertThat(Arrays.equals(far.got(), up)).isTrue();
            assertThat(Arrays.equals(collector.bytes(), down)).isTrue();
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void diagnosingInTheMiddleOfATrafficLosesNothing(boolean dtr) throws Exception {
        try (ModemRig rig = rig(dtr);
                TcpPeer far = TcpPeer.echo()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            CompletableFuture<Diagnosis> diagnosis = rig.lease().operations().diagnose();
            StringBuilder sent = new StringBuilder();
            for (int i = 0; !diagnosis.isDone() || i < 50; i++) {
                String message = "message " + i + "\r\nOK\r\n";
                sent.append(message);
                ModemRig.send(link, bytes(message));
            }
            assertThat(ModemRig.await(diagnosis).steps()).isNotEmpty();
            awaitBytes(far, sent.toString());
            awaitBytes(collector, sent.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "NO CARRIER", "RDY"})
    void wordsOfTheModuleInAPayloadArrive(String word) throws Exception {
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            far.say(bytes("a\r\n" + word + "\r\nb\r\n" + word + "\r\n"));
            awaitBytes(collector, "a\r\n" + word + "\r\nb\r\n" + word + "\r\n");
            far.say(bytes("c"));
            awaitBytes(collector, "a\r\n" + word + "\r\nb\r\n" + word + "\r\nc");
            assertThat(far.connections()).isEqualTo(1);
            assertThat(collector.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLastWordsMayLookLikeTheClose(boolean dtr) throws Exception {
        try (ModemRig rig = rig(dtr);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            far.say(bytes("last words\r\nCLOSED\r\n"));
            far.socket().close();
            await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 2 && collector.opened() == 2);
            far.say(bytes("again"));
            awaitBytes(collector, "last words\r\nCLOSED\r\nagain");
        }
    }

    @Test
    void anotherDialectSaysNoCarrier() throws Exception {
        try (ModemRig rig = rig(true, modem -> modem.dialect(Quirk.NO_CARRIER));
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            far.say(bytes("bye"));
            far.socket().close();
            await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 2);
            awaitBytes(collector, "bye");
        }
    }

    /** Hard case 80, in real time. */
    @Test
    void plusesAloneInSilenceAreDataAndNothingElse() throws Exception {
        try (ModemRig rig = rig(false);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            long escapes = rig.virtual.commands().stream().filter("+++"::equals).count();
            StringBuilder sent = new StringBuilder();
            Random random = new Random(80);
            List<String> messages = new ArrayList<>(List.of("+++", "+", "++", "++++", "x+++", "+++x", "+"));
            for (int i = 0; i < 5; i++) {
                messages.add("+".repeat(1 + random.nextInt(4)));
            }
            for (String message : messages) {
                pass(random.nextInt(3) == 0 ? 1100 : random.nextInt(200));
                ModemRig.send(link, bytes(message));
                sent.append(message);
            }
            pass(1200);
            ModemRig.send(link, bytes("end"));
            awaitBytes(far, sent + "end");
            assertThat(collector.failures()).isEmpty();
            assertThat(rig.virtual.commands().stream().filter("+++"::equals).count())
                    .isEqualTo(escapes);
        }
    }

    @Test
    void comesBackAfterARestartALostNetworkAndALostLine() throws Exception {
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            LinkLease link = tcp(rig, far, collector);
            far.say(bytes("1"));
            awaitBytes(collector, "1");
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 2);
            far.say(bytes("2"));
            awaitBytes(collector, "12");
            rig.virtual.loseNetwork(true);
            await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 3);
            far.say(bytes("3"));
            awaitBytes(collector, "123");
            rig.virtual.hangUp();
            await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 4);
            far.say(bytes("4"));
            awaitBytes(collector, "1234");
            ModemRig.send(link, bytes("up"));
            awaitBytes(far, "up");
        }
    }

    @Test
    void aSilentRestartIsFoundOut() throws Exception {
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector();
            tcp(rig, far, collector);
            rig.virtual.reboot(false);
            ModemRig.await(rig.lease().operations().signal().handle((signal, failure) -> failure));
            await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 2);
            far.say(bytes("again"));
            awaitBytes(collector, "again");
        }
    }

    @Test
    void aConnectionThatFailsIsTriedAgain() throws Exception {
        int port = FreePort.find();
        try (ModemRig rig = rig(true)) {
            Collector collector = new Collector();
            rig.lease().link(LinkSpec.tcp("127.0.0.1", port), collector);
            await().atMost(ModemRig.LIMIT).until(() -> !collector.failures().isEmpty());
            assertThat(collector.failures().get(0)).hasMessageContaining("CONNECT FAIL");
            try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
                    Socket peer = server.accept()) {
                assertThat(peer.isConnected()).isTrue();
                await().atMost(ModemRig.LIMIT).until(() -> collector.opened() == 1);
            }
        }
    }

    @Test
    void aReceiverWithoutRoomHoldsThePeerBack() throws Exception {
        byte[] down = random(3);
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            Collector collector = new Collector().room(3);
            LinkLease link = tcp(rig, far, collector);
            CompletableFuture<Void> saying = CompletableFuture.runAsync(() -> {
                try {
                    far.say(down);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            await().atMost(ModemRig.LIMIT).until(() -> collector.pieces().size() == 3);
            assertThat(ModemRig.await(rig.lease().operations().signal()).rssi()).isPositive();
            collector.room(Integer.MAX_VALUE);
            link.resume();
            saying.join();
            await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == MEGABYTE);
            assertThat(Arrays.equals(collector.bytes(), down)).isTrue();
        }
    }

    /** What followed it in the same stream would be taken for its rest. */
    @Test
    void aMessageThatBreaksOffEndsItsConnection() throws Exception {
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            LinkLease link = tcp(rig, far, new Collector());
            InputStream breaking = new SequenceInputStream(
                    new ByteArrayInputStream(new byte[2 * CipSend.MAX_LENGTH]), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("the disk is gone");
                        }
                    });
            Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(Payload.of(breaking))));
            assertThat(failure).hasMessageContaining("the disk is gone");
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            ModemRig.send(link, bytes("the next message"));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(far.got())).endsWith("the next message"));
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    @Test
    void udpLeadsToOnePeer() throws Exception {
        try (ModemRig rig = rig(true);
                DatagramSocket peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            peer.setSoTimeout(20_000);
            Collector collector = new Collector();
            LinkLease link = rig.lease().link(LinkSpec.udp("127.0.0.1", peer.getLocalPort()), collector);
            assertThat(ModemRig.send(link, bytes("HELLO")).isConfirmed()).isFalse();
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            peer.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
                    .isEqualTo("HELLO");
            byte[] answer = bytes("HELLO CLIENT");
            peer.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            awaitBytes(collector, "HELLO CLIENT");
            assertThat(collector.pieces().get(0).remotePort()).isEqualTo(peer.getLocalPort());
            Outbound stray = ModemRig.outbound(bytes("x")).to("127.0.0.2", 9);
            assertThat(ModemRig.failureOf(link.send(stray)))
                    .hasMessageContaining("127.0.0.2:9")
                    .hasMessageContaining("transparent");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerServesOneClientAfterTheOther(boolean dtr) throws Exception {
        int port = FreePort.find();
        try (ModemRig rig = rig(dtr)) {
            Clients clients = new Clients();
            ServerLease lease = rig.lease().server(new ServerSpec(port, 0, 3, List.of(), 0), clients);
            try (Socket first = Clients.connect(port)) {
                await().atMost(ModemRig.LIMIT).until(() -> clients.accepted.size() == 1);
                ModemRig.await(clients.accepted.get(0).send(ModemRig.outbound(bytes("to the first"))));
                assertThat(text(first.getInputStream().readNBytes(12))).isEqualTo("to the first");
                first.getOutputStream().write(bytes("from the first"));
                awaitBytes(clients.collectors.get(0), "from the first");
                try (Socket second = Clients.connect(port)) {
                    second.getOutputStream().write(bytes("from the second"));
                    first.shutdownOutput();
                    await().atMost(ModemRig.LIMIT).until(() -> clients.accepted.size() == 2);
                    awaitBytes(clients.collectors.get(1), "from the second");
                    awaitBytes(clients.collectors.get(0), "from the first");
                    ModemRig.await(clients.accepted.get(1).send(ModemRig.outbound(bytes("to the second"))));
                    assertThat(text(second.getInputStream().readNBytes(13))).isEqualTo("to the second");
                    ModemRig.await(lease.release());
                    assertThat(second.getInputStream().read()).isNegative();
                }
            }
            assertThat(clients.gone).contains("closed by the peer");
            assertThat(rig.virtual.commands()).contains("AT+SERVERSTOP=0");
        }
    }

    @Test
    void whatItCannotDoIsRefusedWithBothSidesNamed() throws Exception {
        try (ModemRig rig = rig(true);
                TcpPeer far = new TcpPeer()) {
            ModemLease lease = rig.lease();
            LinkSpec first = LinkSpec.tcp("127.0.0.1", far.port());
            lease.link(first, new Collector());
            lease.link(first.withNumber(0), null);
            assertThatThrownBy(() -> lease.link(LinkSpec.tcp("127.0.0.1", 9), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("tcp 127.0.0.1:9")
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining("accessMode=transparent");
            assertThatThrownBy(() -> lease.link(first.withNumber(1), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("link 1")
                    .hasMessageContaining("accessMode=transparent");
            assertThatThrownBy(() -> lease.link(new LinkSpec(Protocol.UDP, null, 0, 5000, LinkSpec.ANY_NUMBER), null))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("no peer");
            assertThatThrownBy(() -> lease.server(new ServerSpec(8080, 1, 3, List.of(), 0), new Clients()))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("serverIndex=1");
            assertThatThrownBy(() -> lease.server(new ServerSpec(8080, 0, 3, List.of(), 0), new Clients()))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageContaining("beside " + first);
        }
        TransferSettings transparent = Changed.with(TransferSettings.DEFAULT, "accessMode", AccessMode.TRANSPARENT);
        assertThatThrownBy(() -> transparent.withReceiveMode(ReceiveMode.BUFFERED))
                .hasMessageContaining("receiveMode=buffered")
                .hasMessageContaining("accessMode=transparent");
        assertThatThrownBy(() -> Changed.with(transparent, "sendFormat", SendFormat.ESCAPED))
                .hasMessageContaining("sendFormat=escaped");
    }
}
