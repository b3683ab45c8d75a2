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
package io.github.sim7028.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
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
@ExpectedLog(Said.LINK_NOT_OPENED + "the module says that it is not open")
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(Said.LINK_CLOSED + "data came on link \\d from \\S+, which is not its peer")
@ExpectedLog(Said.LINK_CLOSED + "a message on it was cut in two")
@ExpectedLog(Said.LINK_CLOSED + "received data broke off")
@ExpectedLog(Said.DATA_BROKE_OFF)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=")
@ExpectedLog(Said.CONFIRMATION_LATE)
class LossTest {

    private static LinkLease tcp(Rig rig, FarEnd far, LinkReceiver receiver) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), receiver);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void neverContinuesAMessageOnTheNextConnection() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        try (Rig rig = new Rig(modem -> modem.faults("drop command='CIPRXGET=2*' times=1"), UnaryOperator.identity());
                FarEnd far = new FarEnd((socket, bytes) -> {
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
            Sim7028SendException failure = Rig.failureOf(link.send(Rig.outbound(message)));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            Rig.send(link, "next".getBytes(StandardCharsets.US_ASCII));
            int confirmed = (int) failure.getConfirmedLength();
            await().atMost(Rig.LIMIT).untilAsserted(() -> assertThat(far.got()).hasSize(confirmed + 4));
            assertThat(far.got()).startsWith(Arrays.copyOf(message, confirmed));
            assertThat(text(far.got())).endsWith("next");
        }
    }

    @Test
    void putsNoMessageBehindHalfAnother() throws Exception {
        try (Rig rig = new Rig(
                        modem -> modem.faults("iperror 12 command=CIPSEND nth=3 times=1"), UnaryOperator.identity());
                FarEnd far = new FarEnd()) {
            LinkLease link = tcp(rig, far, null);
            CompletableFuture<Receipt> half = link.send(Rig.outbound(new byte[6000]));
            CompletableFuture<Receipt> next = link.send(Rig.outbound("next".getBytes(StandardCharsets.US_ASCII)));
            assertThat(Rig.failureOf(half)).satisfies(failure -> {
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                assertThat(failure.getConfirmedLength()).isEqualTo(3000);
            });
            Rig.await(next);
            await().atMost(Rig.LIMIT).until(() -> far.got().length == 3004);
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void receivesWhatThePeerSaidBeforeTheModuleSaidThatTheLinkIsOpen(ReceiveMode mode) throws Exception {
        Collector collector = new Collector();
        try (Rig rig = new Rig(
                        modem -> modem.faults("delay 300ms line='+CIPOPEN: 0,0' times=1"),
                        profile -> profile.with(Rig.TRANSFER.withReceiveMode(mode)));
                FarEnd far = FarEnd.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcome"));
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    /** The number is in doubt, and the peer speaks first. */
    @Test
    void comesBackByPushThoughTheResultOfAnEarlierOpeningNeverCame() throws Exception {
        Collector collector = new Collector();
        try (Rig rig = new Rig(
                        modem -> modem.faults(
                                "drop line='+CIPOPEN: 0,0' times=1; delay 300ms line='+CIPOPEN: 0,0' nth=2"),
                        profile -> profile.with(Rig.TRANSFER
                                .withReceiveMode(ReceiveMode.PUSH)
                                .withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3))));
                FarEnd far = FarEnd.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcome"));
            assertThat(far.connections()).isEqualTo(2);
        }
    }

    /** The module still has the link of the first one, and a late result seems to say that it is the second one's. */
    @Test
    void aNumberInDoubtIsNotTakenForALinkThatLeadsElsewhere() throws Exception {
        try (FarEnd first = new FarEnd();
                FarEnd second = new FarEnd();
                Rig rig = new Rig(
                        modem -> modem.route("10.0.0.1", 5000, new InetSocketAddress("127.0.0.1", first.port()))
                                .route("10.0.0.2", 5000, new InetSocketAddress("127.0.0.1", second.port()))
                                .faults(
                                        "drop line='+CIPOPEN: 0,0' times=1; ignore command=CIPCLOSE times=1;"
                                                + " replace 'OK|+CIPOPEN: 0,0' command='CIPOPEN=0,\"TCP\",\"10.0.0.2\"*' times=1"),
                        profile -> profile.with(
                                Rig.TRANSFER.withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(3))))) {
            LinkLease lost = rig.lease().link(LinkSpec.tcp("10.0.0.1", 5000).withNumber(0), new Collector());
            await().atMost(Rig.LIMIT).until(() -> first.connections() == 1);
            Rig.await(lost.release());
            LinkLease link = rig.lease().link(LinkSpec.tcp("10.0.0.2", 5000).withNumber(0), null);
            Rig.send(link, "for the second".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Rig.LIMIT).until(() -> second.got().length > 0);
            assertThat(text(second.got())).isEqualTo("for the second");
            assertThat(first.got()).isEmpty();
        }
    }

    /** With nobody asking anything meanwhile. */
    @Test
    void takesNoBootLinesForTheRestOfAPushThatTheRestartBrokeOff() throws Exception {
        Collector collector = new Collector();
        try (Rig rig = new Rig(
                        modem -> modem.bootTime(Duration.ofMillis(2500)).faults("cut 70 line='RECV FROM*' times=1"),
                        profile -> profile.with(Rig.TRANSFER.withReceiveMode(ReceiveMode.PUSH)));
                FarEnd far = FarEnd.greeting("welcome to the place where all the data go")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT).until(() -> rig.virtual.faults().count() == 1);
            rig.virtual.reboot(true);
            await().atMost(Rig.LIMIT).untilAsserted(() -> assertThat(text(collector.bytes()))
                    .isEqualTo("welcome to the place where all the data go"));
            assertThat(collector.failures()).isNotEmpty();
        }
    }

    @Test
    void givesARouteNoBytesOfAnotherPeer() throws Exception {
        Collector collector = new Collector();
        try (Rig rig = new Rig(
                        modem -> modem.faults(
                                "replace 'RECV FROM:127.0.0.1:9|+RECEIVE,0,7|foreign' line='RECV FROM*'" + " times=1"),
                        profile -> profile.with(Rig.TRANSFER.withReceiveMode(ReceiveMode.PUSH)));
                FarEnd far = FarEnd.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT)
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
        try (Rig rig = new Rig(
                        modem -> modem.faults("drop line='+IPCLOSE: *' times=1"),
                        profile -> profile.with(
                                Rig.TRANSFER.withReceiveMode(mode).withPollInterval(Duration.ofMillis(200))));
                FarEnd far = FarEnd.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT).until(() -> collector.bytes().length == 7);
            far.socket().close();
            await().atMost(Rig.LIMIT)
                    .untilAsserted(() -> assertThat(text(collector.bytes())).isEqualTo("welcomewelcome"));
        }
    }

    @Test
    void losesNothingWhenAnEmptyReadIsRefusedTwice() throws Exception {
        Collector collector = new Collector();
        try (Rig rig = new Rig(
                        modem -> modem.faults("double line=ERROR"),
                        profile -> profile.with(Rig.TRANSFER
                                .withReceiveMode(ReceiveMode.BUFFERED)
                                .withPollInterval(Duration.ofMillis(20))));
                FarEnd far = FarEnd.greeting("welcome")) {
            tcp(rig, far, collector);
            await().atMost(Rig.LIMIT).until(() -> collector.bytes().length == 7);
            for (int i = 1; i <= 20; i++) {
                far.say("0123456789".getBytes(StandardCharsets.US_ASCII));
                int expected = 7 + 10 * i;
                await().atMost(Rig.LIMIT).until(() -> collector.bytes().length == expected);
            }
            assertThat(far.connections()).isEqualTo(1);
        }
    }

    @Test
    void putsNothingElseInThePlaceOfAPayloadWhenTheLineEndsAtItsPrompt() throws Exception {
        try (Rig rig = new Rig(modem -> modem.faults("hangup line='>' nth=2 times=1"), UnaryOperator.identity());
                FarEnd far = new FarEnd()) {
            LinkLease link = tcp(rig, far, null);
            Rig.send(link, "first ".getBytes(StandardCharsets.US_ASCII));
            Sim7028SendException failure =
                    Rig.failureOf(link.send(Rig.outbound("second ".getBytes(StandardCharsets.US_ASCII))));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            Rig.send(link, "third".getBytes(StandardCharsets.US_ASCII));
            await().atMost(Rig.LIMIT)
                    .untilAsserted(() -> assertThat(text(far.got())).isEqualTo("first second third"));
        }
    }

    @Test
    void endsAMessageInItsTimeThoughItsCommandStillWaitsForTheChannel() throws Exception {
        try (Rig rig = new Rig(modem -> modem.faults("delay 1500ms command=CSQ"), UnaryOperator.identity());
                FarEnd far = new FarEnd()) {
            LinkLease link = tcp(rig, far, null);
            Rig.send(link, "first".getBytes(StandardCharsets.US_ASCII));
            CompletableFuture<?> signal =
                    rig.lease().modem().operations().signal().toCompletableFuture();
            await().atMost(Rig.LIMIT)
                    .until(() -> rig.virtual.commands().toString().contains("CSQ"));
            Sim7028SendException failure = Rig.failureOf(link.send(hurried("late")));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(signal).isNotDone();
            Rig.await(link.send(Rig.outbound("last".getBytes(StandardCharsets.US_ASCII))));
            await().atMost(Rig.LIMIT)
                    .untilAsserted(() -> assertThat(text(far.got())).isEqualTo("firstlast"));
        }
    }

    @Test
    void endsAMessageWhoseTimeWasOverWhenTheModuleRefusedIt() throws Exception {
        try (Rig rig = new Rig(
                        modem -> modem.faults("fail 4 command=CIPSEND; delay 500ms line='+CIPERROR: *'"),
                        UnaryOperator.identity());
                FarEnd far = new FarEnd()) {
            Sim7028SendException failure = Rig.failureOf(tcp(rig, far, null).send(hurried("late")));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    private static Outbound hurried(String text) {
        return new Outbound(
                Payload.of(text.getBytes(StandardCharsets.US_ASCII)), null, 0, Duration.ofMillis(300), true);
    }
}
