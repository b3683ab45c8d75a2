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

import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.claim.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node in the consumer group, on one thread that polls. Partitions come and go in {@link ConsumerRebalanceListener}; between two polls
 * there is a {@link Turn}.
 */
final class Membership implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration BUSY = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final Duration ASK = Duration.ofSeconds(3);

    private final FleetSettings settings;
    private final Consumer<String, byte[]> consumer;
    private final Lease lease;
    private final Turn turn;
    private final HandOver handOver;
    private final PartitionOpener opener;
    private final LongSupplier nanos;
    private final Backoff pause = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(3));
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Given by the group; what was committed of them has not been read. */
    private final Set<TopicPartition> unread = new HashSet<>();

    private final Map<TopicPartition, String> failed =
            new ConcurrentSkipListMap<>((one, other) -> Integer.compare(one.partition(), other.partition()));
    private int partitions;
    private boolean troubled;
    private volatile String trouble = "the node has not joined the group yet";
    private volatile int ownedPartitions;
    private volatile int unfinished;
    private volatile int underWay;

    Membership(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            Lease lease,
            Turn turn,
            HandOver handOver,
            LongSupplier nanos) {
        this.settings = settings;
        this.consumer = consumer;
        this.lease = lease;
        this.turn = turn;
        this.handOver = handOver;
        this.opener = new PartitionOpener(settings, consumer);
        this.nanos = nanos;
    }

    /** Ends {@link #run} soon: partitions are given back first. */
    void stop() {
        stopping.countDown();
    }

    /** Why this node is not a working member of the group; null if it is. */
    String trouble() {
        return trouble;
    }

    /** The partitions that this node was given and cannot serve, and why. */
    Map<Integer, String> failed() {
        Map<Integer, String> reasons = new TreeMap<>();
        failed.forEach((partition, why) -> reasons.put(partition.partition(), why));
        return reasons;
    }

    int ownedPartitions() {
        return ownedPartitions;
    }

    /** The commands that this node has read and that are not done. */
    int unfinished() {
        return unfinished;
    }

    int underWay() {
        return underWay;
    }

    @Override
    public void run() {
        boolean subscribed = false;
        try {
            while (stopping.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
                try {
                    if (!subscribed) {
                        requireTopic();
                        consumer.subscribe(List.of(settings.downTopic()), new Listener());
                        subscribed = true;
                    }
                    step();
                    recovered();
                } catch (OffsetOutOfRangeException e) {
                    e.offsetOutOfRangePartitions().keySet().forEach(this::expired);
                } catch (KafkaException e) {
                    failed(e);
                }
                figures();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("Node {} has left the fleet", settings.node(), e);
            trouble = "the node has left the fleet: " + e;
            throw e;
        } finally {
            leave();
        }
    }

    private void requireTopic() {
        partitions = consumer.partitionsFor(settings.downTopic(), ASK).size();
        if (partitions == 0) {
            throw new KafkaException("the topic " + settings.downTopic()
                    + " does not exist; create it, with the number of partitions that the fleet needs for ever");
        }
    }

    private void step() {
        if (!unread.isEmpty()) {
            open();
        }
        lease.polling();
        boolean busy = turn.underWay() > 0 || !unread.isEmpty();
        for (ConsumerRecord<String, byte[]> read : consumer.poll(busy ? BUSY : IDLE)) {
            OwnedPartition partition = turn.owned().get(new TopicPartition(read.topic(), read.partition()));
            if (partition != null) {
                turn.arrived(partition, command(read));
            }
        }
        turn.run();
        turn.owned().values().forEach(this::pauseIfFull);
    }

    /** Reads what was committed. Only then the partitions are read. */
    private void open() {
        requireTopic();
        opener.open(
                Set.copyOf(unread),
                partitions,
                partition -> {
                    TopicPartition topicPartition = partition.topicPartition();
                    consumer.seek(topicPartition, partition.window().base());
                    consumer.resume(Set.of(topicPartition));
                    turn.owned().put(topicPartition, partition);
                    unread.remove(topicPartition);
                },
                (partition, why) -> {
                    unread.remove(partition);
                    refuse(partition, why);
                });
    }

    private void refuse(TopicPartition partition, String why) {
        failed.put(partition, why);
        LOG.error("The commands of partition {} are not run: {}", partition.partition(), why);
    }

    private void expired(TopicPartition partition) {
        OwnedPartition owned = turn.owned().get(partition);
        if (owned != null) {
            handOver.run(List.of(owned));
        }
        consumer.pause(Set.of(partition));
        consumer.seek(partition, 0);
        unread.add(partition);
    }

    private void pauseIfFull(OwnedPartition partition) {
        boolean full = partition.window().full();
        if (full != partition.paused()) {
            Set<TopicPartition> one = Set.of(partition.topicPartition());
            if (full) {
                consumer.pause(one);
            } else {
                consumer.resume(one);
            }
            partition.paused(full);
        }
    }

    private Command command(ConsumerRecord<String, byte[]> read) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : read.headers()) {
            headers.put(header.key(), header.value());
        }
        byte[] id = headers.get("id");
        return new Command(
                read.partition(),
                read.offset(),
                id == null || id.length == 0
                        ? read.topic() + "-" + read.partition() + "-" + read.offset()
                        : new String(id, UTF_8),
                read.key(),
                read.value(),
                headers,
                nanos.getAsLong());
    }

    private void recovered() {
        pause.reset();
        if (troubled) {
            troubled = false;
            LOG.info("Node {} reaches Kafka again", settings.node());
        }
        trouble = turn.commitsFail() ? "Kafka does not accept the claims of commands" : null;
    }

    private void failed(KafkaException failure) {
        String why = failure.getCause() instanceof KafkaException cause ? cause.getMessage() : failure.getMessage();
        trouble = why;
        long wait = pause.next();
        if (!troubled) {
            troubled = true;
            LOG.warn(
                    "Node {} cannot take part in the fleet: {}; the next attempt follows after a pause",
                    settings.node(),
                    why);
        }
        try {
            stopping.await(wait, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void figures() {
        ownedPartitions = turn.owned().size();
        unfinished = turn.owned().values().stream()
                .mapToInt(partition -> partition.window().unfinished())
                .sum();
        underWay = turn.underWay();
    }

    private void leave() {
        handOver.run(List.copyOf(turn.owned().values()));
        lease.end();
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (KafkaException e) {
            LOG.debug("The consumer did not close in order", e);
        }
        figures();
        if (trouble == null) {
            trouble = "the node has left the fleet";
        }
    }

    private List<OwnedPartition> take(Collection<TopicPartition> topicPartitions) {
        unread.removeAll(topicPartitions);
        topicPartitions.forEach(failed::remove);
        return new ArrayList<>(topicPartitions.stream()
                .map(turn.owned()::get)
                .filter(Objects::nonNull)
                .toList());
    }

    private final class Listener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (!assigned.isEmpty()) {
                LOG.info("Node {} gets {} of {} partitions", settings.node(), assigned.size(), partitions);
                // nothing is fetched before it is known where to begin
                consumer.pause(assigned);
                assigned.forEach(partition -> consumer.seek(partition, 0));
                unread.addAll(assigned);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            List<OwnedPartition> leaving = take(revoked);
            if (!leaving.isEmpty()) {
                LOG.info("Node {} gives {} partitions back", settings.node(), leaving.size());
                handOver.run(leaving);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            List<OwnedPartition> gone = take(lost);
            if (!gone.isEmpty()) {
                LOG.warn(
                        "Node {} is no longer a member of the group: {} partitions are lost",
                        settings.node(),
                        gone.size());
                handOver.lost(gone);
            }
            lease.end();
        }
    }
}
