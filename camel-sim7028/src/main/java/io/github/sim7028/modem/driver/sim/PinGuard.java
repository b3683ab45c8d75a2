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
package io.github.sim7028.modem.driver.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whether a PIN may be given to a SIM card, so that no wrong one locks it. The last try is never used; a PIN that the card refused
 * is not given again. Where the card's tries cannot be asked, a PIN is given once, as the answer to it may be lost, and at most two are
 * given before the card was ready again. What was given is remembered before it leaves, for all modems, components and contexts of the
 * JVM, and beyond it where there is a directory. It waits for the disk and for slow hashes, so it is not asked on a loop.
 */
public final class PinGuard {

    /** The number of tries is unknown. */
    static final int UNKNOWN = -1;

    /** How many tries a card has (ETSI TS 102 221). */
    static final int TRIES = 3;

    /** A PIN of four digits is found all the same, but not in passing. */
    private static final int ITERATIONS = 100_000;

    /** The one of this JVM. */
    public static final PinGuard INSTANCE = new PinGuard(ITERATIONS);

    /** What is to be done. */
    enum Verdict {
        GIVE,
        /** Only one try is left, or may be left. */
        LAST_TRY,
        /** The card has refused that PIN. */
        REFUSED,
        /** That PIN was given, its answer is not known, and the card's tries cannot be asked. */
        UNANSWERED
    }

    /**
     * A verdict.
     *
     * @param given        what was noted, with {@link Verdict#GIVE}
     * @param before       what was noted before
     * @param notRemembered why a note does not outlast this JVM; null when it does
     */
    record Decision(Verdict verdict, GivenPin given, Collection<GivenPin> before, String notRemembered) {}

    private static final int MOST_WARNINGS = 1000;

    private final int iterations;
    private final Set<String> warned = new HashSet<>();
    private final PinMemory memory = new PinMemory();
    private final ReentrantLock lock = new ReentrantLock();

    PinGuard(int iterations) {
        this.iterations = iterations;
    }

    /**
     * Whether that PIN may be given to that card now. If so it counts as given from now on, whatever happens next.
     *
     * @param tries     as reported by the card, or {@link #UNKNOWN}
     * @param directory where the PIN is remembered beyond this JVM; null for none
     */
    Decision take(SimIdentity sim, String pin, int tries, Path directory) {
        lock.lock();
        try {
            PinMemory.Recollection known = memory.recall(sim, directory);
            List<GivenPin> before = new ArrayList<>(known.pins());
            GivenPin same = before.stream()
                    .filter(given -> given.matches(pin))
                    .findFirst()
                    .orElse(null);
            Verdict verdict = tries == UNKNOWN ? judge(before, same) : judge(tries, same);
            if (verdict == Verdict.REFUSED && !same.refused()) {
                memory.remember(same.refused(tries), directory);
            }
            if (verdict != Verdict.GIVE) {
                return new Decision(verdict, null, before, known.trouble());
            }
            if (tries != UNKNOWN) {
                // fewer tries from now on are the fault of what is given now
                memory.forget(
                        before.stream().filter(given -> tries > given.left()).toList(), directory);
            }
            GivenPin given = GivenPin.of(sim, pin, (tries == UNKNOWN ? left(before) : tries) - 1, iterations);
            String trouble = memory.remember(given, directory);
            return new Decision(verdict, given, before, trouble == null ? known.trouble() : trouble);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The card reports its tries: fewer tries than before mean that the card has refused the PIN; more tries mean that the card was
     * unlocked elsewhere.
     */
    private static Verdict judge(int tries, GivenPin same) {
        if (tries <= 1) {
            return Verdict.LAST_TRY;
        }
        boolean refused = same != null && tries <= same.left();
        return refused ? Verdict.REFUSED : Verdict.GIVE;
    }

    private static Verdict judge(List<GivenPin> before, GivenPin same) {
        if (same != null) {
            return same.refused() ? Verdict.REFUSED : Verdict.UNANSWERED;
        }
        return left(before) <= 1 ? Verdict.LAST_TRY : Verdict.GIVE;
    }

    private static int left(List<GivenPin> before) {
        return before.stream().mapToInt(GivenPin::left).min().orElse(TRIES);
    }

    /** The card has refused what was given. */
    void refused(Decision decision, Path directory) {
        GivenPin given = decision.given();
        lock.lock();
        try {
            memory.remember(given.refused(given.left()), directory);
        } finally {
            lock.unlock();
        }
    }

    /** The card was busy and has not looked at what was given. */
    void untouched(Decision decision, Path directory) {
        lock.lock();
        try {
            memory.forget(List.of(decision.given()), directory);
            decision.before().forEach(given -> memory.remember(given, directory));
        } finally {
            lock.unlock();
        }
    }

    /** The card is ready: a PIN that was taken, or whose answer was lost, was right, and all tries are there again. */
    void ready(SimIdentity sim, Path directory) {
        lock.lock();
        try {
            for (GivenPin given : memory.recall(sim, directory).pins()) {
                if (!given.refused()) {
                    memory.forget(List.of(given), directory);
                } else if (given.left() < TRIES) {
                    memory.remember(given.refused(TRIES), directory);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there was no warning yet that a PIN given to this card is not remembered. */
    boolean firstWarning(SimIdentity sim) {
        lock.lock();
        try {
            return warned.size() < MOST_WARNINGS && warned.addAll(sim.names());
        } finally {
            lock.unlock();
        }
    }

    /** Whether anything is noted about that card. */
    boolean knows(SimIdentity sim, Path directory) {
        lock.lock();
        try {
            return !memory.recall(sim, directory).pins().isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
