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
package io.github.sim7028.simulator.at;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The parameters of a write command. Each may be missing ({@code =1,,3} lacks the second), a quoted string or a bare
 * word; asking for one that was not given, or that is no number, has a plain answer and never throws unless it says so.
 */
public final class Parameters {

    /** No parameters. */
    public static final Parameters NONE = new Parameters(List.of());

    private record Value(String text, boolean quoted) {}

    private final List<Value> values;

    private Parameters(List<Value> values) {
        this.values = values;
    }

    /** A single bare value, as basic commands have. */
    static Parameters of(String value) {
        return value.isEmpty() ? NONE : new Parameters(List.of(new Value(value, false)));
    }

    /** Reads what stands behind the {@code =}; commas in quotes do not count. */
    static Parameters parse(String text) throws AtSyntaxException {
        List<Value> values = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            int end = at;
            boolean quoted = false;
            while (end < text.length() && (quoted || text.charAt(end) != ',')) {
                quoted ^= text.charAt(end) == '"';
                end++;
            }
            if (quoted) {
                throw new AtSyntaxException("missing closing quote");
            }
            values.add(value(text.substring(at, end).strip()));
            at = end + 1;
        }
        return new Parameters(List.copyOf(values));
    }

    private static Value value(String text) throws AtSyntaxException {
        if (!text.startsWith("\"")) {
            if (text.indexOf('"') >= 0) {
                throw new AtSyntaxException("quote inside a parameter without quotes");
            }
            return new Value(text, false);
        }
        if (text.indexOf('"', 1) != text.length() - 1) {
            throw new AtSyntaxException("text after a closing quote");
        }
        return new Value(text.substring(1, text.length() - 1), true);
    }

    /** How many there are, not counting missing ones at the end: a trailing comma adds nothing. */
    public int count() {
        int n = values.size();
        while (n > 0 && !given(n - 1)) {
            n--;
        }
        return n;
    }

    /** Whether the parameter is there; {@code ""} is. */
    public boolean given(int index) {
        return index < values.size()
                && (values.get(index).quoted || !values.get(index).text.isEmpty());
    }

    /** Whether it was in quotes. */
    public boolean quoted(int index) {
        return index < values.size() && values.get(index).quoted;
    }

    /** The text without quotes; empty when missing. */
    public String text(int index) {
        return index < values.size() ? values.get(index).text : "";
    }

    /** The number, if it is one from {@code min} to {@code max}, bare and decimal. */
    public OptionalInt number(int index, int min, int max) {
        if (!given(index) || quoted(index)) {
            return OptionalInt.empty();
        }
        String text = text(index);
        if (text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(text);
        return value >= min && value <= max ? OptionalInt.of(value) : OptionalInt.empty();
    }

    /** The number, or {@code standard} when it is missing. */
    public int number(int index, int min, int max, int standard) throws AtSyntaxException {
        return given(index) ? required(index, min, max) : standard;
    }

    /** The number; throws when it is missing, no number or out of range. */
    public int required(int index, int min, int max) throws AtSyntaxException {
        return number(index, min, max)
                .orElseThrow(() -> new AtSyntaxException(
                        "parameter " + (index + 1) + " is not a number from " + min + " to " + max));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Value value : values) {
            text.append(text.isEmpty() ? "" : ",").append(value.quoted ? '"' + value.text + '"' : value.text);
        }
        return text.toString();
    }
}
