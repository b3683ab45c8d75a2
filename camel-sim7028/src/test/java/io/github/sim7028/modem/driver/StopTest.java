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
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a modem that is stopped leaves behind: no message without its end, no open line, nobody who comes up late. */
@Timeout(60)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+: no result")
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog(Said.MODEM_DOWN + "no such device")
class StopTest {

    private static final String TEXT = "0123456789";
    private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);

    /** Virtual time. */
    private static final Duration LATE = Duration.ofMinutes(20);

    /** They hear of it on a worker. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** No such bytes are sent to a module that may take them for a command. */
    private static final byte[] LIKE_A_COMMAND = "AT+CSQ\r".getBytes(StandardCharsets.US_ASCII);

    /** None of these messages ends because its own time is over. */
    private static List<CompletableFuture<Receipt>> sendings(LinkLease link, int count) {
        return sendings(link, count, BYTES);
    }

    private static List<CompletableFuture<Receipt>> sendings(LinkLease link, int count, byte[] bytes) {
        List<CompletableFuture<Receipt>> sendings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sendings.add(link.send(new Outbound(Payload.of(bytes), null, 0, Duration.ofHours(1), false)));
        }
        return sendings;
    }

    private static void assertAll(List<CompletableFuture<Receipt>> sendings, SendOutcome outcome) {
        sendings.forEach(sending -> assertThat(sending).failsWithin(SOON));
        assertThat(sendings)
                .extracting(sending -> ModemRig.failureOf(sending).getOutcome())
                .containsOnly(outcome);
    }

    private static LinkLease open(ModemRig rig, TcpPeer far) throws Sim7028Exception {
        LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", far.port()), null);
        ModemRig.send(link, BYTES);
        return link;
    }

    private static LinkLease open(VirtualRig rig) throws Sim7028Exception {
        LinkLease link = rig.ready().link(VirtualRig.PEER, null);
        rig.send(link, TEXT, LATE);
        return link;
    }

    private static ModemProfile onLine(ModemProfile profile, LineFactory line) {
        return new ModemProfile(profile.name(), line, profile.network(), profile.transfer(), profile.recovery());
    }

    @Test
    void whatTheModuleHasNotTakenIsNotSent() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = open(rig);
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=") ? ScriptedModule.SILENCE : null);
            List<CompletableFuture<Receipt>> sendings = sendings(link, 5);
            rig.settle();
            assertThat(rig.module.count("AT+CIPSEND=")).isEqualTo(2);

            rig.closeRegistry();

            // the module may still wait for the payload of the first, whose command it has
            assertAll(sendings.subList(1, 5), SendOutcome.NOT_SENT);
            assertThat(sendings.get(0)).failsWithin(SOON);
            assertThat(rig.module.payloads()).containsExactly(TEXT);
        }
    }

    /** Otherwise the next program's commands would go to the peer. */
    @Test
    void aModuleThatWaitsForAPayloadIsGivenItBeforeAForcedStopClosesTheLine() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = open(rig);
            rig.module.losePrompts(1);
            List<CompletableFuture<Receipt>> sendings = sendings(link, 1);
            rig.settle();
            assertThat(rig.module.count("AT+CIPSEND=")).isEqualTo(2);

            rig.closeRegistry();

            assertAll(sendings, SendOutcome.UNKNOWN);
            assertThat(rig.module.payloads()).containsExactly(TEXT, TEXT);
            rig.closeLeases();
            rig.ready();
            assertThat(rig.module.payloads()).containsExactly(TEXT, TEXT);
        }
    }

    @Test
    void whatWaitsForAModemFailsAsSoonAsEverythingIsBeingStopped() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> onLine(profile, ModemRig.noLine("no such device")))) {
            ModemLease modem = rig.lease();
            LinkLease link = modem.link(LinkSpec.tcp("127.0.0.1", 9), null);
            List<CompletableFuture<Receipt>> sendings = sendings(link, 3);

            rig.registry.stopping();

            assertAll(sendings, SendOutcome.NOT_SENT);
            assertAll(sendings(link, 1), SendOutcome.NOT_SENT);
            LinkLease another = modem.link(LinkSpec.tcp("127.0.0.1", 10), null);
            assertAll(sendings(another, 1), SendOutcome.NOT_SENT);
        }
    }

    @Test
    void whatTheModuleHasNotConfirmedIsUnknown() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = open(rig);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            List<CompletableFuture<Receipt>> sendings = sendings(link, 3);
            rig.passUntil(() -> rig.module.payloads().size() == 4, LATE);

            rig.closeRegistry();

            assertAll(sendings, SendOutcome.UNKNOWN);
        }
    }

    @Test
    void whatWaitsForAModemThatIsAwayIsNotSentThoughItsLinkIsKept() throws Exception {
        try (VirtualRig rig = new VirtualRig(profile -> onLine(profile, ModemRig.noLine("no such device")))) {
            ModemLease modem = rig.lease();
            LinkLease link = modem.link(LinkSpec.tcp("127.0.0.1", 9), null);
            List<CompletableFuture<Receipt>> sendings = sendings(link, 3);

            rig.await(modem.release(), LATE);

            assertAll(sendings, SendOutcome.NOT_SENT);
            List<CompletableFuture<Receipt>> late = sendings(link, 1);
            assertAll(late, SendOutcome.NOT_SENT);
        }
    }

    @Test
    void whatComesBackToALinkNobodyHasAnyMoreIsNotSent() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = open(rig);
            rig.module.answer(command -> command.startsWith("AT+CIPSEND=") ? ScriptedModule.SILENCE : null);
            List<CompletableFuture<Receipt>> sendings = sendings(link, 2, LIKE_A_COMMAND);
            rig.settle();

            // its modem goes on: the command for the first of them times out later
            link.release();

            rig.passUntil(() -> sendings.stream().allMatch(CompletableFuture::isDone), LATE);
            assertAll(sendings, SendOutcome.NOT_SENT);
        }
    }

    @Test
    void withoutWorkersEverythingStillComesToItsEnd() throws Exception {
        try (ModemRig rig = new ModemRig();
                TcpPeer far = new TcpPeer()) {
            LinkLease link = open(rig, far);
            rig.registry.close(Duration.ofSeconds(10));
            ((ExecutorService) rig.runtime().workers()).shutdownNow();

            assertAll(sendings(link, 2), SendOutcome.NOT_SENT);
            // on this thread, or on the reader's, which may just be ending on the loop
            assertThat(link.release()).succeedsWithin(SOON);
        }
    }

    /** Counts the lines that are open at the same time. */
    private static final class Counting implements LineFactory {
        private final LineFactory real;
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        Counting(LineFactory real) {
            this.real = real;
        }

        @Override
        public Line open() throws LineException {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new LineException("interrupted");
            }
            Line line = real.open();
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            return new Line() {
                private boolean closed;

                @Override
                public int read(byte[] buffer) throws IOException {
                    return line.read(buffer);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    line.write(bytes, offset, length);
                }

                @Override
                public boolean setDtr(boolean on) throws IOException {
                    return line.setDtr(on);
                }

                @Override
                public synchronized void close() {
                    line.close();
                    if (!closed) {
                        closed = true;
                        open.decrementAndGet();
                    }
                }
            };
        }

        @Override
        public String toString() {
            return real.toString();
        }
    }

    private static Counting count(List<Counting> made, LineFactory real) {
        made.add(new Counting(real));
        return made.get(0);
    }

    @Test
    void oneAfterTheOtherHasTheLineHoweverFastModemsComeAndGo() throws Exception {
        List<Counting> lines = new ArrayList<>();
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> onLine(profile, count(lines, profile.line())))) {
            rig.ready();
            rig.virtual.faults().add("delay 500ms command=NETCLOSE times=1");
            rig.closeLeases();
            for (int i = 0; i < 3; i++) {
                ModemLease hasty = rig.registry.lease(rig.profile);
                hasty.release();
            }

            rig.ready();

            assertThat(lines.get(0).most).hasValue(1);
            rig.registry.close(ModemRig.LIMIT);
            assertThat(lines.get(0).open).hasValue(0);
        }
    }

    @Test
    void aLineThatOpensAfterTheStopIsClosedBeforeTheNextModemOpensIt() throws Exception {
        List<Counting> lines = new ArrayList<>();
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> onLine(profile, count(lines, profile.line())))) {
            CountDownLatch gate = new CountDownLatch(1);
            lines.get(0).gate = gate;
            CompletableFuture<Void> stopped = rig.registry.lease(rig.profile).release();
            assertThat(stopped).isNotDone();

            gate.countDown();
            rig.ready();

            assertThat(stopped).isDone();
            assertThat(lines.get(0).most).hasValue(1);
        }
    }

    @Test
    void aLineThatOpensWhenEverythingIsOverIsClosed() throws Exception {
        List<Counting> lines = new ArrayList<>();
        try (ModemRig rig = new ModemRig(modem -> modem, profile -> onLine(profile, count(lines, profile.line())))) {
            CountDownLatch gate = new CountDownLatch(1);
            lines.get(0).gate = gate;
            rig.registry.lease(rig.profile);
            rig.registry.close(Duration.ZERO);
            ((ExecutorService) rig.runtime().workers()).shutdown();

            gate.countDown();

            await().atMost(ModemRig.LIMIT)
                    .until(() ->
                            lines.get(0).most.get() == 1 && lines.get(0).open.get() == 0);
        }
    }
}
