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
package io.github.sim7028.line.util;

import java.util.function.IntPredicate;

/**
 * The one place where text from outside (the module, peers, files, messages of foreign exceptions) becomes text for people: escaped, so
 * that nothing in it can begin a line, hide or turn round what stands beside it, and cut. It masks no secrets.
 */
public final class ForeignText {

    /** How much of a foreign text is shown. */
    public static final int SHOWN = 80;

    /** How long a whole message may be that has foreign text in it. */
    private static final int MESSAGE = 2000;

    private ForeignText() {}

    /** The text in single quotes, escaped and cut to {@value #SHOWN} characters; null as {@code null}. */
    public static String quoted(String text) {
        return text == null ? "null" : "'" + shown(text) + "'";
    }

    /** The text escaped and cut to {@value #SHOWN} characters; null as {@code null}. */
    public static String shown(String text) {
        return escaped(text, SHOWN, ForeignText::isOdd);
    }

    /**
     * The message of a foreign exception, escaped and cut to {@value #SHOWN} characters; without one, what kind of exception it is.
     */
    public static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : shown(message);
    }

    /** As {@link #shown}, with whatever is no printable ASCII escaped: for what speaks nothing else. */
    public static String ascii(String text) {
        return escaped(text, SHOWN, c -> c < 0x20 || c > 0x7E);
    }

    /** A whole message made here: nothing in it can begin a new line, and it ends at some length. Null stays null. */
    public static String message(String text) {
        return text == null ? null : escaped(text, MESSAGE, ForeignText::isOdd);
    }

    private static String escaped(String text, int most, IntPredicate odd) {
        if (text == null) {
            return "null";
        }
        if (text.length() <= most && text.codePoints().noneMatch(odd)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String next = odd.test(c) ? String.format(c <= 0xFF ? "\\x%02X" : "\\u%04X", c) : Character.toString(c);
            if (shown.length() + next.length() > most) {
                return shown.append('…').toString();
            }
            shown.append(next);
        }
        return shown.toString();
    }

    /** Control and format characters (those that turn the direction of writing among them), line ends, lone surrogates. */
    private static boolean isOdd(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
