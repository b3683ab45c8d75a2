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
package io.github.sim7028.at.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.kit.Bench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands around data that is read, and that nothing shifts it in silence. */
class ReadLayoutTest {

    private final List<String> data = new ArrayList<>();
    private Bench bench = new Bench();

    private CompletableFuture<Integer> read(AtCommand<Integer> command, String answer) {
        CompletableFuture<Integer> read = bench.dialogue.execute(command).toCompletableFuture();
        bench.says(answer);
        if (read.isCompletedExceptionally()) {
            bench.answerResync();
        }
        return read;
    }

    private CompletableFuture<Integer> raw(int count, String behindHeader) {
        return read(
                CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes, StandardCharsets.ISO_8859_1))),
                "\r\n+CIPRXGET: 2,0," + count + ",0\r\n" + behindHeader);
    }

    private CompletableFuture<Integer> hex(int count, String behindHeader) {
        return read(
                CipRxGet.hex(0, 750, bytes -> data.add(new String(bytes, StandardCharsets.ISO_8859_1))),
                "\r\n+CIPRXGET: 3,0," + count + ",0\r\n" + behindHeader);
    }

    private static Throwable failureOf(CompletableFuture<?> failed) {
        return failed.handle((v, failure) -> failure).join();
    }

    private static void refused(CompletableFuture<?> read) {
        assertThat(read).isCompletedExceptionally();
        assertThat(failureOf(read)).isInstanceOf(AtProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void acceptsTwoLineEndsBeforeHexDigitsHoweverTheyAreCut(int cut) {
        bench = new Bench(cut);
        for (int i = 0; i < 3; i++) {
            assertThat(hex(5, "\r\n48454c4C4f\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        }
        assertThat(hex(5, "48454c4C4f\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(hex(2, "\r\n0d0A\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(data).containsExactly("HELLO", "HELLO", "HELLO", "HELLO", "\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n48454c4C4f0\r\n\r\nOK\r\n", "\r\n48454c4C4\r\n\r\nOK\r\n", "\r\n48454c4C4fxx\r\nOK\r\n"})
    void refusesHexDigitsThatDoNotAddUp(String answer) {
        refused(hex(5, answer));
        assertThat(data).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,HELLO", "2,HELLO", "3,HELLO", "100,HELLO", "1,X", "2,X", "1,XY", "3,XY"})
    void learnsThatALineEndStandsBeforeRawData(int cut, String text) {
        bench = new Bench(cut);
        for (int i = 0; i < 3; i++) {
            assertThat(raw(text.length(), "\r\n" + text + "\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        }
        assertThat(raw(4, "\r\n\r\n\r\n\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(data).containsExactly(text, text, text, "\r\n\r\n");
    }

    @Test
    void refusesAStrayLineEndBeforeRawDataAndHandsNothingShiftedOver() {
        assertThat(raw(5, "HELLO\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        refused(raw(5, "\r\nHELLO\r\n\r\nOK\r\n"));
        // its end looks like a line end, and yet there is one too many
        refused(raw(7, "\r\nHELLO\r\n\r\n\r\nOK\r\n"));
        // noise, not text
        refused(raw(4, "\r\nAB\u0001\u0002\r\n\r\nOK\r\n"));
        assertThat(data).containsExactly("HELLO");
        assertThat(raw(5, "WORLD\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(data).containsExactly("HELLO", "WORLD");
    }

    @Test
    void refusesRawDataWithoutTheLineEndThatStoodBeforeItSoFar() {
        assertThat(raw(5, "\r\nHELLO\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        refused(raw(5, "WORLD\r\n\r\nOK\r\n"));
        assertThat(data).containsExactly("HELLO");
    }

    /** A byte that the line swallowed shows at the end of the data. */
    @ParameterizedTest
    @ValueSource(strings = {"HELO\r\nOK\r\n", "HLO\r\nOK\r\n", "HELO\r\n\r\nOK\r\n"})
    void refusesDataThatLacksBytes(String answer) {
        refused(raw(5, answer));
        assertThat(raw(5, "HELLO\r\nOK\r\n").isDone()).isTrue();
        refused(raw(5, answer));
        assertThat(data).doesNotContain("HELO\r", "HLO\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xy\r\nOK\r\n", "\r\nxy\r\nOK\r\n", "\r\n+NEVER HEARD: 1\r\n\r\nOK\r\n"})
    void refusesWhatIsNoLineEndBehindTheData(String behind) {
        refused(raw(5, "HELLO" + behind));
        assertThat(data).isEmpty();
    }

    @Test
    void letsTheModuleSaySomethingBehindTheData() {
        assertThat(raw(5, "HELLO\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(raw(5, "HELLO\r\n\r\n+CIPRXGET: 1,1\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(raw(5, "HELLO\r\n+IPCLOSE: 1,1\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(data).containsExactly("HELLO", "HELLO", "HELLO");
        assertThat(bench.heard).containsExactly(new Urc.DataWaiting(1), new Urc.LinkClosed(1, CloseReason.REMOTE));
    }

    @Test
    void readsDataThatBeginsAndEndsWithLineEnds() {
        for (String text : new String[] {"\r\n", "\r\n\r\n", "\r\nHELLO\r\n", "\r", "\n", "\r\nOK\r\n"}) {
            bench = new Bench();
            assertThat(raw(text.length(), text + "\r\nOK\r\n")).isCompletedWithValue(0);
            assertThat(raw(5, "HELLO\r\nOK\r\n")).isCompletedWithValue(0);
            assertThat(raw(text.length(), text + "\r\nOK\r\n")).isCompletedWithValue(0);
            assertThat(data).containsExactly(text, "HELLO", text);
            data.clear();
        }
    }

    /** Lines of text under a line end: nothing tells the two layouts apart, until something does. */
    @Test
    void saysSoWhenWhatWasReadBeforeMayHaveBegunTooEarly() {
        assertThat(raw(7, "\r\nHELLO\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        refused(raw(5, "\r\nHELLO\r\nOK\r\n"));
        assertThat(raw(5, "\r\nHELLO\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(data).containsExactly("\r\nHELLO", "HELLO");
    }

    @Test
    void getsUsedToAnotherEndThatComesAgain() {
        assertThat(raw(5, "HELLO\r\nOK\r\n")).isCompletedWithValue(0);
        refused(raw(5, "HELLO\r\n\r\nOK\r\n"));
        assertThat(raw(5, "HELLO\r\n\r\nOK\r\n")).isCompletedWithValue(0);
        assertThat(raw(5, "HELLO\r\nOK\r\n")).isCompletedWithValue(0);
    }

    @Test
    void losesNoDataThatIsKnownToBeGoodWhenTheLineEndsBehindIt() {
        assertThat(raw(5, "HELLO\r\nOK\r\n")).isCompletedWithValue(0);
        CompletableFuture<Integer> read = raw(5, "WORLD");
        assertThat(read).isNotDone();
        bench.dialogue.close("the line ended", null);
        assertThat(data).containsExactly("HELLO", "WORLD");
    }
}
