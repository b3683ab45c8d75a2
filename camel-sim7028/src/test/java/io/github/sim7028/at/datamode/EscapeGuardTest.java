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
package io.github.sim7028.at.datamode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hard case 80: payload never leaves as a guarded triple, by the note's rule (1.3) and by any a little stricter or laxer. */
class EscapeGuardTest {

    /** How much earlier or later than written a byte may reach the module. */
    private static final long JITTER = 200;

    private record Written(long time, byte value) {}

    /** Writes messages as the dialogue does, and notes each byte with its time. */
    private static final class Sender {
        private final EscapeGuard guard = new EscapeGuard();
        private final List<Written> written = new ArrayList<>();
        private final StringBuilder sent = new StringBuilder();
        private long now = 5000;

        Sender() {
            guard.restart(now);
        }

        Sender pause(long millis) {
            now += millis;
            return this;
        }

        Sender send(String message) {
            byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
            for (int taken = 0; taken < bytes.length; ) {
                int count = guard.allowed(bytes, taken, bytes.length - taken, now);
                if (count == 0) {
                    now += guard.pause(now);
                    continue;
                }
                for (int i = 0; i < count; i++) {
                    written.add(new Written(now, bytes[taken + i]));
                }
                guard.written(bytes, taken, count, now, now);
                taken += count;
            }
            sent.append(message);
            return this;
        }

        void isSafe() {
            StringBuilder got = new StringBuilder();
            written.forEach(entry -> got.append((char) (entry.value() & 0xFF)));
            assertThat(got).hasToString(sent.toString());
            for (int i = 0; i + 3 <= written.size(); i++) {
                assertThat(escape(i)).as("at %s of %s", i, written).isFalse();
            }
        }

        /** Whether a module could take these three bytes for an escape. */
        private boolean escape(int at) {
            for (int i = at; i < at + 3; i++) {
                boolean near =
                        i == at || written.get(i).time() - written.get(i - 1).time() <= 900 + JITTER;
                if (written.get(i).value() != '+' || !near) {
                    return false;
                }
            }
            return silentBefore(at) && silentBefore(at + 3);
        }

        private boolean silentBefore(int at) {
            return at == 0
                    || at == written.size()
                    || written.get(at).time() - written.get(at - 1).time() >= 1000 - JITTER;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "++", "+++", "++++", "+++++", "+++x", "x+++", "++x+", "+++\r\n"})
    void singleMessages(String message) {
        new Sender().pause(10_000).send(message).pause(10_000).send(message).isSafe();
        new Sender().send(message).isSafe();
    }

    @Test
    void aLongRunIsNotSlowedDown() {
        Sender sender = new Sender().pause(10_000);
        long start = sender.now;
        sender.send("+".repeat(5000)).isSafe();
        assertThat(sender.now).isEqualTo(start);
    }

    @Test
    void ordinaryDataIsNotSlowedDown() {
        Sender sender = new Sender().pause(10_000);
        long start = sender.now;
        sender.send("abc+++").send("++").send("+").send("x").isSafe();
        assertThat(sender.now).isEqualTo(start);
    }

    @Test
    void severalMessagesThatMakeATripleTogether() {
        for (long gap : new long[] {0, 100, 499, 500, 800, 899, 901, 1000, 1200, 1499, 1500, 3000}) {
            new Sender()
                    .pause(5000)
                    .send("+")
                    .pause(gap)
                    .send("+")
                    .pause(gap)
                    .send("+")
                    .pause(5000)
                    .isSafe();
            new Sender()
                    .pause(5000)
                    .send("++")
                    .pause(gap)
                    .send("+")
                    .pause(5000)
                    .send("+")
                    .isSafe();
            new Sender()
                    .pause(5000)
                    .send("+")
                    .pause(gap)
                    .send("++")
                    .pause(gap)
                    .send("+")
                    .isSafe();
            new Sender()
                    .pause(5000)
                    .send("+++")
                    .pause(gap)
                    .send("+++")
                    .pause(gap)
                    .send("+++")
                    .isSafe();
            new Sender()
                    .pause(5000)
                    .send("x+++")
                    .pause(gap)
                    .send("+")
                    .pause(gap)
                    .send("++")
                    .isSafe();
        }
    }

    @RepeatedTest(20)
    void anySequence(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int round = 0; round < 200; round++) {
            Sender sender = new Sender().pause(random.nextInt(3000));
            for (int message = 0; message < 30; message++) {
                StringBuilder text = new StringBuilder();
                int length = 1 + random.nextInt(5);
                for (int i = 0; i < length; i++) {
                    text.append(random.nextInt(10) == 0 ? 'x' : '+');
                }
                sender.send(text.toString()).pause(random.nextBoolean() ? random.nextInt(50) : random.nextInt(3000));
            }
            sender.isSafe();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPauseIsSilenceFromItsFirstMomentOn() {
        EscapeGuard guard = new EscapeGuard();
        guard.restart(5000);
        guard.written(bytes("+"), 0, 1, 5000, 5000);
        assertThat(guard.allowed(bytes("++"), 0, 2, 5000 + EscapeGuard.SILENCE_MILLIS - 1))
                .isOne();
        assertThat(guard.allowed(bytes("++"), 0, 2, 5000 + EscapeGuard.SILENCE_MILLIS))
                .isEqualTo(2);
        guard.written(bytes("x"), 0, 1, 9000, 9000);
        assertThat(guard.allowed(bytes("+++"), 0, 3, 9000 + EscapeGuard.MAYBE_SILENCE_MILLIS - 1))
                .isEqualTo(3);
        assertThat(guard.allowed(bytes("+++"), 0, 3, 9000 + EscapeGuard.MAYBE_SILENCE_MILLIS))
                .isEqualTo(2);
    }

    @Test
    void whatMayNotGoGoesWhenItIsSilentForCertain() {
        EscapeGuard guard = new EscapeGuard();
        guard.restart(5000);
        assertThat(guard.pause(5400)).isEqualTo(EscapeGuard.SILENCE_MILLIS - 400);
        assertThat(guard.pause(5000 + EscapeGuard.SILENCE_MILLIS)).isOne();
    }
}
