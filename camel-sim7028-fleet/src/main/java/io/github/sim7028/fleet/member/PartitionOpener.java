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
import io.github.sim7028.fleet.claim.Claims;
import io.github.sim7028.fleet.claim.Window;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads what was committed of partitions, and decides where to begin. Never skips or repeats a command silently. */
final class PartitionOpener {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final FleetSettings settings;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;

    PartitionOpener(FleetSettings settings, org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        this.settings = settings;
        this.consumer = consumer;
    }

    /**
     * @param count  the number of partitions of the topic
     * @param opened gets the partitions that begin, at the base of their windows
     * @param failed gets those that cannot, and why
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer: try again
     */
    void open(
            Set<TopicPartition> partitions,
            int count,
            Consumer<OwnedPartition> opened,
            BiConsumer<TopicPartition, String> failed) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions, TIMEOUT);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, TIMEOUT);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, TIMEOUT);
        for (TopicPartition partition : partitions) {
            try {
                opened.accept(new OwnedPartition(
                        partition,
                        count,
                        window(committed.get(partition), count, first.get(partition), end.get(partition))));
            } catch (IllegalArgumentException e) {
                failed.accept(partition, e.getMessage());
            }
        }
    }

    private Window window(OffsetAndMetadata committed, int count, long first, long end) {
        if (committed == null) {
            // a partition that never had a record is a new one
            return end == 0
                    ? window(0, Claims.none(count))
                    : begin(
                            "the group has no committed offset, but the partition has had " + end + " commands",
                            Claims.none(count),
                            0,
                            first,
                            end);
        }
        Claims claims = ClaimCodec.decode(committed.metadata());
        if (claims.partitions() != count) {
            throw new IllegalArgumentException("the topic " + settings.downTopic() + " has " + count
                    + " partitions, and had " + claims.partitions()
                    + " when the offset was committed: the modems would belong to other partitions. Use a new topic and a "
                    + "new group");
        }
        if (committed.offset() < first) {
            return begin(
                    "Kafka has deleted the commands " + committed.offset() + " to " + (first - 1)
                            + " before they were done",
                    claims,
                    committed.offset(),
                    first,
                    end);
        }
        if (committed.offset() > end) {
            return begin(
                    "the committed offset " + committed.offset() + " is behind the end of the partition, " + end,
                    Claims.none(count),
                    committed.offset(),
                    first,
                    end);
        }
        return window(committed.offset(), claims);
    }

    private Window begin(String why, Claims claims, long base, long first, long end) {
        return switch (settings.onNoOffset()) {
            case EARLIEST -> window(first, claims.skip(first - base));
            case LATEST -> window(end, Claims.none(claims.partitions()));
            case FAIL ->
                throw new IllegalArgumentException(
                        why
                                + ". Set onNoOffset to earliest, to run all commands that Kafka has, or to latest, to skip them");
        };
    }

    private Window window(long base, Claims claims) {
        return new Window(base, claims, settings.maxUnfinished());
    }
}
