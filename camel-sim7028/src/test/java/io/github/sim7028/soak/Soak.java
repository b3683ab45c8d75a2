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
package io.github.sim7028.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.util.TimeUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Routes over four modems while everything goes wrong that a seed comes up with. The driver, the modules and the far ends are
 * three processes: the books are kept at the far ends, and the other two are stopped now and then. Run by
 * {@code mvn -q -Psoak verify}; {@code -Dsoak.duration=60s -Dsoak.seed=1} for another time and a known seed.
 */
class Soak {

    private static final Duration LOOK = Duration.ofSeconds(10);

    /** Whatever is wrong is cured by then, and each link opened again. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Duration SOON = Duration.ofMinutes(1);
    /** Until a new JVM has loaded all that it needs, beside other builds. */
    private static final Duration START = Duration.ofMinutes(4);

    private static final Path TARGET = Path.of("target");

    private final Duration duration =
            Duration.ofMillis(TimeUtils.toMilliSeconds(System.getProperty("soak.duration", "10m")));
    private final long seed =
            Long.parseLong(System.getProperty("soak.seed", Integer.toString(new Random().nextInt(1_000_000))));
    private final SoakPlan plan = SoakPlan.of(seed);
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Vitals vitals = new Vitals();
    private final Consumer<String> trace = ModuleHost.transcript("events");
    private Child host;
    private Child driver;
    private Pauses pauses;

    @Test
    void nothingIsLostWithoutAReportDoubledOrChangedWhateverGoesWrong() throws Exception {
        System.out.printf("soak: seed %d, %d s%n", seed, duration.toSeconds());
        plan.modems().forEach(modem -> System.out.println("soak: modem " + modem));
        SoakReport report;
        try {
            start();
            report = run(System.nanoTime());
        } finally {
            end();
        }
        System.out.print(report.table());
        report.writeTo(TARGET.resolve("soak.json"));

        assertThat(report.complaints())
                .as(
                        "what must hold of a soak; repeat it with -Dsoak.seed=%d -Dsoak.duration=%ds",
                        seed, duration.toSeconds())
                .isEmpty();
    }

    private void start() throws Exception {
        Path hostLog = TARGET.resolve("soak-modules.log");
        host = new Child(
                ModuleHost.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dsoak.transcript=" + Boolean.getBoolean("soak.transcript")),
                List.of(Long.toString(seed)),
                hostLog,
                line -> false);
        List<String> arguments = new ArrayList<>(List.of(Long.toString(seed)));
        for (SoakPlan.ModemPlan modem : plan.modems()) {
            arguments.add(host.answer("listening", START).orElseThrow().replace(' ', '='));
            for (SoakPlan.LanePlan lanePlan : modem.lanes()) {
                Lane lane = new Lane(lanePlan);
                lanes.put(lane.name(), lane);
                arguments.add(lane.name() + '=' + lane.port());
            }
            troubles.add(new Trouble(host, modem.name(), modem.seed()));
        }
        driver = new Child(Gateway.class, options(), arguments, TARGET.resolve("soak-driver.log"), this::book);
        driver.answer("ready", START).orElseThrow();
        pauses = new Pauses(driver, host, seed);
        for (Lane lane : lanes.values()) {
            if (lane.clients() != null) {
                lane.clients().start();
            }
        }
        troubles.forEach(Trouble::start);
        pauses.start();
    }

    /** A leak shows in a small heap. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-ea", "-Xmx128m", "-XX:+UseSerialGC"));
        options.add("-Djava.net.preferIPv4Stack=false");
        options.add("-Dlogback.configurationFile=soak-logback.xml");
        String more = System.getProperty("soak.options", "");
        options.addAll(more.isBlank() ? List.of() : List.of(more.split(" ")));
        return options;
    }

    /** Enters what the driver's process tells; false for what is none of the books' matter. */
    private boolean book(String line) {
        trace.accept(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + line);
        String[] words = line.split(" ");
        Lane lane = words.length < 3 ? null : lanes.get(words[1]);
        if (lane == null || !words[2].matches("-?\\d+")) {
            return false;
        }
        lane.told(words[0], Integer.parseInt(words[2]), words.length > 3 ? words[3] : "");
        return true;
    }

    private SoakReport run(long began) throws Exception {
        long over = began + duration.toNanos();
        for (long left = over - System.nanoTime(); left > 0; left = over - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK.toNanos()));
            look();
            progress(began);
        }
        for (Trouble trouble : troubles) {
            RuntimeException failure = trouble.end();
            if (failure != null) {
                complaints.add("from some time on no faults were made: " + failure);
            }
        }
        pauses.end();
        awaitCure();
        look();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        long faults = faults();
        for (Lane lane : lanes.values()) {
            if (lane.clients() != null) {
                lane.clients().end();
            } else {
                lane.farSide().fallQuiet();
            }
        }
        driver.say("stop");
        if (driver.answer("stopped", SOON.multipliedBy(2)).isEmpty()) {
            complaints.add("the driver did not stop");
        }
        host.end();
        Awaitility.await().atMost(SOON).until(() -> lanes.values().stream().allMatch(Lane::finished));
        SoakReport report = new SoakReport(seed, seconds, faults, pauses.count())
                .lanes(List.copyOf(lanes.values()))
                .log(log())
                .vitals(vitals);
        complaints.forEach(report::complain);
        return report;
    }

    /** Every message comes to an end, and then each lane works again. */
    private void awaitCure() throws InterruptedException {
        driver.say("finish " + LIMIT.toSeconds());
        for (int i = 0; i < lanes.size(); i++) {
            String finished = driver.answer("finished", LIMIT.plus(SOON)).orElse("nothing false");
            if (!finished.endsWith(" true")) {
                complaints.add("messages did not come to an end: " + finished);
            }
        }
        driver.say("works " + LIMIT.toSeconds());
        for (Lane lane : lanes.values()) {
            if (lane.clients() != null && !lane.clients().work(LIMIT)) {
                complaints.add(lane.name() + " did not work again after the last fault");
            }
        }
        for (int i = 0; i < lanes.size(); i++) {
            String worked = driver.answer("worked", LIMIT.plus(SOON)).orElse("nothing false");
            if (!worked.endsWith(" true")) {
                complaints.add("does not work again after the last fault: " + worked);
            }
        }
    }

    private DriverLog log() throws IOException {
        Map<Integer, String> names = new HashMap<>();
        lanes.values().forEach(lane -> names.put(lane.port(), lane.name()));
        return new DriverLog(TARGET.resolve("soak-driver.log"), names);
    }

    private void look() throws InterruptedException {
        driver.say("look");
        driver.answer("vitals", SOON).ifPresent(found -> {
            String[] numbers = found.split(" ");
            vitals.sample(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]));
        });
    }

    private long faults() throws InterruptedException {
        host.say("count");
        return host.answer("faults", SOON).map(Long::parseLong).orElse(0L);
    }

    private void progress(long began) throws InterruptedException {
        System.out.printf(
                "soak: %d s, %d faults, %d pauses, %d messages up, %d frames down, %d answers, %d dials, heap %d MiB, %d threads%n",
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                faults(),
                pauses.count(),
                lanes.values().stream().mapToLong(lane -> lane.ledger.sent()).sum(),
                lanes.values().stream()
                        .mapToLong(lane -> lane.downLedger.arrived())
                        .sum(),
                lanes.values().stream()
                        .mapToLong(lane ->
                                lane.clients() == null ? 0 : lane.clients().answered())
                        .sum(),
                lanes.values().stream().mapToLong(Lane::dials).sum(),
                vitals.isEmpty() ? 0 : vitals.heap() >> 20,
                vitals.isEmpty() ? 0 : vitals.threads());
    }

    private void end() throws Exception {
        if (pauses != null) {
            pauses.end();
        }
        for (Lane lane : lanes.values()) {
            lane.close();
        }
        if (driver != null) {
            driver.end();
        }
        if (host != null) {
            host.end();
        }
    }
}
