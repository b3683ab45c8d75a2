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
package io.github.sim7028.at.command;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Whether a payload would do nothing if the module took it for commands instead: no line of it begins with {@code AT} or {@code A/}, in
 * whatever way a module may read a line.
 */
final class PayloadSafety {

    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern BEGINS = Pattern.compile(" *a(?:t|/).*", Pattern.CASE_INSENSITIVE);
    /** A module may skip noise before {@code AT}; what follows must then be what it obeys, as "at" is part of many words. */
    private static final Pattern BEHIND_NOISE = Pattern.compile(
            "at(?:[ ;]*(?:e0?|[ilmpqtvx][0-9]*|&[ckws][0-9]*))*[ ;]*"
                    + "(?:[+*^$%#\\\\][a-z]|d[0-9*#]|s[0-9]+ *="
                    + "|(?:e[1-9]|q[1-9]|v0|z|&[dfyz])[a-z0-9 ;&]*(?:[+*^$%#\\\\].*)?$)",
            Pattern.CASE_INSENSITIVE);
    /** Where the end of the command was lost, the payload goes on with it. */
    private static final Pattern GOES_ON = Pattern.compile("[ 0-9,]*;.*");

    private PayloadSafety() {}

    static boolean isHarmless(byte[] payload) {
        boolean first = true;
        for (String line : LINE_END.split(new String(payload, StandardCharsets.ISO_8859_1))) {
            if (obeyed(CONTROLS.matcher(line).replaceAll(""), first)
                    || line.indexOf('\b') >= 0 && obeyed(edited(line), first)
                    || line.indexOf(0x7F) >= 0 && obeyed(edited(line), first)) {
                return false;
            }
            first = false;
        }
        return true;
    }

    private static boolean obeyed(String line, boolean first) {
        return BEGINS.matcher(line).matches()
                || BEHIND_NOISE.matcher(line).find()
                || first && GOES_ON.matcher(line).matches();
    }

    /** A backspace takes the character before it back. */
    private static String edited(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\b' || c == 0x7F) {
                text.setLength(Math.max(0, text.length() - 1));
            } else if (c >= 0x20) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
