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

import io.github.sim7028.benchmarks.fixture.ChildJvm;
import io.github.sim7028.benchmarks.fixture.ScriptedModules;
import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.benchmarks.report.Results.Point;
import io.github.sim7028.jdks.Jdk;
import io.github.sim7028.jdks.Jdks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Very many modems in a JVM of their own; the modules and their peers are scripted, on two threads of this one. */
final class ScaleBenchmark {

    private static final int IDLE_MODEMS = 1000;
    private static final int IDLE_SECONDS = 60;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final int MANY = 1000;
    /** From here on a message may be later. */
    private static final int VERY_MANY = 4000;

    private final RunSize scope;
    private final boolean full;

    /** What a run found, of the whole JVM: seconds of CPU and of the compiler in a second, KB, milliseconds. */
    private record Found(
            int modems, double p50, double p99, double threads, double heap, double cpu, double compiler, int lost) {

        static Found of(int modems, String words) {
            String[] word = words.split(" ");
            return new Found(
                    modems,
                    Double.parseDouble(word[0]),
                    Double.parseDouble(word[1]),
                    Double.parseDouble(word[2]),
                    Double.parseDouble(word[3]),
                    Double.parseDouble(word[4]),
                    Double.parseDouble(word[5]),
                    Integer.parseInt(word[6]));
        }

        /** Microseconds of a second, without the compiler's. */
        double cpuOfModem() {
            return (cpu - compiler) * 1e6 / modems;
        }
    }

    ScaleBenchmark(RunSize scope, boolean full) {
        this.scope = scope;
        this.full = full;
    }

    void run(Results results) {
        Path running = Path.of(System.getProperty("java.home"), "bin", "java");
        new Series("platform threads", running, List.of(), "JDK " + System.getProperty("java.version")).run(results);
        Jdk virtual = Jdks.installed().entrySet().stream()
                .filter(entry -> entry.getKey() >= FIRST_WITH_VIRTUAL_THREADS)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (virtual == null) {
            results.say("no JDK 21 or later is installed: virtual threads are not measured");
        } else {
            new Series(
                            "virtual threads",
                            virtual.java(),
                            List.of("-Dcamel.threads.virtual.enabled=true"),
                            "JDK " + virtual.version())
                    .run(results);
        }
        results.measure("idle, " + IDLE_MODEMS + " modems", this::idle);
    }

    /** The sizes one after the other, with one kind of thread. */
    private final class Series {

        private final String threads;
        private final Path java;
        private final List<String> options;
        private final String jdk;
        /** The smallest run: what is spent once, for however many modems, is subtracted from the others'. */
        private Found few;
        /** The run before: cost must not grow faster than the number of modems. */
        private Found fewer;

        Series(String threads, Path java, List<String> options, String jdk) {
            this.threads = threads;
            this.java = java;
            this.options = options;
            this.jdk = jdk;
        }

        void run(Results results) {
            for (int modems : scope.modems()) {
                results.measure("scale, " + modems + " modems, " + threads, r -> work(modems, r));
            }
        }

        private void work(int modems, Results results) throws Exception {
            Found found;
            try (ScriptedModules modules = new ScriptedModules(modems);
                    ChildJvm gateway = gateway(java, options, modules, seconds(), "work")) {
                found = Found.of(modems, gateway.await("SCALE", 600));
            }
            double limit = modems < VERY_MANY ? 100 : 200;
            add(results, found, "p50 lateness", lateness("p50", found, found.p50(), limit, null));
            add(results, found, "p99 lateness", lateness("p99", found, found.p99(), limit, 1.0));
            String all = Math.round(found.threads()) + " threads and " + Math.round(found.heap() / 1000)
                    + " MB in all; counted above the smallest run";
            if (few == null) {
                few = found;
                results.say("the first " + modems + " modems take " + Math.round(found.threads()) + " threads and "
                        + Math.round(found.heap()) + " KB with what is needed once");
            } else {
                int more = modems - few.modems();
                add(
                        results,
                        found,
                        "threads a modem",
                        cost(
                                found,
                                "threads a modem",
                                (found.threads() - few.threads()) / more,
                                2,
                                "threads",
                                1.0,
                                all));
                add(
                        results,
                        found,
                        "heap a modem",
                        cost(
                                found,
                                "heap a modem",
                                (found.heap() - few.heap()) / more,
                                100,
                                "KB",
                                1.0,
                                all + ", after GC, with the modem's two routes"));
            }
            if (fewer == null) {
                results.add(new Point("CPU a modem", threads, modems, found.cpuOfModem(), "us/s"));
            } else {
                add(results, found, "CPU a modem", cpuOfModem(found));
            }
            if (modems >= MANY) {
                results.add(cost(
                                found,
                                "CPU a message",
                                found.cpuOfModem() / 2,
                                90,
                                "us",
                                1.0,
                                "one up and one down a modem and second")
                        .unjudged());
            }
            fewer = found;
            results.add(cost(
                    found,
                    "messages that were not back a second after the last",
                    found.lost(),
                    (double) modems * seconds(),
                    "messages",
                    0.0,
                    ""));
        }

        private Result lateness(String which, Found found, double value, double limit, Double target) {
            return cost(found, which + " lateness", value, limit, "ms", target, "there and back")
                    .unjudged();
        }

        private Result cpuOfModem(Found found) {
            String note = "without the compiler, which took " + Result.shown(100 * found.compiler())
                    + " % of a core; all together " + Result.shown(100 * found.cpu()) + " %";
            return cost(
                            found,
                            "CPU a modem",
                            found.cpuOfModem(),
                            fewer.cpuOfModem(),
                            "us/s",
                            1.2,
                            "the limit is that of " + fewer.modems()
                                    + " modems: cost must not grow faster than their number; " + note)
                    .unjudged();
        }

        private Result cost(
                Found found, String what, double reached, double limit, String unit, Double target, String note) {
            String name = "scale, " + found.modems() + " modems, " + threads + ": " + what;
            return Result.cost(name, reached, limit, unit, target, note.isEmpty() ? jdk : jdk + "; " + note);
        }

        private void add(Results results, Found found, String curve, Result result) {
            results.add(new Point(curve, threads, found.modems(), result.reached(), result.unit()), result);
        }
    }

    private int seconds() {
        return full ? 30 : 8;
    }

    /** Awake and asleep at the same time: both do next to nothing. */
    private void idle(Results results) throws Exception {
        CompletableFuture<Rest> asleep = CompletableFuture.supplyAsync(() -> rest("asleep"));
        report("", rest("idle"), null, results);
        report(", powerSaving=psm", asleep.get(10, TimeUnit.MINUTES), 0.0, results);
    }

    /**
     * What idle modems took.
     *
     * @param cpu      percent of a core, without the compiler's
     * @param compiler percent of a core
     * @param bytes    on the line of each, a minute
     */
    private record Rest(double cpu, double compiler, double bytes) {}

    private static Rest rest(String how) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        try (ScriptedModules modules = new ScriptedModules(IDLE_MODEMS);
                ChildJvm gateway = gateway(java, List.of(), modules, IDLE_SECONDS, how)) {
            gateway.await("RESTING", 300);
            long before = modules.bytes();
            String[] shares = gateway.await("SCALE", IDLE_SECONDS + 60).split(" ");
            double compiler = Double.parseDouble(shares[1]);
            return new Rest(
                    Double.parseDouble(shares[0]) - compiler,
                    compiler,
                    (modules.bytes() - before) * 60.0 / IDLE_SECONDS / IDLE_MODEMS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(String how, Rest rest, Double target, Results results) {
        String name = "idle, " + IDLE_MODEMS + " modems" + how + ": ";
        String apart = "without the compiler, which took " + Result.shown(rest.compiler()) + " %";
        results.add(Result.cost(name + "CPU", rest.cpu(), 1, "% of a core", 1.0, apart)
                .unjudged());
        // the slowest line there is carries 57,600 bytes a minute
        String note = "the limit is a line of 9600 baud";
        results.add(Result.cost(name + "on the line of each", rest.bytes(), 57_600, "bytes a minute", target, note));
    }

    private static ChildJvm gateway(Path java, List<String> more, ScriptedModules modules, int seconds, String what)
            throws Exception {
        List<String> options = new ArrayList<>(ChildJvm.gateway("-Xmx1g"));
        options.addAll(more);
        String ports = modules.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
        return new ChildJvm(java, ScaleGateway.class, options, List.of(String.valueOf(seconds), what, ports));
    }
}
