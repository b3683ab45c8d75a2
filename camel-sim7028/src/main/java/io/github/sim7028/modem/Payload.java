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

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** The bytes of an outgoing message, taken once, in order, so that a long message is never held in memory completely. */
public interface Payload {

    /** The value of {@link #length} if the length is unknown before the end. */
    long UNKNOWN_LENGTH = -1;

    /** The next bytes, at most {@code max}; an empty array at the end. */
    byte[] next(int max) throws IOException;

    /** Whether {@link #next} may block or runs code from outside the driver: then {@link #next} is not called on the modem's loop. */
    boolean mayBlock();

    /** The total number of bytes, {@link #UNKNOWN_LENGTH} if the number is not known before the end. */
    default long length() {
        return UNKNOWN_LENGTH;
    }

    /**
     * Makes the bytes already taken available again, so that the same message can be sent later, because nothing of it was sent; false if this
     * is not possible. Called once, after the last call of {@link #next}.
     */
    default boolean giveBack() {
        return false;
    }

    static Payload of(byte[] bytes) {
        return of(bytes, () -> true);
    }

    /** @param givingBack called by {@link #giveBack}: makes the source of the bytes readable again, and returns whether it could */
    static Payload of(byte[] bytes, BooleanSupplier givingBack) {
        return new Payload() {
            private int position;

            @Override
            public byte[] next(int max) {
                int end = Math.min(bytes.length, position + max);
                byte[] piece = position == 0 && end == bytes.length ? bytes : Arrays.copyOfRange(bytes, position, end);
                position = end;
                return piece;
            }

            @Override
            public boolean mayBlock() {
                return false;
            }

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public boolean giveBack() {
                return givingBack.getAsBoolean();
            }
        };
    }

    /** Reads from a stream as soon as there is a connection to send on. The caller closes the stream. */
    static Payload of(InputStream stream) {
        return new StreamPayload(() -> stream, UNKNOWN_LENGTH, false);
    }
}
