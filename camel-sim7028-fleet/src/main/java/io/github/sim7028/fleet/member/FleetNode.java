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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** This node of the fleet: its membership in the group, and all that belongs to it. Started and stopped once. */
public final class FleetNode {

    private final FleetSettings settings;
    private final ScheduledExecutorService publishing;
    private final ScheduledExecutorService stepping;
    private final Lease lease;
    private final RecordPublisher publisher;
    private final Outcomes outcomes;
    private final ModemSteps steps;
    private final Turn turn;
    private final Membership membership;
    private final Modems modems;
    private final Thread thread;

    /** @param threads makes a thread with a name */
    public FleetNode(
            FleetSettings settings,
            Consumer<String, byte[]> consumer,
            Producer<String, byte[]> producer,
            Modems modems,
            CommandRunner runner,
            Function<String, ThreadFactory> threads) {
        this.settings = settings;
        this.modems = modems;
        publishing = Executors.newSingleThreadScheduledExecutor(threads.apply("Sim7028FleetPublisher"));
        stepping = Executors.newSingleThreadScheduledExecutor(threads.apply("Sim7028FleetModems"));
        lease = new Lease(System::nanoTime, System::currentTimeMillis, settings.lease(), settings.leaseWithoutPoll());
        publisher = new RecordPublisher(producer, publishing);
        outcomes = new Outcomes(settings, publisher);
        steps = new ModemSteps(modems, lease, outcomes, stepping);
        turn = new Turn(settings, consumer, lease, modems, steps, runner, outcomes, System::nanoTime);
        HandOver handOver = new HandOver(settings, turn, steps, System::nanoTime);
        membership = new Membership(settings, consumer, lease, turn, handOver, System::nanoTime);
        thread = threads.apply("Sim7028Fleet").newThread(membership);
    }

    /** Begins to join the group; does not wait for Kafka. */
    public void start() {
        steps.start();
        thread.start();
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

    public NodeStatus status() {
        String trouble = membership.trouble() == null ? publisher.trouble() : membership.trouble();
        return new NodeStatus(
                settings.node(),
                trouble,
                membership.ownedPartitions(),
                membership.failed(),
                steps.count(),
                lease.left(),
                membership.unfinished(),
                membership.underWay(),
                outcomes.count(Outcome.Kind.CONFIRMED),
                outcomes.count(Outcome.Kind.NOT_SENT),
                outcomes.count(Outcome.Kind.UNKNOWN),
                turn.commits(),
                Duration.ofNanos(turn.commitNanos()));
    }
}
