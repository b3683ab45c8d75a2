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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.uart.Uart;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes that wait for room on the line to the host, and how much more may be added. */
final class OutputBuffer {

    private static final int SOFT_LIMIT = 8 * 1024;
    private static final int CHATTER_LIMIT = SOFT_LIMIT / 2;
    private static final int HARD_LIMIT = 64 * 1024;

    private final Uart uart;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private int pendingBytes;
    private int pendingOffset;
    private boolean refused;
    private boolean pushRefused;
    private long pushAhead;
    private long lost;
    private long said = System.nanoTime();
    private boolean muted;
    private boolean dead;

    OutputBuffer(Uart uart) {
        this.uart = uart;
    }

    /** See {@link ModuleOutput#ready}. */
    boolean ready() {
        boolean room = pendingBytes < SOFT_LIMIT;
        refused |= !room;
        return room && !muted;
    }

    /** See {@link ModuleOutput#readyAgain}. */
    boolean readyAgain() {
        boolean again = refused && pendingBytes < SOFT_LIMIT;
        refused &= !again;
        return again;
    }

    /** See {@link ModuleOutput#mayPush}. */
    boolean mayPush(long ahead) {
        pushAhead = ahead;
        pushRefused = !pending.isEmpty() || nanosToClear() > 0;
        return !pushRefused;
    }

    /** See {@link ModuleOutput#nanosToPush}. */
    long nanosToPush() {
        if (!pushRefused || !pending.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long left = nanosToClear();
        pushRefused = left > 0;
        return left;
    }

    private long nanosToClear() {
        return Math.max(0, uart.toHost().nanosToClear() - pushAhead);
    }

    /** Whether there is room for output that may be lost; counted as lost if not. */
    boolean mayChatter() {
        boolean room = pendingBytes < CHATTER_LIMIT;
        lost += room ? 0 : 1;
        return room;
    }

    boolean isEmpty() {
        return pendingBytes == 0;
    }

    /** Lines that were lost because the host did not read. */
    long lost() {
        return lost;
    }

    /** When something was said last, as {@link System#nanoTime} says. */
    long said() {
        return said;
    }

    void mute(boolean on) {
        muted = on;
        flush();
    }

    /** Whether what is added is lost. */
    void dead(boolean now) {
        dead = now;
    }

    /** Forgets what has not gone to the line yet. */
    void clear() {
        dead = false;
        pending.clear();
        pendingBytes = 0;
        pendingOffset = 0;
    }

    /** Adds bytes and moves what goes to the line. */
    void add(byte[] bytes) {
        queue(bytes);
        flush();
    }

    private void queue(byte[] bytes) {
        if (dead || bytes.length == 0) {
            return;
        }
        if (pendingBytes + bytes.length > HARD_LIMIT) {
            lost++;
            return;
        }
        pending.add(bytes);
        said = System.nanoTime();
        pendingBytes += bytes.length;
    }

    /** Moves what it can to the line. */
    void flush() {
        while (!pending.isEmpty() && !muted) {
            byte[] first = pending.getFirst();
            int length = first.length - pendingOffset;
            int n = uart.send(first, pendingOffset, length);
            pendingBytes -= n;
            if (n < length) {
                pendingOffset += n;
                return;
            }
            pending.removeFirst();
            pendingOffset = 0;
        }
    }
}
