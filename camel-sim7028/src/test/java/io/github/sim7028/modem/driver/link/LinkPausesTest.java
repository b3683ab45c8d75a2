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

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a connection fails, a link is dialled again with growing pauses, and these start short again only after success. */
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.NETWORK_STUCK)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.MODEM_DOWN)
class LinkPausesTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** 5, 10, 20, 40 and then 60 s, less a fifth: so many openings ten minutes hold at most. */
    private static final int MOST = 20;

    private static long dials(VirtualRig rig) {
        return rig.module.count("AT+CIPOPEN=0,") + rig.module.count("AT+CIPOPEN=1,");
    }

    private static LinkSnapshot link(ModemLease modem) {
        return modem.modem().snapshot().links().get(0);
    }

    private static Predicate<String> sends() {
        return command -> command.startsWith("AT+CIPSEND=");
    }

    /** Messages come all the time, whatever becomes of them. */
    private static void keepSending(VirtualRig rig, LinkLease link, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(1)) {
            link.send(VirtualRig.outbound("m"));
            rig.pass(Duration.ofSeconds(1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CIPERROR: 1",
                "+CIPERROR: 4",
                "+CIPERROR: 5",
                "+CIPERROR: 9",
                "+CIPERROR: 10",
                "+CIPERROR: 12",
                "+IP ERROR: Connection is not created",
                "+CME ERROR: 100",
                ""
            })
    void aSendThatIsRefusedCostsFewConnections(String error) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            String[] refusal = error.isEmpty() ? new String[] {"ERROR"} : new String[] {error, "ERROR"};
            rig.module.answer(command -> sends().test(command) ? ScriptedModule.lines(refusal) : null);
            keepSending(rig, link, LONG);
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
            rig.module.answer(command -> null);
            CompletableFuture<Receipt> after = link.send(VirtualRig.outbound("after"));
            assertThat(rig.await(after, Duration.ofSeconds(75)).isConfirmed()).isTrue();
        }
    }

    @Test
    void anErrorAfterThePromptCostsFewConnections() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("ERROR"));
            keepSending(rig, link, LONG);
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
        }
    }

    @Test
    void aPeerThatAcceptsAndClosesIsDialledLessAndLessOften() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPOPEN=0,")) {
                    rig.module.sayAfter(Duration.ofMillis(50), ScriptedModule.lines("+IPCLOSE: 0,1"));
                }
                return null;
            });
            modem.link(PEER, new Collector());
            rig.pass(LONG);
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
            assertThat(link(modem).nextAttempt()).isNotNull();
            assertThat(link(modem).describe()).contains("closed by the peer").contains("; next attempt ");
        }
    }

    @Test
    void aPeerThatRefusesIsToldInWordsWithTheNextAttempt() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            rig.module.answer(command ->
                    command.startsWith("AT+CIPOPEN=0,") ? ScriptedModule.lines("OK", "+CIPOPEN: 0,1") : null);
            Collector collector = new Collector();
            modem.link(PEER, collector);
            rig.pass(LONG);
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
            assertThat(collector.failures().get(0))
                    .hasMessageContaining("the peer refused the connection or cannot be reached"
                            + " (+CIPOPEN error 1: Network failure)");
            assertThat(link(modem).describe()).contains("; next attempt ");
        }
    }

    @Test
    void aReceiverThatIsDamagedAgainAndAgainIsNoReasonToDialOften() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            // more than is kept comes before the module says that the link is open
            StringBuilder flood = new StringBuilder("\r\nOK\r\n");
            for (int i = 0; i < 200; i++) {
                flood.append("\r\n+RECEIVE,0,1500\r\n").append("x".repeat(1500));
            }
            flood.append("\r\n+CIPOPEN: 0,0\r\n");
            rig.module.answer(command -> command.startsWith("AT+CIPOPEN=0,") ? flood.toString() : null);
            modem.link(PEER, new Collector());
            rig.pass(LONG);
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
        }
    }

    @Test
    void aNewMessageDoesNotShortenThePause() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.answer(command ->
                    command.startsWith("AT+CIPOPEN=0,") ? ScriptedModule.lines("OK", "+CIPOPEN: 0,1") : null);
            keepSending(rig, link, Duration.ofMinutes(1));
            long before = dials(rig);
            for (int i = 0; i < 50; i++) {
                link.send(VirtualRig.outbound("m"));
            }
            rig.settle();
            assertThat(dials(rig)).isEqualTo(before);
        }
    }

    @Test
    void whoGivesTheLinkBackAndTakesItAgainDoesNotEscapeThePause() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            rig.module.answer(command -> sends().test(command) ? ScriptedModule.lines("ERROR") : null);
            for (int i = 0; i < 600; i++) {
                LinkLease link = modem.link(PEER, null);
                CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("m"));
                rig.pass(Duration.ofSeconds(1));
                link.release();
                rig.settle();
                assertThat(sending).isCompletedExceptionally();
            }
            assertThat(dials(rig)).isBetween(5L, (long) MOST);
        }
    }

    @Test
    void aModuleThatComesAndGoesIsNoReasonToDialOften() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            modem.link(PEER, new Collector());
            for (int i = 0; i < 60; i++) {
                rig.pass(Duration.ofSeconds(10));
                rig.module.say(ScriptedModule.lines("RDY"));
                rig.settle();
            }
            assertThat(dials(rig)).isBetween(2L, (long) MOST);
        }
    }

    @Test
    void aCloseThatWasWantedIsNoFailure() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            for (int i = 0; i < 20; i++) {
                LinkLease link = modem.link(PEER, null);
                assertThat(rig.await(link.send(VirtualRig.outbound("m")), Duration.ofMillis(500))
                                .isConfirmed())
                        .isTrue();
                rig.await(link.release(), Duration.ofMillis(500));
            }
        }
    }

    @Test
    void aModuleThatLetsGoOfANumberLateCostsAMomentAndNoFailure() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease first = modem.link(PEER, null);
            rig.await(first.send(VirtualRig.outbound("m")), Duration.ofSeconds(1));
            rig.await(first.release(), Duration.ofSeconds(1));
            long freed = rig.timer.nanoTime();
            rig.module.answer(command -> command.startsWith("AT+CIPOPEN=0,")
                            && rig.timer.nanoTime() - freed
                                    < Duration.ofSeconds(4).toNanos()
                    ? ScriptedModule.lines("OK", "+CIPOPEN: 0,8")
                    : null);
            Collector collector = new Collector();
            LinkLease second = modem.link(PEER, collector);
            assertThat(rig.await(second.send(VirtualRig.outbound("n")), Duration.ofSeconds(6))
                            .isConfirmed())
                    .isTrue();
            assertThat(collector.failures()).isEmpty();
        }
    }

    @Test
    void aConfirmedSendMakesTheNextPauseAShortOne() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.answer(command -> sends().test(command) ? ScriptedModule.lines("ERROR") : null);
            keepSending(rig, link, Duration.ofMinutes(5));
            rig.module.answer(command -> null);
            rig.await(link.send(VirtualRig.outbound("good")), Duration.ofSeconds(75));
            rig.module.say(ScriptedModule.lines("+IPCLOSE: 0,1"));
            rig.settle();
            assertThat(rig.await(link.send(VirtualRig.outbound("better")), Duration.ofSeconds(7))
                            .isConfirmed())
                    .isTrue();
        }
    }

    @Test
    void anotherLocalPortIsTakenForEachOpeningOfASocketOfWhichNobodyCares() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkSpec anyone = LinkSpec.udp("10.0.0.9", 1000);
            for (int i = 0; i < 5; i++) {
                LinkLease link = modem.link(anyone, null);
                rig.await(link.send(VirtualRig.outbound("m")), Duration.ofSeconds(1));
                rig.await(link.release(), Duration.ofSeconds(1));
            }
            assertThat(rig.module.commands().stream().filter(command -> command.startsWith("AT+CIPOPEN=0,\"UDP\"")))
                    .hasSize(5)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aModuleThatNeverLetsGoOfANumberIsAskedLessAndLessOften() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, new Collector());
            rig.await(link.send(VirtualRig.outbound("m")), Duration.ofSeconds(1));
            rig.module.clear();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPOPEN=0,")) {
                    return ScriptedModule.lines("OK", "+CIPOPEN: 0,8");
                }
                if (command.equals("AT+CIPOPEN?")) {
                    return ScriptedModule.lines("+CIPOPEN: 0", "+CIPOPEN: 1", "OK");
                }
                return command.startsWith("AT+CIPCLOSE=") ? ScriptedModule.lines("ERROR") : null;
            });
            rig.module.say(ScriptedModule.lines("+IPCLOSE: 0,1"));
            rig.pass(Duration.ofMinutes(10));
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isLessThan(30);
        }
    }

    @Test
    void anOpeningThatWasNotAnsweredIsNoDoubtForEver() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            AtomicInteger openings = new AtomicInteger();
            rig.module.answer(command -> {
                if (command.startsWith("AT+CIPOPEN=0,") && openings.incrementAndGet() == 1) {
                    return ScriptedModule.lines("OK");
                }
                return command.equals("AT+CIPOPEN?") ? ScriptedModule.lines("ERROR") : null;
            });
            LinkLease link = rig.ready().link(PEER, new Collector());
            rig.passUntil(() -> openings.get() > 1, Duration.ofMinutes(5));
            rig.passUntil(() -> link.snapshot().phase().equals("open"), Duration.ofMinutes(7));
        }
    }
}
