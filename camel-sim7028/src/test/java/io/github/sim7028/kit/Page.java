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
package io.github.sim7028.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its sections, the examples and the tables in them. */
public final class Page {

    private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    /** A bar that a backslash stands before belongs to its cell. */
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private final String name;
    private final String text;

    private Page(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** A page of docs, seen from a module. */
    public static Page of(String name) {
        try {
            return new Page(name, Files.readString(Path.of("../docs", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String text() {
        return text;
    }

    /** What stands below each heading of the second level, up to the next one. */
    public Map<String, Page> sections() {
        Map<String, Page> sections = new LinkedHashMap<>();
        String[] parts = text.split("(?m)^(?=## )");
        for (String part : parts) {
            HEADING.matcher(part)
                    .results()
                    .findFirst()
                    .ifPresent(heading -> sections.put(heading.group(1), new Page(name, part)));
        }
        return sections;
    }

    public Page section(String heading) {
        Page section = sections().get(heading);
        assertThat(section).as("section " + heading + " of " + name).isNotNull();
        return section;
    }

    /** The examples in a language; none if there is none. */
    public List<String> examples(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The one example in a language that contains a text. */
    public String example(String language, String contained) {
        List<String> found = examples(language).stream()
                .filter(block -> block.contains(contained))
                .toList();
        assertThat(found).as(contained + " in " + name).hasSize(1);
        return found.get(0);
    }

    /** The properties of all examples. */
    public Properties properties() {
        Properties properties = new Properties();
        for (String block : examples("properties")) {
            try {
                properties.load(new StringReader(block));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    /** The rows of all tables, without heads, as cells. */
    public List<List<String>> rows() {
        List<String> lines = text.lines().toList();
        return Stream.iterate(0, line -> line < lines.size(), line -> line + 1)
                .filter(line -> lines.get(line).startsWith("| ")
                        && !lines.get(line).startsWith("| ---")
                        && !(line + 1 < lines.size() && lines.get(line + 1).startsWith("| ---")))
                .map(line -> cells(lines.get(line)))
                .toList();
    }

    private static List<String> cells(String row) {
        return BAR.splitAsStream(row.substring(1))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    /** What the first cells of all rows have in backquotes. */
    public List<String> names() {
        return rows().stream()
                .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.get(0)).results())
                .map(match -> match.group(1))
                .toList();
    }

    /** Every example in Java is part of a class, whatever its indentation. */
    public void assertJavaIsIn(Class<?> type) throws IOException {
        String path = "src/test/java/" + type.getName().replace('.', '/') + ".java";
        String source = unindented(Files.readString(Path.of(path)));
        assertThat(examples("java")).isNotEmpty().allSatisfy(java -> assertThat(source)
                .contains(unindented(java)));
    }

    private static String unindented(String java) {
        return java.replaceAll("\n +", "\n");
    }
}
