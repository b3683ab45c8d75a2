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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.kit.Bench;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A module that sleeps, and loses what wakes it. */
class SleepTest {

    private static final long PAUSE = 60_000;

    private final Bench bench = new Bench();

    private <R> CompletableFuture<R> ask(AtCommand<R> command) {
        return bench.dialogue.execute(command, 125_000).toCompletableFuture();
    }

    private CompletableFuture<Integer> send() {
        return ask(CipSend.tcp(0, "HELLO".getBytes()));
    }

    private void takesPayload() {
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPSEND=0,5\r");
        bench.says("\r\n>").line("OK", "+CIPSEND: 0,5,5");
    }

    @Test
    void isWokenBeforeAMessageSoThatNothingOfItIsLost() {
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> sending = send();
        assertThat(bench.written).containsExactly("AT\r");
        bench.time.pass(SleepDetector.ATTEMPT_MILLIS);
        assertThat(bench.written).containsExactly("AT\r", "AT\r");
        bench.line("OK");
        // the answer to the first call may still come: a question whose answer cannot be mistaken goes before the
        // message
        assertThat(bench.lastWritten()).endsWith("?\r");
        bench.line("OK");
        bench.answerFence();
        takesPayload();
        assertThat(sending).isCompletedWithValue(5);
        assertThat(bench.written).filteredOn("HELLO"::equals).hasSize(1);
    }

    @Test
    void isWokenAgainAfterTheNextPauseAndNotWithoutOne() {
        bench.time.pass(PAUSE);
        send();
        bench.time.pass(SleepDetector.ATTEMPT_MILLIS);
        bench.line("OK");
        bench.answerFence();
        takesPayload();
        send();
        takesPayload();
        bench.time.pass(PAUSE);
        bench.written.clear();
        CompletableFuture<Integer> next = send();
        assertThat(bench.written).containsExactly("AT\r");
        bench.line("OK");
        takesPayload();
        assertThat(next).isCompletedWithValue(5);
    }

    @Test
    void isNotSuspectedWhereItWasSeenToStayAwake() {
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> first = send();
        assertThat(bench.lastWritten()).isEqualTo("AT\r");
        bench.line("OK");
        takesPayload();
        assertThat(first).isCompletedWithValue(5);
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> second = send();
        takesPayload();
        assertThat(second).isCompletedWithValue(5);
    }

    /** It stayed awake at first; then a question went unheard. */
    @Test
    void isLearnedFromACommandThatWentUnheard() {
        bench.time.pass(PAUSE);
        ask(StandardCommands.signal());
        bench.line("OK");
        bench.line("+CSQ: 1,0", "OK");
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> unheard = ask(StandardCommands.signal());
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        bench.time.pass(Bench.TIMEOUT);
        assertThat(unheard).isCompletedExceptionally();
        bench.answerResync();
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> sending = send();
        assertThat(bench.lastWritten()).isEqualTo("AT\r");
        bench.line("OK");
        takesPayload();
        assertThat(sending).isCompletedWithValue(5);
    }

    @Test
    void isCalledOnlySoOftenAndThenTheDialogueIsOutOfStep() {
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> sending = send();
        bench.time.pass(SleepDetector.ATTEMPT_MILLIS * SleepDetector.ATTEMPTS - 1);
        assertThat(bench.written).hasSize(SleepDetector.ATTEMPTS).containsOnly("AT\r");
        bench.time.pass(60_000);
        assertThat(bench.silence).contains("does not answer");
        assertThat(sending).isCompletedExceptionally();
        assertThat(bench.written).doesNotContain("HELLO").noneMatch(text -> text.startsWith("AT+CIPSEND="));
    }

    @Test
    void hasOneThatAnswersWithAnErrorForAwake() {
        bench.time.pass(PAUSE);
        CompletableFuture<Integer> sending = send();
        bench.time.pass(SleepDetector.ATTEMPT_MILLIS);
        bench.line("ERROR");
        bench.answerFence();
        takesPayload();
        assertThat(sending).isCompletedWithValue(5);
    }
}
