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

import io.github.sim7028.benchmarks.report.Result;
import io.github.sim7028.benchmarks.report.Results;
import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.trial.Trial;
import io.github.sim7028.trial.TrialSettings;
import io.github.sim7028.trial.books.Books;
import io.github.sim7028.trial.process.Program;
import io.github.sim7028.trial.world.WorldEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Many modems on three nodes: how soon the others have the modems of a lost node, and how many commands a second go through Kafka. */
final class FleetBenchmark {

    private static final int NODES = 3;
    private static final int PARTITIONS = 48;
    private static final int COMMANDS_A_SECOND = 100;
    /** Of a node, that are shown where the books do not agree. */
    private static final int WARNINGS = 50;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final double TAKEOVER_SECONDS = 10;
    private static final double WANTED_COMMANDS_A_SECOND = 2000;

    private final int modems;
    private final int commands;
    private final Path gateway;
    private int run;

    /** @param full measures longer */
    FleetBenchmark(boolean full) {
        modems = Integer.getInteger("benchmark.fleet.modems", 1000);
        commands = full ? 100_000 : 20_000;
        gateway = Path.of(System.getProperty("benchmark.fleet.gateway", "gateway.properties"));
    }

    void run(Results results) {
        results.measure(
                "fleet, takeover after kill -9", r -> takeover("fleet, takeover after kill -9", Program::kill, r));
        results.measure(
                "fleet, takeover after SIGSTOP", r -> takeover("fleet, takeover after SIGSTOP", Program::pause, r));
        for (int underWay : new int[] {1, 4}) {
            String name = "fleet, commands, maxUnderWay=" + underWay;
            results.measure(name, r -> throughput(name, underWay, r));
        }
    }

    private interface Loss {
        void of(Program node) throws Exception;
    }

    private void takeover(String name, Loss loss, Results results) throws Exception {
        with(TrialSettings.of(gateway, modems).partitions(PARTITIONS), trial -> {
            trial.commands(COMMANDS_A_SECOND);
            int before = trial.answered();
            Trial.await(LIMIT, () -> trial.answered() > before + 5 * COMMANDS_A_SECOND);
            int moving = trial.world().hosts().get(1);
            long lost = System.currentTimeMillis() * 1000;
            loss.of(trial.running(1));
            trial.awaitServed(LIMIT, 2, 3);
            String load = load();
            int after = trial.answered();
            Trial.await(LIMIT, () -> trial.answered() > after + 5 * COMMANDS_A_SECOND);
            trial.kill(1);
            Books books = finish(trial);
            double[] seconds = openedAfter(trial.world().seen(), lost);
            String note = moving + " modems, session 6 s, " + COMMANDS_A_SECOND + " commands/s, load average " + load;
            results.add(
                    Result.cost(name + ": lines open, p50", percentile(seconds, 50), TAKEOVER_SECONDS, "s", 1.0, note));
            results.add(
                    Result.cost(name + ": lines open, p99", percentile(seconds, 99), TAKEOVER_SECONDS, "s", 1.0, ""));
            results.add(Result.cost(name + ": commands unknown", books.unknown(), trial.sent(), "commands", null, ""));
        });
    }

    /** For each modem that was opened after this time: the seconds until then, sorted. */
    private static double[] openedAfter(List<WorldEntry> seen, long lost) {
        Map<String, Long> opened = new HashMap<>();
        seen.stream()
                .filter(entry -> entry.what() == WorldEntry.What.CONNECTED && entry.micros() > lost)
                .forEach(entry -> opened.putIfAbsent(entry.modem(), entry.micros()));
        return opened.values().stream()
                .mapToDouble(micros -> (micros - lost) / 1e6)
                .sorted()
                .toArray();
    }

    private void throughput(String name, int underWay, Results results) throws Exception {
        TrialSettings settings = TrialSettings.of(gateway, modems)
                .partitions(PARTITIONS)
                .option("maxUnderWay", String.valueOf(underWay));
        with(settings, trial -> {
            // the first ones open the links and compile the code
            trial.burst(commands / 4);
            trial.quiet(LIMIT);
            int before = trial.answered();
            long begin = System.nanoTime();
            trial.burst(commands);
            Trial.await(LIMIT, () -> trial.answered() >= before + commands);
            double seconds = (System.nanoTime() - begin) / 1e9;
            String load = load();
            finish(trial);
            results.add(Result.rate(
                    name,
                    commands / seconds,
                    WANTED_COMMANDS_A_SECOND,
                    "1/s",
                    1.0,
                    modems + " modems, each command confirmed, and its answer up in Kafka; load average " + load));
        });
    }

    private Books finish(Trial trial) throws Exception {
        trial.quiet(LIMIT);
        Books books = trial.books();
        System.out.println(books);
        if (!books.findings().isEmpty()) {
            trial.started().stream()
                    .flatMap(node -> node.warnings().stream().limit(WARNINGS).map(line -> node.name() + ": " + line))
                    .forEach(System.out::println);
            throw new IllegalStateException(
                    "the books do not agree: " + books.findings().get(0) + "; logs in " + trial.directory());
        }
        return books;
    }

    private interface Work {
        void on(Trial trial) throws Exception;
    }

    private void with(TrialSettings settings, Work work) throws Exception {
        Path directory = Files.createTempDirectory("sim7028-fleet-");
        try (KafkaBroker broker =
                        new KafkaBroker(Files.createDirectory(directory.resolve("broker")), Map.of()).start();
                Trial trial = new Trial("fleet" + run++, directory, broker, settings)) {
            Integer[] nodes = new Integer[NODES];
            for (int node = 1; node <= NODES; node++) {
                trial.node(node);
                nodes[node - 1] = node;
            }
            trial.awaitServed(LIMIT, nodes);
            work.on(trial);
        }
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.0f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
