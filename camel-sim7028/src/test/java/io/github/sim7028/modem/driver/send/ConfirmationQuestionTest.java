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

import static io.github.sim7028.kit.ScriptedModule.SILENCE;
import static io.github.sim7028.kit.ScriptedModule.lines;
import static io.github.sim7028.kit.ScriptedModule.pushed;
import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What tells a reply from what came before its request, and an answer's connection from the next one. */
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+ failed: <err>")
class ConfirmationQuestionTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** What came in and what went out, in order. */
    private final List<String> story = new CopyOnWriteArrayList<>();

    @Test
    void whatThePeerSaidAtConnectingIsReadBeforeAQuestionLeaves() throws Exception {
        for (ReceiveMode mode : List.of(ReceiveMode.BUFFERED, ReceiveMode.PUSH)) {
            story.clear();
            try (VirtualRig rig =
                    new VirtualRig(profile -> profile.with(profile.transfer().withReceiveMode(mode)))) {
                boolean[] unread = {false};
                rig.module.answer(command -> {
                    if (command.startsWith("AT+CIPOPEN=0,")) {
                        unread[0] = true;
                        return lines("OK", "+CIPOPEN: 0,0")
                                + (mode == ReceiveMode.PUSH ? pushed(0, "220 hello\n") : lines("+CIPRXGET: 1,0"));
                    }
                    if (command.startsWith("AT+CIPRXGET=2,0") && unread[0]) {
                        unread[0] = false;
                        return "\r\n+CIPRXGET: 2,0,10,0\r\n220 hello\n\r\nOK\r\n";
                    }
                    return null;
                });
                LinkLease link = rig.ready().link(PEER, new Story());
                rig.await(link.send(question("ask")), SOON);

                assertThat(story).containsExactly("opened", "220 hello\n", "question left");
            }
        }
    }

    @Test
    @ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=0,3 failed: <err> 4")
    void aQuestionThatIsRefusedBeforeItsPayloadHasNotLeft() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            int[] tries = {0};
            rig.module.answer(command ->
                    command.startsWith("AT+CIPSEND=") && tries[0]++ == 0 ? lines("+CIPERROR: 4", "ERROR") : null);
            LinkLease link = rig.ready().link(PEER, new Story());
            rig.await(link.send(question("ask")), Duration.ofMinutes(2));

            assertThat(story).containsExactly("opened", "opened", "question left");
        }
    }

    @Test
    void aConnectionIsClosedForAllAndWhatHasNotBegunWaitsForTheNext() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease modem = rig.ready();
            LinkLease asking = modem.link(PEER, new Story());
            LinkLease other = modem.link(PEER, null);
            rig.await(asking.send(question("ask")), SOON);
            rig.module.answer(command -> command.startsWith("AT+CIPCLOSE=0") ? SILENCE : null);

            asking.reconnect("no reply");
            rig.settle();
            CompletableFuture<Receipt> waiting = other.send(VirtualRig.outbound("reading"));
            rig.settle();
            assertThat(rig.module.count("AT+CIPCLOSE=0")).isEqualTo(1);
            assertThat(rig.module.payloads()).containsExactly("ask");

            rig.module.answer(command -> null);
            rig.module.say(lines("OK", "+CIPCLOSE: 0,0"));
            assertThat(rig.await(waiting, Duration.ofMinutes(1)).isConfirmed()).isTrue();
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(2);
            assertThat(rig.module.payloads()).containsExactly("ask", "reading");
        }
    }

    @Test
    void anAnswerLeavesOnTheConnectionOfItsQuestionOrNotAtAll() throws Exception {
        try (VirtualRig rig =
                new VirtualRig(profile -> profile.with(profile.transfer().withReceiveMode(ReceiveMode.PUSH)))) {
            Collector received = new Collector();
            LinkLease link = rig.ready().link(PEER, received);
            rig.settle();
            rig.module.say(pushed(0, "one?"));
            rig.settle();
            long first = received.pieces().get(0).connection();
            rig.await(link.send(VirtualRig.outbound("one!").onlyOn(first)), SOON);

            rig.module.say(lines("+IPCLOSE: 0,1"));
            rig.passUntil(() -> received.opened() == 2, Duration.ofMinutes(2));
            assertThat(rig.failureOf(link.send(VirtualRig.outbound("later one!").onlyOn(first)), SOON))
                    .hasMessageContaining("the connection that the message is for has ended");

            rig.module.say(pushed(0, "two?"));
            rig.settle();
            long second = received.pieces().get(1).connection();
            assertThat(second).isNotEqualTo(first);
            rig.await(link.send(VirtualRig.outbound("two!").onlyOn(second)), SOON);
            assertThat(rig.module.payloads()).containsExactly("one!", "two!");
        }
    }

    @Test
    void anAnswerThatWaitsForItsTurnEndsWithItsConnection() throws Exception {
        try (VirtualRig rig =
                new VirtualRig(profile -> profile.with(profile.transfer().withReceiveMode(ReceiveMode.PUSH)))) {
            Collector received = new Collector();
            LinkLease link = rig.ready().link(PEER, received);
            rig.settle();
            rig.module.say(pushed(0, "one?"));
            rig.settle();
            rig.module.confirm(command -> SILENCE);
            link.send(VirtualRig.outbound("taken without a word"));
            CompletableFuture<Receipt> waits = link.send(
                    VirtualRig.outbound("one!").onlyOn(received.pieces().get(0).connection()));
            rig.settle();
            rig.module.say(lines("+IPCLOSE: 0,1"));

            Sim7028SendException refused = rig.failureOf(waits, SOON);
            assertThat(refused.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(refused).hasMessageContaining("the connection that the message is for has ended");
            assertThat(rig.module.payloads()).doesNotContain("one!");
        }
    }

    private Outbound question(String text) {
        return VirtualRig.outbound(text).asking(() -> story.add("question left"));
    }

    private final class Story implements LinkReceiver {

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void received(Inbound inbound) {
            story.add(new String(inbound.data(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void failed(Sim7028Exception reason) {}

        @Override
        public void opened(int link, long connection) {
            story.add("opened");
        }
    }
}
