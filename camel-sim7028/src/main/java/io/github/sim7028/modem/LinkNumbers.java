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
package io.github.sim7028.modem;

import io.github.sim7028.at.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;

/** The module's few link numbers: who has which, who waits for one. On the modem's loop. */
final class LinkNumbers {

    /** Who asks for a number. */
    interface Holder {
        /** The only number it can use, {@link LinkSpec#ANY_NUMBER} when any will do. */
        int wantedNumber();

        /** May use this number from now on. */
        void granted(int number);

        /** No number came free in time. */
        void refused(String reason);

        /** Whether it can be closed to make room. */
        boolean evictable();

        /** When it was used last, on the loop's clock. */
        long lastUsed();

        /** Closes it to make room; gives its number back when done. */
        void evict();
    }

    private record Waiting(Holder holder, Loop.Timer timer) {}

    private final Loop loop;
    private final Duration timeout;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Holder[] holders = {};

    LinkNumbers(Loop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    void open(int count) {
        holders = new Holder[count];
    }

    /** Forgets everything: the module has, too. */
    void close() {
        waiting.forEach(entry -> entry.timer().cancel());
        waiting.clear();
        holders = new Holder[0];
    }

    /** Grants a number now or later, or refuses after the timeout. */
    void request(Holder holder) {
        if (holder.wantedNumber() >= holders.length) {
            holder.refused("link " + holder.wantedNumber() + " does not exist: the module has links 0 to "
                    + (holders.length - 1));
            return;
        }
        int free = freeFor(holder);
        if (free >= 0) {
            holders[free] = holder;
            holder.granted(free);
            return;
        }
        Loop.Timer timer = loop.after(timeout.toMillis(), () -> giveUp(holder));
        waiting.add(new Waiting(holder, timer));
        makeRoom(holder);
    }

    /** The module itself has given this number to somebody; whoever was about to use it has to find another. */
    void occupy(int number, Holder holder) {
        if (number >= holders.length) {
            return;
        }
        Holder before = holders[number];
        holders[number] = holder;
        if (before instanceof Link link) {
            link.numberTaken();
        }
    }

    /** Gives a number back, unless it is another's by now. */
    void release(int number, Object holder) {
        if (number < holders.length) {
            if (holders[number] != holder) {
                return;
            }
            holders[number] = null;
        }
        for (Waiting next : waiting) {
            int free = freeFor(next.holder());
            if (free >= 0) {
                waiting.remove(next);
                next.timer().cancel();
                holders[free] = next.holder();
                next.holder().granted(free);
                return;
            }
        }
    }

    /** Whether somebody waits who could use a number that comes free. */
    boolean contended() {
        return !waiting.isEmpty();
    }

    /** Lets those who wait know that a holder may have become evictable. */
    void reconsider() {
        waiting.stream().findFirst().ifPresent(entry -> makeRoom(entry.holder()));
    }

    void withdraw(Holder holder) {
        waiting.removeIf(entry -> {
            if (entry.holder() == holder) {
                entry.timer().cancel();
                return true;
            }
            return false;
        });
    }

    private int freeFor(Holder holder) {
        for (int number = 0; number < holders.length; number++) {
            boolean fits = holder.wantedNumber() == LinkSpec.ANY_NUMBER || holder.wantedNumber() == number;
            if (holders[number] == null && fits) {
                return number;
            }
        }
        return -1;
    }

    /** Least recently used first. */
    private void makeRoom(Holder holder) {
        Optional<Holder> victim = Arrays.stream(holders)
                .filter(Objects::nonNull)
                .filter(other ->
                        holder.wantedNumber() == LinkSpec.ANY_NUMBER || holders[holder.wantedNumber()] == other)
                .filter(Holder::evictable)
                .min((a, b) -> Long.compare(a.lastUsed(), b.lastUsed()));
        victim.ifPresent(Holder::evict);
    }

    private void giveUp(Holder holder) {
        withdraw(holder);
        String what = holder.wantedNumber() == LinkSpec.ANY_NUMBER
                ? "all " + holders.length + " links of the module are in use"
                : "link " + holder.wantedNumber() + " is in use";
        holder.refused(what + " and none came free within " + Limits.words(timeout));
    }
}
