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
package io.github.sim7028.fleet.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The metadata of an offset commit: what became of the commands from the committed offset on. {@code 1:1c:W2CD5} reads: version 1, a topic
 * with 48 partitions (base 36), then two commands that wait, one that is claimed, and five that are done. All commands behind wait.
 *
 * <p>Lengths of runs instead of offsets: two bytes are enough for a claimed command beside one that is done, however far from the committed
 * offset, so that the broker's limit of 4,096 bytes is not reached.
 */
public final class ClaimCodec {

    /** The default of the broker's {@code offset.metadata.max.bytes}. */
    public static final int MAX_BYTES = 4096;

    private static final String VERSION = "1";
    private static final int BASE = 36;

    private ClaimCodec() {}

    /** @throws IllegalStateException if the text would be longer than the broker accepts, which the limits of {@link Window} exclude */
    public static String encode(Claims claims) {
        StringBuilder text = new StringBuilder(VERSION)
                .append(':')
                .append(Integer.toString(claims.partitions(), BASE))
                .append(':');
        for (Run run : claims.runs()) {
            text.append(run.state().letter());
            if (run.length() > 1) {
                text.append(Long.toString(run.length(), BASE));
            }
        }
        if (text.length() > MAX_BYTES) {
            throw new IllegalStateException("the claims need " + text.length() + " bytes, Kafka accepts " + MAX_BYTES);
        }
        return text.toString();
    }

    /**
     * @param metadata as committed; empty if the offset was committed by other software
     * @throws IllegalArgumentException if this version cannot read the metadata; to guess could send a command again
     */
    public static Claims decode(String metadata) {
        String[] parts = metadata.split(":", -1);
        if (!parts[0].equals(VERSION)) {
            throw new IllegalArgumentException(
                    metadata.isEmpty()
                            ? "the offset was committed by other software: its metadata is empty"
                            : "the offset was committed by another version: its metadata begins with '"
                                    + visible(parts[0]) + "', this version reads '" + VERSION + "'");
        }
        if (parts.length != 3) {
            throw damaged(metadata);
        }
        try {
            return new Claims(Integer.parseInt(parts[1], BASE), runs(parts[2]));
        } catch (IllegalArgumentException e) {
            throw damaged(metadata);
        }
    }

    private static List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        int next = 0;
        while (next < text.length()) {
            CommandState state = CommandState.of(text.charAt(next));
            int end = next + 1;
            while (end < text.length() && !Character.isUpperCase(text.charAt(end))) {
                end++;
            }
            runs.add(new Run(state, end == next + 1 ? 1 : Long.parseLong(text.substring(next + 1, end), BASE)));
            next = end;
        }
        return runs;
    }

    private static IllegalArgumentException damaged(String metadata) {
        return new IllegalArgumentException("the metadata of the committed offset is damaged: " + visible(metadata));
    }

    /** Short, and without anything that is no plain text. */
    private static String visible(String text) {
        String start = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        StringBuilder visible = new StringBuilder();
        start.chars()
                .forEach(c -> visible.append(
                        c < ' ' || c == 0x7f ? String.format(Locale.ROOT, "\\x%02x", c) : String.valueOf((char) c)));
        return visible.toString();
    }
}
