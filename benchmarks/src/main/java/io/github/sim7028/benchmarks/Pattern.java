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
package io.github.sim7028.benchmarks;

import java.util.Arrays;
import java.util.Random;

/**
 * The bytes that all cases send: an endless stream of every byte value whose place in the stream can be told, so that a
 * lost, doubled or displaced byte is found out.
 */
final class Pattern {

    /** A prime: no length of a piece divides it. */
    private static final int PERIOD = 65_521;

    private static final byte[] TWICE = new byte[2 * PERIOD];

    static {
        new Random(7028).nextBytes(TWICE);
        System.arraycopy(TWICE, 0, TWICE, PERIOD, PERIOD);
    }

    private Pattern() {}

    /** The bytes from a place in the stream on. */
    static byte[] bytes(long position, int length) {
        int start = (int) (position % PERIOD);
        if (length > PERIOD) {
            throw new IllegalArgumentException(length + " bytes at once");
        }
        return Arrays.copyOfRange(TWICE, start, start + length);
    }

    /** Fails unless these are the bytes of that place. */
    static void require(long position, byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int start = (int) ((position + done) % PERIOD);
            int count = Math.min(length - done, PERIOD);
            int wrong = Arrays.mismatch(bytes, offset + done, offset + done + count, TWICE, start, start + count);
            if (wrong >= 0) {
                throw new IllegalStateException("byte " + (position + done + wrong) + " is not what was sent");
            }
            done += count;
        }
    }
}
