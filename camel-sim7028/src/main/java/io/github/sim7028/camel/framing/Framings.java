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
package io.github.sim7028.camel.framing;

import io.github.sim7028.line.util.ForeignText;
import java.nio.charset.StandardCharsets;

/** The framings of the component. */
public final class Framings {

    private static final int MAX_FRAME_SIZE = 64 * 1024 * 1024;
    private static final int MAX_DELIMITER = 64;

    private Framings() {}

    /** No framing: data received together is one message. */
    public static Framing none() {
        return new NoFraming();
    }

    /** Whether this framing leaves bytes unchanged. */
    public static boolean isNone(Framing framing) {
        return framing instanceof NoFraming;
    }

    /** Whether the other side would see the end of a frame before its own end. */
    public static boolean endsEarly(Framing framing, byte[] frame) {
        return framing instanceof DelimiterFraming delimited && delimited.endsEarly(frame);
    }

    /** Lines: each ends with LF, and a CR before it is left out too. Sending adds LF. */
    public static Framing line(int maxFrameSize) {
        return new DelimiterFraming(new byte[] {'\n'}, true, checked(maxFrameSize));
    }

    /**
     * Frames that end with a delimiter.
     *
     * @param delimiter 1 to 64 characters, each a byte (0 to 255), with the escapes {@code \n}, {@code \r}, {@code \t},
     *                  {@code \0}, {@code \xHH} and {@code \\}
     */
    public static Framing delimiter(String delimiter, int maxFrameSize) {
        return new DelimiterFraming(unescape(delimiter), false, checked(maxFrameSize));
    }

    /**
     * Frames that begin with their length, the highest byte first; the length field itself is not counted.
     *
     * @param lengthFieldLength bytes of the length, 1 to 4
     */
    public static Framing length(int lengthFieldLength, int maxFrameSize) {
        if (lengthFieldLength < 1 || lengthFieldLength > 4) {
            throw new IllegalArgumentException(
                    "lengthFieldLength: " + lengthFieldLength + " is out of range; allowed are 1 to 4");
        }
        return new LengthFraming(lengthFieldLength, checked(maxFrameSize));
    }

    private static int checked(int maxFrameSize) {
        if (maxFrameSize < 1 || maxFrameSize > MAX_FRAME_SIZE) {
            throw new IllegalArgumentException("maxFrameSize: " + maxFrameSize + " is out of range; allowed are 1 to "
                    + MAX_FRAME_SIZE + " bytes");
        }
        return maxFrameSize;
    }

    private static byte[] unescape(String delimiter) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < delimiter.length(); i++) {
            char c = delimiter.charAt(i);
            if (c == '\\' && i + 1 < delimiter.length()) {
                char escape = delimiter.charAt(++i);
                switch (escape) {
                    case 'n' -> plain.append('\n');
                    case 'r' -> plain.append('\r');
                    case 't' -> plain.append('\t');
                    case '0' -> plain.append('\0');
                    case '\\' -> plain.append('\\');
                    case 'x' -> {
                        plain.append((char) hex(delimiter, i + 1));
                        i += 2;
                    }
                    default -> throw refused(delimiter, "\\" + escape + " is not an escape");
                }
            } else {
                plain.append(c);
            }
        }
        if (plain.isEmpty() || plain.length() > MAX_DELIMITER) {
            throw refused(delimiter, "the delimiter has " + plain.length() + " characters");
        }
        if (plain.chars().anyMatch(c -> c > 0xFF)) {
            throw refused(delimiter, "the delimiter has a character that is not one byte");
        }
        return plain.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int hex(String delimiter, int start) {
        int high = start < delimiter.length() ? Character.digit(delimiter.charAt(start), 16) : -1;
        int low = start + 1 < delimiter.length() ? Character.digit(delimiter.charAt(start + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw refused(delimiter, "\\x requires two hexadecimal digits");
        }
        return high << 4 | low;
    }

    private static IllegalArgumentException refused(String delimiter, String reason) {
        return new IllegalArgumentException("delimiter: '" + ForeignText.shown(delimiter) + "' cannot be used: "
                + ForeignText.message(reason)
                + "; allowed are 1 to " + MAX_DELIMITER
                + " characters of one byte and the escapes \\n \\r \\t \\0 \\xHH"
                + " \\\\");
    }
}
