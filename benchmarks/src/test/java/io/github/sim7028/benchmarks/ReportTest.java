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
package io.github.sim7028.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.benchmarks.fixture.PayloadPattern;
import io.github.sim7028.benchmarks.report.Comparison;
import io.github.sim7028.benchmarks.report.HtmlReport;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.benchmarks.report.Run;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Pattern ALL = Pattern.compile("");
    private static final String FAST = "up \"fast\" @115200";
    private static final List<Result> RESULTS = List.of(
            Result.rate(FAST, 90, 100, "B/s", 0.98, "a\nnote"),
            Result.cost("scale, 10 modems: p99 lateness", 50, 100, "ms", 1.0, ""),
            Result.rate("no target", 1, 2, "MB/s", null, ""));
    private static final Run RUN = new Run("0.2.0", "2026-12-02", "a machine", 0.2, RESULTS);

    @Test
    void whatIsHeldDependsOnWhetherLessIsBetter() {
        assertThat(RESULTS).extracting(Result::held).containsExactly(false, true, true);
        assertThat(RESULTS).extracting(Result::grosslyMissed).containsExactly(false, false, false);
        assertThat(Result.rate("x", 48, 100, "B/s", 0.98, "").grosslyMissed()).isTrue();
        assertThat(Result.cost("x", 250, 100, "ms", 1.2, "").grosslyMissed()).isTrue();
    }

    @Test
    void thePageHasBarsCurvesAndTheTableAndLoadsNothing(@TempDir Path directory) throws Exception {
        Path page = directory.resolve("benchmark.html");
        Results results = results();

        new HtmlReport(RUN, results.groups(), null).write(page);

        assertThat(Files.readString(page))
                .contains(
                        "up &quot;fast&quot; @115200",
                        ">up &quot;fast&quot;<",
                        "1 of 2 targets are reached",
                        "width:81.82%",
                        "<polyline")
                .containsOnlyOnce("p99 lateness</b>, ms")
                .doesNotContain("http:", "https:", "src=", "@import", "url(");
    }

    @Test
    void thePageSaysWhatChanged(@TempDir Path directory) throws Exception {
        Path page = directory.resolve("benchmark.html");
        Run earlier =
                new Run("0.1.0", "2026-12-01", "a machine", 0.1, List.of(Result.rate(FAST, 80, 100, "B/s", 0.98, "")));

        new HtmlReport(RUN, results().groups(), new Comparison(earlier, RUN)).write(page);

        assertThat(Files.readString(page))
                .contains("Compared with 0.1.0", "12.5 % better", "0.800 → 0.900", "<b>new</b> no target");
    }

    private static Results results() {
        Results results =
                new Results(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), ALL);
        results.begin("A line");
        results.add(RESULTS.get(0));
        results.add(new Results.Point("p99 lateness", "platform threads", 10, 50, "ms"), RESULTS.get(1));
        results.add(RESULTS.get(2));
        return results;
    }

    @Test
    void aDisplacedByteIsFoundOut() {
        byte[] bytes = PayloadPattern.bytes(70_000, 3000);
        PayloadPattern.require(70_000, bytes, 0, bytes.length);

        assertThatThrownBy(() -> PayloadPattern.require(70_001, bytes, 0, bytes.length))
                .hasMessageContaining("is not what was sent");
    }
}
