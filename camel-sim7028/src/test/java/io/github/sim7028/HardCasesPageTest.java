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
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/hard-cases.md has each case of the two lists once, and names tests of the right module that exist. */
class HardCasesPageTest {

    private static final Page PAGE = Page.of("hard-cases.md");
    private static final String DRIVER =
            "1 2 3 4 6 8 9 11 12 15 18 19 20 24 25 26 28 29 32 33 34 36 37 38 40 41 42 43 44"
                    + " 46 47 49 51 52 57 58 59 60 63 64 66 67 69 70 71 74 76 77 79 80 82";
    private static final String SIMULATOR = "1 2 4 5 6 7 8 10 13 14 16 17 19 21 22 23 26 28 29 30 31 32 35";

    private static void holds(String section, String numbers, Path module) throws IOException {
        List<List<String>> rows = PAGE.section(section).rows();
        List<Sources> sources = List.of(Sources.of(module));
        assertThat(rows)
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(numbers.split(" ")).toList());
        assertThat(rows).flatMap(row -> Sources.wrongTests(row, 2, sources)).isEmpty();
    }

    @Test
    void eachCaseOfTheDriverIsThereOnceAndShownByTestsThatExist() throws IOException {
        holds("The driver", DRIVER, Path.of("../camel-sim7028"));
    }

    @Test
    void eachCaseOfTheSimulatorIsThereOnceAndShownByTestsThatExist() throws IOException {
        holds("The simulator", SIMULATOR, Path.of("../sim7028-simulator"));
    }

    @Test
    void thereAreNoOtherCases() {
        assertThat(PAGE.sections()).containsOnlyKeys("The driver", "The simulator");
    }
}
