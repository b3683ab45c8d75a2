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
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which message a confirmation is credited to, when the module says it late or twice. */
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog("though no message awaits a confirmation")
@ExpectedLog(Said.MODEM_DOWN + "reading from the line failed: the line was closed")
class ConfirmationCheckTest {

    private static final Duration SEND = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static VirtualRig rig(SendMode mode, int window) {
        TransferSettings given = TransferSettings.DEFAULT;
        return new VirtualRig(profile -> profile.with(new TransferSettings(
                given.accessMode(),
                given.receiveMode(),
                given.readFormat(),
                given.readLength(),
                mode,
                given.sendFormat(),
                SEND,
                SEND,
                given.pollInterval(),
                given.retransmissions(),
                given.minRetransmissionTimeout(),
                given.receiveDelay(),
                window,
                given.modemWaitTimeout())));
    }

    private static Outbound apart(String text) {
        return new Outbound(
                Payload.of(text.getBytes(StandardCharsets.ISO_8859_1)), null, 0, Duration.ofMinutes(2), false);
    }

    private static void answerAcknowledged(VirtualRig rig, int sent) {
        rig.module.answer(command ->
                command.startsWith("AT+CIPACK=") ? ScriptedModule.lines("+CIPACK: " + sent + ",0,0", "OK") : null);
    }

    @Test
    void oneLateConfirmationOfTwoLeavesTheNumberInDoubt() throws Exception {
        try (VirtualRig rig = rig(SendMode.STACK, 2)) {
            LinkLease link = rig.ready().link(PEER, null);
            answerAcknowledged(rig, 0);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> first = link.send(apart("first"));
            CompletableFuture<Receipt> second = link.send(apart("other"));
            assertThat(rig.failureOf(first, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            rig.passUntil(() -> rig.module.count("AT+CIPOPEN=0") == 1, LIMIT);
            rig.pass(Duration.ofSeconds(10));
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,5,5"));
            rig.settle();
            rig.module.confirm(command -> ScriptedModule.lines("OK", "+CIPSEND: 0,5,5"));
            assertThat(rig.failureOf(link.send(apart("third")), LIMIT).getOutcome())
                    .isEqualTo(SendOutcome.UNKNOWN);
        }
    }

    @Test
    void theModulesOwnCountSettlesADoubt() throws Exception {
        try (VirtualRig rig = rig(SendMode.STACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            answerAcknowledged(rig, 5);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            rig.failureOf(link.send(apart("first")), LIMIT);
            rig.module.confirm(command -> null);
            assertThat(rig.await(link.send(apart("third")), LIMIT).isConfirmed())
                    .isTrue();
            assertThat(rig.module.count("AT+CIPACK=")).isEqualTo(1);
        }
    }

    @Test
    void aConfirmationThatTheLastLineOwedIsNotBelievedOnTheNextOne() throws Exception {
        try (VirtualRig rig = rig(SendMode.STACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            answerAcknowledged(rig, 0);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> first = link.send(apart("first"));
            rig.passUntil(() -> rig.module.payloads().size() == 1, LIMIT);
            rig.module.unplug();
            assertThat(rig.failureOf(first, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            rig.module.confirm(command -> ScriptedModule.lines("OK", "+CIPSEND: 0,5,5"));
            assertThat(rig.failureOf(link.send(apart("third")), LIMIT).getOutcome())
                    .isEqualTo(SendOutcome.UNKNOWN);
        }
    }

    @Test
    void withAcknowledgedSendingNothingSettlesADoubtButTime() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            answerAcknowledged(rig, 5);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            rig.failureOf(link.send(apart("first")), LIMIT);
            rig.module.confirm(command -> null);
            assertThat(rig.failureOf(link.send(apart("third")), LIMIT).getOutcome())
                    .isEqualTo(SendOutcome.UNKNOWN);
            assertThat(rig.module.count("AT+CIPACK=")).isZero();
            assertThat(rig.await(link.send(apart("after")), LIMIT).isConfirmed())
                    .isTrue();
        }
    }

    @Test
    void aDoubtOverUdpCostsOneMessageAndNoSocket() throws Exception {
        try (VirtualRig rig = rig(SendMode.STACK, 1)) {
            LinkLease link = rig.ready().link(LinkSpec.udp("10.0.0.9", 1000), null);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            rig.failureOf(link.send(apart("first")), LIMIT);
            rig.module.confirm(command -> null);
            assertThat(rig.failureOf(link.send(apart("third")), LIMIT).getOutcome())
                    .isEqualTo(SendOutcome.UNKNOWN);
            long opened = rig.module.count("AT+CIPOPEN=0,");
            assertThat(rig.await(link.send(apart("after")), LIMIT).isConfirmed())
                    .isTrue();
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(opened);
        }
    }

    @Test
    void aConfirmationSaidTwiceDoesNotConfirmTheNextMessage() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> first = link.send(apart("A1"));
            CompletableFuture<Receipt> second = link.send(apart("A2"));
            rig.settle();
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,2,2", "+CIPSEND: 0,2,2"));
            rig.settle();
            assertThat(rig.module.payloads()).containsExactly("A1", "A2");
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,2,-1"));
            assertThat(rig.await(first, LIMIT).isConfirmed()).isTrue();
            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        }
    }

    @Test
    void aConfirmationBeforeTheOkIsNotBelievedWhereTheNextOneContradicts() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.await(link.send(apart("A1")), LIMIT);
            rig.module.confirm(command -> ScriptedModule.lines("+CIPSEND: 0,2,2", "OK"));
            CompletableFuture<Receipt> second = link.send(apart("A2"));
            rig.pass(Duration.ofSeconds(1));
            assertThat(second).isNotDone();
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,2,-1"));
            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        }
    }

    @Test
    void aModuleThatSaysItsResultsFirstIsLearned() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("+CIPSEND: 0,2,2", "OK"));
            assertThat(rig.await(link.send(apart("A1")), LIMIT).isConfirmed()).isTrue();
            CompletableFuture<Receipt> second = link.send(apart("A2"));
            rig.settle();
            assertThat(second).isCompleted();
        }
    }

    @Test
    void oneCommandOfALinkAwaitsItsConfirmationAndOtherLinksGoOn() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease one = modem.link(PEER, null);
            LinkLease other = modem.link(LinkSpec.tcp("10.0.0.9", 2000), null);
            rig.module.confirm(command -> command.startsWith("AT+CIPSEND=0") ? ScriptedModule.lines("OK") : null);
            one.send(apart("one"));
            CompletableFuture<Receipt> second = one.send(apart("two"));
            rig.settle();
            assertThat(rig.module.payloads()).containsExactly("one");
            assertThat(rig.await(other.send(apart("elsewhere")), LIMIT).isConfirmed())
                    .isTrue();
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,3,3"));
            rig.settle();
            assertThat(rig.module.payloads()).containsExactly("one", "elsewhere", "two");
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,3,3"));
            assertThat(rig.await(second, LIMIT).isConfirmed()).isTrue();
        }
    }

    @Test
    void aWindowOfEightSendsEight() throws Exception {
        try (VirtualRig rig = rig(SendMode.STACK, 8)) {
            LinkLease link = rig.ready().link(PEER, null);
            AtomicInteger payloads = new AtomicInteger();
            rig.module.confirm(command -> {
                payloads.incrementAndGet();
                return ScriptedModule.lines("OK");
            });
            for (int i = 0; i < 10; i++) {
                link.send(apart("message " + i));
            }
            rig.settle();
            assertThat(payloads).hasValue(8);
        }
    }

    @Test
    void theResultThatContradictsOneBeforeTheOkMayTakeAsLongAsAnAcknowledgement() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.await(link.send(apart("A1")), LIMIT);
            rig.module.confirm(command -> ScriptedModule.lines("+CIPSEND: 0,2,2", "OK"));
            CompletableFuture<Receipt> second = link.send(apart("A2"));
            rig.pass(SEND.minusMillis(500));
            assertThat(second).isNotDone();
            rig.module.say(ScriptedModule.lines("+CIPSEND: 0,2,-1"));
            assertThat(rig.failureOf(second, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        }
    }

    @Test
    void aConfirmationBeforeTheOkHoldsUpNoRelease() throws Exception {
        try (VirtualRig rig = rig(SendMode.ACK, 1)) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.await(link.send(apart("A1")), LIMIT);
            rig.module.confirm(command -> ScriptedModule.lines("+CIPSEND: 0,2,2", "OK"));
            CompletableFuture<Receipt> second = link.send(apart("A2"));
            rig.settle();
            rig.await(link.release(), Duration.ofMillis(2500));
            assertThat(rig.failureOf(second, Duration.ZERO).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
        }
    }
}
