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

import io.github.sim7028.fleet.claim.ClaimCodec;
import io.github.sim7028.fleet.kafka.Backoff;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Opens the partitions that this node was given: looks up what was committed, and what Kafka has. One short look-up in each turn, as the poll thread
 * has to commit in between; a look-up that fails is repeated after a growing pause.
 */
final class PartitionOpener {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionOpener.class);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final FleetSettings settings;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final StartOfPartition start;
    private final LongSupplier nanos;
    private final Duration limit;
    private final Backoff pause = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final LogThrottle throttle = new LogThrottle();

    private final Set<TopicPartition> given = new HashSet<>();
    /** The partitions whose answers follow. */
    private Set<TopicPartition> asked = Set.of();

    private Map<TopicPartition, OffsetAndMetadata> committed;
    private Map<TopicPartition, Long> first;
    /** The number of partitions that the topic had when this node asked first: the modems are divided by this number. */
    private volatile int partitions;

    private long nextAttempt;
    private volatile String trouble;

    PartitionOpener(
            FleetSettings settings,
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            LongSupplier nanos) {
        this.settings = settings;
        this.consumer = consumer;
        this.start = new StartOfPartition(settings);
        this.nanos = nanos;
        this.limit = settings.heartbeat().compareTo(LONGEST) < 0 ? settings.heartbeat() : LONGEST;
    }

    /** @throws KafkaException if the topic of commands does not exist, or Kafka does not answer */
    void requireTopic() {
        int count = count();
        partitions = partitions == 0 ? count : partitions;
    }

    private int count() {
        int count = consumer.partitionsFor(settings.downTopic(), limit).size();
        if (count == 0) {
            throw new KafkaException("the topic " + settings.downTopic()
                    + " does not exist; create it, with the number of partitions that the fleet needs for ever");
        }
        return count;
    }

    int partitions() {
        return partitions;
    }

    /** Why partitions are not open yet; null if nothing is wrong. */
    String trouble() {
        return trouble;
    }

    boolean waiting() {
        return !given.isEmpty();
    }

    void add(Collection<TopicPartition> topicPartitions) {
        given.addAll(topicPartitions);
        asked = Set.of();
    }

    void remove(Collection<TopicPartition> topicPartitions) {
        given.removeAll(topicPartitions);
        asked = Set.of();
        trouble = given.isEmpty() ? null : trouble;
    }

    /**
     * One look-up, if it is time.
     *
     * @param opened  gets the partitions that begin, at the base of their windows
     * @param refused gets those that cannot, and why
     */
    void step(Consumer<OwnedPartition> opened, BiConsumer<TopicPartition, String> refused) {
        if (given.isEmpty() || nanos.getAsLong() - nextAttempt < 0) {
            return;
        }
        try {
            lookUp(opened, refused);
            pause.reset();
            trouble = null;
            nextAttempt = nanos.getAsLong();
        } catch (KafkaException e) {
            trouble = "the committed offsets of " + given.size() + " partitions cannot be read: "
                    + ForeignText.messageOf(e);
            throttle.log(LOG, Level.WARN, "{}; the next attempt follows after a pause", trouble);
            nextAttempt = nanos.getAsLong() + Duration.ofMillis(pause.next()).toNanos();
        }
    }

    private void lookUp(Consumer<OwnedPartition> opened, BiConsumer<TopicPartition, String> refused) {
        if (!asked.equals(given)) {
            asked = Set.copyOf(given);
            committed = null;
            first = null;
        }
        if (committed == null) {
            // of all partitions: their metadata says how many partitions the topic had
            int count = count();
            committed = consumer.committed(
                    IntStream.range(0, count)
                            .mapToObj(partition -> new TopicPartition(settings.downTopic(), partition))
                            .collect(Collectors.toSet()),
                    limit);
            String changed = changed(count);
            if (changed != null) {
                asked.forEach(partition -> refused.accept(partition, changed));
                given.clear();
                asked = Set.of();
            }
        } else if (first == null) {
            first = consumer.beginningOffsets(asked, limit);
        } else {
            Map<TopicPartition, Long> end = consumer.endOffsets(asked, limit);
            asked.forEach(partition -> open(partition, end.get(partition), opened, refused));
            given.clear();
            asked = Set.of();
        }
    }

    /** Why no partition can be served: with another number of partitions, a modem would have two owners. Null if the number is the same. */
    private String changed(int count) {
        OptionalInt other = IntStream.concat(
                        IntStream.of(partitions), committed.values().stream().flatMapToInt(PartitionOpener::partitions))
                .filter(had -> had != count)
                .findFirst();
        boolean beyond = asked.stream().anyMatch(partition -> partition.partition() >= count);
        if (other.isEmpty() && !beyond) {
            return null;
        }
        return "the topic " + settings.downTopic() + " has " + (beyond ? "more than " : "") + count
                + " partitions"
                + (other.isEmpty() ? " now" : ", and had " + other.getAsInt() + " before")
                + ": the modems would belong to other partitions. Use a new topic and a new group";
    }

    /** The number of partitions in the metadata of a commit, none if the metadata cannot be read. */
    private static IntStream partitions(OffsetAndMetadata committed) {
        try {
            return committed == null
                    ? IntStream.empty()
                    : IntStream.of(ClaimCodec.decode(committed.metadata()).partitions());
        } catch (IllegalArgumentException e) {
            // refused when its own partition is opened
            return IntStream.empty();
        }
    }

    private void open(
            TopicPartition partition,
            long end,
            Consumer<OwnedPartition> opened,
            BiConsumer<TopicPartition, String> refused) {
        OwnedPartition owned;
        try {
            owned = new OwnedPartition(
                    partition,
                    partitions,
                    consumer.groupMetadata().generationId(),
                    start.window(partition, committed.get(partition), partitions, first.get(partition), end));
        } catch (IllegalArgumentException e) {
            refused.accept(partition, e.getMessage());
            return;
        }
        opened.accept(owned);
    }
}
