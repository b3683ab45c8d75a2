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
package io.github.sim7028;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/hardware.md names tests and dialects that exist, and docs/simulator.md every dialect. */
class HardwarePageTest {

    private static final Path PAGE = Path.of("../docs/hardware.md");
    private static final Path SIMULATOR = Path.of("../docs/simulator.md");
    private static final Pattern SHOWN = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");
    private static final int COLUMNS = 7;
    private static final String NONE = "—";

    /** The cells of each row of the page. */
    private static List<String[]> rows() throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| point |")) {
                rows.add(Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new));
            }
        }
        return rows;
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new HashSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void eachPointIsShownByTestsThatExist() throws IOException {
        Sources simulator = Sources.of(Path.of("../sim7028-simulator"));
        Sources driver = Sources.of(Path.of("../camel-sim7028"));
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows()) {
            if (row.length != COLUMNS) {
                wrong.add("not " + COLUMNS + " columns: " + row[0]);
                continue;
            }
            check(wrong, simulator, row[0], row[5]);
            check(wrong, driver, row[0], row[6]);
        }
        assertThat(wrong).isEmpty();
        assertThat(rows()).hasSizeGreaterThan(30);
    }

    private static void check(List<String> wrong, Sources module, String point, String tests) {
        Set<String> shown = names(SHOWN, tests);
        if (shown.isEmpty() && !tests.equals(NONE)) {
            wrong.add("no test: " + point);
        }
        shown.stream().filter(test -> !module.hasTest(test)).forEach(test -> wrong.add("there is no " + test));
    }

    @Test
    void eachOtherReadingIsADialectAndThoseOfTheNoteAreAllThere() throws IOException {
        Set<String> named = new HashSet<>();
        for (String[] row : rows()) {
            named.addAll(names(NAME, row[3]));
        }
        assertThat(named)
                .allSatisfy(name -> assertThat(Quirk.of(name).optionName()).isEqualTo(name));
        assertThat(named)
                .containsAll(Dialect.NOTE_QUIRKS.stream().map(Quirk::optionName).toList());
    }

    @Test
    void thePageOfTheSimulatorNamesEveryDialectAndWhatTheNoteIs() throws IOException {
        String page = Files.readString(SIMULATOR);
        String dialects = page.substring(page.indexOf("## Dialects"), page.indexOf("## Faults"));
        int table = dialects.indexOf("| name |");
        Set<String> described = new HashSet<>();
        for (String line : dialects.substring(table).split("\n")) {
            described.addAll(names(NAME, line.replaceFirst("^(\\|[^|]*\\|).*", "$1")));
        }
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Quirk.values()).map(Quirk::optionName).toList());
        String note = dialects.substring(dialects.indexOf("`note` stands for"), table);
        assertThat(names(NAME, note.replace("`note`", "")))
                .containsExactlyInAnyOrderElementsOf(
                        Dialect.NOTE_QUIRKS.stream().map(Quirk::optionName).toList());
    }
}
