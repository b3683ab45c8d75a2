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
package io.github.sim7028.simulator.net;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes that a socket has received and that are still on the way to the module, in their order. */
final class Arrivals {

    private record Block(long due, int bytes) {}

    private final Deque<Block> blocks = new ArrayDeque<>();
    private int bytes;

    /** These bytes arrive after this time, and not before those that came before. Returns when, in nanoseconds from now. */
    long add(int count, Duration later, long now) {
        long due = now + later.toNanos();
        if (!blocks.isEmpty() && blocks.getLast().due() - due > 0) {
            due = blocks.getLast().due();
        }
        blocks.addLast(new Block(due, count));
        bytes += count;
        return due - now;
    }

    /** How many bytes are still on the way. */
    int onTheWay(long now) {
        while (!blocks.isEmpty() && blocks.getFirst().due() - now <= 0) {
            bytes -= blocks.removeFirst().bytes();
        }
        return bytes;
    }
}
