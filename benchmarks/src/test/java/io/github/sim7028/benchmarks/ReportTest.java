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
import io.github.sim7028.benchmarks.report.HtmlReport;
import io.github.sim7028.benchmarks.report.Report;
import io.github.sim7028.benchmarks.report.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final List<Result> RESULTS = List.of(
            Result.rate("up \"fast\" @115200", 90, 100, "B/s", 0.98, "a\nnote"),
            Result.cost("scale, 10 modems: p99 lateness", 50, 100, "ms", 1.0, ""),
            Result.rate("no target", 1, 2, "MB/s", null, ""));

    @Test
    void jsonHasEveryFieldAndEscapesText() {
        assertThat(new Report(RESULTS).json())
                .contains("\"case\": \"up \\\"fast\\\" @115200\"")
                .contains("\"reached\": 90.0000, \"limit\": 100.000, \"unit\": \"B/s\", \"ratio\": 0.900000")
                .contains("\"target\": 0.980000, \"held\": false")
                .contains("\"target\": null, \"held\": true")
                .contains("a\\u000anote");
    }

    @Test
    void whatIsHeldDependsOnWhetherLessIsBetter() {
        assertThat(RESULTS).extracting(Result::held).containsExactly(false, true, true);
        assertThat(RESULTS).extracting(Result::grosslyMissed).containsExactly(false, false, false);
        assertThat(Result.rate("x", 48, 100, "B/s", 0.98, "").grosslyMissed()).isTrue();
        assertThat(Result.cost("x", 250, 100, "ms", 1.2, "").grosslyMissed()).isTrue();
    }

    @Test
    void thePageHasPlotsAndTheTable(@TempDir Path directory) throws Exception {
        Path page = directory.resolve("benchmark.html");

        new HtmlReport(RESULTS).write(page);

        assertThat(Files.readString(page))
                .contains("data:image/png;base64,")
                .contains("up &quot;fast&quot; @115200")
                .doesNotContain("http:", "https:");
    }

    @Test
    void aDisplacedByteIsFoundOut() {
        byte[] bytes = PayloadPattern.bytes(70_000, 3000);
        PayloadPattern.require(70_000, bytes, 0, bytes.length);

        assertThatThrownBy(() -> PayloadPattern.require(70_001, bytes, 0, bytes.length))
                .hasMessageContaining("is not what was sent");
    }
}
