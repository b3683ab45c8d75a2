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

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Finds the partition with a record that cannot be read, for example because of a compression whose library does not work here. Such a record
 * fails each poll, of all partitions; not always does the failure name the partition. So one partition after the other is left out: the last one
 * before a poll succeeds is the one. The poll thread only.
 */
final class Isolation {

    private final Consumer<String, byte[]> consumer;
    private final Deque<OwnedPartition> suspects = new ArrayDeque<>();
    /** Whether the polls fail without any partition, too. */
    private boolean inVain;

    Isolation(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * A poll failed.
     *
     * @return whether a partition was left out, so that the next poll may succeed
     */
    boolean failed(Throwable failure, Collection<OwnedPartition> owned) {
        if (inVain || !mayBeOfARecord(failure)) {
            return false;
        }
        OwnedPartition next = owned.stream()
                .filter(OwnedPartition::read)
                .filter(partition -> names(failure, partition))
                .findFirst()
                .orElse(owned.stream().filter(OwnedPartition::read).findFirst().orElse(null));
        if (next == null) {
            inVain = true;
            release();
            return false;
        }
        next.suspected(true);
        consumer.pause(Set.of(next.topicPartition()));
        suspects.add(next);
        return true;
    }

    /**
     * A poll succeeded.
     *
     * @return the partition that cannot be read and is no longer read, null if all can
     */
    OwnedPartition succeeded() {
        inVain = false;
        OwnedPartition found = suspects.pollLast();
        release();
        return found == null || found.gone() ? null : found;
    }

    private void release() {
        for (OwnedPartition suspect : suspects) {
            suspect.suspected(false);
            if (suspect.read() && !suspect.gone()) {
                consumer.resume(Set.of(suspect.topicPartition()));
            }
        }
        suspects.clear();
    }

    /** Errors of the broker and of the network have classes of their own. */
    private static boolean mayBeOfARecord(Throwable failure) {
        return failure instanceof LinkageError
                || failure instanceof SerializationException
                || failure instanceof CorruptRecordException
                || failure instanceof KafkaException
                        && !(failure instanceof ApiException
                                || failure instanceof InterruptException
                                || failure instanceof InvalidOffsetException);
    }

    private static boolean names(Throwable failure, OwnedPartition partition) {
        String name = partition.topicPartition().toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().matches("(?s).*\\b\\Q" + name + "\\E(?!\\d).*")) {
                return true;
            }
        }
        return false;
    }
}
