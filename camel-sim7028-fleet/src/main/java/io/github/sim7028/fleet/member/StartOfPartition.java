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
import java.util.Locale;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides where a partition begins. Never skips or repeats a command silently. */
final class StartOfPartition {

    private static final Logger LOG = LoggerFactory.getLogger(StartOfPartition.class);

    private final FleetSettings settings;

    StartOfPartition(FleetSettings settings) {
        this.settings = settings;
    }

    /**
     * @param committed null if nothing is committed
     * @param count     the number of partitions of the topic
     * @param first     the first offset that Kafka has
     * @param end       the offset of the next command
     * @throws IllegalArgumentException if the partition must not be served; the message says why, and what to do
     */
    Window window(TopicPartition partition, OffsetAndMetadata committed, int count, long first, long end) {
        if (committed == null) {
            if (end == 0) {
                // a partition that never had a record is a new one
                return window(0, Claims.none(count));
            }
            String why = "the group has no committed offset, but the partition has had " + end + " commands";
            return switch (settings.onNoOffset()) {
                case FAIL -> throw refused(why);
                case EARLIEST -> {
                    LOG.warn(
                            "{} begins at offset {}, as {} and onNoOffset=earliest: {} commands are run; those that were "
                                    + "sent before are sent again",
                            partition,
                            first,
                            why,
                            end - first);
                    yield window(first, Claims.none(count));
                }
                case LATEST -> latest(partition, why, count, first, end);
            };
        }
        Claims claims = ClaimCodec.decode(committed.metadata());
        if (committed.offset() < first) {
            String why = "Kafka has deleted the commands " + committed.offset() + " to " + (first - 1)
                    + " before they were done";
            return switch (settings.onNoOffset()) {
                case FAIL -> throw refused(why);
                case EARLIEST -> {
                    LOG.warn(
                            "{} begins at offset {}, as {} and onNoOffset=earliest: the deleted commands have no outcome",
                            partition,
                            first,
                            why);
                    yield window(first, claims.skip(first - committed.offset()));
                }
                case LATEST -> latest(partition, why, count, first, end);
            };
        }
        if (committed.offset() > end) {
            String why = "the committed offset " + committed.offset()
                    + " is greater than the end offset of the partition, " + end;
            return switch (settings.onNoOffset()) {
                case FAIL -> throw refused(why);
                // the commands before the committed offset are done: to run them would send them again
                case EARLIEST, LATEST -> latest(partition, why, count, first, end);
            };
        }
        return window(committed.offset(), claims);
    }

    private Window latest(TopicPartition partition, String why, int count, long first, long end) {
        LOG.warn(
                "{} begins at its end, offset {}, as {} and onNoOffset={}: {} commands are skipped and have no outcome",
                partition,
                end,
                why,
                settings.onNoOffset().name().toLowerCase(Locale.ROOT),
                end - first);
        return window(end, Claims.none(count));
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(
                why + ". Set onNoOffset to earliest, to run all commands that Kafka has, or to latest, to skip them");
    }

    private Window window(long base, Claims claims) {
        return new Window(base, claims, settings.maxUnfinished());
    }
}
