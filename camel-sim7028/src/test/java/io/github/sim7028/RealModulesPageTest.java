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

import io.github.sim7028.kit.Page;
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

/** docs/real-modules.md names tests and dialects that exist, and docs/simulator.md every dialect. */
class RealModulesPageTest {

    private static final Page PAGE = Page.of("real-modules.md");
    private static final Path SIMULATOR = Path.of("../docs/simulator.md");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");
    private static final int COLUMNS = 7;
    private static final String NONE = "—";

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
        List<Sources> simulator = List.of(Sources.of(Path.of("../sim7028-simulator")));
        List<Sources> driver = List.of(Sources.of(Path.of("../camel-sim7028")));
        List<String> wrong = new ArrayList<>();
        List<List<String>> rows = PAGE.rows();
        assertThat(rows).hasSizeGreaterThan(30).allMatch(row -> row.size() == COLUMNS);
        for (List<String> row : rows) {
            if (!row.get(5).equals(NONE)) {
                wrong.addAll(Sources.wrongTests(row, 5, simulator));
            }
            if (!row.get(6).equals(NONE)) {
                wrong.addAll(Sources.wrongTests(row, 6, driver));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachOtherReadingIsADialectAndThoseOfTheNoteAreAllThere() throws IOException {
        Set<String> named = new HashSet<>();
        for (List<String> row : PAGE.rows()) {
            named.addAll(names(NAME, row.get(3)));
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
