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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

    private final String modem;
    private final ModemProfiles profiles;
    private final boolean exclusive;
    /** Why nobody can use the modem; null if that is possible. */
    private final String unusable;

    private final Map<Part, Stay> stays = new ConcurrentHashMap<>();
    private final Map<Part, String> failures = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final CompletableFuture<String> fenced = new CompletableFuture<>();
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

    /** Who alone may use the modem; null where it is shared. */
    Object owner() {
        return exclusive ? this : null;
    }

    /** From now on no producer or consumer begins. */
    void end() {
        over = true;
    }

    boolean mayBegin() {
        return !over && unusable == null;
    }

    /** Completes when nothing of it is left. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    boolean has(Part part) {
        return stays.containsKey(part) || failures.containsKey(part);
    }

    void add(Part part, Stay stay) {
        stays.put(part, stay);
        String reason = fenced.getNow(null);
        if (reason != null) {
            stay.modem.abort(reason);
        }
    }

    void failed(Part part, String reason) {
        failures.put(part, reason);
    }

    /** Why a producer or consumer could not begin; null if it could. */
    String failure(Part part) {
        return unusable != null ? unusable : failures.get(part);
    }

    /** Takes a producer or consumer out, which gives back what it has; null if it has nothing. */
    Stay remove(Part part) {
        failures.remove(part);
        return stays.remove(part);
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

    /**
     * Nothing more may be said to the module.
     *
     * @param cut whether the line is closed under others that use the modem, too
     */
    void fence(String reason, boolean cut) {
        fenced.complete(cut ? reason : null);
        if (cut) {
            stays.values().forEach(stay -> stay.modem.abort(reason));
        }
    }

    /**
     * Gives the modem back: the routes get what was received, as long as their answers can still be sent; what has begun is finished; what was
     * received meanwhile follows.
     *
     * @param limit when that takes longer, the line is closed
     * @return completes when the modem has been given back, never exceptionally
     */
    CompletableFuture<Void> giveBack(String reason, Duration limit) {
        CompletableFuture<Object> late = new CompletableFuture<>();
        late.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.anyOf(each(stay -> stay.post.drain()), fenced, late)
                .thenCompose(v -> CompletableFuture.anyOf(endSending(reason), fenced, late))
                .thenCompose(v -> CompletableFuture.anyOf(each(stay -> stay.release(reason)), late))
                .thenCompose(v -> CompletableFuture.anyOf(each(stay -> stay.post.drain()), late))
                .handle((v, failure) -> {
                    finish(late, limit);
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

    private void finish(CompletableFuture<Object> late, Duration limit) {
        Collection<Stay> left = List.copyOf(stays.values());
        stays.clear();
        left.forEach(stay -> {
            stay.post.stop();
            CompletableFuture<Void> released = stay.release("the modem was given back");
            if (exclusive && !released.isDone()) {
                stay.modem.abort("the modem was not given back within " + limit.toSeconds() + " s");
            }
        });
        late.complete(null);
    }

    private CompletableFuture<Void> each(Function<Stay, CompletableFuture<Void>> what) {
        return CompletableFuture.allOf(stays.values().stream().map(what).toArray(CompletableFuture[]::new));
    }
}
