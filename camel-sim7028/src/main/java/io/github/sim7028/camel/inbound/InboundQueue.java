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
package io.github.sim7028.camel.inbound;

import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/** What came in on a link and waits for the route, in order: at most {@code limit} pieces, and the breaks between them. */
public final class InboundQueue {

    /** Something that happened on the link. */
    sealed interface Arrival permits Piece, Break, Mark {}

    /** Received bytes. */
    record Piece(Inbound inbound) implements Arrival {}

    /**
     * The stream ends here, and what follows is another.
     *
     * @param reason to be reported, null when there is nothing to report
     */
    record Break(Sim7028Exception reason) implements Arrival {}

    /** {@code reached} is run when all that came before has been taken. */
    record Mark(Runnable reached) implements Arrival {}

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private int pieces;
    private boolean refused;

    public InboundQueue(int limit) {
        this.limit = limit;
    }

    /** Whether one more piece fits; a refusal is remembered until {@link #takeRefused()}. */
    public boolean hasRoom() {
        lock.lock();
        try {
            boolean room = pieces < limit;
            refused |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a piece was refused and there is room now; true once. */
    boolean takeRefused() {
        lock.lock();
        try {
            boolean answer = refused && pieces < limit;
            refused &= !answer;
            return answer;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a piece, also when there is no room. */
    public void add(Inbound inbound) {
        lock.lock();
        try {
            waiting.addLast(new Piece(inbound));
            pieces++;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a piece; without room the oldest ones make way, and the stream breaks in their place. Returns how many did. */
    public int addDroppingOldest(Inbound inbound) {
        lock.lock();
        try {
            int dropped = 0;
            Sim7028Exception reason = null;
            while (pieces >= limit) {
                Arrival oldest = waiting.removeFirst();
                if (oldest instanceof Break broken) {
                    reason = broken.reason() == null ? reason : broken.reason();
                } else {
                    pieces--;
                    dropped++;
                }
            }
            if (dropped > 0) {
                if (waiting.peekFirst() instanceof Break broken) {
                    waiting.removeFirst();
                    reason = broken.reason() == null ? reason : broken.reason();
                }
                waiting.addFirst(new Break(reason));
            }
            waiting.addLast(new Piece(inbound));
            pieces++;
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a break. Breaks with nothing between them are one, so that a long outage does not fill the memory. */
    public void addBreak(Sim7028Exception reason) {
        lock.lock();
        try {
            Sim7028Exception kept = reason;
            if (waiting.peekLast() instanceof Break last) {
                waiting.removeLast();
                kept = reason == null ? last.reason() : reason;
            }
            waiting.addLast(new Break(kept));
        } finally {
            lock.unlock();
        }
    }

    public void addMark(Runnable reached) {
        lock.lock();
        try {
            waiting.addLast(new Mark(reached));
        } finally {
            lock.unlock();
        }
    }

    /** The next arrival, null when nothing waits. */
    Arrival poll() {
        lock.lock();
        try {
            Arrival next = waiting.pollFirst();
            if (next instanceof Piece) {
                pieces--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** How many pieces wait. */
    int pieces() {
        lock.lock();
        try {
            return pieces;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
