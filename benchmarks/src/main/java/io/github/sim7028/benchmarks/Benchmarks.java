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

import io.github.sim7028.benchmarks.report.Comparison;
import io.github.sim7028.benchmarks.report.HtmlReport;
import io.github.sim7028.benchmarks.report.Report;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.benchmarks.report.Run;
import io.github.sim7028.benchmarks.report.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Runs the cases and writes what they come to; what the system properties mean: docs/performance.md. */
public final class Benchmarks {

    /** What {@code benchmark.only} chooses by name. */
    private record Part(String name, String title, Consumer<Results> cases) {}

    private Benchmarks() {}

    /**
     * Ends with 1 when something could not be measured, or is worse than in the run it is compared with; a target that was
     * missed is only told.
     */
    public static void main(String[] arguments) throws Exception {
        boolean full = Boolean.getBoolean("benchmark.full");
        RunSize scope = full ? RunSize.FULL : RunSize.NORMAL;
        Pattern only = Pattern.compile(System.getProperty("benchmark.only", ".*"));
        Path output = Path.of(System.getProperty("benchmark.output", "target"));
        // read before anything is measured: what cannot be read is told at once, not after a quarter of an hour
        Run before = against(System.getProperty("benchmark.against", ""));
        Run run = Run.begin(System.getProperty("benchmark.version", "unknown version"));
        Results results = new Results(System.out, Pattern.compile(System.getProperty("benchmark.case", "")));
        if (only.matcher("line-115200").find() || only.matcher("line-921600").find()) {
            results.say("warming up");
            LineRate.warmUp();
        }
        for (Part part : parts(scope, full)) {
            if (only.matcher(part.name()).find()) {
                results.begin(part.title());
                part.cases().accept(results);
            }
        }
        run = run.found(results.all());
        Comparison comparison = before == null ? null : new Comparison(before, run);
        write(run, results, comparison, output);
        System.out.println();
        System.out.println(new Report(run.results()).table());
        if (comparison != null) {
            System.out.println(comparison.text());
        }
        System.out.println("Written to " + output.resolve("benchmark.json") + ", benchmark.md and benchmark.html");
        boolean failed = comparison != null && comparison.failed();
        System.exit(failed || run.results().stream().anyMatch(Result::isBroken) ? 1 : 0);
    }

    private static Run against(String file) throws Exception {
        if (file.isEmpty()) {
            return null;
        }
        // as it was given, seen from where Maven was started
        return RunFile.read(
                Path.of(System.getProperty("benchmark.directory", "")).resolve(file));
    }

    private static void write(Run run, Results results, Comparison comparison, Path output) throws Exception {
        Files.createDirectories(output);
        RunFile.write(run, output.resolve("benchmark.json"));
        Files.writeString(output.resolve("benchmark.md"), new Report(run.results()).markdown());
        new HtmlReport(run, results.groups(), comparison).write(output.resolve("benchmark.html"));
    }

    private static List<Part> parts(RunSize scope, boolean full) {
        return List.of(
                new Part("line-115200", "A line of 115200 baud", new LineRate(115_200, scope)::run),
                new Part("line-921600", "A line of 921600 baud", new LineRate(921_600, scope)::run),
                new Part("inside", "A line that is not paced", new DriverOverhead(scope)::run),
                new Part("decoder", "Decoder", r -> r.measure("decoder", new DecoderRate(full)::run)),
                new Part("scale", "Many modems in one JVM", new ScaleBenchmark(scope, full)::run),
                new Part("streaming", "Streaming", new StreamingBenchmark(scope)::run),
                new Part("starting", "From the start of a JVM to the first message", new StartingBenchmark(full)::run),
                new Part("fleet", "A fleet of nodes", new FleetBenchmark(full)::run));
    }
}
