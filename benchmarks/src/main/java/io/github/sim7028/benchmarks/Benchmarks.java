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

import io.github.sim7028.benchmarks.report.HtmlReport;
import io.github.sim7028.benchmarks.report.Report;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Runs all benchmarks, prints their table and writes it to files. System properties: {@code benchmark.full} for longer
 * measurements, {@code benchmark.only} for the groups and {@code benchmark.case} for
 * the cases whose name fits, {@code benchmark.options} for the JVMs with the component in them, {@code benchmark.output} for the directory.
 */
public final class Benchmarks {

    private Benchmarks() {}

    /** Ends with 1 when something could not be measured; a target that was missed is only told. */
    public static void main(String[] arguments) throws Exception {
        boolean full = Boolean.getBoolean("benchmark.full");
        RunSize scope = full ? RunSize.FULL : RunSize.NORMAL;
        Pattern only = Pattern.compile(System.getProperty("benchmark.only", ".*"));
        Path output = Path.of(System.getProperty("benchmark.output", "target"));
        Results results = new Results(System.out, Pattern.compile(System.getProperty("benchmark.case", "")));
        if (only.matcher("line-115200").find() || only.matcher("line-921600").find()) {
            results.say("warming up");
            LineRate.warmUp();
        }
        groups(scope, full).forEach((name, group) -> {
            if (only.matcher(name).find()) {
                results.say("== " + name);
                group.accept(results);
            }
        });
        Report report = new Report(results.all());
        report.write(output);
        new HtmlReport(results.all()).write(output.resolve("benchmark.html"));
        System.out.println();
        System.out.println(report.table());
        System.out.println("Written to " + output.resolve("benchmark.json") + ", benchmark.md and benchmark.html");
        System.exit(results.all().stream().anyMatch(Result::isBroken) ? 1 : 0);
    }

    private static Map<String, Consumer<Results>> groups(RunSize scope, boolean full) {
        Map<String, Consumer<Results>> groups = new LinkedHashMap<>();
        groups.put("line-115200", new LineRate(115_200, scope)::run);
        groups.put("line-921600", new LineRate(921_600, scope)::run);
        groups.put("inside", new DriverOverhead(scope)::run);
        groups.put("decoder", r -> r.measure("decoder", new DecoderRate(full)::run));
        groups.put("scale", new ScaleBenchmark(scope, full)::run);
        groups.put("streaming", new StreamingBenchmark(scope)::run);
        return groups;
    }
}
