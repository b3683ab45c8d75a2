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
package io.github.sim7028.modem.driver.link;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** The module's few link numbers: who has which, who waits for one. */
@OnLoop
public final class LinkNumberPool {

    /** Who has a number. */
    public interface Holder {

        /** Whether it can be closed to make room. */
        boolean evictable();

        /** When it was used last, on the loop's clock. */
        long lastUsed();

        /** Closes it to make room; gives its number back when done. */
        void evict();

        /** The module has given the number to another link. */
        void numberTaken();
    }

    /** Who asks for a number. */
    interface Seeker extends Holder {
        /** The only number it can use, {@link LinkSpec#ANY_NUMBER} when any will do. */
        int wantedNumber();

        /** May use this number from now on. */
        void granted(int number);

        /** No number came free in time. */
        void refused(String reason);
    }

    private static final class Waiting {
        private final Seeker seeker;
        private Loop.Timer timer = () -> {};
        /** Who is being closed to make room; and its number. */
        private Holder leaving;

        private int leavingNumber;

        private Waiting(Seeker seeker) {
            this.seeker = seeker;
        }
    }

    private final Loop loop;
    private final Duration timeout;
    private final Runnable runOut;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Holder[] holders = {};
    /** When the last connection of each number ended, on the loop's clock. */
    private long[] freedAt = {};

    /** @param runOut called when a number is requested and none is free */
    public LinkNumberPool(Loop loop, Duration timeout, Runnable runOut) {
        this.loop = loop;
        this.timeout = timeout;
        this.runOut = runOut;
    }

    public void open(int count) {
        holders = new Holder[count];
        freedAt = new long[count];
        Arrays.fill(freedAt, Long.MIN_VALUE);
    }

    /** Forgets everything: the module has, too. */
    public void close() {
        waiting.forEach(entry -> entry.timer.cancel());
        waiting.clear();
        open(0);
    }

    /** Grants a number now or later, or refuses after the timeout. */
    void request(Seeker seeker) {
        if (seeker.wantedNumber() >= holders.length) {
            seeker.refused("link " + seeker.wantedNumber() + " does not exist: the module has links 0 to "
                    + (holders.length - 1));
            return;
        }
        int free = freeFor(seeker);
        if (free >= 0) {
            holders[free] = seeker;
            seeker.granted(free);
            return;
        }
        Waiting entry = new Waiting(seeker);
        entry.timer = loop.after(timeout.toMillis(), () -> giveUp(seeker));
        waiting.add(entry);
        makeRoom(entry);
        runOut.run();
    }

    /** The module itself has given this number to a client; a link that had the number, or was about to use it, must get another number. */
    public void occupy(int number, Holder holder) {
        if (!has(number) || holders[number] == holder) {
            return;
        }
        Holder before = holders[number];
        holders[number] = holder;
        if (before != null) {
            before.numberTaken();
        }
    }

    /** Another holder takes over a number; the holder before is not notified. */
    public void pass(int number, Holder from, Holder to) {
        if (holder(number) == from) {
            holders[number] = to;
        }
    }

    /**
     * Gives a number back, unless it is another's by now.
     *
     * @param wasOpen whether the module has had a connection with it
     */
    void release(int number, Holder holder, boolean wasOpen) {
        if (number < holders.length) {
            if (holders[number] != holder) {
                return;
            }
            holders[number] = null;
            freedAt[number] = wasOpen ? loop.now() : freedAt[number];
        }
        for (Waiting next : waiting) {
            int free = freeFor(next.seeker);
            if (free >= 0) {
                waiting.remove(next);
                next.timer.cancel();
                holders[free] = next.seeker;
                next.seeker.granted(free);
                return;
            }
        }
    }

    /** Whether the module has such a number. */
    public boolean has(int number) {
        return number >= 0 && number < holders.length;
    }

    /** The holder of this number; null if there is none, or if the module has no such number. */
    public Holder holder(int number) {
        return has(number) ? holders[number] : null;
    }

    /** Whether a connection with this number has ended within the last so many milliseconds. */
    boolean freedWithin(int number, long millis) {
        return freedAt[number] != Long.MIN_VALUE && loop.now() - freedAt[number] <= millis;
    }

    /** Whether a link waits that could use a number that becomes free. */
    public boolean contended() {
        return !waiting.isEmpty();
    }

    /** Tells the waiting links that a holder may have become evictable. */
    void reconsider() {
        List.copyOf(waiting).forEach(this::makeRoom);
    }

    void withdraw(Seeker seeker) {
        waiting.removeIf(entry -> {
            if (entry.seeker == seeker) {
                entry.timer.cancel();
                return true;
            }
            return false;
        });
    }

    private int freeFor(Seeker seeker) {
        for (int number = 0; number < holders.length; number++) {
            boolean fits = seeker.wantedNumber() == LinkSpec.ANY_NUMBER || seeker.wantedNumber() == number;
            if (holders[number] == null && fits) {
                return number;
            }
        }
        return -1;
    }

    /** Least recently used first; one closes for each that waits, however many more become idle until it has closed. */
    private void makeRoom(Waiting entry) {
        if (entry.leaving != null && holder(entry.leavingNumber) == entry.leaving) {
            return;
        }
        entry.leaving = null;
        int wanted = entry.seeker.wantedNumber();
        IntStream.range(0, holders.length)
                .filter(number -> wanted == LinkSpec.ANY_NUMBER || wanted == number)
                .filter(number -> holders[number] != null && holders[number].evictable())
                .boxed()
                .min(Comparator.comparingLong(number -> holders[number].lastUsed()))
                .ifPresent(number -> {
                    entry.leaving = holders[number];
                    entry.leavingNumber = number;
                    entry.leaving.evict();
                });
    }

    private void giveUp(Seeker seeker) {
        withdraw(seeker);
        String what = seeker.wantedNumber() == LinkSpec.ANY_NUMBER
                ? "all " + holders.length + " links of the module are in use"
                : "link " + seeker.wantedNumber() + " is in use";
        seeker.refused(what + " and no link became free within " + Limits.words(timeout));
    }
}
