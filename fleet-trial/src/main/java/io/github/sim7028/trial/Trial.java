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
package io.github.sim7028.trial;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.trial.books.Books;
import io.github.sim7028.trial.process.Program;
import io.github.sim7028.trial.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A fleet on trial: nodes in JVMs of their own, a world of simulated modems with their peer in another, commands by an ordinary
 * producer, and books that compare what was sent, published and seen.
 */
public final class Trial implements AutoCloseable {

    private static final String FLEET = "camel.component.sim7028-fleet.";
    private static final int TOPIC_PARTITIONS = 4;
    private static final Duration LAST_TELEMETRY = Duration.ofSeconds(10);
    private static final Duration SHORT_SILENCE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final KafkaBroker broker;
    private final TrialSettings settings;
    private final Topics topics;
    private final World world;
    private final Journal journal;
    private final Load load;
    private final Map<Integer, Program> nodes = new TreeMap<>();
    /** Every node there ever was, by its number. */
    private final Map<Integer, String> names = new TreeMap<>();

    private final List<Program> all = new ArrayList<>();
    private final Thread hook = new Thread(this::endProcesses);

    /**
     * Starts the world, without nodes.
     *
     * @param name of the trial, and of its topics; each trial at one broker has another one
     */
    public Trial(String name, Path directory, KafkaBroker broker, TrialSettings settings) throws Exception {
        this.directory = directory;
        this.broker = broker;
        this.settings = settings;
        topics = new Topics(name);
        broker.create(topics.down(), settings.partitions());
        for (String topic : topics.published()) {
            broker.create(topic, TOPIC_PARTITIONS);
        }
        Runtime.getRuntime().addShutdownHook(hook);
        world = new World(directory, settings.modems(), settings.doors(), settings.kick());
        journal = new Journal(broker.address(), topics);
        load = new Load(broker.address(), topics.down(), world.modems(), 1);
    }

    public World world() {
        return world;
    }

    /** The logs of all processes. */
    public Path directory() {
        return directory;
    }

    /**
     * Starts a node, or starts it again.
     *
     * @param number 1 to the number of doors
     */
    public Program node(int number) throws IOException {
        return node(number, broker.address());
    }

    /** Starts a node that reaches Kafka at another address. */
    public Program node(int number, String brokers) throws IOException {
        return node(number, brokers, world.inventory(number));
    }

    /** Starts a node that reaches the modems by another inventory than its own ports of the world. */
    public Program node(int number, String brokers, Path inventory) throws IOException {
        String name = "node-" + number;
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("gateway.node", name);
        properties.put("gateway.brokers", brokers);
        properties.put("gateway.modems", inventory.toString());
        properties.put("gateway.peer", "127.0.0.1:" + world.peer());
        properties.put(FLEET + "group", topics.group());
        properties.put(FLEET + "downTopic", topics.down());
        properties.put(FLEET + "upTopic", topics.up());
        properties.put(FLEET + "outcomesTopic", topics.outcomes());
        properties.put(FLEET + "eventsTopic", topics.events());
        properties.put(FLEET + "sessionTimeout", settings.session().toMillis() + "ms");
        properties.put(FLEET + "handOverTimeout", settings.handOver().toMillis() + "ms");
        settings.options().forEach((option, value) -> properties.put(FLEET + option, value));
        List<String> jvm = new ArrayList<>(List.of("-Xmx512m", "-Xss512k"));
        jvm.addAll(List.of(
                System.getProperty("trial.options", "-XX:TieredStopAtLevel=1").split(" ")));
        properties.forEach((property, value) -> jvm.add("-D" + property + "=" + value));
        long started = all.stream().filter(one -> one.name().startsWith(name)).count();
        Program node = new Program(
                started == 0 ? name : name + "-again-" + started,
                directory,
                jvm,
                Gateway.class,
                settings.gateway().toString());
        all.add(node);
        nodes.put(number, node);
        names.put(number, name);
        return node;
    }

    /** The node that runs under this number. */
    public Program running(int number) {
        return nodes.get(number);
    }

    /** All nodes that were started, also those that have ended. */
    public List<Program> started() {
        return List.copyOf(all);
    }

    /** Waits until exactly these nodes are connected to all modems, each to some. */
    public void awaitServed(Duration limit, Integer... numbers) {
        await(limit, () -> {
            Map<Integer, Integer> hosts = world.hosts();
            return hosts.keySet().equals(Set.of(numbers))
                    && hosts.values().stream().mapToInt(n -> n).sum() == settings.modems();
        });
    }

    /** Asks a node to end, and waits until it has ended. */
    public void stop(int number) {
        Program node = nodes.remove(number);
        node.terminate();
        if (!node.awaitEnd(CLOSE_LIMIT)) {
            throw new IllegalStateException(node.name() + " did not end within " + CLOSE_LIMIT.toSeconds() + " s");
        }
    }

    /** Ends a node as when its machine fails. */
    public void kill(int number) {
        nodes.remove(number).kill();
    }

    /** Sends so many commands a second to modems at random, until {@link #quiet}. */
    public void commands(int perSecond) {
        load.start(perSecond);
    }

    /** Sends one command. @return its id */
    public String command(String modem) {
        return load.send(modem);
    }

    /** Sends so many commands to modems at random, as fast as Kafka takes them. */
    public void burst(int commands) {
        load.burst(commands);
    }

    /** How many commands Kafka has. */
    public int sent() {
        return load.stored();
    }

    /** How many outcomes of a kind were published. */
    public int outcomes(String kind) {
        return journal.count(kind);
    }

    /** How many commands have an outcome. */
    public int answered() {
        return journal.answered().size();
    }

    /** The outcomes of one command. */
    public List<String> outcomesOf(String id) {
        return journal.outcomes().stream()
                .filter(outcome -> outcome.id().equals(id))
                .map(outcome -> (outcome.what() + " " + outcome.why()).strip())
                .toList();
    }

    /** The number of the node that gained the modem last; 0 if none did. */
    public int owner(String modem) {
        return journal.events().stream()
                .filter(event -> event.modem().equals(modem) && event.what().equals("gained"))
                .reduce((before, after) -> after)
                .map(event -> Integer.parseInt(event.node().replaceAll("\\D", "")))
                .orElse(0);
    }

    /** Sends no more commands, and waits until each has an outcome and the last telemetry has come. */
    public void quiet(Duration limit) {
        load.stop();
        await(limit, () -> load.allIn(journal.answered()) && telemetryIsThere());
    }

    /** As many answers as confirmed commands; or no more come, as some were lost with their link. */
    private boolean telemetryIsThere() {
        return journal.quiet(LAST_TELEMETRY)
                || journal.quiet(SHORT_SILENCE) && journal.up().size() >= journal.count("CONFIRMED");
    }

    /** Waits until this is so; looks ten times a second, so that looking does not disturb what is measured. */
    public static void await(Duration limit, Callable<Boolean> condition) {
        Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    /** Compares all that is known so far. */
    public Books books() throws Exception {
        return new Books(
                world.modems(), load.sent(), journal.outcomes(), journal.events(), journal.up(), world.seen(), names);
    }

    @Override
    public void close() {
        load.close();
        nodes.values().forEach(Program::terminate);
        nodes.values().forEach(node -> node.awaitEnd(CLOSE_LIMIT));
        endProcesses();
        journal.close();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void endProcesses() {
        all.forEach(Program::close);
        if (world != null) {
            world.close();
        }
    }
}
