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
package io.github.sim7028.camel.group;

import io.github.sim7028.camel.management.GroupReport.Member;
import io.github.sim7028.camel.modem.ModemHandle;
import io.github.sim7028.camel.modem.ModemProfiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The time from the moment in which a group gains a modem to the moment in which it has given the modem back. What belongs to one ownership never
 * touches another of the same modem. Thread-safe.
 */
final class Ownership {

    /** A producer or consumer at the modem. */
    record Stay(ModemHandle modem, Post post) {

        CompletableFuture<Void> release(String reason) {
            return modem.release(reason);
        }
    }

    private record Ending(Stay stay, CompletableFuture<Void> gone) {}

    private final String modem;
    private final ModemProfiles profiles;
    private final boolean exclusive;
    /** Why nobody can use the modem; null if that is possible. */
    private final String unusable;

    /** Those that are beginning; each completes when that is done. */
    private final Map<Part, CompletableFuture<Void>> beginning = new ConcurrentHashMap<>();

    private final Map<Part, Stay> stays = new ConcurrentHashMap<>();
    /** Those of producers and consumers that have left, until they have been given back. */
    private final Map<Part, Ending> ending = new ConcurrentHashMap<>();

    private final Map<Part, String> failures = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CompletableFuture<Object> fenced = new CompletableFuture<>();
    private volatile boolean over;

    /** @param exclusive whether only this group may use the modem */
    Ownership(String modem, ModemProfiles profiles, boolean exclusive) {
        this(modem, profiles, exclusive, null);
    }

    private Ownership(String modem, ModemProfiles profiles, boolean exclusive, String unusable) {
        this.modem = modem;
        this.profiles = profiles;
        this.exclusive = exclusive;
        this.unusable = unusable;
    }

    /** Of a modem that nobody can use. */
    static Ownership unusable(String modem, String reason) {
        return new Ownership(modem, null, true, reason);
    }

    String modem() {
        return modem;
    }

    ModemProfiles profiles() {
        return profiles;
    }

    /** Whether only the group may use the modem. */
    boolean exclusive() {
        return exclusive;
    }

    /** From now on no producer or consumer begins. */
    void end() {
        over = true;
    }

    private boolean mayBegin() {
        return !over && unusable == null;
    }

    /** Completes when nothing of it is left. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Whether a producer or consumer is still to begin. */
    boolean awaits(Part part) {
        return mayBegin() && !stays.containsKey(part) && !failures.containsKey(part);
    }

    /** From now on whoever ends it waits until it has begun. */
    void beginning(Part part) {
        beginning.put(part, new CompletableFuture<>());
    }

    void add(Part part, Stay stay) {
        stays.put(part, stay);
    }

    /** It has begun, or failed to. */
    void begun(Part part) {
        beginning.remove(part).complete(null);
    }

    void failed(Part part, String reason) {
        failures.put(part, reason);
    }

    /** Why a producer or consumer could not begin; null if it could. */
    String failure(Part part) {
        return unusable != null ? unusable : failures.get(part);
    }

    /**
     * Takes a producer or consumer out, as soon as it has begun.
     *
     * @param giveBack gives back what the producer or consumer has here; is not called if it has nothing
     * @return completes when that has been given back, never exceptionally
     */
    CompletableFuture<Void> remove(Part part, Function<Stay, CompletableFuture<Void>> giveBack) {
        CompletableFuture<Void> begun = beginning.get(part);
        return begun == null ? takeOut(part, giveBack) : begun.thenCompose(v -> takeOut(part, giveBack));
    }

    private CompletableFuture<Void> takeOut(Part part, Function<Stay, CompletableFuture<Void>> giveBack) {
        failures.remove(part);
        Stay stay = stays.get(part);
        if (stay == null) {
            Ending other = ending.get(part);
            return other == null ? CompletableFuture.completedFuture(null) : other.gone;
        }
        Ending mine = new Ending(stay, new CompletableFuture<>());
        // first, so that it is never in neither of the two
        Ending other = ending.putIfAbsent(part, mine);
        if (other != null) {
            return other.gone;
        }
        stays.remove(part, stay);
        // whatever it throws: others wait for the end
        CompletableFuture.completedFuture(stay).thenCompose(giveBack).whenComplete((v, failure) -> {
            ending.remove(part, mine);
            mine.gone.complete(null);
        });
        return mine.gone;
    }

    Member report() {
        if (unusable != null) {
            return new Member(modem, unusable);
        }
        return failures.values().stream()
                .findFirst()
                .map(reason -> new Member(modem, reason))
                .orElseGet(() -> stays.values().stream()
                        .findFirst()
                        .map(stay -> Member.of(modem, stay.modem.status()))
                        .orElseGet(() -> new Member(modem, "not started yet")));
    }

    /** Whether links can be opened; also true where messages fail at once. */
    boolean ready() {
        return unusable != null || !failures.isEmpty() || report().trouble() == null;
    }

    /** Nothing more may be said to the module: what has begun is not waited for. */
    void fence() {
        fenced.complete(this);
    }

    boolean isFenced() {
        return fenced.isDone();
    }

    /** All that is not given back yet. */
    List<ModemHandle> handles() {
        return all().map(Stay::modem).toList();
    }

    private Stream<Stay> all() {
        return Stream.concat(stays.values().stream(), ending.values().stream().map(Ending::stay))
                .distinct();
    }

    /**
     * Gives the modem back: the routes get what was received, as long as their answers can still be sent; what has begun is finished; what was
     * received meanwhile follows.
     *
     * @param limit when that takes longer, the line is closed
     * @param cut   closes the line
     * @param aside runs the steps: a route's exception handler may have its say
     * @return completes when the modem has been given back, never exceptionally
     */
    CompletableFuture<Void> giveBack(String reason, Duration limit, Consumer<String> cut, Executor aside) {
        CompletableFuture<Object> late = new CompletableFuture<>();
        late.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.completedFuture(null)
                .thenComposeAsync(v -> CompletableFuture.anyOf(each(stay -> stay.post.drain()), fenced, late), aside)
                .thenComposeAsync(v -> CompletableFuture.anyOf(endSending(reason), fenced, late), aside)
                .thenComposeAsync(v -> CompletableFuture.anyOf(released(reason), late), aside)
                .thenComposeAsync(v -> CompletableFuture.anyOf(each(stay -> stay.post.drain()), late), aside)
                .handleAsync((v, failure) -> finish(limit, cut), aside)
                .handle((v, failure) -> {
                    late.complete(null);
                    return null;
                });
    }

    /** Nothing of it is left, and the next one may begin. */
    void ended() {
        gone.complete(null);
    }

    private CompletableFuture<Void> endSending(String reason) {
        // not earlier: answers to what was received go through producers
        stays.forEach((part, stay) -> part.ended(modem, stay.post));
        return each(stay -> stay.post.endSending(reason));
    }

    private CompletableFuture<Void> released(String reason) {
        return CompletableFuture.allOf(all().map(stay -> stay.release(reason)).toArray(CompletableFuture[]::new));
    }

    private Void finish(Duration limit, Consumer<String> cut) {
        CompletableFuture<Void> released = released("the modem was given back");
        stays.values().forEach(stay -> stay.post.stop());
        if (!released.isDone()) {
            cut.accept("the modem was not given back within " + limit.toSeconds() + " s");
        }
        stays.clear();
        return null;
    }

    private CompletableFuture<Void> each(Function<Stay, CompletableFuture<Void>> what) {
        return CompletableFuture.allOf(stays.values().stream().map(what).toArray(CompletableFuture[]::new));
    }
}
