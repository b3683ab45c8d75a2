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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/faults.md names tests that exist, and at least one for each fault. */
class FaultsPageTest {

    private static final Path PAGE = Path.of("../docs/faults.md");
    private static final Pattern SHOWN = Pattern.compile("`(\\w+#\\w+)`");

    @Test
    void eachFaultIsShownByTestsThatExist() throws IOException {
        List<Sources> modules = List.of(
                Sources.of(Path.of("../camel-sim7028")),
                Sources.of(Path.of("../sim7028-simulator")),
                Sources.of(Path.of("../test-support")));
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(PAGE)) {
            if (!line.startsWith("| ") || line.startsWith("| ---") || line.startsWith("| seen |")) {
                continue;
            }
            rows++;
            Matcher shown = SHOWN.matcher(line);
            List<String> tests = new ArrayList<>();
            while (shown.find()) {
                tests.add(shown.group(1));
            }
            if (tests.isEmpty()) {
                wrong.add("no test: " + line);
            }
            tests.stream()
                    .filter(test -> modules.stream().noneMatch(module -> module.hasTest(test)))
                    .forEach(test -> wrong.add("there is no " + test));
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(60);
    }
}
