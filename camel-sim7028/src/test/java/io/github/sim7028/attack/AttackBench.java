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
package io.github.sim7028.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.soak.Child;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;

/**
 * A gateway with a small heap is attacked in one way after the other, while a route that means well goes on. The gateway lives, its heap
 * and its log stay within bounds, and soon after each attack all is as before.
 */
class AttackBench {

    /** The heap of the gateway, and how much of it may still be in use after a collection. */
    private static final int HEAP_MIB = 64;

    private static final int LIVE_MIB = 48;

    private static final Duration SOON = Duration.ofSeconds(60);

    /**
     * The longest that what was attacked is held: a body without end has ten times its sendTimeout. Behind it come a backoff, and the time
     * that bring-up takes where many programs share the processors.
     */
    private static final Duration RECOVERY =
            AttackedGateway.SEND_TIMEOUT.multipliedBy(10).plus(AttackedGateway.BACKOFF.multipliedBy(3));

    private static final Path TARGET = Path.of("target");
    private static final Path LOG = TARGET.resolve("attack-gateway.log");

    private final Duration duration =
            Duration.ofMillis(TimeUtils.toMilliSeconds(System.getProperty("attack.duration", "5s")));
    private final String only = System.getProperty("attack.only", ".*");
    private final String receiveMode = System.getProperty("attack.receiveMode", "AUTO");
    private final BitSet confirmed = new BitSet();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> table = new ArrayList<>();
    private Child gateway;

    @Test
    void theGatewayLivesAndIsAsBeforeSoonAfterEachAttack() throws Exception {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        try (VirtualModem good = VirtualModem.builder().links(10).start();
                VirtualModem behind = VirtualModem.builder().links(2).start();
                HostileLine line = new HostileLine(behind);
                EchoPeer goodPeer = new EchoPeer();
                EchoPeer hostilePeer = new EchoPeer();
                SinkPeer sink = new SinkPeer()) {
            Map<String, Object> ports = Map.of(
                    "goodModem", good.listen().getPort(),
                    "hostileModem", line.port(),
                    "goodPeer", goodPeer.port(),
                    "hostilePeer", hostilePeer.port(),
                    "sink", sink.port(),
                    "frames", FreePort.find(),
                    "lines", FreePort.find(),
                    "datagrams", FreePort.find(),
                    "receiveMode", receiveMode);
            start(ports);
            try {
                Attack.Ground ground = new Attack.Ground(
                        (int) ports.get("frames"),
                        (int) ports.get("lines"),
                        (int) ports.get("datagrams"),
                        line,
                        attacked());
                require("good", SOON);
                require("other", SOON);
                for (Attack attack : attacks()) {
                    run(attack, ground, hostilePeer);
                }
                check(goodPeer, hostilePeer, sink);
            } finally {
                System.out.println(report(load));
                gateway.end();
            }
        }
        assertThat(complaints).isEmpty();
    }

    private List<Attack> attacks() {
        return Stream.of(
                        List.of(new Attack("none, for comparison", Attack.By.NETWORK, 10, ground -> () -> {})),
                        NetworkAttacks.all(),
                        LineAttacks.all(),
                        List.of(
                                route("a thousand threads", "threads"),
                                route("ten thousand messages at once", "queue"),
                                route("streams without end", "endless"),
                                route("bodies that throw", "throwing"),
                                route("huge bodies", "huge"),
                                route("headers of every type", "headers")))
                .flatMap(List::stream)
                .filter(attack -> attack.name().matches(only))
                .toList();
    }

    private static Attack route(String name, String attack) {
        return new Attack(name, Attack.By.ROUTE, 30, ground -> {
            ground.gateway().begin(attack);
            return () -> ground.gateway().end(attack);
        });
    }

    private void start(Map<String, Object> ports) throws Exception {
        Files.createDirectories(TARGET);
        gateway = new Child(
                AttackedGateway.class,
                List.of(
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlogback.configurationFile=attack-logback.xml"),
                ports.entrySet().stream()
                        .map(port -> port.getKey() + '=' + port.getValue())
                        .toList(),
                LOG,
                this::book);
        gateway.answer("ready", SOON).orElseThrow();
    }

    private synchronized boolean book(String line) {
        if (line.startsWith("confirmed ")) {
            confirmed.set(Integer.parseInt(line.substring("confirmed ".length())));
        } else if (line.startsWith("STRANGE ")) {
            complaints.add(line);
        } else {
            return false;
        }
        return true;
    }

    private Attack.Attacked attacked() {
        return new Attack.Attacked() {
            @Override
            public void begin(String attack) throws Exception {
                ask("begin " + attack, "begun", SOON);
            }

            @Override
            public void end(String attack) throws Exception {
                ask("end " + attack, "ended", SOON);
            }
        };
    }

    private String ask(String line, String answer, Duration limit) throws InterruptedException {
        gateway.say(line);
        return gateway.answer(answer, limit)
                .orElseThrow(() -> new AssertionError(
                        gateway.isAlive() ? "no answer to " + line : "the gateway has ended, asked for " + line));
    }

    private void require(String who, Duration limit) throws InterruptedException {
        if (!works(who, limit)) {
            throw new AssertionError(who + " does not work before the first attack");
        }
    }

    private boolean works(String who, Duration limit) throws InterruptedException {
        return Boolean.parseBoolean(ask("works " + who + ' ' + limit.toSeconds(), "works", limit.plus(SOON)));
    }

    private void run(Attack attack, Attack.Ground ground, EchoPeer hostilePeer) throws Exception {
        long lines = logLines();
        ask("measure", "measuring", SOON);
        String[] vitals;
        AutoCloseable launched = attack.launch().launch(ground);
        try {
            // the attack itself
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
            vitals = ask("vitals", "vitals", SOON).split(" ");
        } finally {
            launched.close();
        }
        long ended = System.nanoTime();
        boolean recovered = recovered(attack, ground);
        long recovery = Duration.ofNanos(System.nanoTime() - ended).toMillis();
        long logged = logLines() - lines;
        long live = Long.parseLong(vitals[0]) >> 10;
        table.add(String.format(
                "| %s | %d / %d MiB | %d | %s / %s ms | %s |",
                attack.name(),
                live,
                Long.parseLong(vitals[1]) >> 10,
                logged,
                vitals[3],
                vitals[4],
                recovered ? String.format("%.1f s", recovery / 1000.0) : "none"));
        System.out.println(table.get(table.size() - 1));
        complain(!recovered, attack, "not recovered within " + RECOVERY.toSeconds() + " s");
        complain(logged > attack.maxLines(), attack, logged + " lines of log, allowed are " + attack.maxLines());
        complain(live > LIVE_MIB, attack, live + " MiB of heap in use after a collection");
        complain(Integer.parseInt(vitals[2]) == 0, attack, "no message of the good route came back");
    }

    private void complain(boolean wrong, Attack attack, String words) {
        if (wrong) {
            complaints.add(attack.name() + ": " + words);
        }
    }

    /** Who was attacked works again, and so does the good route, which always did. */
    private boolean recovered(Attack attack, Attack.Ground ground) throws Exception {
        boolean again =
                switch (attack.by()) {
                    case NETWORK -> served(ground);
                    case LINE -> works("other", RECOVERY);
                    case ROUTE -> works("sink", RECOVERY);
                };
        return works("good", RECOVERY) && again;
    }

    /** A client of each server gets its answer. */
    private static boolean served(Attack.Ground ground) throws InterruptedException {
        byte[] request = NetworkAttacks.request();
        return answered(ground.frames(), request, request)
                && answered(
                        ground.lines(),
                        "?\n".getBytes(StandardCharsets.US_ASCII),
                        "answer".getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean answered(int port, byte[] request, byte[] answer) throws InterruptedException {
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (System.nanoTime() < end) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoTimeout(2000);
                client.getOutputStream().write(request);
                InputStream in = client.getInputStream();
                if (java.util.Arrays.equals(in.readNBytes(answer.length), answer)) {
                    return true;
                }
            } catch (IOException e) {
                // not yet
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }

    private void check(EchoPeer goodPeer, EchoPeer hostilePeer, SinkPeer sink) throws InterruptedException {
        gateway.say("finish");
        Map<String, Long> good =
                numbers(gateway.answer("good", SOON.multipliedBy(2)).orElse(""));
        Map<String, Long> other =
                numbers(gateway.answer("other", SOON.multipliedBy(2)).orElse(""));
        Map<String, Long> attacks = numbers(gateway.answer("attacks", SOON).orElse(""));
        table.add("");
        table.add("Good route: " + good + ", connections " + goodPeer.connections());
        table.add("Route over the attacked modem: " + other);
        table.add("Messages of attacking routes: " + attacks + ", bytes at their peer " + sink.bytes());
        assertThat(good).as("the good route").containsEntry("failed", 0L).containsEntry("wrong", 0L);
        assertThat(good.get("confirmed")).isEqualTo(good.get("sent"));
        assertThat(good.get("echoed")).isEqualTo(good.get("sent"));
        assertThat(goodPeer.arrivals()).isEqualTo(good.get("sent").intValue());
        assertThat(goodPeer.wrong() + goodPeer.cut()).isZero();
        assertThat(goodPeer.connections()).as("connections of the good route").isEqualTo(1);
        synchronized (this) {
            assertThat(confirmed.stream().filter(number -> !hostilePeer.has(number)))
                    .as("confirmed over the attacked modem, and not arrived")
                    .isEmpty();
        }
        assertThat(hostilePeer.wrong())
                .as("wrong at the peer of the attacked modem")
                .isZero();
        assertThat(attacks.get("ended")).isEqualTo(attacks.get("begun"));
        assertThat(attacks).containsEntry("twice", 0L);
        assertThat(sink.bytes()).isGreaterThanOrEqualTo(attacks.get("bytes"));
    }

    private static Map<String, Long> numbers(String books) {
        return Stream.of(books.split(" "))
                .map(pair -> pair.split("="))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> Long.parseLong(pair[1]), (a, b) -> b, java.util.TreeMap::new));
    }

    private static long logLines() throws IOException {
        try (Stream<String> lines = Files.lines(LOG, StandardCharsets.ISO_8859_1)) {
            return lines.count();
        }
    }

    private String report(double load) {
        return String.format(
                        "%n-Xmx%dm, attacks of %d s each, receiveMode=%s, load %.1f before on %d processors:%n%n",
                        HEAP_MIB,
                        duration.toSeconds(),
                        receiveMode.toLowerCase(java.util.Locale.ROOT),
                        load,
                        Runtime.getRuntime().availableProcessors())
                + "| attack | heap in use / at most | log lines | lateness p99 / most | recovery |\n"
                + "|---|---|---|---|---|\n"
                + String.join("\n", table);
    }
}
