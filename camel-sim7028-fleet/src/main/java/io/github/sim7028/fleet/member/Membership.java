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

import io.github.sim7028.fleet.claim.Lease;
import io.github.sim7028.fleet.kafka.Backoff;
import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node in the consumer group, on one thread that polls. Partitions come and go in {@link ConsumerRebalanceListener}; between two polls
 * there is a {@link Turn}.
 */
final class Membership implements Runnable {

    /**
     * @param partitions how many partitions this node owns
     * @param unfinished how many commands were read and are not done
     * @param underWay   how many commands modems have
     */
    record Figures(int partitions, int unfinished, int underWay) {}

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration BUSY = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final FleetSettings settings;
    private final Consumer<String, byte[]> consumer;
    private final TopicCheck topicCheck;
    private final Lease lease;
    private final Turn turn;
    private final HandOver handOver;
    private final PartitionOpener opener;
    private final CommandReader reader;
    private final LongSupplier nanos;
    private final Backoff pause = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(3));

    private final Map<TopicPartition, String> failed =
            new ConcurrentSkipListMap<>((one, other) -> Integer.compare(one.partition(), other.partition()));
    /** When Kafka is asked again after a failure. */
    private long nextPoll;

    private boolean subscribed;
    private boolean troubled;
    /** What failed while partitions were given or taken: Kafka would go on as if nothing had happened. */
    private Throwable callbackFailure;

    private volatile boolean stopping;
    private volatile String trouble = "the node has not joined the group yet";
    private volatile Figures figures = new Figures(0, 0, 0);

    Membership(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            TopicCheck topicCheck,
            Lease lease,
            Turn turn,
            HandOver handOver,
            LongSupplier nanos) {
        this.settings = settings;
        this.consumer = consumer;
        this.topicCheck = topicCheck;
        this.lease = lease;
        this.turn = turn;
        this.handOver = handOver;
        this.opener = new PartitionOpener(settings, consumer, nanos);
        this.reader = new CommandReader(consumer, turn, nanos);
        this.nanos = nanos;
        this.nextPoll = nanos.getAsLong();
    }

    /** Ends {@link #run} soon: partitions are given back first. */
    void stop() {
        stopping = true;
    }

    /** Why this node is not a working member of the group; null if it is. */
    String trouble() {
        return trouble == null ? opener.trouble() : trouble;
    }

    /** The partitions that this node was given and cannot serve, and why. */
    Map<Integer, String> failed() {
        Map<Integer, String> reasons = new TreeMap<>();
        failed.forEach((partition, why) -> reasons.put(partition.partition(), why));
        return reasons;
    }

    Figures figures() {
        return figures;
    }

    @Override
    public void run() {
        try {
            while (!stopping && !Thread.currentThread().isInterrupted()) {
                step();
                count();
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("Node {} has left the fleet", settings.node(), e);
            trouble = "the node has left the fleet: " + ForeignText.messageOf(e) + "; start the node again";
        } finally {
            leave();
        }
    }

    private void step() throws InterruptedException {
        long pause = nextPoll - nanos.getAsLong();
        if (pause > 0) {
            turn.await(BUSY.compareTo(Duration.ofNanos(pause)) < 0 ? BUSY : Duration.ofNanos(pause));
        } else {
            ask();
        }
        if (callbackFailure != null) {
            throw new IllegalStateException("giving partitions back or taking them failed", callbackFailure);
        }
        // also if Kafka does not answer, or a record cannot be read: without commits the lease ends
        turn.run();
        reader.pauseFullPartitions();
    }

    private void ask() {
        try {
            if (!subscribed) {
                opener.requireTopic();
                topicCheck.check(settings.downTopic());
                consumer.subscribe(List.of(settings.downTopic()), new Listener());
                subscribed = true;
            }
            opener.step(this::open, this::refuse);
            lease.polling();
            reader.read(turn.underWay() > 0 || opener.waiting() ? BUSY : IDLE);
            recovered();
        } catch (OffsetOutOfRangeException e) {
            expired(e.offsetOutOfRangePartitions().keySet());
        } catch (KafkaException | LinkageError e) {
            failed(e);
        }
    }

    private void open(OwnedPartition partition) {
        TopicPartition topicPartition = partition.topicPartition();
        consumer.seek(topicPartition, partition.window().base());
        consumer.resume(Set.of(topicPartition));
        turn.owned().put(topicPartition, partition);
    }

    private void refuse(TopicPartition partition, String why) {
        failed.put(partition, why);
        LOG.error("The commands of partition {} are not run: {}", partition.partition(), why);
    }

    /** One hand-over for all: each takes its time, and the lease is not for several. */
    private void expired(Set<TopicPartition> partitions) {
        handOver.run(partitions.stream()
                .map(turn.owned()::get)
                .filter(Objects::nonNull)
                .toList());
        consumer.pause(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
        opener.add(partitions);
    }

    private void recovered() {
        pause.reset();
        if (troubled) {
            troubled = false;
            LOG.info("Node {} reaches Kafka again", settings.node());
        }
        reader.unreadable((partition, why) -> {
            handOver.run(List.of(partition));
            refuse(partition.topicPartition(), why);
        });
        trouble = turn.trouble();
    }

    private void failed(Throwable failure) {
        if (reader.leavesOut(failure)) {
            return;
        }
        String why = ForeignText.messageOf(failure.getCause() instanceof KafkaException cause ? cause : failure);
        trouble = why;
        nextPoll = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pause.next());
        if (!troubled) {
            troubled = true;
            LOG.warn(
                    "Node {} cannot take part in the fleet: {}; the next attempt follows after a pause",
                    settings.node(),
                    why);
        }
    }

    private void count() {
        int unfinished = turn.owned().values().stream()
                .mapToInt(partition -> partition.window().unfinished())
                .sum();
        figures = new Figures(turn.owned().size(), unfinished, turn.underWay());
    }

    private void leave() {
        try {
            handOver.run(List.copyOf(turn.owned().values()));
        } catch (Throwable e) {
            LOG.error("Node {} could not give its partitions back", settings.node(), e);
        } finally {
            lease.end();
            close();
            count();
            if (trouble == null) {
                trouble = "the node has left the fleet";
            }
        }
    }

    /** Leaves the group. */
    void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (KafkaException e) {
            LOG.debug("The consumer did not close in order", e);
        }
    }

    private List<OwnedPartition> take(Collection<TopicPartition> topicPartitions) {
        opener.remove(topicPartitions);
        topicPartitions.forEach(failed::remove);
        return new ArrayList<>(topicPartitions.stream()
                .map(turn.owned()::get)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Kafka logs what a callback throws, and goes on as if nothing had happened: this node would own what others own. */
    private void kept(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            callbackFailure = e;
            lease.end();
        }
    }

    private final class Listener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            // the group is complete again
            turn.commitSoon();
            if (!assigned.isEmpty()) {
                LOG.info("Node {} gets {} of {} partitions", settings.node(), assigned.size(), opener.partitions());
                kept(() -> {
                    // nothing is fetched before it is known where to begin
                    consumer.pause(assigned);
                    assigned.forEach(partition -> consumer.seek(partition, 0));
                    opener.add(assigned);
                });
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            List<OwnedPartition> leaving = take(revoked);
            if (!leaving.isEmpty()) {
                LOG.info("Node {} gives {} partitions back", settings.node(), leaving.size());
                kept(() -> handOver.run(leaving));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            lease.end();
            List<OwnedPartition> gone = take(lost);
            if (!gone.isEmpty()) {
                LOG.warn(
                        "Node {} is no longer a member of the group: {} partitions are lost",
                        settings.node(),
                        gone.size());
                kept(() -> handOver.lost(gone));
            }
        }
    }
}
