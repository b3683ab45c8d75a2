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
package io.github.sim7028.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.fleet.member.NodeStatus;
import io.github.sim7028.fleet.member.Partitions;
import io.github.sim7028.simulator.VirtualModem;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics, modems behind terminal servers, their peer, and nodes of a fleet, each in a Camel context of its own. */
final class FleetRig implements AutoCloseable {

    static final int PARTITIONS = 6;
    private static int runs;

    final KafkaBroker broker;
    final String prefix = "f" + runs++ + ".";
    final Peer peer = new Peer();
    final Path inventory;
    /** Of the next node; null for none. */
    Object meters;

    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, VirtualModem> modems = new LinkedHashMap<>();
    private final Map<String, InetSocketAddress> servers = new HashMap<>();
    private final List<DefaultCamelContext> nodes = new ArrayList<>();

    FleetRig(KafkaBroker broker, Path directory, int count) throws Exception {
        this.broker = broker;
        broker.create(topic("down"), PARTITIONS);
        for (String topic : List.of("up", "outcomes", "events")) {
            broker.create(topic(topic), 2);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new ByteArraySerializer());
        StringBuilder csv = new StringBuilder("name,device\n");
        for (int i = 0; i < count; i++) {
            String name = "modem-" + i;
            servers.put(name, start(name, null));
            csv.append(name)
                    .append(",socket://127.0.0.1:")
                    .append(servers.get(name).getPort())
                    .append('\n');
        }
        inventory = directory.resolve(prefix + "modems.csv");
        Files.writeString(inventory, csv);
    }

    private InetSocketAddress start(String name, InetSocketAddress at) throws Exception {
        VirtualModem modem = VirtualModem.builder().kickOldHost(true).start();
        modems.put(name, modem);
        return at == null ? modem.listen() : modem.listen(at);
    }

    /** The terminal server and its modem are gone. */
    void unplug(String modem) {
        modems.remove(modem).close();
    }

    /** Sets how Kafka removes old commands. */
    void cleanup(String policy) throws Exception {
        try (Admin admin = broker.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic("down")),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    String topic(String name) {
        return prefix + name;
    }

    List<String> modems() {
        return List.copyOf(modems.keySet());
    }

    /** A component whose options belong to this rig. */
    FleetComponent component(String node) {
        FleetComponent component = new FleetComponent();
        FleetConfiguration options = component.getConfiguration();
        options.setBrokers(broker.address());
        options.setNode(node);
        options.setGroup(prefix + "group");
        options.setDownTopic(topic("down"));
        options.setUpTopic(topic("up"));
        options.setOutcomesTopic(topic("outcomes"));
        options.setEventsTopic(topic("events"));
        options.setModems("file:" + inventory);
        options.getModemDefaults().put("reconnectDelay", "50ms");
        options.getModemDefaults().put("maxReconnectDelay", "200ms");
        options.setMaxWait(30_000);
        return component;
    }

    String link() {
        return "tcp:127.0.0.1:" + peer.port() + "?framing=line";
    }

    DefaultCamelContext start(FleetComponent component, RoutesBuilder... routes) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        nodes.add(context);
        if (meters != null) {
            context.getRegistry().bind("meters", meters);
        }
        context.addComponent("sim7028-fleet", component);
        for (RoutesBuilder each : routes) {
            context.addRoutes(each);
        }
        context.start();
        return context;
    }

    /** Waits until a node owns this number of modems. */
    static void awaitModems(FleetComponent node, int count) {
        await().until(() -> {
            NodeStatus status = node.status();
            return status != null && status.modems() == count;
        });
    }

    void command(String modem, String id) {
        command(Partitions.of(modem, PARTITIONS), modem, id);
    }

    void command(int partition, String modem, String id) {
        ProducerRecord<String, byte[]> command =
                new ProducerRecord<>(topic("down"), partition, modem, id.getBytes(UTF_8));
        command.headers().add("id", id.getBytes(UTF_8));
        command.headers().add("CamelSim7028Modem", "forged".getBytes(UTF_8));
        producer.send(command);
        producer.flush();
    }

    /** The outcomes by id, as soon as there is one of each; their text, and what their headers say. */
    Map<String, List<String>> outcomes(List<String> ids) {
        return read("outcomes", outcomes -> outcomes.keySet().containsAll(ids));
    }

    String outcome(String id) {
        List<String> all = outcomes(List.of(id)).get(id);
        return all.size() == 1 ? all.get(0) : all.toString();
    }

    /** Telemetry by key, when there are so many. */
    Map<String, List<String>> telemetry(int count) {
        return read(
                "up",
                telemetry -> telemetry.values().stream().mapToInt(List::size).sum() >= count);
    }

    Map<String, List<String>> events(java.util.function.Predicate<Map<String, List<String>>> enough) {
        return read("events", enough);
    }

    private Map<String, List<String>> read(
            String topic, java.util.function.Predicate<Map<String, List<String>>> enough) {
        Map<String, List<String>> all = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 2)
                    .mapToObj(p -> new TopicPartition(topic(topic), p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                for (ConsumerRecord<String, byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                    Header id = topic.equals("outcomes") ? read.headers().lastHeader("id") : null;
                    all.computeIfAbsent(id == null ? read.key() : new String(id.value(), UTF_8), k -> new ArrayList<>())
                            .add(new String(read.value(), UTF_8));
                }
                return enough.test(all);
            });
        }
        return all;
    }

    @Override
    public void close() {
        nodes.forEach(DefaultCamelContext::stop);
        producer.close(Duration.ofSeconds(1));
        modems.values().forEach(VirtualModem::close);
        peer.close();
    }
}
