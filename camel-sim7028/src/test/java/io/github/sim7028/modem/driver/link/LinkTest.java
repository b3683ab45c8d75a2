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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending and receiving: through a virtual modem to real sockets, and what goes wrong on virtual time. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.NO_LINK + "all 2 links of the module are in use")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d(,\\d+)?(: no| failed: <err>)")
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
@ExpectedLog(Said.LINK_CLOSED + "a confirmation was late")
@ExpectedLog(Said.MODEM_DOWN + "nothing is plugged in")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NETWORK_CLOSED)
class LinkTest {

    private static final String HOST = "127.0.0.1";

    /** Virtual time. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static ModemRig rig(ReceiveMode mode) {
        return new ModemRig(modem -> modem, profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(mode)));
    }

    private static ModemRig faulty(String faults) {
        return new ModemRig(modem -> modem.faults(faults), UnaryOperator.identity());
    }

    private static VirtualRig virtual() {
        return new VirtualRig(profile -> profile.with(ModemRig.TRANSFER));
    }

    /** What comes after the next payload; what follows that is confirmed. */
    private static void confirmFirst(VirtualRig rig, String said) {
        rig.module.confirm(command -> {
            rig.module.confirm(next -> null);
            return said;
        });
    }

    private static LinkLease tcp(ModemRig rig, TcpPeer far, LinkReceiver receiver) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp(HOST, far.port()), receiver);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (int i = 0; i < Math.min(256, length); i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static List<String> sends(ModemRig rig) {
        return rig.virtual.commands().stream()
                .filter(command -> command.startsWith("AT+CIPSEND="))
                .toList();
    }

    @Nested
    class Up {

        @Test
        void sendsOverTcpAndReportsTheConfirmedBytes() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = new TcpPeer()) {
                LinkLease link = tcp(rig, far, null);
                assertThat(ModemRig.send(link, bytes("HELLO"))).isEqualTo(new Receipt(5, 5, 0));
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("HELLO")));
            }
        }

        @ParameterizedTest
        @CsvSource({"1500, 1", "1501, 2", "100000, 67"})
        void cutsLongMessagesIntoPiecesInOrder(int length, int pieces) throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = new TcpPeer()) {
                byte[] message = random(length);
                assertThat(ModemRig.send(tcp(rig, far, null), message).confirmed())
                        .isEqualTo(length);
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
                // a module that is busy refuses a piece, which is sent again with the same length
                List<Integer> lengths = sends(rig).stream()
                        .map(command -> Integer.valueOf(command.substring(command.lastIndexOf(',') + 1)))
                        .toList();
                int last = length - (pieces - 1) * 1500;
                assertThat(lengths).hasSizeGreaterThanOrEqualTo(pieces).endsWith(last);
                assertThat(lengths.stream().filter(sent -> sent != last)).allMatch(sent -> sent == 1500);
            }
        }

        @Test
        void streamsABodyWithoutHoldingItWhole() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = new TcpPeer()) {
                byte[] message = random(4001);
                Payload stream = Payload.of(new ByteArrayInputStream(message));
                assertThat(ModemRig.await(tcp(rig, far, null).send(ModemRig.outbound(stream)))
                                .confirmed())
                        .isEqualTo(4001);
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
            }
        }

        @Test
        void escapesWhatWouldEndOrCancelAPayloadOfChangeableLength() throws Exception {
            byte[] message = random(4000);
            try (ModemRig rig = new ModemRig(
                            modem -> modem,
                            profile ->
                                    profile.with(Changed.with(ModemRig.TRANSFER, "sendFormat", SendFormat.ESCAPED)));
                    TcpPeer far = new TcpPeer();
                    DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(HOST))) {
                peer.setSoTimeout(20_000);
                assertThat(ModemRig.send(tcp(rig, far, null), message).confirmed())
                        .isEqualTo(4000);
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(message));
                byte[] datagram = {0x1A, 0x1B, 0x03, 0x00, 0x1A};
                ModemRig.send(rig.lease().link(LinkSpec.udp(HOST, peer.getLocalPort()), null), datagram);
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                peer.receive(packet);
                assertThat(java.util.Arrays.copyOf(packet.getData(), packet.getLength()))
                        .isEqualTo(datagram);
                assertThat(sends(rig)).contains("AT+CIPSEND=0", "AT+CIPSEND=1,\"127.0.0.1\"," + peer.getLocalPort());
            }
        }

        @Test
        void cancelsAPayloadOfChangeableLengthWhosePromptWasLostAndSendsItAgain() throws Exception {
            try (ModemRig rig = new ModemRig(
                            modem -> modem.faults("drop line='>' times=1"),
                            profile ->
                                    profile.with(Changed.with(ModemRig.TRANSFER, "sendFormat", SendFormat.ESCAPED)));
                    TcpPeer far = new TcpPeer()) {
                LinkLease link = tcp(rig, far, null);
                ModemRig.send(link, bytes("HELLO"));
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("HELLO")));
            }
        }

        @Test
        void refusesAnEmptyMessageHere() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = new TcpPeer()) {
                LinkLease link = tcp(rig, far, null);
                Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(new byte[0])));
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(failure.isRetryable()).isFalse();
                ModemRig.send(link, bytes("x"));
                assertThat(sends(rig)).containsExactly("AT+CIPSEND=0,1");
            }
        }

        @Test
        void sendsMessagesThatQueueUpTogetherAndCompletesEach() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = new TcpPeer()) {
                LinkLease link = tcp(rig, far, null);
                List<CompletableFuture<Receipt>> sending = new ArrayList<>();
                StringBuilder expected = new StringBuilder();
                for (int i = 0; i < 500; i++) {
                    String line = "line " + i + "\n";
                    expected.append(line);
                    sending.add(link.send(ModemRig.outbound(bytes(line))));
                }
                for (CompletableFuture<Receipt> one : sending) {
                    assertThat(ModemRig.await(one).confirmed()).isPositive();
                }
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes(expected.toString())));
                assertThat(sends(rig)).hasSizeLessThan(20);
            }
        }
    }

    @Nested
    class Down {

        @ParameterizedTest
        @CsvSource({"PUSH, RAW", "BUFFERED, RAW", "BUFFERED, HEX"})
        void carriesAMegabyteEachWayUnchanged(ReceiveMode mode, ReadFormat format) throws Exception {
            byte[] up = random(1 << 20);
            byte[] down = random((1 << 20) + 7);
            try (ModemRig rig = new ModemRig(
                            modem -> modem,
                            profile -> profile.with(Changed.with(
                                    ModemRig.TRANSFER,
                                    "receiveMode",
                                    mode,
                                    "readFormat",
                                    format,
                                    "readLength",
                                    format.maxLength())));
                    TcpPeer far = new TcpPeer()) {
                Collector collector = new Collector();
                LinkLease link = tcp(rig, far, collector);
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
                CompletableFuture<Receipt> sending = link.send(ModemRig.outbound(up));
                far.say(down);
                ModemRig.await(sending);
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).hasSize(down.length));
                assertThat(collector.bytes()).isEqualTo(down);
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(up));
                assertThat(collector.failures()).isEmpty();
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = ReceiveMode.class,
                names = {"PUSH", "BUFFERED"})
        void readsNoFurtherThanThereIsRoomAndLosesNothing(ReceiveMode mode) throws Exception {
            byte[] down = random(300_000);
            try (ModemRig rig = rig(mode);
                    TcpPeer far = new TcpPeer()) {
                Collector collector = new Collector().room(3);
                LinkLease link = tcp(rig, far, collector);
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
                far.say(down);
                await().atMost(ModemRig.LIMIT).until(() -> collector.pieces().size() == 3);
                // an answer still gets through while nobody has room
                assertThat(ModemRig.send(link, bytes("still here")).confirmed()).isEqualTo(10);
                assertThat(collector.pieces()).hasSize(3);
                collector.room(Integer.MAX_VALUE);
                link.resume();
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).hasSize(down.length));
                assertThat(collector.bytes()).isEqualTo(down);
            }
        }

        @Test
        void readsWhatCameBeforeThePeersCloseAndOpensTheLinkAgain() throws Exception {
            byte[] down = random(20_000);
            try (ModemRig rig = rig(ReceiveMode.BUFFERED);
                    TcpPeer far = new TcpPeer()) {
                Collector collector = new Collector();
                tcp(rig, far, collector);
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
                far.say(down);
                far.socket().shutdownOutput();
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 2);
                assertThat(collector.bytes()).isEqualTo(down);
                assertThat(collector.opened()).isGreaterThanOrEqualTo(1);
            }
        }

        @Test
        void looksForDataWhoseNotificationWasLost() throws Exception {
            TransferSettings polling = new TransferSettings(
                    AccessMode.COMMAND,
                    ReceiveMode.BUFFERED,
                    ReadFormat.RAW,
                    1500,
                    SendMode.STACK,
                    SendFormat.FIXED,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(200),
                    10,
                    Duration.ofMillis(500),
                    Duration.ZERO);
            try (ModemRig rig = new ModemRig(
                            modem -> modem.faults("drop line='+CIPRXGET: 1,*'"), profile -> profile.with(polling));
                    TcpPeer far = new TcpPeer()) {
                Collector collector = new Collector();
                tcp(rig, far, collector);
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() == 1);
                far.say(bytes("unannounced"));
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(bytes("unannounced")));
            }
        }

        @Test
        void sharesOneConnectionBetweenSenderAndReceiver() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = TcpPeer.echo()) {
                Collector collector = new Collector();
                tcp(rig, far, collector);
                LinkLease sender = tcp(rig, far, null);
                ModemRig.send(sender, bytes("echo"));
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(bytes("echo")));
                assertThat(far.connections()).isEqualTo(1);
                assertThatThrownBy(() -> tcp(rig, far, new Collector()))
                        .isInstanceOf(Sim7028ConfigurationException.class)
                        .hasMessageContaining("two consumers");
            }
        }

        @Test
        void keepsTheLinkOfOneOwnerWhenTheOtherGivesItBack() throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = TcpPeer.echo()) {
                LinkLease one = tcp(rig, far, null);
                LinkLease two = tcp(rig, far, null);
                ModemRig.send(one, bytes("a"));
                ModemRig.await(one.release());
                ModemRig.send(two, bytes("b"));
                assertThat(far.connections()).isEqualTo(1);
                assertThat(ModemRig.failureOf(one.send(ModemRig.outbound(bytes("c"))))
                                .getOutcome())
                        .isEqualTo(SendOutcome.NOT_SENT);
                ModemRig.await(two.release());
                assertThat(rig.virtual.commands()).contains("AT+CIPCLOSE=0");
            }
        }
    }

    @Nested
    class Datagrams {

        @ParameterizedTest
        @EnumSource(ReceiveMode.class)
        void exchangesDatagramsWithAPeer(ReceiveMode mode) throws Exception {
            try (ModemRig rig = rig(mode);
                    DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(HOST))) {
                peer.setSoTimeout(20_000);
                Collector collector = new Collector();
                LinkLease link = rig.lease().link(LinkSpec.udp(HOST, peer.getLocalPort()), collector);
                ModemRig.send(link, bytes("ping"));
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                peer.receive(packet);
                assertThat(packet.getLength()).isEqualTo(4);
                peer.send(new DatagramPacket(bytes("pong"), 4, packet.getSocketAddress()));
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(bytes("pong")));
                Inbound inbound = collector.pieces().get(0);
                boolean senderKnown = mode != ReceiveMode.BUFFERED;
                assertThat(inbound.remotePort()).isEqualTo(senderKnown ? peer.getLocalPort() : 0);
                assertThat(sends(rig).get(0)).endsWith(",4,\"127.0.0.1\"," + peer.getLocalPort());
            }
        }

        @Test
        void servesManyDestinationsOverOneSocket() throws Exception {
            try (ModemRig rig = new ModemRig()) {
                List<DatagramSocket> peers = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(HOST));
                    peer.setSoTimeout(20_000);
                    peers.add(peer);
                    LinkLease link = rig.lease().link(LinkSpec.udp(HOST, peer.getLocalPort()), null);
                    ModemRig.send(link, bytes("to " + i));
                }
                for (int i = 0; i < peers.size(); i++) {
                    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                    peers.get(i).receive(packet);
                    assertThat(new String(packet.getData(), 0, packet.getLength()))
                            .isEqualTo("to " + i);
                    peers.get(i).close();
                }
                assertThat(rig.virtual.commands().stream().filter(c -> c.startsWith("AT+CIPOPEN=0,\"UDP\",,,")))
                        .hasSize(1);
            }
        }

        @Test
        void namesThePeerInEachSendAndALocalPortInEachOpening() throws Exception {
            try (VirtualRig rig = virtual()) {
                ModemLease modem = rig.ready();
                LinkLease chosen = modem.link(new LinkSpec(Protocol.UDP, "10.0.0.7", 7, 5000, 0), null);
                LinkLease free = modem.link(LinkSpec.udp("10.0.0.8", 8).withNumber(1), null);
                for (int i = 0; i < 2; i++) {
                    rig.send(chosen, "HELLO", LIMIT);
                    rig.send(free, "HELLO", LIMIT);
                }
                assertThat(rig.module.commands())
                        .filteredOn(command -> command.startsWith("AT+CIPSEND="))
                        .containsExactly(
                                "AT+CIPSEND=0,5,\"10.0.0.7\",7",
                                "AT+CIPSEND=1,5,\"10.0.0.8\",8",
                                "AT+CIPSEND=0,5,\"10.0.0.7\",7",
                                "AT+CIPSEND=1,5,\"10.0.0.8\",8");
                List<String> openings = rig.module.commands().stream()
                        .filter(command -> command.matches("AT\\+CIPOPEN=.+") && !command.endsWith("?"))
                        .toList();
                assertThat(openings).hasSize(2).contains("AT+CIPOPEN=0,\"UDP\",,,5000");
                assertThat(openings).allMatch(command -> command.matches("AT\\+CIPOPEN=[01],\"UDP\",,,[1-9]\\d{3,4}"));
            }
        }

        @Test
        void takesOnlyTheDatagramsOfItsOwnPeer() throws Exception {
            try (ModemRig rig = rig(ReceiveMode.PUSH);
                    DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(HOST));
                    DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName(HOST))) {
                peer.setSoTimeout(20_000);
                Collector own = new Collector();
                Collector anyone = new Collector();
                LinkLease link = rig.lease().link(LinkSpec.udp(HOST, peer.getLocalPort()), own);
                rig.lease().link(new LinkSpec(Protocol.UDP, null, 0, 0, LinkSpec.ANY_NUMBER), anyone);
                ModemRig.send(link, bytes("x"));
                DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                peer.receive(packet);
                InetSocketAddress module = (InetSocketAddress) packet.getSocketAddress();
                stranger.send(new DatagramPacket(bytes("stranger"), 8, module));
                peer.send(new DatagramPacket(bytes("peer"), 4, module));
                await().atMost(ModemRig.LIMIT).until(() -> anyone.pieces().size() == 2);
                assertThat(own.bytes()).isEqualTo(bytes("peer"));
            }
        }

        @Test
        void takesAnotherLocalPortWhenTheOneItChoseIsTaken() throws Exception {
            try (ModemRig rig = faulty("fail 6 command='CIPOPEN=0,*' times=1");
                    DatagramSocket peer = new DatagramSocket(0, InetAddress.getByName(HOST))) {
                ModemRig.send(rig.lease().link(LinkSpec.udp(HOST, peer.getLocalPort()), null), bytes("hello"));
                assertThat(rig.virtual.commands().stream().filter(line -> line.startsWith("AT+CIPOPEN=0,")))
                        .hasSize(2)
                        .doesNotHaveDuplicates();
            }
        }

        @Test
        void neverSplitsADatagram() throws Exception {
            try (ModemRig rig = new ModemRig()) {
                LinkLease link = rig.lease().link(LinkSpec.udp(HOST, 9), null);
                assertThat(ModemRig.failureOf(link.send(ModemRig.outbound(new byte[1501]))))
                        .hasMessageContaining("never split")
                        .satisfies(e -> assertThat(e.getOutcome()).isEqualTo(SendOutcome.NOT_SENT));
            }
        }
    }

    @Nested
    class FailedSends {

        @Test
        void callsAMessageUnknownWhoseConfirmationNeverComesAndSendsNothingAgain() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                confirmFirst(rig, lines("OK"));
                Sim7028SendException failure = rig.failureOf(link.send(VirtualRig.outbound("once")), LIMIT);
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                assertThat(failure.isRetryable()).isFalse();
                rig.send(link, "next", LIMIT);
                assertThat(rig.module.payloads()).containsExactly("once", "next");
                assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
            }
        }

        @Test
        void waitsForAConfirmationAsLongAsSendTimeoutAllows() throws Exception {
            try (VirtualRig rig = new VirtualRig(
                    profile -> profile.with(Changed.with(ModemRig.TRANSFER, "sendTimeout", Duration.ofSeconds(60))))) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                rig.module.confirm(command -> lines("OK"));
                CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("HELLO"));
                rig.pass(Duration.ofSeconds(30));
                assertThat(sending).isNotDone();
                rig.module.say(lines("+CIPSEND: 0,5,5"));
                assertThat(rig.await(sending, Duration.ofSeconds(1)).confirmed())
                        .isEqualTo(5);
                CompletableFuture<Receipt> unconfirmed = link.send(VirtualRig.outbound("WORLD"));
                rig.pass(Duration.ofSeconds(59));
                assertThat(unconfirmed).isNotDone();
                assertThat(rig.failureOf(unconfirmed, Duration.ofSeconds(20)).getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN);
                assertThat(rig.module.payloads()).containsExactly("HELLO", "WORLD");
                assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
            }
        }

        @Test
        void doesNotTakeALateConfirmationForThatOfTheNextMessage() throws Exception {
            // the second message is cut short, and what would say so is lost: only the late word on the first one comes
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER.withNumber(0), null);
                confirmFirst(rig, lines("OK"));
                assertThat(rig.failureOf(link.send(VirtualRig.outbound("first")), LIMIT)
                                .getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN);
                rig.module.answer(command -> command.equals("AT+CIPACK=0") ? lines("+CIPACK: 3,3,0", "OK") : null);
                rig.module.confirm(command -> {
                    rig.module.sayAfter(Duration.ofSeconds(1), lines("+CIPSEND: 0,5,5"));
                    return lines("OK");
                });
                assertThat(rig.failureOf(link.send(VirtualRig.outbound("other")), LIMIT)
                                .getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN);
            }
        }

        @Test
        void carriesBothCountsOfAShortConfirmationAndOpensTheLinkAgain() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                confirmFirst(rig, lines("OK", "+CIPSEND: 0,5,3"));
                Sim7028SendException failure = rig.failureOf(link.send(VirtualRig.outbound("HELLO")), LIMIT);
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                assertThat(failure.getRequestedLength()).isEqualTo(5);
                assertThat(failure.getConfirmedLength()).isEqualTo(3);
                rig.send(link, "again", LIMIT);
                assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1})
        void takesNothingConfirmedForAnErrorOfTheLink(int confirmed) throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                confirmFirst(rig, lines("OK", "+CIPSEND: 0,5," + confirmed));
                Sim7028SendException failure = rig.failureOf(link.send(VirtualRig.outbound("HELLO")), LIMIT);
                assertThat(failure.getConfirmedLength()).isZero();
                assertThat(failure).hasMessageContaining("confirmed " + confirmed + " of 5");
                rig.send(link, "again", LIMIT);
                assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
            }
        }

        @Test
        void sendsAgainByItselfWhatWasRefusedBeforeItLeft() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                AtomicInteger asked = new AtomicInteger();
                rig.module.answer(command -> command.startsWith("AT+CIPSEND=") && asked.incrementAndGet() == 1
                        ? lines("+CIPERROR: 4", "ERROR", "ERROR")
                        : null);
                assertThat(rig.send(link, "HELLO", LIMIT).confirmed()).isEqualTo(5);
                assertThat(rig.module.payloads()).containsExactly("HELLO");
            }
        }

        @Test
        void deliversAMessageOfWhichOnlyThePromptWasLost() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                rig.module.losePrompts(1);
                rig.send(link, "HELLO", LIMIT);
                rig.send(link, "WORLD", LIMIT);
                assertThat(rig.module.payloads()).containsExactly("HELLO", "WORLD");
            }
        }

        @Test
        void callsAMessageUnknownWhenTheModuleRestartsUnderIt() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                rig.module.confirm(command -> {
                    rig.module.confirm(next -> null);
                    rig.module.rebootLoudly();
                    return ScriptedModule.SILENCE;
                });
                assertThat(rig.failureOf(link.send(VirtualRig.outbound("HELLO")), LIMIT)
                                .getOutcome())
                        .isEqualTo(SendOutcome.UNKNOWN);
                rig.send(link, "after", LIMIT);
            }
        }

        @Test
        void saysWhyAMessageCouldNotBeSentInTime() throws Exception {
            try (VirtualRig rig = virtual()) {
                rig.module.answer(command -> command.startsWith("AT+CIPOPEN=0,") ? lines("OK", "+CIPOPEN: 0,1") : null);
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                Outbound brief = new Outbound(Payload.of(bytes("x")), null, 0, Duration.ofSeconds(1), true);
                Sim7028SendException failure = rig.failureOf(link.send(brief), LIMIT);
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(failure.isRetryable()).isTrue();
                assertThat(failure.getError().kind()).isEqualTo(AtError.Kind.SOCKET);
                assertThat(failure).hasMessageContaining("tcp 10.0.0.9:1000").hasMessageContaining("waited 1s");
            }
        }

        @Test
        void saysThatTheModemIsAway() throws Exception {
            try (VirtualRig rig = new VirtualRig(profile -> new ModemProfile(
                    "gone",
                    ModemRig.noLine("nothing is plugged in"),
                    profile.network(),
                    Changed.with(profile.transfer(), "modemWaitTimeout", Duration.ofMillis(300)),
                    profile.recovery()))) {
                LinkLease link = rig.lease().link(VirtualRig.PEER, null);
                assertThat(rig.failureOf(link.send(VirtualRig.outbound("x")), Duration.ofSeconds(1)))
                        .hasMessageContaining("nothing is plugged in")
                        .hasCauseInstanceOf(Sim7028ModemUnavailableException.class);
            }
        }

        @Test
        void failsAMessageWhoseBodyCannotBeRead() throws Exception {
            try (VirtualRig rig = virtual()) {
                LinkLease link = rig.ready().link(VirtualRig.PEER, null);
                Payload broken = new Payload() {
                    @Override
                    public byte[] next(int max) throws IOException {
                        throw new IOException("the file is gone");
                    }

                    @Override
                    public boolean mayBlock() {
                        return true;
                    }
                };
                assertThat(rig.failureOf(link.send(ModemRig.outbound(broken)), LIMIT))
                        .hasMessageContaining("the file is gone");
                rig.send(link, "next", LIMIT);
            }
        }
    }

    @Nested
    class FewLinks {

        @Test
        void makesRoomByClosingTheIdleLinkThatWasUsedLongestAgo() throws Exception {
            try (VirtualRig rig = virtual()) {
                ModemLease modem = rig.ready();
                rig.send(modem.link(LinkSpec.tcp("10.0.0.1", 1000), null), "1", LIMIT);
                rig.send(modem.link(LinkSpec.tcp("10.0.0.2", 1000), null), "2", LIMIT);
                assertThat(rig.send(modem.link(LinkSpec.tcp("10.0.0.3", 1000), null), "3", LIMIT)
                                .link())
                        .isZero();
            }
        }

        @Test
        void saysThatAllLinksAreTaken() throws Exception {
            try (VirtualRig rig = virtual()) {
                ModemLease modem = rig.ready();
                modem.link(LinkSpec.tcp("10.0.0.1", 1000), new Collector());
                modem.link(LinkSpec.tcp("10.0.0.2", 1000), new Collector());
                rig.settle();
                assertThat(rig.module.count("AT+CIPOPEN=0,") + rig.module.count("AT+CIPOPEN=1,"))
                        .isEqualTo(2);
                LinkLease third = modem.link(LinkSpec.tcp("10.0.0.3", 1000), null);
                assertThat(rig.failureOf(third.send(VirtualRig.outbound("3")), LIMIT))
                        .hasCauseInstanceOf(Sim7028NoLinkException.class)
                        .hasMessageContaining("all 2 links of the module are in use");
            }
        }

        @Test
        void refusesALinkNumberThatIsTakenOrDoesNotExist() throws Exception {
            try (VirtualRig rig = virtual()) {
                ModemLease lease = rig.ready();
                lease.link(VirtualRig.PEER.withNumber(1), null);
                assertThatThrownBy(() -> lease.link(LinkSpec.tcp(HOST, 9).withNumber(1), null))
                        .isInstanceOf(Sim7028NoLinkException.class)
                        .hasMessageContaining("already used for tcp 10.0.0.9:1000");
                assertThatThrownBy(() -> lease.link(LinkSpec.tcp(HOST, 9).withNumber(5), null))
                        .hasMessageContaining("only links 0 to 1");
            }
        }

        @Test
        void worksOnTenLinksWhereTheModuleHasThem() throws Exception {
            try (ModemRig rig = new ModemRig(modem -> modem.links(10), UnaryOperator.identity())) {
                List<TcpPeer> fars = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    TcpPeer far = TcpPeer.echo();
                    fars.add(far);
                    Collector collector = new Collector();
                    LinkLease link = tcp(rig, far, collector);
                    byte[] own = bytes("link " + i);
                    ModemRig.send(link, own);
                    await().atMost(ModemRig.LIMIT)
                            .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(own));
                }
                for (TcpPeer far : fars) {
                    far.close();
                }
            }
        }
    }

    @Nested
    class ComingBack {

        @ParameterizedTest
        @ValueSource(strings = {"loud", "silent", "network", "network quiet", "hangup"})
        void opensAConsumersLinkAgainAfterEveryLoss(String loss) throws Exception {
            try (ModemRig rig = new ModemRig();
                    TcpPeer far = TcpPeer.echo()) {
                Collector collector = new Collector();
                LinkLease link = tcp(rig, far, collector);
                ModemRig.send(link, bytes("before"));
                await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == 6);
                switch (loss) {
                    case "loud" -> rig.virtual.reboot(true);
                    case "silent" -> rig.virtual.reboot(false);
                    case "network" -> rig.virtual.loseNetwork(true);
                    case "network quiet" -> rig.virtual.loseNetwork(false);
                    default -> rig.virtual.hangUp();
                }
                if (loss.equals("silent")) {
                    // nobody says anything: the next command finds out
                    link.send(ModemRig.outbound(bytes("probe")));
                }
                await().atMost(ModemRig.LIMIT).until(() -> far.connections() >= 2 && collector.opened() >= 2);
                ModemRig.send(link, bytes("after"));
                await().atMost(ModemRig.LIMIT).untilAsserted(() -> assertThat(new String(collector.bytes()))
                        .endsWith("after"));
            }
        }
    }
}
