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
package io.github.sim7028.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.model.Dialogue.Liar;
import io.github.sim7028.model.Dialogue.Sending;
import io.github.sim7028.model.Plan.Fault;
import io.github.sim7028.model.Plan.Manner;
import io.github.sim7028.model.Plan.Peer;
import io.github.sim7028.model.Plan.Phase;
import io.github.sim7028.model.Plan.Receive;
import io.github.sim7028.model.Plan.Send;
import io.github.sim7028.model.Plan.Step;
import io.github.sim7028.model.Plan.Trouble;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model notices lies; and what {@link HonestLinksPropertyTest} has found, shrunk. */
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.LINK_CLOSED)
@ExpectedLog(Said.LINK_TAKEN)
@ExpectedLog(Said.MODEM_DOWN)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.CONFIRMATION_LATE)
class HonestLinksTest {

    private static final Send MESSAGE = new Send(0, 8, false);

    private static final Fault LOST_CONFIRMATION = new Fault(0, Phase.CONFIRMING, Trouble.LOST, 0, true);

    private static Plan plan(List<Peer> peers, List<Step> steps, Fault... faults) {
        return new Plan(Manner.PLAIN, peers, steps, List.of(faults));
    }

    private static List<String> verdict(Plan plan, Liar liar) throws Sim7028Exception {
        try (Dialogue dialogue = new Dialogue(plan, liar)) {
            return Verdict.of(dialogue.play());
        }
    }

    private static List<String> verdict(Plan plan) throws Sim7028Exception {
        return verdict(plan, new Liar() {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allIsConfirmedAndReceivedWhereNothingGoesWrong(boolean buffered) throws Exception {
        for (List<Peer> peers : List.of(List.of(Peer.TCP, Peer.UDP), List.of(Peer.TCP, Peer.CLIENT))) {
            List<Step> steps = List.of(
                    MESSAGE,
                    new Send(1, 3000, true),
                    new Receive(0, 2000, true),
                    new Receive(1, 40, true),
                    new Send(0, 1, false));
            Plan plan = new Plan(new Manner(2, buffered, false, true, 50, 7), peers, steps, List.of());
            try (Dialogue dialogue = new Dialogue(plan)) {
                assertThat(Verdict.of(dialogue.play())).isEmpty();
                assertThat(dialogue.sendings).hasSize(3).allMatch(Sending::confirmed);
                assertThat(dialogue.heard).allMatch(heard -> heard.bytes().length >= 40);
                assertThat(dialogue.heard).noneMatch(Dialogue.Heard::lossReported);
            }
        }
    }

    @Nested
    class NoticesThat {

        @Test
        void aMessageIsConfirmedWithoutAProof() throws Exception {
            Liar liar = new Liar() {
                @Override
                public CompletableFuture<Receipt> says(CompletableFuture<Receipt> outcome) {
                    return outcome.exceptionally(failure -> new Receipt(8, 8, 0));
                }
            };
            Plan lost = plan(List.of(Peer.TCP), List.of(MESSAGE), LOST_CONFIRMATION);
            assertThat(verdict(lost)).isEmpty();
            assertThat(verdict(lost, liar)).singleElement().asString().contains("the bytes on the line do not prove");
            Plan rebooted =
                    plan(List.of(Peer.TCP), List.of(MESSAGE), new Fault(0, Phase.TAKEN, Trouble.REBOOT, 0, false));
            assertThat(verdict(rebooted)).isEmpty();
            assertThat(verdict(rebooted, liar)).hasSize(2).anyMatch(lie -> lie.contains("has not left whole"));
        }

        @ParameterizedTest
        @EnumSource(Phase.class)
        void aMessageIsSaidNotToBeSentThatMayHaveLeft(Phase phase) throws Exception {
            Plan plan =
                    plan(List.of(Peer.TCP), List.of(MESSAGE), new Fault(0, phase, Trouble.REBOOT_UNHEARD, 0, false));
            List<String> lies = verdict(plan, new Liar() {
                @Override
                public CompletableFuture<Receipt> says(CompletableFuture<Receipt> outcome) {
                    CompletableFuture<Receipt> lie = new CompletableFuture<>();
                    outcome.whenComplete((receipt, failure) -> lie.completeExceptionally(
                            new Sim7028SendException("a lie", SendOutcome.NOT_SENT, 8, 0, null, true, null)));
                    return lie;
                }
            });
            assertThat(verdict(plan)).isEmpty();
            assertThat(lies)
                    .singleElement()
                    .asString()
                    .contains("is said not to be sent, and bytes of it have crossed");
        }

        @Test
        void aMessageHasNoOutcome() throws Exception {
            List<String> lies = verdict(plan(List.of(Peer.TCP), List.of(MESSAGE)), new Liar() {
                @Override
                public CompletableFuture<Receipt> says(CompletableFuture<Receipt> outcome) {
                    return new CompletableFuture<>();
                }
            });
            assertThat(lies).singleElement().asString().contains("has no outcome");
        }

        @Test
        void dataIsHandedOverTwice() throws Exception {
            assertThat(received((receiver, inbound) -> {
                        receiver.received(inbound);
                        receiver.received(inbound);
                    }))
                    .anyMatch(lie -> lie.contains("was received out of order, or twice"));
        }

        @Test
        void dataIsLost() throws Exception {
            assertThat(received((receiver, inbound) -> {}))
                    .hasSize(2)
                    .allMatch(lie -> lie.contains("was lost without a word"));
        }

        @Test
        void dataLosesItsBeginning() throws Exception {
            assertThat(received((receiver, inbound) -> receiver.received(
                            with(inbound, Arrays.copyOfRange(inbound.data(), 6, inbound.data().length)))))
                    .anyMatch(lie -> lie.contains("was received without its beginning"));
        }

        @Test
        void dataIsHandedToAnotherLink() throws Exception {
            Collector[] first = new Collector[1];
            List<String> lies =
                    verdict(plan(List.of(Peer.TCP, Peer.TCP), List.of(new Receive(1, 8, false))), new Liar() {
                        @Override
                        public LinkReceiver hands(Collector receiver) {
                            first[0] = first[0] == null ? receiver : first[0];
                            return first[0];
                        }
                    });
            assertThat(lies).singleElement().asString().contains("was received from peer 0");
        }

        private static Inbound with(Inbound inbound, byte[] data) {
            return new Inbound(
                    data,
                    inbound.link(),
                    inbound.remoteHost(),
                    inbound.remotePort(),
                    inbound.localPort(),
                    inbound.receivedTime(),
                    inbound.connection());
        }

        private static List<String> received(BiConsumer<Collector, Inbound> handing) throws Exception {
            Plan plan = plan(List.of(Peer.TCP), List.of(new Receive(0, 8, false), new Receive(0, 8, false)));
            return verdict(plan, new Liar() {
                @Override
                public LinkReceiver hands(Collector receiver) {
                    return new LinkReceiver() {
                        @Override
                        public boolean hasRoom() {
                            return true;
                        }

                        @Override
                        public void received(Inbound inbound) {
                            handing.accept(receiver, inbound);
                        }

                        @Override
                        public void failed(Sim7028Exception reason) {
                            receiver.failed(reason);
                        }

                        @Override
                        public void opened(int link, long connection) {
                            receiver.opened(link, connection);
                        }
                    };
                }
            });
        }
    }

    /** By nothing but bytes. */
    @Nested
    class Proofs {

        private final AtomicLong nanos = new AtomicLong();
        private final LinkModel model = new LinkModel(nanos::get);
        private final Message first = Message.of(0, 0, 8, false, null);
        private final Message second = Message.of(1, 0, 8, false, null);

        private void said(String text) {
            model.said(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private void heard(String text) {
            model.heard(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private void sent(Message message) {
            said("AT+CIPSEND=0,8\r");
            heard("\r\n>");
            model.said(message.content());
            heard("\r\nOK\r\n");
        }

        @Test
        void aResultProvesTheOldestSendThatLacksOne() {
            sent(first);
            nanos.addAndGet(30_000_000_000L);
            sent(second);
            heard("\r\n+CIPSEND: 0,8,8\r\n");
            assertThat(model.proves(first)).isTrue();
            assertThat(model.proves(second)).isFalse();
            heard("\r\n+CIPSEND: 0,8,8\r\n");
            assertThat(model.proves(second)).isTrue();
        }

        @Test
        void aCountOfTheModuleProvesAllThatItCovers() {
            said("AT+CIPOPEN=0,\"TCP\",\"h\",1\r");
            sent(first);
            sent(second);
            said("AT+CIPACK=0\r");
            heard("\r\n+CIPACK: 15,15,0\r\n\r\nOK\r\n");
            assertThat(model.proves(first)).isTrue();
            assertThat(model.proves(second)).isFalse();
        }

        @Test
        void aResultOfFewerBytesOrInsideReceivedDataProvesNothing() {
            sent(first);
            heard("\r\n+RECEIVE,1,21\r\n\r\n+CIPSEND: 0,8,8\r\nab");
            assertThat(model.proves(first)).isFalse();
            heard("\r\n+CIPSEND: 0,8,7\r\n");
            assertThat(model.proves(first)).isFalse();
        }

        @Test
        void nothingIsOwedAfterARestart() {
            sent(first);
            heard("\r\nRDY\r\n");
            sent(second);
            heard("\r\n+CIPSEND: 0,8,8\r\n");
            assertThat(model.proves(first)).isFalse();
            assertThat(model.proves(second)).isTrue();
        }
    }

    /** What was wrong once. */
    @Nested
    class Found {

        /** The next client had come with the number while the AT+CIPSEND waited for its prompt. */
        @Test
        void aClientIsNotGivenAMessageForTheOneBefore() throws Exception {
            Plan plan =
                    plan(List.of(Peer.CLIENT), List.of(MESSAGE), new Fault(0, Phase.COMMAND, Trouble.CLIENT, 0, true));
            try (Dialogue dialogue = new Dialogue(plan)) {
                assertThat(Verdict.of(dialogue.play())).isEmpty();
                assertThat(dialogue.sendings.get(0).failure()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(dialogue.module.connections).hasSize(2);
            }
        }

        /** What the module lacked of a batch was filled with the batch from its beginning. */
        @Test
        void aMessageDoesNotComeTwiceWherePartOfItsBatchWasLost() throws Exception {
            Plan plan = new Plan(
                    new Manner(1, false, false, true, 0, 4096),
                    List.of(Peer.TCP),
                    List.of(MESSAGE, MESSAGE, MESSAGE),
                    List.of(
                            new Fault(0, Phase.COMMAND, Trouble.LOST, 0, true),
                            new Fault(1, Phase.PAYLOAD, Trouble.LOST, 0, true)));
            try (Dialogue dialogue = new Dialogue(plan)) {
                assertThat(Verdict.of(dialogue.play())).isEmpty();
                assertThat(dialogue.sendings.get(1).failure()).isEqualTo(SendOutcome.UNKNOWN);
                assertThat(dialogue.sendings.get(2).failure()).isEqualTo(SendOutcome.UNKNOWN);
            }
        }

        /** The carriage returns that had filled the count of a lost prompt were confirmed late, and their result taken for the next send's. */
        @Test
        void theResultOfCarriageReturnsIsNotTakenForThatOfTheMessage() throws Exception {
            for (Peer peer : List.of(Peer.TCP, Peer.UDP)) {
                Plan plan = new Plan(
                        new Manner(1, false, false, false, 8000, 4096),
                        List.of(peer),
                        List.of(new Send(0, 100, true)),
                        List.of(
                                new Fault(0, Phase.COMMAND, Trouble.LOST, 0, true),
                                new Fault(1, Phase.CONFIRMING, Trouble.LOST, 0, true)));
                assertThat(verdict(plan)).isEmpty();
            }
        }
    }
}
