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
package io.github.sim7028.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All examples: the table of the README in the root, and the versions in what can be copied. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..");
    private static final Path ROOT = Path.of("../..");

    static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theTableHasEachExampleWithTheCommandsOfItsReadme(String example) throws IOException {
        String table = Files.readString(ROOT.resolve("README.md"));
        String readme = Files.readString(EXAMPLES.resolve(example).resolve("README.md"));
        List<String> commands = all(
                "`([^`]+)`", one("(?m)^\\| \\[" + example + "]\\(examples/" + example + "\\) \\|.*\\|(.*)\\|$", table));
        assertThat(commands).isNotEmpty();
        assertThat(readme).contains(commands);
    }

    @Test
    void whatCanBeCopiedNamesTheVersionOfThisBuild() throws IOException {
        String version = one("<version>(.*?)</version>", Files.readString(ROOT.resolve("pom.xml")));
        for (String example : examples()) {
            String pom = Files.readString(EXAMPLES.resolve(example).resolve("pom.xml"));
            assertThat(all("<sim7028.version>(.*?)</sim7028.version>", pom)).allMatch(version::equals);
        }
        assertThat(all(
                        "io\\.github\\.sim7028:[\\w-]+:([\\w.-]+)",
                        Files.readString(EXAMPLES.resolve("camel-run/application.properties"))))
                .isNotEmpty()
                .allMatch(version::equals);
    }

    private static String one(String pattern, String text) {
        List<String> found = all(pattern, text);
        assertThat(found).as(pattern).isNotEmpty();
        return found.get(0);
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
