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
package io.github.sim7028.fleet.member;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** What a real broker does that Kafka's mocks do not. */
class BrokerFaultsIT {

    private static KafkaBroker broker;

    @TempDir
    static Path directory;

    private static int run;
    private final List<Node> nodes = new ArrayList<>();
    private String prefix;

    @BeforeAll
    static void startBroker() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
        broker = new KafkaBroker(directory, Map.of()).start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        prefix = "f" + run++ + ".";
        broker.create(prefix + "down", Rig.PARTITIONS);
        broker.create(prefix + "outcomes", 1);
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::stop);
    }

    @Test
    @ExpectedLog(
            value = "The commands of partition \\d are not run: the topic .*down has 8 partitions",
            level = Level.ERROR)
    void partitionsThatAreAddedWhileTheNodeRunsHaveNoOwner() throws Exception {
        broker.create(prefix + "events", 1);
        Node node = new Node();
        await().until(() -> node.modems.owned.size() == 40);
        try (Admin admin = broker.admin()) {
            admin.createPartitions(Map.of(prefix + "down", NewPartitions.increaseTo(8)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        await().untilAsserted(
                        () -> assertThat(node.fleet.status().failed().keySet()).containsExactly(4, 5, 6, 7));
        assertThat(node.fleet.status().healthy()).isFalse();
        assertThat(node.modems.owned).hasSize(40);
        assertThat(node.modems.owned.values())
                .allMatch(Ownership::mayTalk)
                .allMatch(ownership -> ownership.partitions() == 4);
    }

    @Test
    void transactionsAndRetentionLeaveNothingThatLooksLikeALoss() throws Exception {
        broker.create(prefix + "events", 1);
        String modem = Rig.modem(2);
        TopicPartition partition = new TopicPartition(prefix + "down", 2);
        Node first = new Node();
        await().until(() -> first.modems.owns(modem));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address(), "transactional.id", prefix),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            for (String id : List.of("sent", "aborted", "last")) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(prefix + "down", modem, id.getBytes(UTF_8)))
                        .get(20, TimeUnit.SECONDS);
                if (id.equals("aborted")) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        try (Admin admin = broker.admin()) {
            await().until(() -> admin.listConsumerGroupOffsets(prefix + "group")
                            .partitionsToOffsetAndMetadata()
                            .get(20, TimeUnit.SECONDS)
                            .get(partition)
                            .offset()
                    == 6);
            assertThat(first.sent).containsExactly("sent", "last");
            assertThat(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get(20, TimeUnit.SECONDS)
                            .offset())
                    .isEqualTo(6);
            first.stop();
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(6)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        Node next = new Node();
        await().until(() -> next.modems.owned.size() == 40);
        assertThat(next.fleet.status().failed()).isEmpty();
    }

    @Test
    @ExpectedLog("events are not in topic .*events: .* not present in metadata")
    @ExpectedLog(value = "UNKNOWN_TOPIC_OR_PARTITION", logger = "NetworkClient")
    void aMissingTopicOfEventsDelaysNoOutcome() throws Exception {
        Node node = new Node();
        await().until(() -> node.modems.owned.size() == 40);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < 40; i++) {
                producer.send(new ProducerRecord<>(prefix + "down", "modem-" + i, new byte[0]));
            }
        }
        await().until(() ->
                node.fleet.status().confirmed() == 40 && node.fleet.status().unfinished() == 0);
        assertThat(node.fleet.status().healthy()).isTrue();
        await().until(() -> node.fleet.droppedEvents() >= 40);
    }

    private final class Node {

        final Rig.FakeModems modems = new Rig.FakeModems();
        final List<String> sent = new CopyOnWriteArrayList<>();
        final FleetNode fleet;
        private final KafkaProducer<String, byte[]> producer;
        private boolean stopped;

        Node() {
            FleetSettings settings = new FleetSettings(
                    "node",
                    prefix + "group",
                    prefix + "down",
                    prefix + "up",
                    prefix + "outcomes",
                    prefix + "events",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(4),
                    4,
                    256,
                    Duration.ofSeconds(60),
                    FleetSettings.OnNoOffset.FAIL);
            KafkaProperties properties =
                    new KafkaProperties(broker.address(), settings, Map.of("metadata.max.age.ms", "500"));
            producer = new KafkaProducer<>(properties.producer());
            fleet = new FleetNode(
                    settings,
                    new KafkaConsumer<>(properties.consumer()),
                    topic -> {},
                    producer,
                    modems,
                    (command, done) -> {
                        sent.add(new String(command.body(), UTF_8));
                        done.accept(Outcome.confirmed(1, 1));
                    },
                    thread -> task -> new Thread(task, thread));
            nodes.add(this);
            fleet.start();
        }

        void stop() {
            if (!stopped) {
                stopped = true;
                fleet.stop(Duration.ofSeconds(20));
                producer.close(Duration.ofSeconds(2));
            }
        }
    }
}
