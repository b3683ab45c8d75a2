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
package io.github.sim7028.tool.transcript;

import io.github.sim7028.line.transcript.TranscriptText;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of a transcript.
 *
 * @param number its line in the file, 1 the first
 * @param time   when it was recorded
 * @param mark   {@code >} to the module, {@code <} from the module, {@code *} an event
 * @param text   the text as it stands in the file, escaped
 */
record Entry(int number, Instant time, char mark, String text) {

    /** Stands for {@code \?}: one byte that is not told. */
    static final int MASKED_BYTE = -1;

    /** Stands for {@code \*}: any number of bytes that are not told. */
    static final int MASKED_TEXT = -2;

    static final char TO_MODULE = '>';
    static final char FROM_MODULE = '<';
    static final char EVENT = '*';

    private static final Pattern FORM = Pattern.compile("(\\S+) ([<>*]) (.*)");

    /** @throws IllegalArgumentException if the line is no entry */
    static Entry of(int number, String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw new IllegalArgumentException("line " + number + ": not 'TIME > …', 'TIME < …' or 'TIME * …'");
        }
        try {
            return new Entry(number, Instant.parse(form.group(1)), form.group(2).charAt(0), form.group(3));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "line " + number + ": the time is not as in 2026-11-22T20:24:32.339796Z", e);
        }
    }

    boolean isEvent() {
        return mark == EVENT;
    }

    /** Whether a line was opened here. */
    boolean opens() {
        return isEvent() && text.startsWith("open ");
    }

    Entry with(String otherText) {
        return new Entry(number, time, mark, otherText);
    }

    /** As it stands in a file: what is no printable ASCII, and should not be in the text, is escaped. */
    String line() {
        StringBuilder line = new StringBuilder(text.length() + 40)
                .append(time)
                .append(' ')
                .append(mark)
                .append(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(c >= 0x20 && c < 0x7F ? String.valueOf(c) : String.format("\\x%02X", c & 0xFF));
        }
        return line.toString();
    }

    /**
     * The bytes, 0 to 255, and {@link #MASKED_BYTE} and {@link #MASKED_TEXT}.
     *
     * @throws IllegalArgumentException if an escape is unknown
     */
    int[] units() {
        int[] units = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                units[count++] = c & 0xFF;
                continue;
            }
            char escaped = ++i < text.length() ? text.charAt(i) : ' ';
            switch (escaped) {
                case 'r' -> units[count++] = '\r';
                case 'n' -> units[count++] = '\n';
                case 't' -> units[count++] = '\t';
                case '\\' -> units[count++] = '\\';
                case '?' -> units[count++] = MASKED_BYTE;
                case '*' -> units[count++] = MASKED_TEXT;
                case 'x' -> {
                    if (!text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
                        throw unknown("x");
                    }
                    units[count++] = Integer.parseInt(text.substring(i + 1, i + 3), 16);
                    i += 2;
                }
                default -> throw unknown(String.valueOf(escaped));
            }
        }
        return Arrays.copyOf(units, count);
    }

    private IllegalArgumentException unknown(String escape) {
        return new IllegalArgumentException("line " + number + ": the escape \\" + escape + " is unknown");
    }

    /** The bytes; a masked one is a question mark. */
    byte[] bytes() {
        int[] units = units();
        byte[] bytes = new byte[units.length];
        for (int i = 0; i < units.length; i++) {
            bytes[i] = (byte) (units[i] < 0 ? '?' : units[i]);
        }
        return bytes;
    }

    /** The text of units, as {@link #units} reads it. */
    static String text(int[] units) {
        StringBuilder text = new StringBuilder();
        for (int unit : units) {
            switch (unit) {
                case MASKED_BYTE -> text.append(TranscriptText.MASKED_BYTE);
                case MASKED_TEXT -> text.append(TranscriptText.MASKED_TEXT);
                default -> TranscriptText.append(text, (byte) unit);
            }
        }
        return text.toString();
    }
}
