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

import io.github.sim7028.simulator.fault.Fault.Action;
import io.github.sim7028.simulator.fault.Fault.When;
import io.github.sim7028.simulator.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads faults from text: an action, its argument, and {@code key=value} words; values may be quoted with {@code '}. */
final class FaultParser {

    private static final Set<Action> COMMANDS_ONLY =
            EnumSet.of(Action.IGNORE, Action.SHORT, Action.FAIL, Action.IPERROR, Action.REFUSE);

    private FaultParser() {}

    static List<Fault> parseAll(String text) {
        List<Fault> faults = new ArrayList<>();
        for (String part : split(text, ';')) {
            if (!part.isBlank()) {
                faults.add(parse(part));
            }
        }
        return faults;
    }

    static Fault parse(String text) {
        List<String> words = new ArrayList<>(split(text.strip(), ' '));
        words.removeIf(String::isBlank);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("An empty fault");
        }
        try {
            return read(words);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Fault '" + text.strip() + "': " + e.getMessage(), e);
        }
    }

    private static Fault read(List<String> words) {
        Action action = action(words.get(0));
        String argument = "";
        When when = COMMANDS_ONLY.contains(action) ? When.COMMAND : When.LINE;
        String pattern = action == Action.SHORT || action == Action.REFUSE ? "CIPSEND" : "*";
        Duration time = null;
        Integer nth = null;
        Integer times = null;
        double probability = 1;
        for (String word : words.subList(1, words.size())) {
            int equals = word.startsWith("'") ? -1 : word.indexOf('=');
            String value = unquote(word.substring(equals + 1));
            switch (equals < 0 ? "" : word.substring(0, equals)) {
                case "" -> argument = value;
                case "line" -> {
                    when = When.LINE;
                    pattern = value;
                }
                case "command" -> {
                    when = When.COMMAND;
                    pattern = value;
                }
                case "at" -> {
                    when = When.AT;
                    time = Durations.parse(value);
                }
                case "every" -> {
                    when = When.EVERY;
                    time = Durations.parse(value);
                }
                case "nth" -> nth = Integer.parseInt(value);
                case "times" -> times = Integer.parseInt(value);
                case "p" -> probability = Double.parseDouble(value);
                default ->
                    throw new IllegalArgumentException(
                            "'" + word + "' is not understood; use line=, command=, at=, every=, nth=, times=, p=");
            }
        }
        int limit = times != null ? times : nth != null || when == When.AT ? 1 : 0;
        return new Fault(action, argument, when, pattern, nth == null ? 1 : nth, limit, probability, time);
    }

    private static Action action(String word) {
        return Arrays.stream(Action.values())
                .filter(action -> action.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown action '" + word + "'; known are "
                        + Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining(", "))));
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '\'';
            if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("A quote is not closed in '" + text + "'");
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquote(String text) {
        return text.replace("'", "");
    }

    static String quote(String text) {
        return text.matches("[\\w.+*:-]+") ? text : "'" + text + "'";
    }
}
