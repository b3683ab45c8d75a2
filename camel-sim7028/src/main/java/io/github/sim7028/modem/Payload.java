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

/** The bytes of an outgoing message, taken once, in order, so that a long one is never held whole. */
public interface Payload {

    /** The next bytes, at most {@code max}; an empty array at the end. */
    byte[] next(int max) throws IOException;

    /** Whether {@link #next} may block: then it is not called on the modem's loop. */
    boolean mayBlock();

    static Payload of(byte[] bytes) {
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
        };
    }

    /** Reads from a stream; whoever made the stream closes it. */
    static Payload of(InputStream stream) {
        return new Payload() {
            @Override
            public byte[] next(int max) throws IOException {
                return stream.readNBytes(max);
            }

            @Override
            public boolean mayBlock() {
                return true;
            }
        };
    }
}
