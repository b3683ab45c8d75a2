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
package io.github.sim7028.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the driver has logged: how often each warning and error was said, whatever the numbers in it, and stack traces. */
final class DriverLog {

    private static final Pattern LINE = Pattern.compile("\\b(WARN|ERROR)\\s+(io\\.github\\.sim7028\\S*)\\s+-+\\s+(.*)");
    private static final Pattern STACK = Pattern.compile("\\s+at [\\w.$/]+\\(.*\\)");

    private final Map<String, Integer> counts = new HashMap<>();
    private int lines;
    private int stackLines;

    /** @param names of ports, which are numbers as well, but tell one peer from another */
    DriverLog(Path log, Map<Integer, String> names) throws IOException {
        for (String line : Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                lines++;
                counts.merge(matcher.group(1) + ' ' + pattern(matcher.group(3), names), 1, Integer::sum);
            } else if (STACK.matcher(line).matches()) {
                stackLines++;
            }
        }
    }

    private static String pattern(String message, Map<Integer, String> names) {
        String named = message;
        for (Map.Entry<Integer, String> name : names.entrySet()) {
            named = named.replace(":" + name.getKey(), ":<" + name.getValue() + '>');
        }
        return named.replaceAll("[0-9]+", "#");
    }

    int lines() {
        return lines;
    }

    int stackLines() {
        return stackLines;
    }

    /** How often the most frequent one was said. */
    int most() {
        return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Those that were said more often than this. */
    List<String> oftenerThan(int limit) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > limit)
                .map(entry -> entry.getValue() + " times: " + entry.getKey())
                .toList();
    }
}
