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
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final CommandRunner runner;
    private final Outcomes outcomes;
    private final LongSupplier nanos;
    private final Duration commitTimeout;

    private final Map<TopicPartition, OwnedPartition> owned = new LinkedHashMap<>();
    /** What other threads tell the poll thread; at most a few for each command that is under way. */
    private final LinkedBlockingQueue<Runnable> told = new LinkedBlockingQueue<>();
    /** Chosen commands that no modem will get, and why. */
    private final Map<Command, String> refusals = new IdentityHashMap<>();

    private final UnderWay underWay;
    private final AtomicBoolean commitsFail = new AtomicBoolean();
    private long lastCommit;
    private volatile boolean stopping;
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
        this.runner = runner;
        this.outcomes = outcomes;
        this.nanos = nanos;
        this.commitTimeout = settings.sessionTimeout().dividedBy(2);
        this.underWay = new UnderWay(nanos, settings.maxWait().toNanos());
        this.lastCommit = nanos.getAsLong() - settings.sessionTimeout().toNanos();
    }

    Map<TopicPartition, OwnedPartition> owned() {
        return owned;
    }

    int underWay() {
        return underWay.total();
    }

    boolean commitsFail() {
        return commitsFail.get();
    }

    long commits() {
        return commits;
    }

    long commitNanos() {
        return commitNanos;
    }

    /** This node stops: what is not sent because of that waits for the next owner. Any thread. */
    void stopping() {
        stopping = true;
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
            case ORPHANED -> report(partition, command, Outcome.unknown(Outcome.OWNER_LOST));
            case WAITING, DONE -> {}
        }
    }

    /** One turn. */
    void run() {
        for (Runnable step = told.poll(); step != null; step = told.poll()) {
            step.run();
        }
        long sinceCommit = nanos.getAsLong() - lastCommit;
        if (sinceCommit < GATHER) {
            return;
        }
        for (OwnedPartition partition : owned.values()) {
            if (partition.active()) {
                partition.window().choose(command -> accept(partition, command));
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

    private boolean accept(OwnedPartition partition, Command command) {
        String refusal = refusal(partition, command);
        if (refusal != null) {
            refusals.put(command, refusal);
            return true;
        }
        if (underWay.of(command.modem()) >= settings.maxUnderWay()) {
            return false;
        }
        underWay.begin(command.modem());
        return true;
    }

    /** Why no modem will get the command; null if a modem will, now or later. */
    private String refusal(OwnedPartition partition, Command command) {
        String modem = command.modem();
        if (modem == null) {
            return "the record has no key; the key is the name of the modem";
        }
        int right = Partitions.of(modem, partition.partitions());
        if (right != partition.partition()) {
            return "wrong partition: Kafka's default partitioner puts the key '" + modem + "' into partition " + right;
        }
        if (!modems.known(modem)) {
            return "the inventory has no modem '" + modem + "'";
        }
        boolean waitedLong =
                nanos.getAsLong() - command.receivedAt() > settings.maxWait().toNanos();
        if (waitedLong && underWay.of(modem) >= settings.maxUnderWay() && !underWay.answers(modem)) {
            return "modem '" + modem + "' has confirmed nothing for maxWait ("
                    + settings.maxWait().toSeconds() + " s)";
        }
        return null;
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
            consumer.commitSync(offsets, commitTimeout);
        } catch (KafkaException e) {
            failed(partitions, e);
            return false;
        }
        lease.extend(sent);
        commits++;
        commitNanos += nanos.getAsLong() - sent.nanos();
        if (commitsFail.getAndSet(false)) {
            LOG.info("Kafka accepts the claims of commands again");
        }
        takeModems();
        partitions.forEach(partition -> partition.window().granted().forEach(command -> start(partition, command)));
        return true;
    }

    /** The group rebalances, the broker is away, or this node is no longer a member: what was chosen waits again. */
    private void failed(Collection<OwnedPartition> partitions, KafkaException failure) {
        if (!commitsFail.getAndSet(true)) {
            LOG.info("Kafka does not accept the claims of commands at the moment: {}", words(failure));
        }
        for (OwnedPartition partition : partitions) {
            for (Command command : partition.window().refused()) {
                if (refusals.remove(command) == null) {
                    underWay.end(command.modem(), false);
                }
            }
        }
    }

    private static String words(KafkaException failure) {
        if (failure instanceof CommitFailedException || failure instanceof RebalanceInProgressException) {
            return "the group rebalances, or this node is no longer a member";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private void takeModems() {
        for (OwnedPartition partition : owned.values()) {
            if (partition.withoutModems() && lease.valid()) {
                Ownership ownership = new Ownership(
                        partition.partition(),
                        partition.partitions(),
                        consumer.groupMetadata().generationId(),
                        lease);
                partition.owned(ownership);
                steps.gain(ownership, modems.of(partition.partition(), partition.partitions()));
            }
        }
    }

    private void start(OwnedPartition partition, Command command) {
        String refusal = refusals.remove(command);
        if (refusal != null) {
            report(partition, command, Outcome.notSent(refusal));
            return;
        }
        partition.started().put(command.offset(), command);
        runner.run(command, outcome -> tell(() -> ended(partition, command, outcome)));
    }

    private void ended(OwnedPartition partition, Command command, Outcome outcome) {
        if (partition.started().remove(command.offset()) == null) {
            // reported already, when the modem was cut
            return;
        }
        underWay.end(command.modem(), outcome.kind() == Outcome.Kind.CONFIRMED);
        if (outcome.kind() == Outcome.Kind.NOT_SENT && partition.putsBack(stopping)) {
            partition.window().putBack(command.offset());
        } else {
            report(partition, command, outcome);
        }
    }

    /** Ends the commands of a partition that have not ended by themselves in time. */
    void abandon(OwnedPartition partition, String why) {
        for (Command command : List.copyOf(partition.started().values())) {
            ended(partition, command, Outcome.unknown(why));
        }
    }

    private void report(OwnedPartition partition, Command command, Outcome outcome) {
        outcomes.report(command, outcome, partition.epoch())
                .thenRun(() -> tell(() -> {
                    if (!partition.gone()) {
                        partition.window().done(command.offset());
                    }
                }));
    }
}
