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
package io.github.sim7028.simulator.fault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Lines as they go over the wire, and what can be made of their bytes. */
public final class LineBytes {

    /** No bytes. */
    public static final byte[] NONE = {};

    private LineBytes() {}

    /** The lines, each with CR LF in front and behind. */
    public static byte[] of(List<String> lines) {
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            all.append("\r\n").append(line).append("\r\n");
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One behind the other. */
    public static byte[] join(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The first so many bytes, or all if there are fewer. */
    public static byte[] first(byte[] bytes, int most) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, most));
    }

    /** One in the middle of the other. */
    static byte[] insert(byte[] outer, byte[] inner) {
        int middle = outer.length / 2;
        byte[] front = join(Arrays.copyOf(outer, middle), inner);
        return join(front, Arrays.copyOfRange(outer, middle, outer.length));
    }
}
