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
package io.github.sim7028.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.benchmarks.report.Comparison.Change;
import io.github.sim7028.benchmarks.report.Comparison.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    private Path directory;

    private static Run run(Result... results) {
        return new Run("0.1.0", "2026-12-01", "2 processors", 0.5, Arrays.asList(results));
    }

    private static Result rate(String name, double ratio) {
        return Result.rate(name, 1000 * ratio, 1000, "B/s", 0.9, "");
    }

    private static Result cost(String name, double ratio) {
        return Result.cost(name, 10 * ratio, 10, "ms", null, "");
    }

    private static Change only(Result was, Result is) {
        List<Change> changes = new Comparison(run(was), run(is)).changes();
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    @Test
    void aHigherRateAndALowerCostAreBetter() {
        assertThat(only(rate("up", 0.5), rate("up", 0.6)).kind()).isEqualTo(Kind.BETTER);
        assertThat(only(cost("wait", 2.0), cost("wait", 1.5)).kind()).isEqualTo(Kind.BETTER);
        assertThat(only(rate("up", 0.5), rate("up", 0.6)).toString())
                .contains("better      20.0 %", "up: 0.600, was 0.500");
    }

    @Test
    void aLowerRateAndAHigherCostAreWorse() {
        assertThat(only(rate("up", 1.0), rate("up", 0.9)).kind()).isEqualTo(Kind.WORSE);
        assertThat(only(cost("wait", 1.0), cost("wait", 1.1)).kind()).isEqualTo(Kind.WORSE);
    }

    @Test
    void lessThanFivePercentIsNotTold() {
        Comparison comparison =
                new Comparison(run(rate("up", 1.0), cost("wait", 1.0)), run(rate("up", 0.96), cost("wait", 0.96)));

        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.failed()).isFalse();
        assertThat(comparison.text()).contains("Nothing changed by more than 5 %.");
    }

    @Test
    void moreThanFifteenPercentWorseFails() {
        assertThat(only(rate("up", 1.0), rate("up", 0.86)).fails()).isFalse();
        assertThat(only(rate("up", 1.0), rate("up", 0.84)).fails()).isTrue();
        assertThat(only(cost("wait", 1.0), cost("wait", 1.14)).fails()).isFalse();
        assertThat(only(cost("wait", 1.0), cost("wait", 1.16)).fails()).isTrue();
        Comparison comparison = new Comparison(run(rate("up", 1.0)), run(rate("up", 0.84)));
        assertThat(comparison.failed()).isTrue();
        assertThat(comparison.text()).contains("FAILED: 1 judged cases are worse by more than 15 %.");
    }

    @Test
    void onlyRatiosAreCompared() {
        Result slowMachine = Result.rate("up", 90, 100, "B/s", 0.9, "");
        Result fastMachine = Result.rate("up", 900, 1000, "B/s", 0.9, "");

        assertThat(new Comparison(run(fastMachine), run(slowMachine)).changes()).isEmpty();
    }

    @Test
    void whatIsNotJudgedIsToldAndFailsNothing() {
        Change change = only(cost("late", 1.0), cost("late", 9.0).unjudged());

        assertThat(change.kind()).isEqualTo(Kind.WORSE);
        assertThat(change.fails()).isFalse();
        assertThat(change.toString()).contains("not judged");
    }

    @Test
    void aCostThatWasNothingAndIsSomethingIsWorse() {
        assertThat(only(cost("lost", 0), cost("lost", 0.001)).fails()).isTrue();
        assertThat(new Comparison(run(cost("lost", 0)), run(cost("lost", 0))).changes())
                .isEmpty();
    }

    @Test
    void newMissingAndBrokenCasesAreToldAndDoNotFail() {
        Comparison comparison = new Comparison(
                run(rate("old", 1), rate("up", 1)),
                run(rate("young", 1), Result.broken("up", new IOException("no answer"))));

        assertThat(comparison.changes())
                .extracting(change -> change.kind() + " " + change.name())
                .containsExactly("BROKEN up", "NEW young", "MISSING old");
        assertThat(comparison.failed()).isFalse();
    }

    @Test
    void ofARunOfAPartTheRestIsNotListed() {
        Comparison comparison =
                new Comparison(run(rate("one", 1), rate("two", 1), rate("three", 1)), run(rate("one", 1)));

        assertThat(comparison.text())
                .contains("2 cases of that run were not measured now")
                .doesNotContain("three");
    }

    @Test
    void aRunIsReadAsItWasWritten() throws Exception {
        Path file = directory.resolve("0.1.0.json");
        Run written = run(
                Result.rate("up \"fast\" @115200", 11_262.25, 11_316, "B/s", 0.98, "a\nnote, 20 °C"),
                Result.cost("late", 0, 100, "ms", null, "").unjudged());

        RunFile.write(written, file);

        Run read = RunFile.read(file);
        assertThat(read)
                .isEqualTo(written.found(List.of(
                        Result.rate("up \"fast\" @115200", 11_262.3, 11_316, "B/s", 0.98, "a\nnote, 20 °C"),
                        written.results().get(1))));
        // a case a line, so that a difference between two releases can be read
        assertThat(Files.readAllLines(file))
                .filteredOn(line -> line.startsWith("{\""))
                .hasSize(2);
    }

    @Test
    void whatIsNoRunIsRefusedWithItsName() throws Exception {
        Path file = directory.resolve("other.json");
        Files.writeString(file, "{\"cases\": 3}");

        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is not the file of a run");
        Path missing = directory.resolve("none.json");
        assertThatThrownBy(() -> RunFile.read(missing)).isInstanceOf(NoSuchFileException.class);
    }
}
