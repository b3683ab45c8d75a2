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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes modems and gives them back, one step after the other on a thread of its own, so that the end of an earlier ownership never comes after the
 * begin of a later one. Cuts all modems when the lease is over, also while the poll thread waits for Kafka.
 */
final class ModemSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ModemSteps.class);
    private static final Duration WATCH = Duration.ofMillis(50);

    private final Modems modems;
    private final Lease lease;
    private final Outcomes outcomes;
    private final ScheduledExecutorService executor;
    /** Only on the executor's thread. */
    private final Map<Ownership, Set<String>> owned = new LinkedHashMap<>();

    private ScheduledFuture<?> watch;
    private volatile int count;

    /** @param executor has one thread */
    ModemSteps(Modems modems, Lease lease, Outcomes outcomes, ScheduledExecutorService executor) {
        this.modems = modems;
        this.lease = lease;
        this.outcomes = outcomes;
        this.executor = executor;
    }

    void start() {
        watch = executor.scheduleWithFixedDelay(
                this::watchLease, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        watch.cancel(false);
    }

    /** How many modems this node owns. */
    int count() {
        return count;
    }

    void gain(Ownership ownership, Set<String> names) {
        execute(() -> {
            owned.put(ownership, names);
            names.forEach(modem -> {
                modems.gained(modem, ownership);
                outcomes.event(modem, "gained", "", ownership.epoch());
            });
        });
    }

    /** Completes when nothing of the modems is left. */
    CompletableFuture<Void> handOver(Ownership ownership) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            owned.getOrDefault(ownership, Set.of()).forEach(modem -> ends.add(modems.handOver(modem)));
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .whenComplete((v, failure) -> done.complete(null));
        });
        return done;
    }

    /** The hand-over is complete. */
    void handedOver(Ownership ownership) {
        execute(() -> {
            Set<String> names = owned.remove(ownership);
            if (names != null) {
                names.forEach(modem -> outcomes.event(modem, "lost", "handed over", ownership.epoch()));
            }
        });
    }

    /** Ends an ownership at once. The guard of the lines says no before this method returns, the lines are closed soon after. */
    void cut(Ownership ownership, String why) {
        ownership.end(why);
        execute(() -> close(ownership));
    }

    private void watchLease() {
        // those that have ended are being given back already
        List<Ownership> current =
                owned.keySet().stream().filter(ownership -> !ownership.ended()).toList();
        if (current.isEmpty() || lease.valid()) {
            return;
        }
        int closing = current.stream()
                .mapToInt(ownership -> owned.get(ownership).size())
                .sum();
        LOG.warn(
                "Kafka has not confirmed for too long that this node owns its modems: {} closed until Kafka does",
                closing == 1 ? "1 modem is" : closing + " modems are");
        for (Ownership ownership : current) {
            ownership.end("Kafka has not confirmed for too long that this node owns the modem");
            close(ownership);
        }
    }

    private void close(Ownership ownership) {
        Set<String> names = owned.remove(ownership);
        if (names != null) {
            names.forEach(modem -> {
                modems.cut(modem);
                outcomes.event(modem, "fenced", ownership.why(), ownership.epoch());
            });
        }
    }

    /** The inventory has changed: takes new modems, gives others back, and takes changed ones again. */
    void review(Function<Ownership, Set<String>> now, Set<String> changed) {
        execute(() -> owned.replaceAll((ownership, before) -> {
            Set<String> after = now.apply(ownership);
            for (String modem : before) {
                if (!after.contains(modem) || changed.contains(modem)) {
                    modems.handOver(modem);
                    outcomes.event(modem, "lost", "the inventory has changed", ownership.epoch());
                }
            }
            for (String modem : after) {
                if (!before.contains(modem) || changed.contains(modem)) {
                    modems.gained(modem, ownership);
                    outcomes.event(modem, "gained", "", ownership.epoch());
                }
            }
            return after;
        }));
    }

    private static int count(Map<Ownership, Set<String>> owned) {
        return owned.values().stream().mapToInt(Set::size).sum();
    }

    private void execute(Runnable step) {
        try {
            executor.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    LOG.error("A step of the modems failed", e);
                } finally {
                    count = count(owned);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("No step, as this node has stopped");
        }
    }
}
