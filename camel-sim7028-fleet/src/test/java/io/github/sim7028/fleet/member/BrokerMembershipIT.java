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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of the fleet, without modems, at a real broker: who may talk to a modem, and when. */
class BrokerMembershipIT {

    private static final int PARTITIONS = 8;
    private static final int MODEMS = 40;
    private static KafkaBroker broker;

    @TempDir
    static Path directory;

    private static int run;
    private final List<TestNode> nodes = new ArrayList<>();
    /** Each time that a node talked to a modem, in the order of time. */
    private final Map<String, List<String>> talks = new ConcurrentHashMap<>();

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private String prefix;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    static void startBroker() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
        broker = new KafkaBroker(directory, Map.of("group.min.session.timeout.ms", "2000")).start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        prefix = "t" + run++ + ".";
        broker.create(prefix + "down", PARTITIONS);
        for (String topic : List.of("up", "outcomes", "events")) {
            broker.create(prefix + topic, 2);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::stop);
        producer.close(Duration.ofSeconds(1));
        timer.shutdownNow();
    }

    @Test
    void nodesComeAndGoAndEachCommandIsConfirmedOnce() throws Exception {
        TestNode first = new TestNode("first", Duration.ofMillis(1500)).start();
        await().until(() -> first.modems.owned.size() == MODEMS);
        List<String> ids = new ArrayList<>(command(400));
        TestNode second = new TestNode("second", Duration.ofMillis(1500)).start();
        ids.addAll(command(400));
        await().until(() ->
                first.modems.owned.size() < MODEMS && first.modems.owned.size() + second.modems.owned.size() == MODEMS);
        ids.addAll(command(400));
        TestNode third = new TestNode("third", Duration.ofMillis(1500)).start();
        first.stop();
        ids.addAll(command(400));
        await().until(() -> second.modems.owned.size() + third.modems.owned.size() == MODEMS);
        second.stop();
        await().until(() -> third.modems.owned.size() == MODEMS);

        Map<String, List<String>> outcomes = outcomes(ids);

        assertThat(outcomes.keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(outcomes.values()).allMatch(those -> those.equals(List.of("CONFIRMED")));
        List<String> started = new ArrayList<>();
        nodes.forEach(node -> started.addAll(node.sent));
        assertThat(started).doesNotHaveDuplicates().hasSize(ids.size());
        assertOneOwnerAtATime();
    }

    @Test
    @ExpectedLog("the hand-over took longer than handOverTimeout \\(1500 ms\\) of .*partition.*: the modems are cut")
    void aNodeThatHandsOverTooSlowlyIsCutBeforeTheOthersGetItsModems() throws Exception {
        TestNode slow = new TestNode("slow", Duration.ofMillis(1500));
        slow.modems.handOver = new CompletableFuture<>();
        slow.answer = false;
        slow.start();
        await().until(() -> slow.modems.owned.size() == MODEMS);
        List<String> ids = command(80);
        await().until(() -> slow.sent.size() >= 60);

        TestNode other = new TestNode("other", Duration.ofMillis(1500)).start();
        await().until(() ->
                other.modems.owned.size() > 0 && slow.modems.owned.size() + other.modems.owned.size() == MODEMS);
        slow.answer = true;
        slow.answerAll();
        slow.modems.handOver = CompletableFuture.completedFuture(null);

        Map<String, List<String>> outcomes = outcomes(ids);
        assertThat(outcomes.values())
                .allMatch(those -> those.equals(List.of("CONFIRMED"))
                        || those.equals(List.of("UNKNOWN the hand-over took longer than handOverTimeout (1500 ms)")));
        assertThat(outcomes.values()).anyMatch(those -> those.get(0).startsWith("UNKNOWN"));
        assertThat(other.sent).as("what was claimed is not sent again").doesNotContainAnyElementsOf(slow.sent);
        assertOneOwnerAtATime();
    }

    @Test
    @ExpectedLog(
            "Kafka has not accepted the claims of commands for .*: the group rebalances, or this node is no longer")
    @ExpectedLog("is no longer a member of the group")
    @ExpectedLog(value = "onsumer poll timeout has expired", logger = "ConsumerCoordinator")
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems")
    void aNodeWhosePollThreadHangsInAHandOverIsCutBeforeTheOthersGetItsModems() throws Exception {
        // rebalance timeout 16.5 s, session 24 s: by its last commit alone, the lease would be valid for 19.5 s
        TestNode hanging = new TestNode("hanging", Duration.ofSeconds(3), Duration.ofSeconds(24));
        hanging.start();
        await().until(() -> hanging.modems.owned.size() == MODEMS);
        hanging.hang = new CountDownLatch(1);
        TestNode other = new TestNode("other", Duration.ofSeconds(3), Duration.ofSeconds(24)).start();

        await().until(() -> !other.modems.owned.isEmpty());

        // cut when it had not polled for 8.5 s; the group took the modems away at 16.5 s
        assertThat(hanging.modems.steps).anyMatch(step -> step.startsWith("cut "));
        assertThat(Duration.ofNanos(other.modems.firstGained - hanging.modems.lastCut))
                .isGreaterThan(Duration.ofSeconds(4));
        hanging.hang.countDown();
        // a member again: a node that is stopped while it joins waits for the others
        await().until(() ->
                !hanging.modems.owned.isEmpty() && hanging.modems.owned.size() + other.modems.owned.size() == MODEMS);
        assertOneOwnerAtATime();
    }

    /** Commands to modems at random. */
    private List<String> command(int count) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "c" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
            ProducerRecord<String, byte[]> command = new ProducerRecord<>(
                    prefix + "down", "modem-" + ThreadLocalRandom.current().nextInt(MODEMS), id.getBytes(UTF_8));
            command.headers().add("id", id.getBytes(UTF_8));
            producer.send(command);
            ids.add(id);
        }
        producer.flush();
        return ids;
    }

    /** All outcomes of the commands; waits until each has one. */
    private Map<String, List<String>> outcomes(List<String> ids) {
        Map<String, List<String>> outcomes = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 2)
                    .mapToObj(p -> new TopicPartition(prefix + "outcomes", p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().until(() -> {
                for (ConsumerRecord<String, byte[]> read : consumer.poll(Duration.ofMillis(100))) {
                    outcomes.computeIfAbsent(
                                    new String(read.headers().lastHeader("id").value(), UTF_8), id -> new ArrayList<>())
                            .add(new String(read.value(), UTF_8));
                }
                return outcomes.keySet().containsAll(ids);
            });
        }
        return outcomes;
    }

    /** A modem hears one node after the other: none comes back between the words of another, but as a new ownership. */
    private void assertOneOwnerAtATime() {
        talks.forEach((modem, heard) -> {
            List<String> owners = new ArrayList<>();
            for (String owner : heard) {
                if (owners.isEmpty() || !owners.get(owners.size() - 1).equals(owner)) {
                    owners.add(owner);
                }
            }
            assertThat(owners).as("ownerships of %s", modem).doesNotHaveDuplicates();
        });
        assertThat(talks).hasSize(MODEMS);
    }

    /** A node whose modems talk all the time, as long as they may. */
    private final class TestNode {

        final String name;
        final Rig.FakeModems modems = new Rig.FakeModems();
        final List<String> sent = new CopyOnWriteArrayList<>();
        private final List<Runnable> unanswered = new CopyOnWriteArrayList<>();
        volatile boolean answer = true;
        /** Where not null, the poll thread hangs in its next hand-over. */
        volatile CountDownLatch hang;

        private final KafkaProducer<String, byte[]> own;
        private final FleetNode node;
        private boolean stopped;

        TestNode(String name, Duration handOver) {
            this(name, handOver, Duration.ofSeconds(6));
        }

        TestNode(String name, Duration handOver, Duration session) {
            this.name = name;
            FleetSettings settings = new FleetSettings(
                    name,
                    prefix + "group",
                    prefix + "down",
                    prefix + "up",
                    prefix + "outcomes",
                    prefix + "events",
                    session,
                    handOver,
                    4,
                    256,
                    Duration.ofSeconds(60),
                    FleetSettings.OnNoOffset.FAIL);
            KafkaProperties properties = new KafkaProperties(broker.address(), settings, Map.of());
            own = new KafkaProducer<>(properties.producer());
            node = new FleetNode(
                    settings,
                    new Hanging(properties.consumer()),
                    topic -> {},
                    own,
                    modems,
                    (command, done) -> {
                        sent.add(command.id());
                        Runnable end = () -> done.accept(Outcome.confirmed(1, 1));
                        if (answer) {
                            timer.schedule(end, 5, TimeUnit.MILLISECONDS);
                        } else {
                            unanswered.add(end);
                        }
                    },
                    thread -> task -> new Thread(task, name + "-" + thread));
        }

        TestNode start() {
            nodes.add(this);
            node.start();
            timer.scheduleWithFixedDelay(this::talk, 10, 10, TimeUnit.MILLISECONDS);
            return this;
        }

        private void talk() {
            modems.owned.forEach((modem, ownership) -> {
                if (ownership.mayTalk()) {
                    talks.computeIfAbsent(modem, any -> new CopyOnWriteArrayList<>())
                            .add(name + "@" + System.identityHashCode(ownership));
                }
            });
        }

        void answerAll() {
            unanswered.forEach(Runnable::run);
        }

        void stop() {
            if (!stopped) {
                stopped = true;
                node.stop(Duration.ofSeconds(20));
                own.close(Duration.ofMillis(1500));
            }
        }

        /** A consumer whose thread can hang in a hand-over. */
        private final class Hanging extends KafkaConsumer<String, byte[]> {

            Hanging(Map<String, Object> properties) {
                super(properties);
            }

            @Override
            public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
                if (hang != null && inCallback()) {
                    try {
                        hang.await();
                    } catch (InterruptedException e) {
                        throw new InterruptException(e);
                    }
                }
                super.commitSync(offsets, timeout);
            }

            private boolean inCallback() {
                return StackWalker.getInstance()
                        .walk(frames ->
                                frames.anyMatch(frame -> frame.getMethodName().equals("onPartitionsRevoked")));
            }
        }
    }
}
