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
package io.github.sim7028.examples.fleet;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.trial.Trial;
import io.github.sim7028.trial.TrialSettings;
import io.github.sim7028.trial.books.Books;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shows a fleet of modems on three gateway nodes for about two minutes: commands flow through Kafka, a node is killed, its modems move
 * to the other nodes, the node comes back, another is stopped in order. At the end the books are compared.
 */
public final class FleetExample {

    private static final int NODES = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final PrintStream out;
    private final Path directory;
    private final Path gateway;
    private final int modems = Integer.getInteger("fleet.modems", 60);
    private final int rate = Integer.getInteger("fleet.rate", 40);
    private final int steps = Integer.getInteger("fleet.steps", 4);
    private final long begin = System.nanoTime();

    private FleetExample(PrintStream out, Path directory, Path gateway) {
        this.out = out;
        this.directory = directory;
        this.gateway = gateway;
    }

    /** The directory for the logs of all processes, and the file of properties of the nodes. Ends with 0 if the books agree. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "run-");
        System.exit(new FleetExample(System.out, directory, Path.of(arguments[1])).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        out.println();
        out.printf(
                "A fleet: %d nodes, %d simulated modems, one Kafka broker. Each node is a process of its own.%n",
                NODES, modems);
        out.println("Logs: " + directory);
        out.println();
        Path data = Files.createDirectory(directory.resolve("broker"));
        try (KafkaBroker broker = new KafkaBroker(data, Map.of()).start()) {
            say("Kafka runs at " + broker.address());
            try (Trial trial = new Trial("sim7028", directory, broker, TrialSettings.of(gateway, modems))) {
                say(modems + " modems wait for a node");
                return run(trial);
            }
        }
    }

    private boolean run(Trial trial) throws Exception {
        for (int node = 1; node <= NODES; node++) {
            trial.node(node);
        }
        served(trial, 1, 2, 3);
        say(rate + " commands a second begin");
        trial.commands(rate);
        watch(trial);

        int lost = trial.world().hosts().getOrDefault(2, 0);
        say("node-2 is killed with kill -9; it had " + lost + " modems");
        trial.kill(2);
        moved(trial, lost, 1, 3);
        watch(trial);

        say("node-2 is started again");
        trial.node(2);
        served(trial, 1, 2, 3);
        watch(trial);

        int given = trial.world().hosts().getOrDefault(3, 0);
        say("node-3 is stopped in order, as for an upgrade; it had " + given + " modems");
        long from = System.nanoTime();
        trial.stop(3);
        say(String.format(Locale.ROOT, "node-3 has ended, after %.1f s", seconds(from)));
        served(trial, 1, 2);
        watch(trial);

        say("No more commands; waiting for the last outcomes");
        trial.quiet(LIMIT);
        Books books = trial.books();
        out.println();
        out.println(books);
        out.println();
        return books.findings().isEmpty() && books.confirmed() > 0;
    }

    private void served(Trial trial, Integer... nodes) throws Exception {
        trial.awaitServed(LIMIT, nodes);
        say("All modems have a node: " + shares(trial));
    }

    private void moved(Trial trial, int count, Integer... nodes) throws Exception {
        long from = System.nanoTime();
        trial.awaitServed(LIMIT, nodes);
        say(String.format(
                Locale.ROOT, "The %d modems have moved after %.1f s: %s", count, seconds(from), shares(trial)));
    }

    private static String shares(Trial trial) throws Exception {
        return trial.world().hosts().entrySet().stream()
                .map(share -> "node-" + share.getKey() + " " + share.getValue())
                .collect(Collectors.joining(", "));
    }

    private void watch(Trial trial) {
        IntStream.range(0, steps).forEach(step -> {
            LockSupport.parkNanos(STEP.toNanos());
            say(String.format(
                    "  %,6d sent   %,6d CONFIRMED   %d NOT_SENT   %d UNKNOWN",
                    trial.sent(), trial.outcomes("CONFIRMED"), trial.outcomes("NOT_SENT"), trial.outcomes("UNKNOWN")));
        });
    }

    private void say(String what) {
        long passed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        out.printf("%d:%02d  %s%n", passed / 60, passed % 60, what);
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / 1e9;
    }
}
