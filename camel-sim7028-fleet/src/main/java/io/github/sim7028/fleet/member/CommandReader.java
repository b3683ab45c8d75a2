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
import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Reads the commands of the partitions that are open, and leaves out a partition that cannot be read. The poll thread only. */
final class CommandReader {

    private final Consumer<String, byte[]> consumer;
    private final Turn turn;
    private final LongSupplier nanos;
    private final Isolation isolation;
    /** What the last poll failed with. */
    private String failure;

    CommandReader(Consumer<String, byte[]> consumer, Turn turn, LongSupplier nanos) {
        this.consumer = consumer;
        this.turn = turn;
        this.nanos = nanos;
        this.isolation = new Isolation(consumer);
    }

    /** One poll. */
    void read(Duration timeout) {
        ConsumerRecords<String, byte[]> all = poll(timeout);
        for (ConsumerRecord<String, byte[]> read : all) {
            OwnedPartition partition = turn.owned().get(new TopicPartition(read.topic(), read.partition()));
            if (partition != null) {
                turn.arrived(partition, command(read));
            }
        }
        all.nextOffsets().forEach((topicPartition, next) -> {
            OwnedPartition partition = turn.owned().get(topicPartition);
            if (partition != null) {
                partition.window().reached(next.offset());
            }
        });
    }

    private ConsumerRecords<String, byte[]> poll(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (KafkaException | LinkageError e) {
            // the consumer may have read on, and records that this node never got must not count as done
            turn.owned().forEach((topicPartition, partition) -> {
                if (consumer.assignment().contains(topicPartition)) {
                    consumer.seek(topicPartition, partition.window().next());
                }
            });
            throw e;
        }
    }

    /** The poll failed: whether a partition is left out now, so that the next poll may succeed. */
    boolean leavesOut(Throwable cause) {
        failure = ForeignText.messageOf(cause.getCause() == null ? cause : cause.getCause());
        return isolation.failed(cause, turn.owned().values());
    }

    /** The poll succeeded: names the partition that was left out and cannot be read, if there is one. */
    void unreadable(BiConsumer<OwnedPartition, String> refused) {
        OwnedPartition partition = isolation.succeeded();
        if (partition != null) {
            refused.accept(
                    partition, "the record at offset " + partition.window().next() + " cannot be read: " + failure);
        }
    }

    /** Partitions with too many unfinished commands are read on later. */
    void pauseFullPartitions() {
        turn.owned().values().forEach(this::pauseIfFull);
    }

    private void pauseIfFull(OwnedPartition partition) {
        boolean before = partition.read();
        partition.full(partition.window().full());
        if (partition.read() != before) {
            Set<TopicPartition> one = Set.of(partition.topicPartition());
            if (before) {
                consumer.pause(one);
            } else {
                consumer.resume(one);
            }
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
}
