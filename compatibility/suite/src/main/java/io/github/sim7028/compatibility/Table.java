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
package io.github.sim7028.compatibility;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was tried, in Markdown that can be read on a console, too. */
final class Table {

    private static final String EDGE = "| ";

    private final Map<String, Map<Row, Cell>> columns = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    void column(String heading, Map<Row, Cell> cells) {
        columns.put(heading, new EnumMap<>(cells));
    }

    /** A line below the table. */
    void note(String text) {
        notes.add(text);
    }

    boolean isGood() {
        return !columns.isEmpty()
                && columns.values().stream()
                        .flatMap(column -> column.values().stream())
                        .noneMatch(cell -> cell.status() == Cell.Status.FAILED);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        List<String> details = new ArrayList<>();
        int first = List.of(Row.values()).stream()
                .mapToInt(row -> row.label().length())
                .max()
                .orElse(0);
        text.append(EDGE).append(padded("Camel", first));
        columns.keySet().forEach(heading -> text.append(" | ").append(heading));
        text.append(" |\n| ").append("-".repeat(first));
        columns.keySet().forEach(heading -> text.append(" | ").append("-".repeat(heading.length())));
        text.append(" |\n");
        for (Row row : Row.values()) {
            text.append(EDGE).append(padded(row.label(), first));
            columns.forEach((heading, cells) ->
                    text.append(" | ").append(padded(word(row, heading, cells.get(row), details), heading.length())));
            text.append(" |\n");
        }
        List<String> below = new ArrayList<>(notes);
        below.addAll(details);
        if (!below.isEmpty()) {
            text.append('\n');
        }
        below.forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    private static String word(Row row, String heading, Cell cell, List<String> details) {
        if (cell == null) {
            return "";
        }
        return switch (cell.status()) {
            case OK -> "ok";
            case SKIPPED -> {
                details.add("skipped: " + row.label() + ", " + heading + ": " + cell.detail());
                yield "skipped";
            }
            case FAILED -> {
                details.add("FAILED: " + row.label() + ", " + heading + ": " + cell.detail());
                yield "FAILED";
            }
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
