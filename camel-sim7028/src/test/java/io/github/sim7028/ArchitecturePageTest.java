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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * docs/architecture.md shows the packages in their order. That page and CONTRIBUTING.md name classes and tests that exist, in the packages
 * where they are.
 */
class ArchitecturePageTest {

    private static final Path PAGE = Path.of("../docs/architecture.md");
    private static final Path MAIN = Path.of("src/main/java/io/github/sim7028");
    private static final Path SIMULATOR = Path.of("../sim7028-simulator/src/main/java/io/github/sim7028/simulator");

    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:\\.\\w+)?)(?:\\(\\))?`");
    private static final Pattern ROOM = Pattern.compile("(?m)^\\|(?: \\d+ \\|)? `([a-z.]+)` \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern PICTURE = Pattern.compile("(?ms)^```$(.*?)^```$");
    private static final Pattern PACKAGES =
            Pattern.compile("^  ((?:[a-z.]+(?: \\*)?)(?:, [a-z.]+(?: \\*)?)*)(?:  .*)?$");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import io\\.github\\.sim7028\\.([a-z.]+)\\.[A-Z]");

    /** Classes of others, and one that a worked example would make. */
    private static final Set<String> OTHERS = Set.of("Error", "TelnetClient", "EndpointUriFactory", "BandSelection");

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void everyClassThatIsNamedExists(String page) throws IOException {
        List<Sources> modules = List.of(
                Sources.of(Path.of("../camel-sim7028")),
                Sources.of(Path.of("../sim7028-simulator")),
                Sources.of(Path.of("../sim7028-tool")),
                Sources.of(Path.of("../test-support")));
        String text = Files.readString(Path.of("..", page));
        List<String> named = found(CLASS, text);

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(named)
                .filteredOn(name -> modules.stream()
                        .noneMatch(module ->
                                module.hasClass(name) || module.tests().containsKey(name)))
                .filteredOn(name -> !OTHERS.contains(name.split("\\.")[0]))
                .filteredOn(name -> !Files.exists(Path.of("src/build/java", name + ".java")))
                .isEmpty();
        assertThat(found(TEST, text)).allMatch(test -> modules.stream().anyMatch(module -> module.hasTest(test)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
    void theTablesNameClassesInTheirPackages(String page) throws IOException {
        Matcher room = ROOM.matcher(Files.readString(Path.of("..", page)));
        List<String> missing = new ArrayList<>();
        int rows = 0;
        while (room.find()) {
            String folder = room.group(1).replace('.', '/');
            Path source = Stream.of(MAIN, SIMULATOR.getParent())
                    .map(root -> root.resolve(folder))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElse(null);
            if (source == null) {
                continue;
            }
            rows++;
            for (String name : found(CLASS, room.group(2))) {
                if (!OTHERS.contains(name) && !Files.exists(source.resolve(name + ".java"))) {
                    missing.add(room.group(1) + "." + name);
                }
            }
        }
        assertThat(rows).isGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    @Test
    void thePackagesStandInTheirOrder() throws IOException {
        List<Set<String>> lines = packages(0);

        List<String> shown = lines.stream().flatMap(Set::stream).toList();
        List<Set<String>> order = PackageOrderTest.ORDER;
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        order.stream().flatMap(Set::stream).toList());
        assertThat(lines).isEqualTo(order);
        assertThat(Files.readString(PAGE)).contains("with " + shown.size() + " packages");
    }

    @Test
    void theExportedPackagesAreMarked() throws IOException {
        Set<String> marked = new HashSet<>(found(Pattern.compile("([a-z.]+) \\*"), picture(0)));

        assertThat(marked)
                .isEqualTo(PackageOrderTest.FOR_USERS.stream()
                        .map(name -> name.substring("io.github.sim7028.".length()))
                        .collect(Collectors.toSet()));
    }

    @Test
    void thePackagesOfTheSimulatorStandAboveThoseTheyUse() throws IOException {
        List<Set<String>> lines = packages(1);
        List<String> shown = lines.stream().flatMap(Set::stream).toList();
        List<String> wrong = new ArrayList<>();
        Set<String> existing = new HashSet<>();
        for (Path file : javaFiles(SIMULATOR)) {
            String from = nameOf(SIMULATOR.relativize(file).getParent());
            existing.add(from);
            for (String used : found(IMPORT, Files.readString(file))) {
                String to = used.replaceFirst("^simulator\\.", "");
                if (!to.equals(from) && lineOf(lines, to) <= lineOf(lines, from)) {
                    wrong.add(file.getFileName() + ": " + from + " uses " + to);
                }
            }
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(existing);
        assertThat(wrong).isEmpty();
    }

    private static String nameOf(Path folder) {
        return folder == null ? "simulator" : folder.toString();
    }

    private static int lineOf(List<Set<String>> lines, String name) {
        return lines.indexOf(
                lines.stream().filter(line -> line.contains(name)).findFirst().orElse(Set.of()));
    }

    /** The packages in each line of a picture. */
    private static List<Set<String>> packages(int index) throws IOException {
        return picture(index)
                .lines()
                .map(PACKAGES::matcher)
                .filter(Matcher::matches)
                .map(line -> Set.of(line.group(1).replace(" *", "").split(", ")))
                .toList();
    }

    private static String picture(int index) throws IOException {
        return found(PICTURE, Files.readString(PAGE)).get(index);
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
