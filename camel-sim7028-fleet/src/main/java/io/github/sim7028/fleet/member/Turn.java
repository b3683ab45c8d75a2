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
import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.claim.Lease;
import io.github.sim7028.fleet.kafka.Backoff;
import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between two polls: takes what has ended, chooses what may start, commits, and only then starts what was chosen. One commit
 * claims commands, stores what is done, and extends the lease. The poll thread only, except {@link #tell}.
 */
final class Turn {

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** Commands that arrive together are claimed with one commit. */
    private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

    private final FleetSettings settings;
    private final Consumer<String, byte[]> consumer;
    private final Lease lease;
    private final Modems modems;
    private final ModemSteps steps;
    private final Admission admission;
    private final Running running;
    private final LongSupplier nanos;

    private final Map<TopicPartition, OwnedPartition> owned = new LinkedHashMap<>();
    /** What other threads tell the poll thread; at most a few for each command that is under way. */
    private final LinkedBlockingQueue<Runnable> told = new LinkedBlockingQueue<>();

    /** Why commits fail, null if they succeed. */
    private volatile String refusal;
    /** When the first of the commits that fail was sent. */
    private long refusedSince;

    private boolean refusedForLong;
    private final Backoff pause = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(1));
    private long nextCommit;
    private long lastCommit;
    /** When the lease was valid last, or not needed. */
    private long leased;

    private volatile boolean suspended;
    private volatile long commits;
    private volatile long commitNanos;

    Turn(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            Lease lease,
            Modems modems,
            ModemSteps steps,
            CommandRunner runner,
            Outcomes outcomes,
            LongSupplier nanos) {
        this.settings = settings;
        this.consumer = consumer;
        this.lease = lease;
        this.modems = modems;
        this.steps = steps;
        this.nanos = nanos;
        this.admission = new Admission(settings, modems, steps, nanos);
        this.running = new Running(runner, admission, steps, outcomes, this::tell);
        this.leased = nanos.getAsLong();
        this.lastCommit = leased - settings.sessionTimeout().toNanos();
        this.nextCommit = leased;
    }

    Map<TopicPartition, OwnedPartition> owned() {
        return owned;
    }

    int underWay() {
        return admission.underWay();
    }

    /** Why claims are not committed, or no lease comes of it; null if all is well. */
    String trouble() {
        String why = refusal;
        if (why != null) {
            return "Kafka does not accept the claims of commands: " + why;
        }
        return nanos.getAsLong() - leased < settings.sessionTimeout().toNanos()
                ? null
                : "Kafka accepts commits so late that the lease ("
                        + settings.lease().toMillis()
                        + " ms) is over before, and the modems are closed. Set sessionTimeout to a longer time";
    }

    long commits() {
        return commits;
    }

    long commitNanos() {
        return commitNanos;
    }

    /** This node stops: what is not sent because of that waits for the next owner. Any thread. */
    void stopping() {
        running.stopping();
    }

    /** Whether no further command is started; this node keeps its modems. Any thread. */
    void suspend(boolean now) {
        suspended = now;
    }

    /** Hands a step to the poll thread. */
    void tell(Runnable step) {
        told.add(step);
    }

    /** Takes what was told; waits a moment if there is nothing. */
    void await(Duration limit) throws InterruptedException {
        Runnable step = told.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (step != null) {
            step.run();
        }
    }

    /** A command was read. */
    void arrived(OwnedPartition partition, Command command) {
        switch (partition.window().add(command)) {
            case ORPHANED -> running.report(partition, command, Outcome.unknown(Outcome.OWNER_LOST));
            case WAITING, DONE -> {}
        }
    }

    /** Ends the commands of a partition that have not ended by themselves in time. */
    void abandon(OwnedPartition partition, String why) {
        running.abandon(partition, why);
    }

    /** The partition has gone, in order or not. */
    void forget(OwnedPartition partition) {
        owned.remove(partition.topicPartition());
        running.forget(partition);
    }

    /** One turn. */
    void run() {
        for (Runnable step = told.poll(); step != null; step = told.poll()) {
            step.run();
        }
        running.abandonCut(owned.values());
        if (owned.isEmpty() || lease.valid()) {
            leased = nanos.getAsLong();
        }
        long sinceCommit = nanos.getAsLong() - lastCommit;
        if (sinceCommit < GATHER || nanos.getAsLong() - nextCommit < 0) {
            return;
        }
        admission.newTurn();
        for (OwnedPartition partition : owned.values()) {
            if (partition.active() && !suspended) {
                partition.window().choose(command -> admission.admits(partition, command));
            }
        }
        Map<TopicPartition, OwnedPartition> toCommit = new HashMap<>();
        owned.forEach((topicPartition, partition) -> {
            if (partition.window().changed() || partition.withoutModems()) {
                toCommit.put(topicPartition, partition);
            }
        });
        if (toCommit.isEmpty()
                && !owned.isEmpty()
                && sinceCommit >= settings.heartbeat().toNanos()) {
            // for the lease
            owned.entrySet().stream().limit(1).forEach(any -> toCommit.put(any.getKey(), any.getValue()));
        }
        if (!toCommit.isEmpty()) {
            commit(toCommit.values());
        }
    }

    /** @return whether the commit succeeded */
    boolean commit(Collection<OwnedPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(
                partition.topicPartition(),
                new OffsetAndMetadata(
                        partition.window().base(),
                        ClaimCodec.encode(partition.window().claims()))));
        Lease.Moment sent = lease.now();
        lastCommit = sent.nanos();
        try {
            consumer.commitSync(offsets, settings.commitTimeout());
        } catch (KafkaException e) {
            failed(partitions, e);
            return false;
        }
        lease.extend(sent);
        commits++;
        commitNanos += nanos.getAsLong() - sent.nanos();
        commitsSucceed();
        takeModems();
        partitions.forEach(
                partition -> partition.window().granted().forEach(command -> running.start(partition, command)));
        return true;
    }

    private void commitsSucceed() {
        commitSoon();
        if (refusal != null) {
            LOG.info("Kafka accepts the claims of commands again");
            refusal = null;
            refusedForLong = false;
        }
    }

    /** A commit that failed may succeed now. */
    void commitSoon() {
        pause.reset();
        nextCommit = nanos.getAsLong();
    }

    /** The group rebalances, the broker is away, or this node is no longer a member: what was chosen waits again. */
    private void failed(Collection<OwnedPartition> partitions, KafkaException failure) {
        String why = words(failure);
        if (refusal == null) {
            refusedSince = lastCommit;
            LOG.info("Kafka does not accept the claims of commands at the moment: {}", why);
        }
        refusal = why;
        long since = nanos.getAsLong() - refusedSince;
        if (!refusedForLong && since >= settings.lease().toNanos()) {
            refusedForLong = true;
            LOG.warn(
                    "Kafka has not accepted the claims of commands for {} s: {}; the next attempt follows after a pause",
                    TimeUnit.NANOSECONDS.toSeconds(since),
                    why);
        }
        nextCommit = nanos.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pause.next());
        for (OwnedPartition partition : partitions) {
            partition.window().refused().forEach(admission::putBack);
        }
    }

    private static String words(KafkaException failure) {
        if (failure instanceof CommitFailedException || failure instanceof RebalanceInProgressException) {
            return "the group rebalances, or this node is no longer a member";
        }
        return ForeignText.messageOf(failure);
    }

    private void takeModems() {
        for (OwnedPartition partition : owned.values()) {
            if (partition.withoutModems() && lease.valid()) {
                Ownership ownership =
                        new Ownership(partition.partition(), partition.partitions(), partition.epoch(), lease);
                partition.owned(ownership);
                steps.gain(ownership, () -> modems.of(partition.partition(), partition.partitions()));
            }
        }
    }
}
