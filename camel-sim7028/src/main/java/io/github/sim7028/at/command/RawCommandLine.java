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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The single commands of a command line as a user writes it, in upper case and without spaces: {@code +CSQ}, {@code E0}, {@code S3=13}. */
final class RawCommandLine {

    private static final String VALUE = "(?:\"[^\"]*\"?|[^;\"])*";
    private static final Pattern EXTENDED = Pattern.compile("[+*^$%#!\\\\][A-Z0-9_./:-]*\\s*" + VALUE);
    /** Basic commands may touch each other and what follows. */
    private static final Pattern BASIC = Pattern.compile("S[0-9]+\\s*(?:=\\s*[0-9]*|\\?)|D.*|&?[A-Z][0-9]*");

    private RawCommandLine() {}

    static List<String> commands(String line) {
        String text = line.trim().toUpperCase(Locale.ROOT).replaceFirst("^AT", "");
        List<String> commands = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ';' || text.charAt(at) == ' ') {
                at++;
                continue;
            }
            Matcher next = EXTENDED.matcher(text).region(at, text.length());
            if (!next.lookingAt()) {
                next = BASIC.matcher(text).region(at, text.length());
            }
            int end = next.lookingAt() ? next.end() : text.length();
            commands.add(text.substring(at, end).replace(" ", ""));
            at = end;
        }
        return commands;
    }

    /** The name of one of them without what it is told or asked. */
    static String name(String command) {
        int end = 0;
        while (end < command.length() && command.charAt(end) != '=' && command.charAt(end) != '?') {
            end++;
        }
        return command.substring(0, end);
    }
}
