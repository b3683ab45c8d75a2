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

import io.github.sim7028.benchmarks.fixture.LineBudget;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link DecoderBenchmark} and holds it against the fastest line: a hundredth of a core is what it may take. */
final class DecoderRate {

    private static final int FASTEST_BAUD = 921_600;

    private final boolean full;

    DecoderRate(boolean full) {
        this.full = full;
    }

    void run(Results results) throws Exception {
        Collection<RunResult> runs = new Runner(new OptionsBuilder()
                        .include(DecoderBenchmark.class.getName())
                        .forks(1)
                        .warmupIterations(full ? 5 : 2)
                        .measurementIterations(full ? 10 : 3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        double line = LineBudget.bytesPerSecond(FASTEST_BAUD) / 1e6;
        for (RunResult run : runs) {
            String name = run.getPrimaryResult().getLabel();
            double reached = run.getPrimaryResult().getScore() * DecoderBenchmark.BYTES / 1e6;
            results.add(
                    Result.rate("decoder, " + name, reached, line, "MB/s", 100.0, "the limit is a line of 921600 baud")
                            .unjudged());
        }
    }
}
