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
package io.github.sim7028.modem.driver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.Tap;
import io.github.sim7028.kit.TlsPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS through a virtual modem to a real server: what goes through, and what becomes of messages when connections end. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.NO_LINK)
class TlsLinkTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void only(SSLServerSocket server, String protocol) {
        server.setEnabledProtocols(new String[] {protocol});
    }

    private static TlsRig rig(ReceiveMode mode) throws Exception {
        return new TlsRig(UnaryOperator.identity(), profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(mode)));
    }

    // ---- what goes through

    @ParameterizedTest
    @CsvSource({"TLSv1.3, PUSH", "TLSv1.3, BUFFERED", "TLSv1.2, PUSH", "TLSv1.2, BUFFERED"})
    void sendsAndReceivesThroughTheModule(String protocol, ReceiveMode mode) throws Exception {
        try (TlsPeer peer = new TlsPeer(
                        TlsRig.SERVER, server -> only(server, protocol), (socket, got) -> socket.getOutputStream()
                                .write(got));
                TlsRig rig = rig(mode)) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(peer.port(), receiver);
            assertThat(ModemRig.send(link, bytes("HELLO"))).isEqualTo(new Receipt(5, 5, 0));
            await().untilAsserted(() -> assertThat(receiver.bytes()).isEqualTo(bytes("HELLO")));
            assertThat(peer.socket().getSession().getProtocol()).isEqualTo(protocol);
            assertThat(peer.got()).isEqualTo(bytes("HELLO"));
            assertThat(receiver.opened()).isEqualTo(1);
            assertThat(receiver.pieces().get(0).connection()).isEqualTo(receiver.connection());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void aMegabyteEachWayArrivesByteForByte(ReceiveMode mode) throws Exception {
        byte[] much = random(1_000_000);
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = rig(mode)) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(peer.port(), receiver);
            CompletableFuture<Receipt> sending = link.send(
                    new Outbound(Payload.of(new ByteArrayInputStream(much)), null, 0, Duration.ofMinutes(2), true));
            await().atMost(ModemRig.LIMIT).until(() -> peer.connections() == 1);
            peer.say(much);
            assertThat(ModemRig.await(sending)).isEqualTo(new Receipt(much.length, much.length, 0));
            await().atMost(ModemRig.LIMIT).until(() -> receiver.bytes().length >= much.length);
            assertThat(receiver.bytes()).isEqualTo(much);
            await().atMost(ModemRig.LIMIT).until(() -> peer.got().length >= much.length);
            assertThat(peer.got()).isEqualTo(much);
            assertThat(receiver.pieces())
                    .allSatisfy(piece -> assertThat(piece.data().length).isLessThanOrEqualTo(1500));
        }
    }

    @Test
    void smallMessagesShareARecordAndEachIsConfirmed() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(peer.port(), null);
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sendings.add(link.send(ModemRig.outbound(bytes("message " + (100 + i) + "\n"))));
            }
            for (CompletableFuture<Receipt> sending : sendings) {
                assertThat(ModemRig.await(sending)).isEqualTo(new Receipt(12, 12, 0));
            }
            await().untilAsserted(
                            () -> assertThat(peer.got()).hasSize(2400).startsWith(bytes("message 100\nmessage 101\n")));
            long sends = rig.modem.virtual.commands().stream()
                    .filter(command -> command.startsWith("AT+CIPSEND="))
                    .count();
            assertThat(sends).as("CIPSENDs, those of the handshake among them").isLessThan(12);
        }
    }

    @Test
    void aPeerThatDripsSingleBytesIsUnderstood() throws Exception {
        try (TlsPeer peer = TlsPeer.echo(TlsRig.SERVER);
                Tap tap = new Tap(peer.port()).dripping();
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(tap.port(), receiver);
            ModemRig.send(link, bytes("drop by drop"));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(receiver.bytes()).isEqualTo(bytes("drop by drop")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void newKeysInTheMiddleOfASessionAreTaken(String protocol) throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER, server -> only(server, protocol), (socket, got) -> {
                    socket.startHandshake();
                    socket.getOutputStream().write(got);
                });
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(peer.port(), receiver);
            for (int i = 1; i <= 5; i++) {
                ModemRig.send(link, bytes("round " + i + ";"));
                int length = 8 * i;
                await().untilAsserted(() -> assertThat(receiver.bytes()).hasSize(length));
            }
            assertThat(receiver.bytes()).isEqualTo(bytes("round 1;round 2;round 3;round 4;round 5;"));
            assertThat(receiver.opened()).isEqualTo(1);
        }
    }

    // ---- who shares it

    @Test
    void aProducerAndAConsumerShareOneSession() throws Exception {
        try (TlsPeer peer = TlsPeer.echo(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease consumer = rig.link(peer.port(), receiver);
            LinkLease producer = rig.link(peer.port(), null);
            ModemRig.send(producer, bytes("shared"));
            await().untilAsserted(() -> assertThat(receiver.bytes()).isEqualTo(bytes("shared")));
            assertThatThrownBy(() -> rig.link(peer.port(), new Collector()))
                    .isInstanceOf(Sim7028ConfigurationException.class)
                    .hasMessageStartingWith("two consumers use tcp 127.0.0.1:" + peer.port() + " with TLS");
            assertThat(producer.snapshot().leases()).isEqualTo(2);
            assertThat(producer.snapshot().receivers()).isOne();
            ModemRig.await(consumer.release());
            ModemRig.send(producer, bytes("still open"));
            assertThat(peer.connections()).isEqualTo(1);
        }
    }

    @Test
    void theLastLeaseEndsTheSessionWithACloseNotify() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(peer.port(), null);
            ModemRig.send(link, bytes("good bye"));
            ModemRig.await(link.release());
            await().untilAsserted(() -> assertThat(peer.ends()).isEqualTo(1));
            assertThat(peer.failures()).isEmpty();
        }
    }

    @Test
    void anEndThatIsNotConfirmedHoldsUpNobodyForLong() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(peer.port(), null);
            ModemRig.send(link, bytes("good bye"));
            rig.modem.virtual.setMute(true);
            long begin = System.nanoTime();
            CompletableFuture<Void> gone = link.release();
            await().atMost(ModemRig.LIMIT).until(gone::isDone);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aLinkThatIsTakenAgainWhileItIsGivenBackGetsASessionOfItsOwn() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig()) {
            for (int i = 0; i < 10; i++) {
                LinkLease link = rig.link(peer.port(), null);
                ModemRig.send(link, bytes("m" + i));
                link.release();
            }
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("m0m1m2m3m4m5m6m7m8m9")));
            assertThat(peer.failures()).isEmpty();
        }
    }

    @Test
    void aConsumerWithoutRoomDoesNotHoldUpTheProducerBesideIt() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = rig(ReceiveMode.BUFFERED)) {
            Collector suspended = new Collector().room(0);
            LinkLease consumer = rig.link(peer.port(), suspended);
            LinkLease producer = rig.link(peer.port(), null);
            ModemRig.send(producer, bytes("one"));
            byte[] much = random(3000);
            peer.say(much);
            ModemRig.send(producer, bytes("two"));
            await().until(() -> peer.got().length == 6);
            peer.socket().close();
            await().until(() -> peer.connections() == 2);
            ModemRig.send(producer, bytes("three"));
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("onetwothree")));
            assertThat(suspended.bytes()).isEmpty();
            suspended.room(Integer.MAX_VALUE);
            consumer.resume();
            await().untilAsserted(() -> assertThat(suspended.bytes()).isEqualTo(much));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void aReceiverGetsNoMoreThanItHasRoomForAndLosesNothing(ReceiveMode mode) throws Exception {
        byte[] much = random(300_000);
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = rig(mode)) {
            Collector slow = new Collector().room(3);
            LinkLease link = rig.link(tap.port(), slow);
            await().until(() -> slow.opened() == 1);
            CompletableFuture<Void> saying = CompletableFuture.runAsync(() -> say(peer, much));
            await().until(() -> slow.pieces().size() == 3);
            settle(tap);
            assertThat(slow.pieces()).hasSize(3);
            for (int room = 1; slow.bytes().length < much.length; room = 2 * room) {
                int before = slow.bytes().length;
                slow.room(room);
                link.resume();
                await().atMost(ModemRig.LIMIT).until(() -> slow.bytes().length > before);
            }
            assertThat(slow.bytes()).isEqualTo(much);
            saying.join();
        }
    }

    private static void say(TlsPeer peer, byte[] bytes) {
        try {
            peer.say(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- connections that end

    /** As many bytes of the server as pass before its FIN: none, half its flight, all but the end. */
    @ParameterizedTest
    @ValueSource(longs = {0, 100, 700})
    void aFinInTheHandshakeIsToldAndTheMessageGoesWithTheNextSession(long bytesOfServer) throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            if (bytesOfServer == 0) {
                tap.endAfterUp(1);
            } else {
                tap.endAfter(bytesOfServer);
            }
            Collector receiver = new Collector();
            LinkLease link = rig.link(tap.port(), receiver);
            CompletableFuture<Receipt> sending = link.send(ModemRig.outbound(bytes("patient")));
            await().until(() -> tap.connections() >= 2);
            tap.endNoMore();
            assertThat(ModemRig.await(sending).confirmed()).isEqualTo(7);
            assertThat(receiver.failures()).first().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining("closed the connection during the TLS handshake"));
            assertThat(receiver.opened()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("patient")));
        }
    }

    @Test
    void aMessageThatWaitsForAHandshakeInVainIsNotSent() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            CountDownLatch open = new CountDownLatch(1);
            tap.hold(open);
            LinkLease link = rig.link(tap.port(), null);
            CompletableFuture<Receipt> sending =
                    link.send(new Outbound(Payload.of(bytes("in vain")), null, 0, Duration.ofSeconds(1), true));
            await().until(() -> tap.up() > 0);
            rig.modem.virtual.reboot(true);
            Sim7028SendException failure = ModemRig.failureOf(sending);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            open.countDown();
            assertThat(ModemRig.send(link, bytes("again")).confirmed()).isEqualTo(5);
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("again")));
        }
    }

    @Test
    void whatWaitsForAHandshakeFailsAtOnceWhenTheLineIsClosedForGood() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            tap.hold(new CountDownLatch(1));
            LinkLease link = rig.link(tap.port(), null);
            CompletableFuture<Receipt> sending = link.send(ModemRig.outbound(bytes("in vain")));
            await().until(() -> tap.up() > 0);
            rig.driver().abort("another node owns the modem");
            await().until(sending::isDone);
            assertThat(ModemRig.failureOf(sending).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        }
    }

    @Test
    void aModuleThatRestartsInTheHandshakeCostsNoMessage() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            CountDownLatch open = new CountDownLatch(1);
            tap.hold(open);
            LinkLease link = rig.link(tap.port(), null);
            CompletableFuture<Receipt> sending = link.send(ModemRig.outbound(bytes("kept")));
            await().until(() -> tap.up() > 0);
            rig.modem.virtual.reboot(true);
            open.countDown();
            assertThat(ModemRig.await(sending)).isEqualTo(new Receipt(4, 4, 0));
            await().untilAsserted(() -> assertThat(peer.got()).isEqualTo(bytes("kept")));
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsGivenUpAfterTheConnectTimeout() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            CountDownLatch open = new CountDownLatch(1);
            tap.hold(open);
            Collector receiver = new Collector();
            rig.link(tap.port(), receiver);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(
                            () -> assertThat(receiver.failures()).first().satisfies(failure -> assertThat(failure)
                                    .hasMessageContaining("the handshake did not end within 3s (connectTimeout)")));
            open.countDown();
            await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a whole record", "half a record"})
    void aFinWithoutTheEndOfTheSessionIsTold(String before) throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            Collector second = new Collector();
            LinkLease link = rig.link(tap.port(), second);
            ModemRig.send(link, bytes("hello"));
            settle(tap);
            int passing = before.equals("half a record") ? 50 : 58;
            tap.endAfterNext(passing);
            peer.say(bytes("20 bytes of the peer"));
            await().untilAsserted(() -> assertThat(second.closed()).contains(CloseReason.REMOTE));
            assertThat(second.failures()).first().satisfies(failure -> assertThat(failure)
                    .hasMessageContaining("the connection ended without the end of the TLS session"));
            assertThat(second.bytes()).hasSize(passing == 58 ? 20 : 0);
            if (passing == 50) {
                assertThat(second.failures().get(0))
                        .hasMessageEndingWith("; 50 bytes of an incomplete record are lost");
            }
        }
    }

    @Test
    void aPeerThatEndsTheSessionAndKeepsTheConnectionIsAnsweredAndLeft() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port()).keepingOpen();
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(tap.port(), receiver);
            ModemRig.send(link, bytes("hello"));
            peer.say(bytes("good bye"));
            peer.socket().shutdownOutput();
            await().atMost(ModemRig.LIMIT).until(() -> receiver.opened() == 2);
            assertThat(receiver.bytes()).isEqualTo(bytes("good bye"));
            assertThat(receiver.failures()).isEmpty();
            assertThat(peer.ends()).isEqualTo(1);
            assertThat(ModemRig.send(link, bytes("again")).confirmed()).isEqualTo(5);
        }
    }

    @Test
    void aPeerThatGoesOnTalkingBehindItsCloseNotifyIsLeft() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port()).keepingOpen();
                TlsRig rig = new TlsRig()) {
            Collector receiver = new Collector();
            LinkLease link = rig.link(tap.port(), receiver);
            ModemRig.send(link, bytes("hello"));
            peer.socket().shutdownOutput();
            settle(tap);
            await().atMost(ModemRig.LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> {
                tap.say(bytes("still here"));
                return receiver.opened() == 2;
            });
        }
    }

    @Test
    void whatWaitsForALinkFailsWithEachAttemptThatFindsNone() throws Exception {
        try (TlsPeer one = new TlsPeer(TlsRig.SERVER);
                TlsPeer two = new TlsPeer(TlsRig.SERVER);
                TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                TlsRig rig = new TlsRig(
                        UnaryOperator.identity(),
                        profile -> profile.with(
                                Changed.with(profile.recovery(), "linkAcquireTimeout", Duration.ofMillis(100))))) {
            for (TlsPeer other : List.of(one, two)) {
                Collector holder = new Collector();
                rig.link(other.port(), holder);
                await().atMost(ModemRig.LIMIT).until(() -> holder.opened() == 1);
            }
            LinkLease link = rig.link(peer.port(), null);
            for (int i = 0; i < 3; i++) {
                Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(bytes("in vain"))));
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(failure.isRetryable()).isTrue();
                assertThat(failure).hasCauseInstanceOf(Sim7028NoLinkException.class);
                assertThat(failure.getMessage()).doesNotContain("waited");
            }
        }
    }

    /** Waits until the server says no more. */
    private static void settle(Tap tap) {
        long[] last = {-1};
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            long before = last[0];
            last[0] = tap.down();
            return before == last[0];
        });
    }

    @Test
    void whatIsConfirmedHasArrivedWhenThePeerClosesUnderLoad() throws Exception {
        try (TlsPeer peer = new TlsPeer(TlsRig.SERVER);
                Tap tap = new Tap(peer.port());
                TlsRig rig = new TlsRig()) {
            LinkLease link = rig.link(tap.port(), null);
            tap.endAfterUp(10_000);
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                sendings.add(link.send(ModemRig.outbound(message(i))));
            }
            sendings.forEach(ModemRig::awaitEnd);
            tap.endNoMore();
            ModemRig.send(link, message(99));
            await().until(() -> contains(peer.got(), 99));
            for (int i = 0; i < 30; i++) {
                boolean confirmed = !sendings.get(i).isCompletedExceptionally();
                if (confirmed) {
                    assertThat(contains(peer.got(), i)).as("message " + i).isTrue();
                } else {
                    assertThat(ModemRig.failureOf(sendings.get(i)).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                }
            }
            assertThat(sendings.stream().filter(each -> !each.isCompletedExceptionally()))
                    .hasSizeGreaterThan(20);
        }
    }

    private static byte[] message(int i) {
        return bytes(String.format("<%02d>", i) + "x".repeat(1396));
    }

    private static boolean contains(byte[] got, int i) {
        return new String(got, StandardCharsets.ISO_8859_1)
                .contains(new String(message(i), StandardCharsets.ISO_8859_1));
    }
}
