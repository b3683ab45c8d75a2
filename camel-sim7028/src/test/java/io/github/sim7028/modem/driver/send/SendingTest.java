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
package io.github.sim7028.modem.driver.send;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of messages when the module refuses, the modem is away, or their bodies do not come. */
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog("the module is configured again")
@ExpectedLog("nothing is plugged in")
@ExpectedLog(Said.LINK_NOT_OPENED + "the peer refused the connection")
class SendingTest {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** One that cannot be read a second time. */
    private static InputStream once(byte[] bytes) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }

    private static Outbound outbound(Payload payload, Duration time) {
        return new Outbound(payload, null, 0, time, true);
    }

    private static Outbound outbound(Payload payload) {
        return outbound(payload, Duration.ofMinutes(2));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Payload payload(String kind, byte[] bytes) {
        return switch (kind) {
            case "bytes" -> Payload.of(bytes);
            case "stream" -> Payload.of(new ByteArrayInputStream(bytes));
            default -> Payload.of(once(bytes));
        };
    }

    // ---- refused before anything left

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "stream", "stream that is read once"})
    void whatHasNotBegunIsTriedAgainWhateverItsLength(String kind) throws Exception {
        for (String refusal : List.of(ScriptedModule.lines("+CIPERROR: 4", "ERROR"), "\r\nRDY\r\n")) {
            try (VirtualRig rig = new VirtualRig()) {
                LinkLease link = rig.ready().link(PEER, null);
                AtomicInteger asked = new AtomicInteger();
                rig.module.answer(
                        command -> command.startsWith("AT+CIPSEND=") && asked.getAndIncrement() == 0 ? refusal : null);
                byte[] message = random(4000);
                Receipt receipt = rig.await(link.send(outbound(payload(kind, message))), LIMIT);
                assertThat(receipt.confirmed()).isEqualTo(4000);
                assertThat(String.join("", rig.module.payloads())).isEqualTo(text(message));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+CIPERROR: 8", "+IP ERROR: TCP busy"})
    void busyMeansLaterOnTheSameConnection(String busy) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            AtomicInteger asked = new AtomicInteger();
            rig.module.answer(command -> {
                int number = command.startsWith("AT+CIPSEND=") ? asked.incrementAndGet() : 0;
                return number >= 10 && number < 14 ? ScriptedModule.lines(busy, "ERROR") : null;
            });
            byte[] message = random(15_000);
            Receipt receipt = rig.await(link.send(outbound(Payload.of(message))), LIMIT);
            assertThat(receipt.confirmed()).isEqualTo(15_000);
            assertThat(String.join("", rig.module.payloads())).isEqualTo(text(message));
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
        }
    }

    @Test
    void aLargeMessageGoesThroughAModuleThatIsBusyHalfOfTheTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            // two seconds busy, two seconds not, and each confirmation takes a fifth of a second
            rig.module.answer(
                    command -> command.startsWith("AT+CIPSEND=") && rig.timer.nanoTime() / 2_000_000_000L % 2 == 0
                            ? ScriptedModule.lines("+CIPERROR: 8", "ERROR")
                            : null);
            rig.module.confirm(command -> {
                String length = command.substring(command.indexOf(',') + 1);
                rig.module.sayAfter(
                        Duration.ofMillis(200), ScriptedModule.lines("+CIPSEND: 0," + length + "," + length));
                return ScriptedModule.lines("OK");
            });
            byte[] message = random(100_000);
            Receipt receipt = rig.await(link.send(outbound(Payload.of(once(message)))), LIMIT);
            assertThat(receipt).isEqualTo(new Receipt(100_000, 100_000, 0));
            assertThat(String.join("", rig.module.payloads())).isEqualTo(text(message));
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
        }
    }

    @Test
    void aModuleThatStaysBusyIsAskedEverMoreSeldomUntilTheTimeIsOver() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            AtomicInteger asked = new AtomicInteger();
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=") && asked.incrementAndGet() > 6
                    ? ScriptedModule.lines("+CIPERROR: 8", "ERROR")
                    : null);
            Sim7028SendException failure = rig.failureOf(link.send(outbound(Payload.of(random(15_000)))), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(failure.getRequestedLength()).isEqualTo(15_000);
            assertThat(failure.getConfirmedLength()).isEqualTo(9000);
            assertThat(failure)
                    .hasMessageContaining("9000 of 15000 bytes confirmed")
                    .hasMessageContaining("Busy");
            assertThat(asked.get()).isBetween(15, 60);
            CompletableFuture<Receipt> small = link.send(VirtualRig.outbound("small"));
            assertThat(rig.failureOf(small, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        }
    }

    @Test
    void aNameWithoutAnAddressFailsItsOwnDatagram() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(new LinkSpec(Protocol.UDP, null, 0, 5000, LinkSpec.ANY_NUMBER), null);
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=") && command.contains("nowhere")
                    ? ScriptedModule.lines("+CIPERROR: 11", "ERROR")
                    : null);
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Receipt> lost = link.send(
                        new Outbound(Payload.of(new byte[1]), "nowhere.example", 7, Duration.ofMinutes(2), false));
                CompletableFuture<Receipt> good =
                        link.send(new Outbound(Payload.of(new byte[1]), "10.0.0.9", 7, Duration.ofMinutes(2), false));
                Sim7028SendException failure = rig.failureOf(lost, Duration.ofSeconds(5));
                assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(rig.await(good, Duration.ofSeconds(5)).isConfirmed()).isTrue();
            }
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
        }
    }

    // ---- waiting for the modem

    @Test
    void aMessageWaitsForTheModemAndThenHasItsTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            LinkLease link = rig.lease().link(PEER, null);
            CompletableFuture<Receipt> sending = link.send(outbound(Payload.of(new byte[5]), Duration.ofSeconds(20)));
            rig.pass(Duration.ofMinutes(4));
            assertThat(sending).isNotDone();
            rig.module.answer(command -> null);
            assertThat(rig.await(sending, Duration.ofMinutes(1)).isConfirmed()).isTrue();
        }
    }

    @Test
    void aMessageThatComesBackFromALostModemHasItsTimeAfterwards() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            AtomicInteger asked = new AtomicInteger();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPSEND=") && asked.getAndIncrement() == 0) {
                    return "\r\nRDY\r\n";
                }
                return command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null;
            });
            CompletableFuture<Receipt> sending = link.send(outbound(Payload.of(new byte[5]), Duration.ofSeconds(20)));
            rig.pass(Duration.ofMinutes(1));
            assertThat(asked).hasValue(1);
            assertThat(sending).isNotDone();
            rig.module.answer(command -> null);
            assertThat(rig.await(sending, Duration.ofMinutes(1)).isConfirmed()).isTrue();
        }
    }

    @Test
    void aMessageThatWaitedInVainSaysWhatTheModemWasDoing() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            LinkLease link = rig.lease().link(PEER, null);
            CompletableFuture<Receipt> sending = link.send(outbound(Payload.of(new byte[5]), Duration.ofSeconds(20)));
            Sim7028SendException failure = rig.failureOf(sending, Duration.ofMinutes(6));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("waited 5m").hasMessageContaining("looking for a network");
            assertThat(failure).hasCauseInstanceOf(Sim7028ModemUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitsForTheModemFailsAtOnceWhenItsSenderStops(boolean away) throws Exception {
        Duration patience = away ? Duration.ofMillis(1) : Duration.ofSeconds(6);
        // one that is away, and one that gets no further while it comes up
        try (VirtualRig rig = new VirtualRig(profile -> away
                ? new ModemProfile(
                        "away",
                        ModemRig.noLine("nothing is plugged in"),
                        profile.network(),
                        profile.transfer(),
                        profile.recovery())
                : profile)) {
            rig.module.answer(Map.of("AT+CEREG?", ScriptedModule.lines("+CEREG: 1,2", "OK"))::get);
            ModemLease lease = rig.lease();
            LinkLease link = lease.link(PEER, null);
            rig.pass(Duration.ofSeconds(2));
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("waiting"));
            rig.settle();
            rig.registry.stopping();
            rig.settle();
            Sim7028SendException failure = rig.failureOf(sending, patience);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            CompletableFuture<Receipt> late = link.send(VirtualRig.outbound("late"));
            assertThat(rig.failureOf(late, patience).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        }
    }

    @Test
    void whatGetsOnStillGoesOutWhenItsSenderStops() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.module.confirm(command -> {
                rig.module.sayAfter(Duration.ofSeconds(2), ScriptedModule.lines("+CIPSEND: 0,3,3"));
                return ScriptedModule.lines("OK");
            });
            List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sendings.add(link.send(new Outbound(Payload.of(new byte[3]), null, 0, Duration.ofMinutes(2), false)));
            }
            rig.settle();
            rig.registry.stopping();
            rig.pass(Duration.ofSeconds(30));
            assertThat(sendings).allMatch(sending -> sending.isDone() && !sending.isCompletedExceptionally());
        }
    }

    @Test
    void whatDoesNotGetOnFailsSoonWhenItsSenderStops() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> under = link.send(VirtualRig.outbound("under way"));
            rig.settle();
            CompletableFuture<Receipt> behind = link.send(VirtualRig.outbound("behind"));
            rig.registry.stopping();
            assertThat(rig.failureOf(behind, Duration.ofSeconds(6)).getOutcome())
                    .isEqualTo(SendOutcome.NOT_SENT);
            assertThat(under).isNotDone();
        }
    }

    // ---- bodies

    @Test
    void aBodyThatThrowsFailsItsOwnMessage() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            InputStream broken = new InputStream() {
                @Override
                public int read() {
                    throw new StackOverflowError("in the user's stream");
                }
            };
            CompletableFuture<Receipt> failing = link.send(outbound(Payload.of(broken)));
            CompletableFuture<Receipt> small = link.send(VirtualRig.outbound("small"));
            assertThat(rig.await(small, LIMIT).isConfirmed()).isTrue();
            Sim7028SendException failure = rig.failureOf(failing, LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure).hasMessageContaining("StackOverflowError").hasMessageContaining("in the user's stream");
        }
    }

    @Test
    void aBodyWithoutEndHasTenTimesItsTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            InputStream endless = new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };
            rig.module.confirm(command -> {
                rig.module.sayAfter(
                        Duration.ofMillis(300),
                        ScriptedModule.lines("+CIPSEND: 0," + command.substring(13) + "," + command.substring(13)));
                return ScriptedModule.lines("OK");
            });
            CompletableFuture<Receipt> holding = link.send(outbound(Payload.of(endless), Duration.ofSeconds(3)));
            Sim7028SendException failure = rig.failureOf(holding, Duration.ofSeconds(40));
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(rig.await(link.send(VirtualRig.outbound("small")), LIMIT).isConfirmed())
                    .isTrue();
        }
    }

    @Test
    void aBodyIsNotReadBeforeThereIsAConnection() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command ->
                    command.startsWith("AT+CIPOPEN=0,") ? ScriptedModule.lines("+CIPOPEN: 0,1", "ERROR") : null);
            LinkLease link = rig.ready().link(PEER, null);
            InputStream body = once(new byte[100]);
            Sim7028SendException failure =
                    rig.failureOf(link.send(outbound(Payload.of(body), Duration.ofSeconds(20))), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(body.available()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasReadInVainIsGivenBackOrTheFailureIsNotRetryable(boolean markable) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command ->
                    command.startsWith("AT+CIPSEND=") ? ScriptedModule.lines("+CIPERROR: 8", "ERROR") : null);
            LinkLease link = rig.ready().link(PEER, null);
            InputStream body = markable ? new ByteArrayInputStream(new byte[5000]) : once(new byte[5000]);
            Sim7028SendException failure =
                    rig.failureOf(link.send(outbound(Payload.of(body), Duration.ofSeconds(20))), LIMIT);
            assertThat(failure.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(failure.isRetryable()).isEqualTo(markable);
            if (markable) {
                assertThat(body.available()).isEqualTo(5000);
            } else {
                assertThat(failure).hasMessageContaining("cannot be read again");
            }
        }
    }

    // ---- how much may wait

    @Test
    void aBurstIsRefusedWhereItComesIn() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            LinkLease link = rig.lease().link(PEER, null);
            int waiting = 0;
            for (int i = 0; i < 30_000; i++) {
                CompletableFuture<Receipt> sending = link.send(outbound(Payload.of(new byte[1024])));
                if (sending.isDone()) {
                    assertThat(sending).isCompletedExceptionally();
                } else {
                    waiting++;
                }
            }
            assertThat(waiting).isEqualTo(SendQueue.MAX_MESSAGES);
            Sim7028SendException refused =
                    rig.failureOf(link.send(outbound(Payload.of(new byte[1024]))), Duration.ZERO);
            assertThat(refused.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(refused.isRetryable()).isTrue();
        }
    }

    @Test
    void bytesAreBoundedToo() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            LinkLease link = rig.lease().link(PEER, null);
            byte[] big = new byte[5 * 1024 * 1024];
            assertThat(link.send(outbound(Payload.of(big)))).isNotDone();
            assertThat(link.send(outbound(Payload.of(big)))).isCompletedExceptionally();
            assertThat(link.send(outbound(Payload.of(new ByteArrayInputStream(big)))))
                    .isNotDone();
        }
    }

    @Test
    void nothingGetsBetweenTwoPiecesOfAStreamThoughTheFirstHasToWait() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease link = modem.link(PEER, null);
            rig.await(link.send(VirtualRig.outbound("m")), LIMIT);
            rig.module.clear();
            CountDownLatch more = new CountDownLatch(1);
            Payload slow = new Payload() {
                private int pieces;

                @Override
                public byte[] next(int max) throws IOException {
                    if (++pieces == 2) {
                        try {
                            rig.block(more);
                        } catch (InterruptedException e) {
                            throw new InterruptedIOException("interrupted");
                        }
                    }
                    return pieces > 2 ? new byte[0] : new byte[] {(byte) ('0' + pieces)};
                }

                @Override
                public boolean mayBlock() {
                    return true;
                }
            };
            rig.module.answer(command -> command.equals("AT+CSQ") ? ScriptedModule.SILENCE : null);
            modem.operations().signal();
            rig.settle();
            rig.module.sayAfter(Duration.ofSeconds(4), ScriptedModule.lines("+CSQ: 20,0", "OK"));
            CompletableFuture<Receipt> stream = link.send(outbound(slow));
            CompletableFuture<Receipt> other = link.send(VirtualRig.outbound("other"));
            rig.pass(Duration.ofSeconds(8));
            more.countDown();
            rig.await(stream, LIMIT);
            rig.await(other, LIMIT);
            assertThat(rig.module.payloads()).containsExactly("1", "2", "other");
        }
    }
}
