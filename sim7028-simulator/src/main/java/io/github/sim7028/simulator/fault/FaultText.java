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

import io.github.sim7028.simulator.model.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A fault as text has it: an action's word, its argument, and {@code key=value} words; values may be quoted with
 * {@code '}.
 */
record FaultText(FaultKind kind, String argument, FaultTrigger trigger, FaultLimit limit) {

    /** Reads the words of one fault. */
    static FaultText read(List<String> words) {
        FaultKind kind = FaultKind.of(words.get(0));
        FaultTrigger usual = kind.usualTrigger();
        String argument = "";
        FaultTrigger.Kind when = usual.kind();
        String pattern = usual.pattern();
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
                    when = FaultTrigger.Kind.LINE;
                    pattern = value;
                }
                case "command" -> {
                    when = FaultTrigger.Kind.COMMAND;
                    pattern = value;
                }
                case "at" -> {
                    when = FaultTrigger.Kind.AT;
                    time = Durations.parse(value);
                }
                case "every" -> {
                    when = FaultTrigger.Kind.EVERY;
                    time = Durations.parse(value);
                }
                case "nth" -> nth = number(word, value);
                case "times" -> times = number(word, value);
                case "p" -> probability = probability(word, value);
                default ->
                    throw new IllegalArgumentException(
                            "unknown word '" + word + "'; use line=, command=, at=, every=, nth=, times=, p=");
            }
        }
        int most = times != null ? times : nth != null || when == FaultTrigger.Kind.AT ? 1 : 0;
        FaultLimit limit = new FaultLimit(nth == null ? 1 : nth, most, probability);
        return new FaultText(kind, argument, new FaultTrigger(when, pattern, time), limit);
    }

    private static int number(String word, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("'" + word + "' requires a number");
        }
        return Integer.parseInt(value);
    }

    private static double probability(String word, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' requires a probability from 0 to 1, such as p=0.5", e);
        }
    }

    /** The texts of faults that stand between semicolons. */
    static List<String> faults(String text) {
        List<String> faults = new ArrayList<>(split(text, ';'));
        faults.removeIf(String::isBlank);
        return faults;
    }

    /** The words of one fault. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>(split(text.strip(), ' '));
        words.removeIf(String::isBlank);
        return words;
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '\'';
            if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("Missing closing quote in '" + text + "'");
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquote(String text) {
        return text.replace("'", "");
    }

    private static String quote(String text) {
        return text.matches("[\\w.+*:-]+") ? text : "'" + text + "'";
    }

    /** An action as it is written. */
    static String write(FaultKind kind, String argument) {
        return argument.isEmpty() ? kind.word() : kind.word() + ' ' + quote(argument);
    }

    /** What sets a fault off, and how often, as it is written behind the action. */
    static String write(FaultTrigger trigger, FaultLimit limit) {
        StringBuilder text = new StringBuilder(trigger.kind().word()).append('=');
        text.append(trigger.time() != null ? trigger.time().toMillis() + "ms" : quote(trigger.pattern()));
        if (limit.nth() > 1) {
            text.append(" nth=").append(limit.nth());
        }
        if (limit.times() > 0 && trigger.kind() != FaultTrigger.Kind.AT) {
            text.append(" times=").append(limit.times());
        }
        if (limit.probability() < 1) {
            text.append(" p=").append(limit.probability());
        }
        return text.toString();
    }
}
