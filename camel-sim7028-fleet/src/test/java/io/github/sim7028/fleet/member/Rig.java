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

import io.github.sim7028.fleet.claim.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** One node with Kafka's own mocks of consumer and producer, and with modems and a runner that do what a test says. */
final class Rig implements AutoCloseable {

    static final int PARTITIONS = 4;

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    final Broker broker = new Broker();
    final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    final FakeModems modems = new FakeModems();
    final FakeRunner runner = new FakeRunner();
    FleetSettings settings = settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 2, 16, Duration.ofSeconds(60));
    FleetNode node;
    /** How much later it is for the node, in ms. */
    private final AtomicLong later = new AtomicLong();

    private final Map<Integer, Long> nextOffset = new HashMap<>();

    static FleetSettings settings(
            Duration session, Duration handOver, int maxUnderWay, int maxUnfinished, Duration maxWait) {
        return settings(session, handOver, maxUnderWay, maxUnfinished, maxWait, FleetSettings.OnNoOffset.FAIL);
    }

    static FleetSettings settings(
            Duration session,
            Duration handOver,
            int maxUnderWay,
            int maxUnfinished,
            Duration maxWait,
            FleetSettings.OnNoOffset onNoOffset) {
        return new FleetSettings(
                "node-1",
                "group",
                "down",
                "up",
                "outcomes",
                "events",
                session,
                handOver,
                maxUnderWay,
                maxUnfinished,
                maxWait,
                onNoOffset);
    }

    Rig start() {
        prepare();
        node.start();
        await().until(() -> !broker.subscription().isEmpty());
        return this;
    }

    /** A node that is not started. */
    void prepare() {
        partitions(PARTITIONS);
        for (int p = 0; p < PARTITIONS; p++) {
            broker.updateBeginningOffsets(Map.of(partition(p), 0L));
            broker.updateEndOffsets(Map.of(partition(p), 0L));
        }
        node = new FleetNode(
                settings,
                broker,
                topic -> {},
                producer,
                modems,
                runner,
                name -> task -> new Thread(task, name),
                () -> System.nanoTime() + later.get() * 1_000_000,
                () -> System.currentTimeMillis() + later.get());
    }

    /** The topic of commands has this number of partitions from now on. */
    void partitions(int count) {
        broker.updatePartitions(
                "down",
                IntStream.range(0, count)
                        .mapToObj(p -> new PartitionInfo("down", p, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
    }

    /** Time passes. Meanwhile the node commits, so that its lease does not end. */
    void pass(Duration time) {
        Duration step = settings.heartbeat();
        for (Duration left = time; !left.isZero(); left = left.minus(step)) {
            step = step.compareTo(left) < 0 ? step : left;
            later.addAndGet(step.toMillis());
            long commits = broker.commits.size();
            await().until(() -> broker.commits.size() > commits);
        }
    }

    /** Time passes at once, as when the machine was suspended. */
    void jump(Duration time) {
        later.addAndGet(time.toMillis());
    }

    static TopicPartition partition(int number) {
        return new TopicPartition("down", number);
    }

    /** A modem of a partition. */
    static String modem(int partition) {
        return modem(partition, 0);
    }

    static String modem(int partition, int index) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "modem-" + i)
                .filter(name -> Partitions.of(name, PARTITIONS) == partition)
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    /** The group gives the node these partitions, and takes all others back. */
    void assign(Integer... partitions) {
        broker.onPoll(() -> broker.rebalance(
                List.of(partitions).stream().map(Rig::partition).toList()));
    }

    /** Assigns partitions and waits until the node has their modems. */
    void own(Integer... partitions) {
        assign(partitions);
        await().until(() -> List.of(partitions).stream().allMatch(p -> modems.owns(modem(p))));
    }

    void committed(int partition, long offset, String metadata) {
        broker.onPoll(
                () -> broker.commitDirectly(Map.of(partition(partition), new OffsetAndMetadata(offset, metadata))));
        nextOffset.put(partition, offset);
        broker.updateEndOffsets(Map.of(partition(partition), offset + 100));
    }

    void command(int partition, String id) {
        command(partition, modem(partition), id);
    }

    void command(int partition, String key, String id) {
        long offset = nextOffset.merge(partition, 1L, Long::sum) - 1;
        ConsumerRecord<String, byte[]> command =
                new ConsumerRecord<>("down", partition, offset, key, ("body of " + id).getBytes(UTF_8));
        command.headers().add("id", id.getBytes(UTF_8));
        broker.onPoll(() -> broker.addRecord(command));
    }

    /** The outcomes of a command, as published. */
    List<String> outcomes(String id) {
        return producer.history().stream()
                .filter(sent -> sent.topic().equals("outcomes"))
                .filter(sent -> header(sent, "id").equals(id))
                .map(sent -> new String(sent.value(), UTF_8))
                .toList();
    }

    List<String> events(String modem) {
        return producer.history().stream()
                .filter(sent -> sent.topic().equals("events") && sent.key().equals(modem))
                .map(sent -> header(sent, "event"))
                .toList();
    }

    static String header(ProducerRecord<?, ?> sent, String name) {
        return new String(sent.headers().lastHeader(name).value(), UTF_8);
    }

    void awaitOutcome(String id, String... outcomes) {
        await().untilAsserted(() -> assertThat(outcomes(id)).containsExactly(outcomes));
    }

    void awaitCommitted(int partition, long offset, String metadata) {
        await().untilAsserted(() -> {
            OffsetAndMetadata committed = broker.committedNow(partition(partition));
            assertThat(committed).isEqualTo(new OffsetAndMetadata(offset, metadata));
        });
    }

    @Override
    public void close() {
        broker.fail = null;
        modems.handOver = CompletableFuture.completedFuture(null);
        runner.immediately = Outcome.confirmed(1, 1);
        modems.notReady.clear();
        broker.failLookUps = null;
        broker.poison = null;
        runner.running().forEach(id -> runner.end(id, runner.immediately));
        node.stop(Duration.ofSeconds(8));
    }

    /** Kafka's mock, whose callbacks fail as those of the real consumer, whose poll waits a little as the real one does, and whose commits can fail. */
    static final class Broker extends MockConsumer<String, byte[]> {

        volatile Supplier<? extends RuntimeException> fail;
        /** What a poll throws as long as this partition is read. */
        volatile Throwable poison;

        volatile int poisoned;
        volatile RuntimeException alwaysFail;
        /** Where the next poll is without records, as behind the end of a transaction. */
        volatile Map<TopicPartition, OffsetAndMetadata> passed;
        /** What the poll throws that has read on, once. */
        volatile RuntimeException afterReading;

        volatile Supplier<KafkaException> failLookUps;
        final AtomicLong lookUps = new AtomicLong();
        volatile Runnable duringCommit = () -> {};
        volatile boolean failedCommitsArrive;
        final AtomicLong attempts = new AtomicLong();
        final List<Map<TopicPartition, OffsetAndMetadata>> commits = new CopyOnWriteArrayList<>();
        private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private volatile ConsumerRebalanceListener listener;
        private final Semaphore something = new Semaphore(0);
        private final Map<TopicPartition, OffsetAndMetadata> last = new ConcurrentHashMap<>();

        Broker() {
            super("none");
        }

        /** On the node's poll thread. */
        void onPoll(Runnable task) {
            tasks.add(task);
            something.release();
        }

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            try {
                something.tryAcquire(Math.min(10, timeout.toMillis()), TimeUnit.MILLISECONDS);
                something.drainPermits();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            RuntimeException always = alwaysFail;
            if (always != null) {
                throw always;
            }
            Throwable failure = poison;
            TopicPartition bad = partition(poisoned);
            if (failure != null && assignment().contains(bad) && !paused().contains(bad)) {
                throw Broker.<RuntimeException>sneaky(failure);
            }
            ConsumerRecords<String, byte[]> read = super.poll(timeout);
            RuntimeException late = afterReading;
            if (late != null && !read.isEmpty()) {
                afterReading = null;
                // a broker has them still
                read.forEach(this::addRecord);
                throw late;
            }
            Map<TopicPartition, OffsetAndMetadata> next = passed;
            if (next != null && read.isEmpty()) {
                passed = null;
                next.forEach(this::seek);
                return new ConsumerRecords<>(Map.of(), next);
            }
            return read;
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> T sneaky(Throwable failure) throws T {
            throw (T) failure;
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration timeout) {
            lookUp();
            return super.committed(partitions, timeout);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            lookUp();
            return super.endOffsets(partitions, timeout);
        }

        private void lookUp() {
            lookUps.incrementAndGet();
            Supplier<KafkaException> failing = failLookUps;
            if (failing != null) {
                throw failing.get();
            }
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            attempts.incrementAndGet();
            duringCommit.run();
            Supplier<? extends RuntimeException> failing = fail;
            if (failing == null || failedCommitsArrive) {
                commitDirectly(offsets);
            }
            if (failing != null) {
                throw failing.get();
            }
        }

        void commitDirectly(Map<TopicPartition, OffsetAndMetadata> offsets) {
            commits.add(offsets);
            last.putAll(offsets);
            super.commitSync(offsets);
        }

        /** As when the group has evicted the member. */
        void lose(TopicPartition partition) {
            listener.onPartitionsLost(List.of(partition));
        }

        @Override
        public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            this.listener = new LikeKafka(listener);
            super.subscribe(topics, this.listener);
        }

        OffsetAndMetadata committedNow(TopicPartition partition) {
            return last.get(partition);
        }
    }

    /** What a callback throws, Kafka logs and hides from it that the partitions go. */
    private record LikeKafka(ConsumerRebalanceListener listener) implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            call(() -> listener.onPartitionsAssigned(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            call(() -> listener.onPartitionsRevoked(partitions));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            call(() -> listener.onPartitionsLost(partitions));
        }

        private static void call(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                throw new KafkaException("User rebalance callback throws an error", e);
            }
        }
    }

    /** Modems that are there at once, and go when a test says so. */
    static final class FakeModems implements Modems {

        final Map<String, Ownership> owned = new ConcurrentHashMap<>();
        final List<String> steps = new CopyOnWriteArrayList<>();
        final Set<String> names = ConcurrentHashMap.newKeySet();
        final Set<String> notReady = ConcurrentHashMap.newKeySet();
        /** Called once, after the modems of a partition were read. */
        volatile Runnable afterRead = () -> {};
        /** Called before a modem is gained or cut. */
        volatile Consumer<String> before = modem -> {};

        volatile long firstGained;
        volatile long lastCut;
        volatile CompletableFuture<Void> handOver = CompletableFuture.completedFuture(null);

        FakeModems() {
            IntStream.range(0, 40).forEach(i -> names.add("modem-" + i));
        }

        boolean owns(String modem) {
            return owned.containsKey(modem);
        }

        @Override
        public boolean known(String modem) {
            return names.contains(modem);
        }

        @Override
        public Set<String> of(int partition, int partitions) {
            Set<String> those = new TreeSet<>(names);
            those.removeIf(name -> Partitions.of(name, partitions) != partition);
            Runnable after = afterRead;
            afterRead = () -> {};
            after.run();
            return those;
        }

        @Override
        public boolean ready(String modem) {
            return !notReady.contains(modem);
        }

        @Override
        public void gained(String modem, Ownership ownership) {
            before.accept(modem);
            steps.add("gained " + modem);
            firstGained = firstGained == 0 ? System.nanoTime() : firstGained;
            owned.put(modem, ownership);
        }

        @Override
        public CompletableFuture<Void> handOver(String modem) {
            steps.add("handing over " + modem);
            return handOver.thenRun(() -> owned.remove(modem));
        }

        @Override
        public void cut(String modem) {
            before.accept(modem);
            lastCut = System.nanoTime();
            Ownership last = owned.remove(modem);
            steps.add("cut " + modem + " mayTalk=" + (last != null && last.mayTalk()));
        }
    }

    /** Keeps commands until a test ends them. */
    static final class FakeRunner implements CommandRunner {

        private final Map<String, Consumer<Outcome>> running = new ConcurrentHashMap<>();
        final List<String> started = new CopyOnWriteArrayList<>();
        volatile Outcome immediately;
        volatile Error failing;

        @Override
        public void run(Command command, Consumer<Outcome> done) {
            if (failing != null) {
                throw failing;
            }
            started.add(command.id());
            if (immediately != null) {
                done.accept(immediately);
            } else {
                running.put(command.id(), done);
            }
        }

        void end(String id, Outcome outcome) {
            await().until(() -> running.containsKey(id));
            running.remove(id).accept(outcome);
        }

        void awaitStarted(String... ids) {
            await().untilAsserted(() -> assertThat(started).contains(ids));
        }

        List<String> running() {
            return new ArrayList<>(running.keySet());
        }
    }

    static Collection<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }
}
