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
package io.github.sim7028.attack;

import java.util.Random;

/** Lines that can be told apart and checked byte for byte: each follows from its number. */
final class NumberedLine {

    private static final String START = "line ";

    private NumberedLine() {}

    static String of(int number) {
        Random random = new Random(number);
        StringBuilder line = new StringBuilder(START).append(number).append(' ');
        int length = random.nextInt(200);
        for (int i = 0; i < length; i++) {
            line.append((char) ('!' + random.nextInt('~' - '!')));
        }
        return line.toString();
    }

    /** Whether one of the lines begins so. */
    static boolean begins(String part) {
        if (part.length() <= START.length()) {
            return START.startsWith(part);
        }
        String[] words = part.split(" ", 3);
        return part.startsWith(START)
                && words[1].matches("[0-9]{1,9}")
                && (words.length == 2 || of(Integer.parseInt(words[1])).startsWith(part));
    }

    /** Which line this is, -1 when it is none of them. */
    static int numberOf(String line) {
        int end = line.indexOf(' ', START.length());
        if (!line.startsWith(START) || end < 0) {
            return -1;
        }
        try {
            int number = Integer.parseInt(line.substring(START.length(), end));
            return line.equals(of(number)) ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
