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
package io.github.sim7028.modem.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What links do when a line of the module is lost, late or comes twice: each was found by the soak. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED + "reading failed, .*AT\\+CIPRXGET=")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_NOT_OPENED + "the module reports that the link is not open")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.LINK_CLOSED + "data on link \\d came from \\S+, which is not the peer of the link")
@ExpectedLog(Said.LINK_CLOSED + "a message on it was cut in two")
@ExpectedLog(Said.LINK_CLOSED + "received data broke off")
@ExpectedLog(Said.DATA_BROKE_OFF)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=")
@ExpectedLog(Said.CONFIRMATION_LATE)
class LossTest {

    private static LinkLease tcp(ModemRig rig, TcpPeer far, LinkReceiver receiver) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), receiver);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void neverContinuesAMessageOnTheNextConnection() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("drop command='CIPRXGET=2*' times=1"), UnaryOperator.identity());
                TcpPeer far = new TcpPeer((socket, bytes) -> {
                    if (!answered.getAndSet(true)) {
                        try {
                            socket.getOutputStream().write("lost on the line".getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                })) {
            LinkLease link = tcp(rig, far, new Collector());
            byte[] message = new byte[60_000];
            new Random(1).nextBytes(message);
            Sim7028SendException failure = ModemRig.failureOf(link.send(ModemRig.outbound(message)));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            ModemRig.send(link, "next".getBytes(StandardCharsets.US_ASCII));
            int confirmed = (int) failure.getConfirmedLength();
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(far.got()).hasSize(confirmed + 4));
            assertThat(far.got()).startsWith(Arrays.copyOf(message, confirmed));
            assertThat(text(far.got())).endsWith("next");
        }
    }

    @Test
    void putsNoMessageBehindHalfAnother() throws Exception {
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("iperror 12 command=CIPSEND nth=3 times=1"), UnaryOperator.identity());
                TcpPeer far = new TcpPeer()) {
            LinkLease link = tcp(rig, far, null);
            CompletableFuture<Receipt> half = link.send(ModemRig.outbound(new byte[6000]));
            CompletableFuture<Receipt> next = link.send(ModemRig.outbound("next".getBytes(StandardCharsets.US_ASCII)));
            assertThat(ModemRig.failureOf(half)).satisfies(failure -> {
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                assertThat(failure.getConfirmedLength()).isEqualTo(3000);
            });
            ModemRig.await(next);
            await().atMost(ModemRig.LIMIT).until(() -> far.got().length == 3004);
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void receivesWhatThePeerSaidBeforeTheModuleSaidThatTheLinkIsOpen(ReceiveMode mode) throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("delay 300ms line='+CIPOPEN: 0,0' times=1"),
                        profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(mode)));
                TcpPeer far = TcpPeer.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcome"));
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    /** The number is in doubt, and the peer speaks first. */
    @Test
    void comesBackByPushThoughTheResultOfAnEarlierOpeningNeverCame() throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults(
                                "drop line='+CIPOPEN: 0,0' times=1; delay 300ms line='+CIPOPEN: 0,0' nth=2"),
                        profile -> profile.with(ModemRig.TRANSFER
                                .withReceiveMode(ReceiveMode.PUSH)
                                .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3))));
                TcpPeer far = TcpPeer.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcome"));
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    /** The module still has the link of the first one, and a late result seems to say that it is the second one's. */
    @Test
    void aNumberInDoubtIsNotTakenForALinkThatLeadsElsewhere() throws Exception {
        try (TcpPeer first = new TcpPeer();
                TcpPeer second = new TcpPeer();
                ModemRig rig = new ModemRig(
                        modem -> modem.route("10.0.0.1", 5000, new InetSocketAddress("127.0.0.1", first.port()))
                                .route("10.0.0.2", 5000, new InetSocketAddress("127.0.0.1", second.port()))
                                .faults("drop line='+CIPOPEN: 0,0' times=1; ignore command=CIPCLOSE times=1;"
                                        + " replace 'OK|+CIPOPEN: 0,0'"
                                        + " command='CIPOPEN=0,\"TCP\",\"10.0.0.2\"*' times=1"),
                        profile -> profile.with(
                                ModemRig.TRANSFER.withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3))))) {
            LinkLease lost = rig.lease().link(LinkSpec.tcp("10.0.0.1", 5000).withNumber(0), new Collector());
            await().atMost(ModemRig.LIMIT).until(() -> first.connections() == 1);
            ModemRig.await(lost.release());
            LinkLease link = rig.lease().link(LinkSpec.tcp("10.0.0.2", 5000).withNumber(0), null);
            ModemRig.send(link, "for the second".getBytes(StandardCharsets.US_ASCII));
            await().atMost(ModemRig.LIMIT).until(() -> second.got().length > 0);
            assertThat(text(second.got())).isEqualTo("for the second");
            assertThat(first.got()).isEmpty();
        }
    }

    /** With nobody asking anything meanwhile. */
    @Test
    void takesNoBootLinesForTheRestOfAPushThatTheRestartBrokeOff() throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.bootTime(Duration.ofMillis(2500)).faults("cut 70 line='RECV FROM*' times=1"),
                        profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(ReceiveMode.PUSH)));
                TcpPeer far = TcpPeer.greeting("welcome to the place where all the data go")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> rig.virtual.faults().count() == 1);
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).untilAsserted(() -> assertThat(text(collector.bytes()))
                    .isEqualTo("welcome to the place where all the data go"));
            assertThat(collector.failures()).isNotEmpty();
        }
    }

    @Test
    void givesARouteNoBytesOfAnotherPeer() throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults(
                                "replace 'RECV FROM:127.0.0.1:9|+RECEIVE,0,7|foreign' line='RECV FROM*'" + " times=1"),
                        profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(ReceiveMode.PUSH)));
                TcpPeer far = TcpPeer.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcome"));
            assertThat(far.connections()).isEqualTo(2);
            assertThat(collector.failures())
                    .anyMatch(failure -> failure.getMessage().contains("127.0.0.1:9"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void opensAReceiversLinkAgainThoughTheNewsOfItsEndWasLost(ReceiveMode mode) throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("drop line='+IPCLOSE: *' times=1"),
                        profile -> profile.with(
                                ModemRig.TRANSFER.withReceiveMode(mode).withPollInterval(Duration.ofMillis(200))));
                TcpPeer far = TcpPeer.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == 7);
            far.socket().close();
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcomewelcome"));
        }
    }

    @Test
    void losesNothingWhenAnEmptyReadIsRefusedTwice() throws Exception {
        Collector collector = new Collector();
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("double line=ERROR"),
                        profile -> profile.with(ModemRig.TRANSFER
                                .withReceiveMode(ReceiveMode.BUFFERED)
                                .withPollInterval(Duration.ofMillis(20))));
                TcpPeer far = TcpPeer.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == 7);
            for (int i = 1; i <= 20; i++) {
                far.say("0123456789".getBytes(StandardCharsets.US_ASCII));
                int expected = 7 + 10 * i;
                await().atMost(ModemRig.LIMIT).until(() -> collector.bytes().length == expected);
            }
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    @Test
    void putsNothingElseInThePlaceOfAPayloadWhenTheLineEndsAtItsPrompt() throws Exception {
        try (ModemRig rig =
                        new ModemRig(modem -> modem.faults("hangup line='>' nth=2 times=1"), UnaryOperator.identity());
                TcpPeer far = new TcpPeer()) {
            LinkLease link = tcp(rig, far, null);
            ModemRig.send(link, "first ".getBytes(StandardCharsets.US_ASCII));
            Sim7028SendException failure =
                    ModemRig.failureOf(link.send(ModemRig.outbound("second ".getBytes(StandardCharsets.US_ASCII))));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            ModemRig.send(link, "third".getBytes(StandardCharsets.US_ASCII));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(far.got())).isEqualTo("first second third"));
        }
    }

    @Test
    void endsAMessageInItsTimeThoughItsCommandStillWaitsForTheChannel() throws Exception {
        try (ModemRig rig = new ModemRig(modem -> modem.faults("delay 1500ms command=CSQ"), UnaryOperator.identity());
                TcpPeer far = new TcpPeer()) {
            LinkLease link = tcp(rig, far, null);
            ModemRig.send(link, "first".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<?> signal =
                    rig.lease().modem().operations().signal().toCompletableFuture();
            await().atMost(ModemRig.LIMIT)
                    .until(() -> rig.virtual.commands().toString().contains("CSQ"));
            Sim7028SendException failure = ModemRig.failureOf(link.send(hurried("late")));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(signal).isNotDone();
            ModemRig.await(link.send(ModemRig.outbound("last".getBytes(StandardCharsets.US_ASCII))));
            await().atMost(ModemRig.LIMIT)
                    .untilAsserted(() -> assertThat(text(far.got())).isEqualTo("firstlast"));
        }
    }

    @Test
    void endsAMessageWhoseTimeWasOverWhenTheModuleRefusedIt() throws Exception {
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("fail 4 command=CIPSEND; delay 500ms line='+CIPERROR: *'"),
                        UnaryOperator.identity());
                TcpPeer far = new TcpPeer()) {
            Sim7028SendException failure =
                    ModemRig.failureOf(tcp(rig, far, null).send(hurried("late")));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    private static Outbound hurried(String text) {
        return new Outbound(
                Payload.of(text.getBytes(StandardCharsets.US_ASCII)), null, 0, Duration.ofMillis(300), true);
    }
}
