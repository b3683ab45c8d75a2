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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.modem.ReadFormat;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.modem.SendFormat;
import io.github.sim7028.modem.SendMode;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.Quirk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.TimeUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Routes over two modems with two links each, one buffered and one by push, while everything goes wrong that a seed comes
 * up with. Run by {@code mvn -q -Psoak verify}; {@code -Dsoak.duration=60s -Dsoak.seed=1} for another time and a known seed.
 */
class Soak {

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Duration duration =
            Duration.ofMillis(TimeUtils.toMilliSeconds(System.getProperty("soak.duration", "10m")));
    private final long seed =
            Long.parseLong(System.getProperty("soak.seed", Integer.toString(new Random().nextInt(1_000_000))));
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<VirtualModem> modems = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Vitals vitals = new Vitals();

    @Test
    void nothingIsLostWithoutAReportDoubledOrChangedWhateverGoesWrong() throws Exception {
        System.out.printf("soak: seed %d, %d s%n", seed, duration.toSeconds());
        context.addComponent("sim7028", component);
        modem("buffered", ReceiveMode.BUFFERED, new Random(seed));
        modem("push", ReceiveMode.PUSH, new Random(~seed));
        for (Lane lane : lanes) {
            context.addRoutes(lane.route());
        }
        context.getShutdownStrategy().setTimeout(LIMIT.toSeconds());
        context.start();
        for (Lane lane : lanes) {
            lane.start();
        }
        troubles.forEach(Trouble::start);
        long began = System.nanoTime();
        SoakReport report = run(began);
        System.out.print(report.table());
        report.writeTo(Path.of("target", "soak.json"));

        assertThat(report.complaints())
                .as(
                        "what must hold of a soak; repeat it with -Dsoak.seed=%d -Dsoak.duration=%ds",
                        seed, duration.toSeconds())
                .isEmpty();
    }

    private SoakReport run(long began) throws Exception {
        List<String> complaints = new ArrayList<>();
        long end = began + duration.toNanos();
        vitals.sample();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK.toNanos()));
            vitals.sample();
            progress(began);
        }
        for (Trouble trouble : troubles) {
            RuntimeException failure = trouble.end();
            if (failure != null) {
                complaints.add("from some time on no faults were made: " + failure);
            }
        }
        for (Lane lane : lanes) {
            if (!lane.finish(LIMIT)) {
                complaints.add("messages on " + lane.name() + " did not come to an end");
            } else if (!lane.works(LIMIT)) {
                complaints.add(lane.name() + " did not work again after the last fault");
            }
        }
        vitals.sample();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        lanes.forEach(lane -> lane.farSide().fallQuiet());
        context.stop();
        modems.forEach(VirtualModem::close);
        Awaitility.await().atMost(LIMIT).until(() -> lanes.stream()
                .allMatch(lane -> lane.farSide().finished()));
        SoakReport report = new SoakReport(seed, seconds, faults(), lanes, vitals);
        complaints.forEach(report::complain);
        for (Lane lane : lanes) {
            lane.close();
        }
        return report;
    }

    private long faults() {
        return modems.stream().mapToLong(modem -> modem.faults().count()).sum();
    }

    private void progress(long began) {
        System.out.printf(
                "soak: %d s, %d faults, %d messages up, %d frames down, heap %d MiB, %d threads%n",
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                faults(),
                lanes.stream().mapToLong(lane -> lane.ledger.sent()).sum(),
                lanes.stream().mapToLong(lane -> lane.downLedger.arrived()).sum(),
                vitals.heap() >> 20,
                vitals.threads());
    }

    private void modem(String name, ReceiveMode mode, Random random) {
        Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
        profile.setDevice("simulator://soak-" + name);
        profile.setReceiveMode(mode);
        profile.setReadFormat(random.nextInt(3) == 0 ? ReadFormat.HEX : ReadFormat.RAW);
        profile.setReadLength(profile.getReadFormat() == ReadFormat.HEX ? 750 : 1500);
        profile.setSendFormat(random.nextInt(3) == 0 ? SendFormat.ESCAPED : SendFormat.FIXED);
        profile.setSendMode(random.nextInt(3) == 0 ? SendMode.ACK : SendMode.STACK);
        profile.setSendTimeout(3000);
        profile.setConnectTimeout(3000);
        profile.setNetOpenTimeout(3000);
        profile.setReconnectDelay(50);
        profile.setMaxReconnectDelay(500);
        profile.setKeepAliveInterval(1000);
        profile.setPollInterval(500);
        component.getModems().put(name, profile);

        int baud = List.of(0, 921_600, 115_200).get(random.nextInt(3));
        // an answer comes behind what was pushed before it: at that speed up to 16 KiB
        profile.setCommandTimeout(mode == ReceiveMode.PUSH && baud == 115_200 ? 3000 : 500);
        Quirk[] dialect = dialect(random);
        System.out.printf(
                "soak: modem %s: %s baud, %s, %s, %s, %s%n",
                name,
                baud == 0 ? "any" : baud,
                profile.getReadFormat(),
                profile.getSendFormat(),
                profile.getSendMode(),
                Arrays.toString(dialect));
        VirtualModem modem = VirtualModem.builder()
                .name("soak-" + name)
                .seed(random.nextLong())
                .baud(baud)
                .dialect(dialect)
                .transcript(transcript(name))
                .start();
        modems.add(modem);
        troubles.add(new Trouble(modem, random.nextLong()));
        for (int i = 0; i < 2; i++) {
            lanes.add(new Lane(name, i, i == 1, seed, context));
        }
    }

    /** Both sides of the dialogue, when {@code -Dsoak.transcript=true} asks for it. */
    private static Consumer<String> transcript(String name) {
        if (!Boolean.getBoolean("soak.transcript")) {
            return line -> {};
        }
        try {
            PrintWriter file = new PrintWriter(
                    Files.newBufferedWriter(
                            Files.createDirectories(Path.of("target")).resolve("soak-" + name + ".txt")),
                    true);
            return file::println;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half of the seeds have a module that speaks as most do, the others any mixture. */
    private static Quirk[] dialect(Random random) {
        boolean plain = random.nextBoolean();
        return Arrays.stream(Quirk.values())
                // noise in front of a line without a line end of its own hides that counted data follow
                .filter(quirk -> !plain && random.nextInt(3) == 0 && quirk != Quirk.BARE_INFORMATION)
                .toArray(Quirk[]::new);
    }
}
