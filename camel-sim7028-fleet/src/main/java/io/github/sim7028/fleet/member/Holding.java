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
import io.github.sim7028.fleet.kafka.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The modems of one ownership: those that are here, and those that are being given back. The thread of {@link ModemSteps} only. */
final class Holding {

    private final Ownership ownership;
    private final Lease lease;
    private final FencedModems modems;
    private final Outcomes outcomes;
    private final Executor executor;
    private final Duration handOverTimeout;
    /** Of all ownerships: the modems that are here, each with the object that stands for its stay. */
    private final Map<String, Object> stays;

    private final Map<String, Object> held = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<Void>> going = new LinkedHashMap<>();
    private final Backoff pause = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private Set<String> wanted = Set.of();
    private long nextAttempt;
    private boolean leaving;

    Holding(
            Ownership ownership,
            Lease lease,
            FencedModems modems,
            Outcomes outcomes,
            Executor executor,
            Duration handOverTimeout,
            Map<String, Object> stays) {
        this.ownership = ownership;
        this.lease = lease;
        this.modems = modems;
        this.outcomes = outcomes;
        this.executor = executor;
        this.handOverTimeout = handOverTimeout;
        this.stays = stays;
    }

    Ownership ownership() {
        return ownership;
    }

    int size() {
        return held.size() + going.size();
    }

    /**
     * Takes the modems that are not here, and gives others back.
     *
     * @param names   the modems of the partition
     * @param changed modems that have to be taken again
     */
    void want(Set<String> names, Set<String> changed) {
        if (leaving || ownership.ended()) {
            return;
        }
        wanted.forEach(modems::forget);
        wanted = Set.copyOf(names);
        pause.reset();
        for (String modem : List.copyOf(held.keySet())) {
            if (!wanted.contains(modem) || changed.contains(modem)) {
                giveBack(modem);
            }
        }
        takeMissing();
    }

    /** Takes the modems again that could not be taken, after a growing pause. */
    void retry() {
        if (size() < wanted.size() && lease.now().nanos() - nextAttempt >= 0 && !leaving && !ownership.ended()) {
            takeMissing();
        }
    }

    private void takeMissing() {
        wanted.forEach(this::take);
        nextAttempt = lease.now().nanos() + TimeUnit.MILLISECONDS.toNanos(pause.next());
    }

    private void take(String modem) {
        if (held.containsKey(modem) || going.containsKey(modem) || !modems.gained(modem, ownership)) {
            return;
        }
        Object stay = new Object();
        held.put(modem, stay);
        stays.put(modem, stay);
        event(modem, "gained", "");
    }

    /** Because of the inventory: the partition stays. */
    private void giveBack(String modem) {
        left(modem, held.remove(modem));
        CompletableFuture<Void> end = modems.handOver(modem);
        going.put(modem, end);
        end.copy()
                .orTimeout(handOverTimeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((nothing, failure) -> given(modem, end, failure == null), executor);
    }

    private void given(String modem, CompletableFuture<Void> end, boolean inTime) {
        if (!going.remove(modem, end)) {
            // cut meanwhile
            return;
        }
        if (inTime) {
            event(modem, "lost", "the inventory has changed");
        } else {
            modems.cut(modem);
            event(modem, "fenced", "the inventory has changed, and the modem was not free in time");
        }
        if (wanted.contains(modem) && !leaving && !ownership.ended()) {
            take(modem);
        }
    }

    /** The partition goes to another node. Completes when nothing of the modems is left. */
    CompletableFuture<Void> handOver() {
        leaving = true;
        wanted.forEach(modems::forget);
        List<CompletableFuture<Void>> ends = new ArrayList<>(going.values());
        held.forEach((modem, stay) -> {
            left(modem, stay);
            ends.add(modems.handOver(modem));
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    void handedOver() {
        held.keySet().forEach(modem -> event(modem, "lost", "handed over"));
        going.keySet().forEach(modem -> event(modem, "lost", "handed over"));
        clear();
    }

    /** Closes the lines of all modems at once. */
    void cut() {
        wanted.forEach(modems::forget);
        held.forEach((modem, stay) -> {
            left(modem, stay);
            cut(modem);
        });
        going.keySet().forEach(this::cut);
        clear();
    }

    private void cut(String modem) {
        modems.cut(modem);
        event(modem, "fenced", ownership.why());
    }

    private void left(String modem, Object stay) {
        // a later ownership may have the modem already
        stays.remove(modem, stay);
    }

    private void clear() {
        held.clear();
        going.clear();
    }

    private void event(String modem, String event, String why) {
        outcomes.event(modem, event, why, ownership.epoch());
    }
}
