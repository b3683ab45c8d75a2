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
import io.github.sim7028.fleet.kafka.EventPublisher;
import io.github.sim7028.fleet.kafka.RecordPublisher;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** This node of the fleet: its membership in the group, and all that belongs to it. Started and stopped once. */
public final class FleetNode {

    private final FleetSettings settings;
    private final ScheduledExecutorService publishing;
    private final ScheduledExecutorService stepping;
    private final ScheduledExecutorService telling;
    private final Lease lease;
    private final RecordPublisher publisher;
    private final EventPublisher events;
    private final Outcomes outcomes;
    private final ModemSteps steps;
    private final Turn turn;
    private final Membership membership;
    private final Modems modems;
    private final Thread thread;

    /**
     * @param topicCheck asked before this node joins the group
     * @param threads    makes a thread with a name
     */
    public FleetNode(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            TopicCheck topicCheck,
            Producer<String, byte[]> producer,
            Modems modems,
            CommandRunner runner,
            Function<String, ThreadFactory> threads) {
        this(
                settings,
                consumer,
                topicCheck,
                producer,
                modems,
                runner,
                threads,
                System::nanoTime,
                System::currentTimeMillis);
    }

    FleetNode(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            TopicCheck topicCheck,
            Producer<String, byte[]> producer,
            Modems modems,
            CommandRunner runner,
            Function<String, ThreadFactory> threads,
            LongSupplier nanos,
            LongSupplier millis) {
        this.settings = settings;
        this.modems = modems;
        publishing = Executors.newSingleThreadScheduledExecutor(threads.apply("Sim7028FleetPublisher"));
        telling = Executors.newSingleThreadScheduledExecutor(threads.apply("Sim7028FleetEvents"));
        stepping = Executors.newSingleThreadScheduledExecutor(threads.apply("Sim7028FleetModems"));
        lease = new Lease(nanos, millis, settings.lease(), settings.leaseWithoutPoll());
        publisher = new RecordPublisher(producer, publishing);
        events = new EventPublisher(producer, telling);
        outcomes = new Outcomes(settings, publisher, events);
        steps = new ModemSteps(modems, lease, outcomes, settings.handOverTimeout(), stepping);
        turn = new Turn(settings, consumer, lease, modems, steps, runner, outcomes, nanos);
        HandOver handOver = new HandOver(settings, turn, steps, nanos);
        membership = new Membership(settings, consumer, topicCheck, lease, turn, handOver, nanos);
        thread = threads.apply("Sim7028Fleet").newThread(membership);
    }

    /** Begins to join the group; does not wait for Kafka. */
    public void start() {
        steps.start();
        thread.start();
    }

    /**
     * Whether this node starts no further command. Commands wait; this node keeps its modems.
     *
     * @param now whether commands wait from now on
     */
    public void suspend(boolean now) {
        turn.suspend(now);
    }

    /** Begins to give all modems back; does not wait. */
    public void leave() {
        turn.stopping();
        membership.stop();
    }

    /**
     * Gives all modems back in order, and leaves the group. Does not close the producer.
     *
     * @param limit how long this may take; then what is left is ended the hard way
     */
    public void stop(Duration limit) {
        leave();
        if (thread.getState() == Thread.State.NEW) {
            membership.close();
        }
        try {
            thread.join(Math.max(1, limit.toMillis()));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(1));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        steps.stop();
        finish(stepping);
        finish(telling);
        finish(publishing);
    }

    private static void finish(ScheduledExecutorService executor) {
        executor.shutdown();
        try {
            executor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }

    /**
     * The inventory has changed: takes new modems of the own partitions, gives others back.
     *
     * @param changed modems with other options than before
     */
    public void inventoryChanged(Set<String> changed) {
        steps.review(ownership -> modems.of(ownership.partition(), ownership.partitions()), changed);
    }

    /** How many events of modems are missing in the topic of events, as Kafka did not take them in time. */
    public long droppedEvents() {
        return events.dropped();
    }

    public NodeStatus status() {
        String trouble = Stream.of(membership.trouble(), publisher.trouble(), steps.trouble())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Membership.Figures figures = membership.figures();
        return new NodeStatus(
                settings.node(),
                trouble,
                figures.partitions(),
                membership.failed(),
                steps.count(),
                lease.left(),
                figures.unfinished(),
                figures.underWay(),
                outcomes.count(Outcome.Kind.CONFIRMED),
                outcomes.count(Outcome.Kind.NOT_SENT),
                outcomes.count(Outcome.Kind.UNKNOWN),
                turn.commits(),
                Duration.ofNanos(turn.commitNanos()));
    }
}
