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

import static io.github.sim7028.kit.ScriptedModule.pushed;
import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for room keeps its order, has a bound, and holds up nobody else. */
@ExpectedLog(Said.LINK_CLOSED + "the consumer is too slow: ")
@ExpectedLog(Said.LINK_CLOSED + "the module refuses reads again and again")
@ExpectedLog(Said.LINK_LOST)
@ExpectedLog(Said.DATA_HOMELESS)
@ExpectedLog(" lost .* that the peer sent before it closed the connection: ")
@ExpectedLog(" dropped, the consumer's queue is full")
class BacklogTest {

    private static final LinkSpec SOCKET = new LinkSpec(Protocol.UDP, null, 0, 5000, LinkSpec.ANY_NUMBER);

    /** Notes what it is told, in order. */
    private static final class Diary implements LinkReceiver {
        private final List<String> told = new ArrayList<>();
        private boolean room = true;

        synchronized void room(boolean has) {
            room = has;
        }

        synchronized List<String> told() {
            return List.copyOf(told);
        }

        @Override
        public synchronized boolean hasRoom() {
            return room;
        }

        @Override
        public synchronized void received(Inbound inbound) {
            told.add(new String(inbound.data(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public synchronized void failed(Sim7028Exception reason) {
            told.add("failed");
        }

        @Override
        public synchronized void opened(int link, long connection) {
            told.add("opened");
        }

        @Override
        public synchronized void closed(CloseReason reason) {
            told.add("closed");
        }
    }

    private static VirtualRig rig(ReceiveMode mode) {
        return rig(mode, transfer -> transfer);
    }

    private static VirtualRig rig(ReceiveMode mode, UnaryOperator<TransferSettings> change) {
        return new VirtualRig(profile -> profile.with(change.apply(TransferSettings.DEFAULT.withReceiveMode(mode))));
    }

    private static String read(int link, String text, int rest) {
        return "\r\n+CIPRXGET: 2," + link + "," + text.length() + "," + rest + "\r\n" + text + "\r\nOK\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"+IPCLOSE: 0,1", "+IPCLOSE: 0,2"})
    void whatCameOnAnEarlierConnectionStandsBeforeTheBreakToTheNext(String close) throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            Diary diary = new Diary();
            LinkLease link = modem.link(PEER, diary);
            rig.pass(Duration.ofSeconds(1));
            diary.room(false);
            rig.module.say(pushed(0, "half a li"));
            rig.settle();
            rig.module.say(ScriptedModule.lines(close));
            rig.pass(Duration.ofSeconds(10));
            rig.module.say(pushed(0, "a line\n"));
            rig.settle();
            assertThat(diary.told()).containsExactly("opened");
            diary.room(true);
            link.resume();
            rig.settle();
            List<String> expected = new ArrayList<>(List.of("opened", "half a li"));
            if (close.endsWith("2")) {
                expected.add("failed");
            }
            expected.addAll(List.of("closed", "opened", "a line\n"));
            assertThat(diary.told()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aConsumerWithoutRoomHoldsUpNoOtherLink() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            Diary suspended = new Diary();
            Diary awake = new Diary();
            modem.link(SOCKET, suspended);
            modem.link(PEER, awake);
            rig.pass(Duration.ofSeconds(1));
            suspended.room(false);
            for (int i = 0; i < 1000; i++) {
                rig.module.say(pushed(0, "x".repeat(1400)));
                rig.settle();
            }
            rig.module.say(pushed(1, "through"));
            rig.settle();
            assertThat(awake.told()).containsExactly("opened", "through");
            assertThat(modem.modem().status().state()).isEqualTo(ModemState.READY);
            // some wait, and the rest was dropped as datagrams are
            suspended.room(true);
            assertThat(suspended.told()).containsExactly("opened");
        }
    }

    @Test
    void aStreamThatNobodyTakesIsGivenUpAloneAndLosesNothingOfWhatWasKept() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            Diary suspended = new Diary();
            Diary awake = new Diary();
            LinkLease stuck = modem.link(PEER, suspended);
            rig.pass(Duration.ofSeconds(1));
            modem.link(LinkSpec.tcp("10.0.0.8", 1000), awake);
            rig.pass(Duration.ofSeconds(1));
            suspended.room(false);
            long before = rig.module.count("AT+CIPOPEN=0");
            for (int i = 0; i < 800; i++) {
                rig.module.say(pushed(0, "x".repeat(1400)));
                rig.settle();
            }
            rig.pass(Duration.ofMinutes(5));
            assertThat(rig.module.count("AT+CIPCLOSE=0")).isEqualTo(1);
            assertThat(rig.module.count("AT+CIPCLOSE=1")).isZero();
            // a receiver that has not caught up needs no other connection
            assertThat(rig.module.count("AT+CIPOPEN=0")).isEqualTo(before);
            suspended.room(true);
            stuck.resume();
            rig.pass(Duration.ofSeconds(1));
            assertThat(rig.module.count("AT+CIPOPEN=0")).isEqualTo(before + 1);
            assertThat(suspended.told().stream()
                            .filter(text -> text.startsWith("x"))
                            .count())
                    .isGreaterThan(SharedLinkLease.MAX_STREAM_BACKLOG / 1400);
            assertThat(suspended.told()).endsWith("failed", "closed", "opened");
        }
    }

    @Test
    void aConsumerThatCatchesUpWithinASecondHoldsTheModuleBackAndLosesNothing() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            Diary slow = new Diary();
            LinkLease link = modem.link(PEER, slow);
            rig.pass(Duration.ofSeconds(1));
            for (int burst = 0; burst < 5; burst++) {
                slow.room(false);
                for (int i = 0; i < 2000; i++) {
                    rig.module.say(pushed(0, "x".repeat(1400)));
                }
                rig.pass(Duration.ofMillis(ReadingPause.LIMIT_MILLIS / 2));
                slow.room(true);
                link.resume();
                rig.pass(Duration.ofSeconds(1));
            }
            assertThat(rig.module.count("AT+CIPCLOSE=0")).isZero();
            assertThat(slow.told()).hasSize(1 + 5 * 2000);
        }
    }

    @Test
    void aLineThatRestsIsReadForAnAnswerAllTheSame() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.PUSH)) {
            ModemLease modem = rig.ready();
            Diary suspended = new Diary();
            modem.link(PEER, suspended);
            rig.pass(Duration.ofSeconds(1));
            LinkLease other = modem.link(LinkSpec.tcp("10.0.0.8", 1000), null);
            rig.await(other.send(VirtualRig.outbound("opens")), Duration.ofSeconds(10));
            suspended.room(false);
            for (int i = 0; i < 800; i++) {
                rig.module.say(pushed(0, "x".repeat(1400)));
            }
            rig.settle();
            // no time passes meanwhile: the line would be read again once it has rested for its time
            assertThat(other.send(VirtualRig.outbound("m")))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .matches(Receipt::isConfirmed);
        }
    }

    /** Whether the module has said that there is data or not. */
    @ParameterizedTest
    @ValueSource(strings = {"+IPCLOSE: 0,1", "+CIPRXGET: 1,0|+IPCLOSE: 0,1", "+IPCLOSE: 0,1|+CIPRXGET: 1,0"})
    void whatIsStillInTheModuleIsReadBeforeThePeersCloseIsTold(String news) throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED)) {
            Diary diary = new Diary();
            rig.ready().link(PEER, diary);
            rig.pass(Duration.ofSeconds(1));
            List<String> left = new CopyOnWriteArrayList<>(List.of("one", "two", "three"));
            rig.module.answer(command -> command.startsWith("AT+CIPRXGET=2,0") && !left.isEmpty()
                    ? read(0, left.remove(0), left.size())
                    : null);
            rig.module.say(ScriptedModule.lines(news.split("\\|")));
            rig.pass(Duration.ofSeconds(30));
            assertThat(diary.told()).startsWith("opened", "one", "two", "three", "closed", "opened");
        }
    }

    @Test
    void whatAPeerLeftBehindIsReadThoughItsConsumerIsSuspended() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED)) {
            ModemLease modem = rig.ready();
            Diary diary = new Diary();
            modem.link(PEER, diary);
            LinkLease sender = modem.link(PEER, null);
            rig.pass(Duration.ofSeconds(1));
            diary.room(false);
            AtomicInteger left = new AtomicInteger(3000);
            rig.module.answer(command -> command.startsWith("AT+CIPRXGET=2,0") && left.get() > 0
                    ? read(0, "r".repeat(1500), left.addAndGet(-1500))
                    : null);
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0", "+IPCLOSE: 0,1"));
            rig.settle();
            assertThat(rig.await(sender.send(VirtualRig.outbound("m")), Duration.ofSeconds(10))
                            .isConfirmed())
                    .isTrue();
            assertThat(left).hasValue(0);
        }
    }

    @Test
    void whatAPeerLeftBehindDoesNotKeepALinkForEverThatIsNeeded() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED)) {
            ModemLease modem = rig.ready();
            Diary diary = new Diary();
            modem.link(PEER, diary);
            LinkLease sender = modem.link(PEER, null);
            rig.pass(Duration.ofSeconds(1));
            diary.room(false);
            rig.module.answer(
                    command -> command.startsWith("AT+CIPRXGET=2,0") ? read(0, "r".repeat(1500), 100_000) : null);
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0", "+IPCLOSE: 0,1"));
            rig.settle();
            rig.pass(Duration.ofMinutes(2));
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isEqualTo(1);
            rig.module.answer(command -> null);
            CompletableFuture<Receipt> sending = sender.send(VirtualRig.outbound("m"));
            assertThat(rig.await(sending, Duration.ofSeconds(45)).isConfirmed()).isTrue();
        }
    }

    @Test
    void oneRefusedReadLosesNothingAndEndsNothing() throws Exception {
        try (VirtualRig rig =
                rig(ReceiveMode.BUFFERED, transfer -> Changed.with(transfer, "pollInterval", Duration.ZERO))) {
            ModemLease modem = rig.ready();
            Diary diary = new Diary();
            modem.link(PEER, diary);
            rig.pass(Duration.ofSeconds(1));
            AtomicInteger reads = new AtomicInteger();
            rig.module.answer(command -> !command.startsWith("AT+CIPRXGET=2,0")
                    ? null
                    : switch (reads.incrementAndGet()) {
                        case 1, 3 -> ScriptedModule.lines("+IP ERROR: Operation failed", "ERROR");
                        case 2 -> read(0, "first", 0);
                        case 4 -> read(0, "last", 0);
                        default -> null;
                    });
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0"));
            rig.pass(Duration.ofSeconds(2));
            assertThat(diary.told()).containsExactly("opened", "first");
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0", "+IPCLOSE: 0,1"));
            rig.pass(Duration.ofSeconds(2));
            assertThat(diary.told()).contains("last");
        }
    }

    @Test
    void whatCannotBeReadAfterAPeersCloseIsReported() throws Exception {
        try (VirtualRig rig = rig(ReceiveMode.BUFFERED)) {
            ModemLease modem = rig.ready();
            Collector collector = new Collector();
            modem.link(PEER, collector);
            rig.pass(Duration.ofSeconds(1));
            AtomicInteger reads = new AtomicInteger();
            rig.module.answer(command -> !command.startsWith("AT+CIPRXGET=2,0")
                    ? null
                    : reads.incrementAndGet() == 1
                            ? read(0, "first", 700)
                            : ScriptedModule.lines("+IP ERROR: Operation failed", "ERROR"));
            rig.module.say(ScriptedModule.lines("+CIPRXGET: 1,0", "+IPCLOSE: 0,1"));
            rig.pass(Duration.ofMinutes(1));
            assertThat(collector.failures().get(0)).hasMessageContaining("at least 700 bytes that the peer sent");
            assertThat(rig.module.count("AT+CIPOPEN=0,")).isGreaterThanOrEqualTo(2);
        }
    }
}
