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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes modems and gives them back, one step after the other on a thread of its own, so that the end of an earlier ownership never comes after the
 * begin of a later one. Cuts all modems when the lease is over, also while the poll thread waits for Kafka.
 */
final class ModemSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ModemSteps.class);
    private static final Duration WATCH = Duration.ofMillis(50);

    private final FencedModems modems;
    private final Lease lease;
    private final Outcomes outcomes;
    private final Duration handOverTimeout;
    private final ScheduledExecutorService executor;
    /** Only on the executor's thread. */
    private final Map<Ownership, Holding> owned = new LinkedHashMap<>();

    private final Map<String, Object> stays = new ConcurrentHashMap<>();
    private ScheduledFuture<?> watching;
    private volatile int count;

    /**
     * @param executor        has one thread
     * @param handOverTimeout how long a modem may take that is given back because of the inventory
     */
    ModemSteps(
            Modems modems,
            Lease lease,
            Outcomes outcomes,
            Duration handOverTimeout,
            ScheduledExecutorService executor) {
        this.modems = new FencedModems(modems);
        this.lease = lease;
        this.outcomes = outcomes;
        this.handOverTimeout = handOverTimeout;
        this.executor = executor;
    }

    void start() {
        watching = executor.scheduleWithFixedDelay(
                () -> fenced(this::watch), WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    /** How many modems this node owns. */
    int count() {
        return count;
    }

    /** Which modems could not be taken or given back; null if none. */
    String trouble() {
        return modems.trouble();
    }

    /** Stands for the time since the modem was taken: another object after the modem was taken again. Null if the modem is not here. Any thread. */
    Object stay(String modem) {
        return stays.get(modem);
    }

    /** @param names is asked in the step: an inventory that has changed before is not overlooked */
    void gain(Ownership ownership, Supplier<Set<String>> names) {
        execute(() -> {
            Holding holding = new Holding(ownership, lease, modems, outcomes, this::execute, handOverTimeout, stays);
            owned.put(ownership, holding);
            holding.want(names.get(), Set.of());
        });
    }

    /** Completes when nothing of the modems is left; exceptionally if that is not known. */
    CompletableFuture<Void> handOver(Ownership ownership) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            Holding holding = owned.get(ownership);
            CompletableFuture<Void> end =
                    holding == null ? CompletableFuture.completedFuture(null) : holding.handOver();
            end.whenComplete((nothing, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    /** The hand-over is complete. */
    void handedOver(Ownership ownership) {
        execute(() -> {
            Holding holding = owned.remove(ownership);
            if (holding != null) {
                holding.handedOver();
            }
        });
    }

    /** Ends an ownership at once. The guard of the lines says no before this method returns, the lines are closed soon after. */
    void cut(Ownership ownership, String why) {
        ownership.end(why);
        execute(() -> close(ownership));
    }

    private void watch() {
        watchLease();
        owned.values().forEach(Holding::retry);
    }

    private void watchLease() {
        // those that have ended are being given back already
        List<Holding> current = owned.values().stream()
                .filter(holding -> !holding.ownership().ended())
                .toList();
        if (current.isEmpty() || lease.valid()) {
            return;
        }
        int closing = current.stream().mapToInt(Holding::size).sum();
        LOG.warn(
                "Kafka has not confirmed for too long that this node owns its modems: {} closed until Kafka does",
                closing == 1 ? "1 modem is" : closing + " modems are");
        current.forEach(holding ->
                holding.ownership().end("Kafka has not confirmed for too long that this node owns the modem"));
        current.forEach(holding -> close(holding.ownership()));
    }

    private void close(Ownership ownership) {
        Holding holding = owned.remove(ownership);
        if (holding != null) {
            holding.cut();
        }
    }

    /** The inventory has changed: takes new modems, gives others back, and takes changed ones again. */
    void review(Function<Ownership, Set<String>> now, Set<String> changed) {
        execute(() -> owned.values().forEach(holding -> holding.want(now.apply(holding.ownership()), changed)));
    }

    private void execute(Runnable step) {
        try {
            executor.execute(() -> fenced(step));
        } catch (RejectedExecutionException e) {
            LOG.debug("No step, as this node has stopped");
        }
    }

    private void fenced(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            LOG.error("A step of the modems failed", e);
        } finally {
            count = owned.values().stream().mapToInt(Holding::size).sum();
        }
    }
}
