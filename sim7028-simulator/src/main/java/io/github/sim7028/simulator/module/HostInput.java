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

import io.github.sim7028.simulator.uart.UartLine;

/** The bytes that the host has sent and the module has not yet acted on. What is not taken stays in the UART. */
final class HostInput {

    private static final int CHUNK = 4096;

    private final UartLine line;
    private final Loss loss;

    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;
    /** When the host sent something last. */
    private long heard = System.nanoTime();

    /** What is lost of the bytes that come, because the module sleeps. */
    @FunctionalInterface
    interface Loss {
        /** How many of so many bytes are lost; {@code idle} whether the module had nothing to do. */
        int of(int count, boolean idle);
    }

    HostInput(UartLine line, Loss loss) {
        this.line = line;
        this.loss = loss;
    }

    /** The modem restarts. */
    void reset() {
        position = 0;
        limit = 0;
    }

    /** Whether nothing is left, here or in the UART. */
    boolean isEmpty() {
        return position == limit && line.peek() < 0;
    }

    /**
     * Whether there is a byte to act on.
     *
     * @param idle whether the module had nothing to do, so that it may have slept
     */
    boolean available(boolean idle) {
        if (position == limit) {
            position = 0;
            limit = line.poll(chunk, 0, chunk.length);
            if (limit > 0) {
                position = loss.of(limit, idle);
                heard = System.nanoTime();
            }
        }
        return position < limit;
    }

    /** How many bytes can be taken without asking again. */
    int remaining() {
        return limit - position;
    }

    /** Takes a byte; only after {@link #available} or with some remaining. */
    int next() {
        return chunk[position++] & 0xff;
    }

    /** The next byte, even one that is still on the wire; -1 for none. */
    int peek() {
        return position < limit ? chunk[position] & 0xff : line.peek();
    }

    /** Hands over what remains, as much of it as is taken; returns how much that was. */
    int give(Taker taker) {
        int taken = taker.take(chunk, position, limit - position);
        position += taken;
        return taken;
    }

    /** Takes bytes, perhaps not all. */
    @FunctionalInterface
    interface Taker {
        int take(byte[] bytes, int offset, int length);
    }

    /** When the host sent something last, as {@link System#nanoTime} says. */
    long heard() {
        return heard;
    }

    /** Whether the host has sent nothing for so long. */
    boolean silent(long nanos) {
        return System.nanoTime() - heard > nanos;
    }

    /** Discards input while the module starts up. */
    void discard() {
        byte[] bin = new byte[1024];
        while (line.poll(bin, 0, bin.length) > 0) {
            // a module that starts up receives nothing
        }
    }
}
