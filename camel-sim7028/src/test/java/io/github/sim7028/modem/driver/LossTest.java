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

import static io.github.sim7028.kit.ScriptedModule.SILENCE;
import static io.github.sim7028.kit.ScriptedModule.lines;
import static io.github.sim7028.kit.ScriptedModule.pushed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What links do when a line of the module is lost, late or comes twice: each was found by the soak. */
@Execution(ExecutionMode.CONCURRENT)
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

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static LinkLease tcp(ModemRig rig, TcpPeer far, LinkReceiver receiver) throws Sim7028Exception {
        return rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), receiver);
    }

    private static VirtualRig virtual(ReceiveMode mode) {
        return new VirtualRig(profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(mode)));
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
        try (VirtualRig rig = virtual(ReceiveMode.PUSH)) {
            AtomicInteger openings = new AtomicInteger();
            rig.module.answer(command -> {
                if (!command.startsWith("AT+CIPOPEN=0,")) {
                    return null;
                }
                String said = rig.module.usual(command);
                boolean lost = openings.incrementAndGet() == 1;
                rig.module.sayAfter(Duration.ofMillis(300), lost ? "" : lines("+CIPOPEN: 0,0"));
                assertThat(said).isEqualTo(lines("OK", "+CIPOPEN: 0,0"));
                return lines("OK") + pushed(0, "welcome");
            });
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.passUntil(() -> collector.bytes().length > 0, LIMIT);
            rig.pass(LIMIT);
            assertThat(text(collector.bytes())).isEqualTo("welcome");
            assertThat(openings).hasValue(2);
        }
    }

    /** The module still has the link of the first one, and a late result seems to say that it is the second one's. */
    @Test
    void aNumberInDoubtIsNotTakenForALinkThatLeadsElsewhere() throws Exception {
        try (VirtualRig rig = virtual(ReceiveMode.AUTO)) {
            AtomicInteger firstOpenings = new AtomicInteger();
            AtomicInteger secondOpenings = new AtomicInteger();
            AtomicInteger closings = new AtomicInteger();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPOPEN=0,\"TCP\",\"10.0.0.1\"") && firstOpenings.incrementAndGet() == 1) {
                    rig.module.usual(command);
                    return lines("OK");
                }
                if (command.startsWith("AT+CIPOPEN=0,\"TCP\",\"10.0.0.2\"") && secondOpenings.incrementAndGet() == 1) {
                    return lines("OK", "+CIPOPEN: 0,0");
                }
                return command.equals("AT+CIPCLOSE=0") && closings.incrementAndGet() == 1 ? SILENCE : null;
            });
            ModemLease modem = rig.ready();
            LinkLease lost = modem.link(LinkSpec.tcp("10.0.0.1", 5000).withNumber(0), new Collector());
            rig.settle();
            assertThat(firstOpenings).hasValue(1);
            rig.await(lost.release(), LIMIT);
            LinkLease link = modem.link(LinkSpec.tcp("10.0.0.2", 5000).withNumber(0), null);
            rig.send(link, "for the second", LIMIT);
            assertThat(secondOpenings).hasValueGreaterThan(1);
            assertThat(closings).hasValueGreaterThan(1);
            assertThat(rig.module.sentTo("10.0.0.2")).isEqualTo("for the second");
            assertThat(rig.module.sentTo("10.0.0.1")).isEmpty();
        }
    }

    /** With nobody asking anything meanwhile. */
    @Test
    void takesNoBootLinesForTheRestOfAPushThatTheRestartBrokeOff() throws Exception {
        String welcome = "welcome to the place where all the data go";
        try (VirtualRig rig = virtual(ReceiveMode.PUSH)) {
            AtomicInteger openings = new AtomicInteger();
            rig.module.answer(command -> {
                if (!command.startsWith("AT+CIPOPEN=0,")) {
                    return null;
                }
                String push = pushed(0, welcome);
                boolean whole = openings.incrementAndGet() > 1;
                return rig.module.usual(command) + (whole ? push : push.substring(0, 70));
            });
            Collector collector = new Collector();
            rig.ready().link(VirtualRig.PEER, collector);
            rig.settle();
            assertThat(openings).hasValue(1);
            rig.module.rebootLoudly();
            rig.passUntil(() -> text(collector.bytes()).equals(welcome), LIMIT);
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
                        profile -> profile.with(Changed.with(
                                ModemRig.TRANSFER, "receiveMode", mode, "pollInterval", Duration.ofMillis(200))));
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
                        profile -> profile.with(Changed.with(
                                ModemRig.TRANSFER,
                                "receiveMode",
                                ReceiveMode.BUFFERED,
                                "pollInterval",
                                Duration.ofMillis(20))));
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
        try (VirtualRig rig = virtual(ReceiveMode.AUTO)) {
            ModemLease modem = rig.ready();
            LinkLease link = modem.link(VirtualRig.PEER, null);
            rig.send(link, "first", LIMIT);
            rig.module.answer(command -> {
                if (!command.equals("AT+CSQ")) {
                    return null;
                }
                rig.module.sayAfter(Duration.ofMillis(1500), lines("+CSQ: 20,0", "OK"));
                return SILENCE;
            });
            rig.module.clear();
            CompletableFuture<?> signal = modem.operations().signal();
            rig.settle();
            assertThat(rig.module.commands()).contains("AT+CSQ");
            Sim7028SendException failure = rig.failureOf(link.send(hurried("late")), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(signal).isNotDone();
            rig.send(link, "last", LIMIT);
            assertThat(rig.module.payloads()).containsExactly("last");
        }
    }

    @Test
    void endsAMessageWhoseTimeWasOverWhenTheModuleRefusedIt() throws Exception {
        try (VirtualRig rig = virtual(ReceiveMode.AUTO)) {
            rig.module.answer(command -> {
                if (!command.startsWith("AT+CIPSEND=")) {
                    return null;
                }
                rig.module.sayAfter(Duration.ofMillis(500), lines("+CIPERROR: 4", "ERROR"));
                return SILENCE;
            });
            Sim7028SendException failure =
                    rig.failureOf(rig.ready().link(VirtualRig.PEER, null).send(hurried("late")), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    private static Outbound hurried(String text) {
        return new Outbound(
                Payload.of(text.getBytes(StandardCharsets.US_ASCII)), null, 0, Duration.ofMillis(300), true);
    }
}
