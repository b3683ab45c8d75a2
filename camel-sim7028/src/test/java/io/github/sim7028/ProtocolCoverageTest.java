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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/protocol-coverage.md names classes and tests that exist, and leaves out nothing of the note. */
class ProtocolCoverageTest {

    private static final Path PAGE = Path.of("../docs/protocol-coverage.md");
    private static final Path SIMULATOR = Path.of("../sim7028-simulator");
    private static final Path DRIVER = Path.of("../camel-sim7028");
    private static final String NOTHING = "–";
    private static final String NOT_USED = "not used: ";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final List<Row> ROWS = new ArrayList<>();
    private static Sources simulator;
    private static Sources driver;

    /** One line of a table: of what, who implements it, what shows that, who uses it, what shows that. */
    private record Row(String section, String what, String simulator, String simulated, String driver, String used) {
        @Override
        public String toString() {
            return section + " | " + what;
        }
    }

    @BeforeAll
    static void readThePageAndTheSources() throws IOException {
        simulator = Sources.of(SIMULATOR);
        driver = Sources.of(DRIVER);
        String section = "";
        boolean covers = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                section = line.substring(3)
                        .split(" AT\\+|,|:| and 1\\.3| and else")[0]
                        .strip();
            } else if (!line.startsWith("|")) {
                covers = false;
            } else if (line.endsWith("| simulator | shown by | driver | shown by |")) {
                covers = true;
            } else if (covers && !line.startsWith("| ---")) {
                String[] cells = line.substring(1, line.length() - 1).split(" \\| ", -1);
                assertThat(cells).as(line).hasSize(5);
                ROWS.add(new Row(
                        section,
                        cells[0].strip().replace("`", ""),
                        cells[1].strip(),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip()));
            }
        }
    }

    private static List<String> named(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    @Test
    void everyClassThatIsNamedExists() {
        List<String> missing = new ArrayList<>();
        for (Row row : ROWS) {
            named(row.simulator()).stream()
                    .filter(name -> !simulator.hasClass(name))
                    .forEach(name -> missing.add(row + ": " + name + " is no class of the simulator"));
            if (!row.driver().startsWith(NOT_USED)) {
                named(row.driver()).stream()
                        .filter(name -> !driver.hasClass(name))
                        .forEach(name -> missing.add(row + ": " + name + " is no class of the driver"));
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTestThatIsNamedExists() {
        List<String> missing = new ArrayList<>();
        for (Row row : ROWS) {
            named(row.simulated()).stream()
                    .filter(name -> !simulator.hasTest(name))
                    .forEach(name -> missing.add(row + ": " + name + " is no test of the simulator"));
            named(row.used()).stream()
                    .filter(name -> !driver.hasTest(name))
                    .forEach(name -> missing.add(row + ": " + name + " is no test of the driver"));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowSaysWhoDoesItAndWhatShowsThat() {
        List<String> silent = new ArrayList<>();
        for (Row row : ROWS) {
            boolean simulated = !row.simulator().equals(NOTHING);
            boolean used = !row.driver().equals(NOTHING) && !row.driver().startsWith(NOT_USED);
            if (simulated
                    && (named(row.simulator()).isEmpty()
                            || named(row.simulated()).isEmpty())) {
                silent.add(row + ": what of the simulator, shown by what?");
            }
            if (used && (named(row.driver()).isEmpty() || named(row.used()).isEmpty())) {
                silent.add(row + ": what of the driver, shown by what?");
            }
            if (row.driver().startsWith(NOT_USED) && row.driver().length() < NOT_USED.length() + 10) {
                silent.add(row + ": why is it not used?");
            }
            if (!simulated && !used) {
                silent.add(row + ": nobody does it");
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everythingInTheNoteHasItsRow() throws IOException {
        List<String> contents;
        try (InputStream in = ProtocolCoverageTest.class.getResourceAsStream("/note-contents.txt")) {
            contents = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
        assertThat(contents).hasSizeGreaterThan(200);
        assertThat(ROWS.stream().map(Row::toString)).containsExactlyInAnyOrderElementsOf(contents);
    }
}
