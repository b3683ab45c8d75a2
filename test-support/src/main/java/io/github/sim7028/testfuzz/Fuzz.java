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
package io.github.sim7028.testfuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs Jazzer on the fuzz targets of one module, one after the other, each in a JVM of its own: {@code -Pfuzz}, see docs/fuzzing.md. A target is a class
 * {@code …FuzzTest} with a method {@code fuzzerTestOneInput(byte[])}. All targets of all modules share the time.
 */
public final class Fuzz {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");
    private static final Pattern PROGRESS = Pattern.compile("#(\\d+)\\s.*cov: (\\d+).*exec/s: (\\d+).*");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second.*");
    private static final Pattern FOUND = Pattern.compile(".*Test unit written to (\\S+)");
    private static final Duration NEWS = Duration.ofSeconds(15);
    /** What a JVM takes to start and, on a busy machine, to end. */
    private static final Duration GRACE = Duration.ofMinutes(3);

    private static final int SHORTEST = 5;
    private static final int TOLD = 60;
    private static final String SUFFIX = "FuzzTest.java";

    private final Path module;
    private final Path folder;
    private final String jazzer;
    private final long seconds;
    private final String seed;
    private final List<String> finds = new ArrayList<>();

    private Fuzz(Path module, String jazzer, long seconds, String seed) {
        this.module = module;
        this.jazzer = jazzer;
        this.seconds = seconds;
        this.seed = seed;
        folder = module.resolve("target").resolve("fuzz");
    }

    /**
     * @param args the root of the project, the folder of the module, a folder with Jazzer's jars, the time such as {@code 30m}, a seed (0 for a different one each
     *             time), and which target to fuzz: a part of its name, or {@code all}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (!supported()) {
            System.out.println("Fuzzing is skipped: Jazzer has no library for this system.");
            return;
        }
        Path module = Path.of(args[1]);
        String wanted = args[5].equals("all") ? "" : args[5];
        long all =
                targets(Path.of(args[0])).filter(name -> name.contains(wanted)).count();
        Fuzz fuzz = new Fuzz(module, jars(Path.of(args[2])), secondsOf(args[3]) / Math.max(1, all), args[4]);
        List<String> mine =
                targets(module).filter(name -> name.contains(wanted)).sorted().toList();
        for (String target : mine) {
            fuzz.run(target);
        }
        if (!fuzz.finds.isEmpty()) {
            System.out.println("The fuzzer has found something. Keep each find as a test, and mend what it shows:");
            fuzz.finds.forEach(System.out::println);
            System.exit(1);
        }
    }

    private static boolean supported() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        boolean arm = processor.equals("aarch64");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        return system.contains("mac") ? arm || intel : intel;
    }

    static long secondsOf(String duration) {
        Matcher matcher = DURATION.matcher(duration);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "fuzz.duration: '" + duration + "' is not a time; write a number and s, m or h, such as 30m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "h" -> TimeUnit.HOURS.toSeconds(number);
            case "m" -> TimeUnit.MINUTES.toSeconds(number);
            default -> number;
        };
    }

    private static String jars(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return String.join(
                    System.getProperty("path.separator"),
                    jars.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .toList());
        }
    }

    /** The names of the classes that are targets, below a folder. */
    private static Stream<String> targets(Path below) throws IOException {
        List<Path> modules;
        try (Stream<Path> folders = Files.list(below)) {
            modules = Stream.concat(Stream.of(below), folders)
                    .map(each -> each.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
        return modules.stream().flatMap(sources -> {
            try (Stream<Path> files = Files.walk(sources)) {
                return files
                        .filter(file -> file.toString().endsWith(SUFFIX))
                        .map(file -> sources.relativize(file).toString())
                        .map(name -> name.substring(0, name.length() - ".java".length())
                                .replace('\\', '/')
                                .replace('/', '.'))
                        .toList()
                        .stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void run(String target) throws IOException, InterruptedException {
        String name = target.substring(target.lastIndexOf('.') + 1);
        long time = Math.max(SHORTEST, seconds);
        System.out.println("fuzzing " + name + " for " + time + " s");
        Process process = new ProcessBuilder(command(target, name, time))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        Thread watch =
                new Thread(() -> endOverdue(process, Duration.ofSeconds(time).plus(GRACE)), "watch");
        watch.setDaemon(true);
        watch.start();
        List<String> told = follow(name, process);
        if (process.waitFor() != 0) {
            finds.add(explain(target, name, told));
        }
    }

    private List<String> command(String target, String name, long time) throws IOException {
        Path corpus = Files.createDirectories(folder.resolve("corpus").resolve(name));
        Path found = Files.createDirectories(folder.resolve("finds").resolve(name));
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        Path dictionary = module.resolve("src/test/resources/fuzz.dict");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "-Djdk.attach.allowAttachSelf=true",
                // names that the fuzzer makes up are asked of nobody
                "-Djdk.net.hosts.file=" + hosts,
                "-cp",
                System.getProperty("java.class.path") + System.getProperty("path.separator") + jazzer,
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=io.github.sim7028.**",
                "--instrumentation_excludes=io.github.sim7028.testfuzz.**",
                "--custom_hook_includes=io.github.sim7028.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + System.getProperty("file.separator"),
                "-max_total_time=" + time,
                "-timeout=60",
                "-rss_limit_mb=0",
                "-max_len=4096"));
        if (!seed.equals("0")) {
            command.add("-seed=" + seed);
        }
        if (Files.exists(dictionary)) {
            command.add("-dict=" + dictionary);
        }
        command.add(corpus.toString());
        command.add(seeds(target).toString());
        return command;
    }

    private Path seeds(String target) {
        return module.resolve("src/test/resources").resolve(target.replace('.', '/'));
    }

    private static void endOverdue(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows how it goes on, and returns the last lines. */
    private List<String> follow(String name, Process process) throws IOException {
        List<String> lines = new ArrayList<>();
        Path log = folder.resolve(name + ".log");
        try (BufferedReader out = process.inputReader(StandardCharsets.ISO_8859_1);
                var file = Files.newBufferedWriter(log)) {
            long next = System.nanoTime() + NEWS.toNanos();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                file.write(line);
                file.newLine();
                lines.add(line);
                Matcher progress = PROGRESS.matcher(line);
                Matcher done = DONE.matcher(line);
                if (done.matches()) {
                    System.out.println("  " + name + ": " + done.group(1) + " runs in " + done.group(2) + " s");
                } else if (progress.matches() && System.nanoTime() > next) {
                    next = System.nanoTime() + NEWS.toNanos();
                    System.out.println("  " + name + ": " + progress.group(1) + " runs, " + progress.group(3)
                            + " a second, coverage " + progress.group(2));
                }
            }
        }
        return lines;
    }

    private String explain(String target, String name, List<String> lines) {
        int from = 0;
        String file = "nothing was written";
        for (int i = 0; i < lines.size(); i++) {
            Matcher found = FOUND.matcher(lines.get(i));
            if (lines.get(i).startsWith("== Java ") && from == 0) {
                from = i;
            }
            if (found.matches()) {
                file = found.group(1);
            }
        }
        from = from == 0 ? Math.max(0, lines.size() - TOLD) : from;
        lines.subList(from, Math.min(lines.size(), from + TOLD)).forEach(line -> System.out.println("  " + line));
        return "  " + name + ": commit " + file + " as " + seeds(target) + "/<what it shows> (all that was printed: "
                + folder.resolve(name + ".log") + ")";
    }
}
