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

import io.github.sim7028.benchmarks.report.Report;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The line-rate cases in a few seconds. Machines are noisy: only a gross loss fails, and only a case that has one in each of three runs. What breaks
 * fails at once.
 */
@ExpectedLog("bytes? from \\S+ dropped: no open link matches the sender")
@ExpectedLog("^Timeout occurred during graceful shutdown")
@ExpectedLog("^Interrupted while waiting during graceful shutdown")
// a route that was stopped by force awaits no confirmation any more
@ExpectedLog("though no message awaits a confirmation")
class LineRateTest {

    private static final int RUNS = 3;

    @Test
    @Timeout(300)
    void noLineRateIsBelowHalfItsTarget() {
        Map<String, List<Result>> losses = new LinkedHashMap<>();
        for (int run = 1; run == 1 || run <= RUNS && !losses.isEmpty(); run++) {
            List<Result> lost = lostInOneRun();
            if (run > 1) {
                losses.keySet().retainAll(lost.stream().map(Result::name).toList());
            }
            boolean first = run == 1;
            lost.stream()
                    .filter(result -> first || losses.containsKey(result.name()))
                    .forEach(result -> losses.computeIfAbsent(result.name(), name -> new ArrayList<>())
                            .add(result));
        }
        assertThat(losses.values()).isEmpty();
    }

    private static List<Result> lostInOneRun() {
        Results results = new Results(System.out, Pattern.compile(""));

        new LineRate(921_600, RunSize.QUICK).run(results);

        System.out.println(new Report(results.all()).table());
        assertThat(results.all()).isNotEmpty().noneMatch(Result::isBroken);
        // printed, not judged: where a busy machine answers a millisecond late, a whole push goes before each prompt
        return results.all().stream()
                .filter(Result::grosslyMissed)
                .filter(result -> !result.name().startsWith("both ways at once, up"))
                .toList();
    }
}
