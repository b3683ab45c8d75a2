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
package io.github.sim7028.testfuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes what a fuzzer has made apart: each question uses up the next bytes. When none are left, every answer is the first choice, so that a
 * target ends as its author meant the usual case to.
 */
public final class FuzzInput {

    private final byte[] bytes;
    private int position;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether all has been used up. */
    public boolean isOver() {
        return position >= bytes.length;
    }

    /** The next byte, 0 to 255. */
    public int octet() {
        return isOver() ? 0 : bytes[position++] & 0xFF;
    }

    /** A number from 0 up to, and without, the limit. Seeds are written with letters: {@code @} is 0, {@code A} 1, {@code B} 2. */
    public int below(int limit) {
        return Math.floorMod(isOver() ? 0 : octet() - '@', limit);
    }

    public boolean flag() {
        return below(2) == 1;
    }

    /** One of them. */
    public <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** At most so many bytes as they are, each a character. */
    public String raw(int most) {
        int length = Math.min(most, bytes.length - position);
        String text = new String(bytes, position, length, StandardCharsets.ISO_8859_1);
        position += length;
        return text;
    }

    /** All that is left. */
    public byte[] rest() {
        return raw(bytes.length).getBytes(StandardCharsets.ISO_8859_1);
    }
}
