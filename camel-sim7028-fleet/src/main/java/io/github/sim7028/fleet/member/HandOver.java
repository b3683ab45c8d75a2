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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives partitions back in order: no further command is started, what has begun is finished, what is done is committed. Takes no longer than
 * {@code handOverTimeout} and a short time for reports: then the modems are cut, because the group evicts a member that takes too long, and gives
 * the modems to others without asking. Meanwhile the commands of the partitions that stay go on.
 */
final class HandOver {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final Duration STEP = Duration.ofMillis(10);

    private final FleetSettings settings;
    private final Turn turn;
    private final ModemSteps steps;
    private final LongSupplier nanos;

    HandOver(FleetSettings settings, Turn turn, ModemSteps steps, LongSupplier nanos) {
        this.settings = settings;
        this.turn = turn;
        this.steps = steps;
        this.nanos = nanos;
    }

    /** When this method returns, this node writes nothing more to modems of the partitions. */
    void run(Collection<OwnedPartition> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        try {
            handOver(leaving);
        } finally {
            leaving.forEach(turn::forget);
        }
    }

    private void handOver(Collection<OwnedPartition> leaving) {
        leaving.forEach(OwnedPartition::leave);
        List<Ownership> ownerships = ownerships(leaving);
        CompletableFuture<Void> released =
                CompletableFuture.allOf(ownerships.stream().map(steps::handOver).toArray(CompletableFuture[]::new));
        try {
            boolean inTime = await(
                    settings.handOverTimeout(),
                    () -> released.isDone()
                            && leaving.stream()
                                    .allMatch(partition -> partition.started().isEmpty()));
            if (inTime && !released.isCompletedExceptionally()) {
                ownerships.forEach(ownership -> ownership.end("the modem was handed over to another node"));
                ownerships.forEach(steps::handedOver);
            } else {
                cutInOrder(
                        leaving,
                        ownerships,
                        inTime
                                ? "the hand-over failed"
                                : "the hand-over took longer than handOverTimeout ("
                                        + settings.handOverTimeout().toMillis() + " ms)");
            }
            await(settings.reports(), () -> leaving.stream().allMatch(OwnedPartition::quiet));
        } catch (InterruptedException e) {
            // this node stops the hard way
            cut(leaving, ownerships, "this node was interrupted");
            Thread.currentThread().interrupt();
        } finally {
            // whatever happened: the next owner may begin when this method has ended
            ownerships.forEach(ownership -> steps.cut(ownership, "the hand-over failed"));
        }
        if (!turn.commit(leaving)) {
            LOG.info(
                    "The last commit of {} failed: the next owner reports claimed commands as unknown", names(leaving));
        }
    }

    /** The group has given the partitions to others already. */
    void lost(Collection<OwnedPartition> lost) {
        ownerships(lost).forEach(ownership -> steps.cut(ownership, "this node is no longer a member of the group"));
        lost.forEach(turn::forget);
    }

    private void cutInOrder(Collection<OwnedPartition> leaving, List<Ownership> ownerships, String why)
            throws InterruptedException {
        LOG.warn("{} of {}: the modems are cut", why, names(leaving));
        ownerships.forEach(ownership -> steps.cut(ownership, why));
        await(settings.afterCut(), () -> leaving.stream()
                .allMatch(partition -> partition.started().isEmpty()));
        leaving.forEach(partition -> turn.abandon(partition, why));
    }

    private void cut(Collection<OwnedPartition> leaving, List<Ownership> ownerships, String why) {
        ownerships.forEach(ownership -> steps.cut(ownership, why));
        leaving.forEach(partition -> turn.abandon(partition, why));
    }

    private boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = nanos.getAsLong() + limit.toNanos();
        turn.run();
        while (!condition.getAsBoolean()) {
            if (nanos.getAsLong() - end >= 0) {
                return false;
            }
            turn.await(STEP);
            turn.run();
        }
        return true;
    }

    private static List<Ownership> ownerships(Collection<OwnedPartition> partitions) {
        return new ArrayList<>(partitions.stream()
                .map(OwnedPartition::ownership)
                .filter(Objects::nonNull)
                .toList());
    }

    private static String names(Collection<OwnedPartition> partitions) {
        return partitions.size() == 1
                ? "partition " + partitions.iterator().next().partition()
                : partitions.size() + " partitions";
    }
}
