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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * From the start of a JVM to the first confirmed message, with one small application on Camel Main, Spring Boot and Quarkus. It
 * is held against the same application without the component, and the module answers at once: what is left is what the
 * component takes.
 */
final class StartingBenchmark {

    private static final String LIMIT = "the limit is the same application without the component";

    private final int repetitions;

    /**
     * How long a start took, in milliseconds, and what the JVM counted.
     *
     * @param routes       until Camel asked for the routes: the JVM and the framework
     * @param first        until the first message was through the route
     * @param classLoading of it in the JVM's loading of classes, by all threads together
     */
    private record Start(double routes, double first, double classLoading, double classes) {

        double component() {
            return first - routes;
        }
    }

    /** An application and how it is started. */
    private record Application(String name, List<String> options, List<String> program) {}

    StartingBenchmark(boolean full) {
        repetitions = full ? 15 : 5;
    }

    void run(Results results) {
        Path folder = Path.of(System.getProperty("benchmark.starting", ""));
        results.measure("starting, Camel Main", r -> measure(camelMain(folder.resolve("camel-main/target")), r));
        results.measure("starting, Spring Boot", r -> measure(springBoot(folder.resolve("spring-boot/target")), r));
        results.measure("starting, Quarkus", r -> measure(quarkus(folder.resolve("quarkus/target")), r));
    }

    private static Application camelMain(Path target) throws IOException {
        return new Application("Camel Main", List.of(), classPath(target, "io.github.sim7028.starting.MainProgram"));
    }

    private static Application springBoot(Path target) throws IOException {
        return new Application(
                "Spring Boot",
                List.of(
                        "-Dspring.main.banner-mode=off",
                        "-Dlogging.level.root=warn",
                        "-Dcamel.main.run-controller=true"),
                classPath(target, "io.github.sim7028.starting.BootProgram"));
    }

    private static Application quarkus(Path target) {
        Path jar = target.resolve("quarkus-app/quarkus-run.jar");
        return new Application("Quarkus", List.of("-Dquarkus.log.level=WARN"), List.of("-jar", jar.toString()));
    }

    private static List<String> classPath(Path target, String main) throws IOException {
        String own = jar(target).toString();
        return List.of(
                "-cp",
                own
                        + System.getProperty("path.separator")
                        + Files.readString(target.resolve("classpath")).strip(),
                main);
    }

    private static Path jar(Path target) throws IOException {
        try (var files = Files.newDirectoryStream(target, "sim7028-starting-*.jar")) {
            return files.iterator().next();
        }
    }

    private void measure(Application application, Results results) throws Exception {
        Path archive = Files.createTempDirectory("sim7028-cds-").resolve("application.jsa");
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        try (ScriptedModules module = new ScriptedModules(1)) {
            String device = "-Dcamel.component.sim7028.device=socket://127.0.0.1:"
                    + module.ports().get(0);
            List<String> sending = List.of(device, "-Dstarting.to=sim7028:tcp:192.0.2.1:5000");
            // the archive is written as the JVM ends
            start(application, more(more(sending, "-XX:ArchiveClassesAtExit=" + archive), "-Xlog:disable"));
            for (int i = 0; i < repetitions; i++) {
                add(starts, "without", start(application, List.of()));
                add(starts, "with", start(application, sending));
                if (Files.exists(archive)) {
                    add(starts, "archive", start(application, more(sending, "-XX:SharedArchiveFile=" + archive)));
                }
            }
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(archive.getParent());
        }
        report(application, starts, results);
    }

    private static List<String> more(List<String> options, String option) {
        List<String> all = new ArrayList<>(options);
        all.add(option);
        return all;
    }

    private static void add(Map<String, List<Start>> starts, String kind, Start start) {
        starts.computeIfAbsent(kind, key -> new ArrayList<>()).add(start);
    }

    private static Start start(Application application, List<String> options) throws Exception {
        List<String> all = new ArrayList<>(ChildJvm.gateway("-XX:+UsePerfData", "-Xshare:auto"));
        all.addAll(application.options());
        all.addAll(options);
        long began = System.nanoTime();
        try (ChildJvm child = ChildJvm.of(all, application.program())) {
            child.await("ROUTES", 120);
            long routes = System.nanoTime();
            child.await("CONFIRMED", 120);
            long first = System.nanoTime();
            Map<String, Double> counters = child.counters();
            return new Start(
                    (routes - began) / 1e6,
                    (first - began) / 1e6,
                    1e3
                            * counters.getOrDefault("sun.cls.time", 0.0)
                            / counters.getOrDefault("sun.os.hrt.frequency", 1.0),
                    counters.getOrDefault("java.cls.loadedClasses", 0.0)
                            + counters.getOrDefault("java.cls.sharedLoadedClasses", 0.0));
        }
    }

    private static void report(Application application, Map<String, List<Start>> starts, Results results) {
        String name = "starting, " + application.name() + ": ";
        List<Start> with = starts.get("with");
        List<Start> without = starts.get("without");
        add(results, name + "JVM start to first confirmed message", with, without, Start::first, LIMIT);
        add(
                results,
                name + "Camel asks for the routes to first confirmed message",
                with,
                without,
                Start::component,
                LIMIT);
        String classes = Math.round(median(with, Start::classes)) + " classes instead of "
                + Math.round(median(without, Start::classes)) + "; " + LIMIT;
        add(results, name + "loading classes", with, without, Start::classLoading, classes);
        if (starts.containsKey("archive")) {
            List<Start> archive = starts.get("archive");
            String note = "the limit is without the archive; it saves "
                    + Math.round(median(with, Start::first) - median(archive, Start::first)) + " ms";
            add(results, name + "JVM start to first confirmed message, with AppCDS", archive, with, Start::first, note);
        } else {
            results.say(name + "the JVM wrote no archive of its classes");
        }
    }

    private static void add(
            Results results,
            String name,
            List<Start> reached,
            List<Start> limit,
            ToDoubleFunction<Start> what,
            String note) {
        results.add(Result.cost(name, median(reached, what), median(limit, what), "ms", null, note));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> what) {
        double[] sorted = starts.stream().mapToDouble(what).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
