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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM names each module that is released: a module is for users unless its POM, or one above, sets maven.deploy.skip. */
class BomTest {

    private static final Path ROOT = Path.of("..");
    private static final Path BOM = ROOT.resolve("camel-sim7028-bom/pom.xml");
    private static final Pattern OURS = Pattern.compile(
            "(?s)<parent>\\s*<groupId>io\\.github\\.sim7028</groupId>.*?</parent>\\s*<artifactId>([^<]*)<");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<groupId>io\\.github\\.sim7028</groupId>\\s*<artifactId>([^<]*)</artifactId>\\s*<version>\\$");
    private static final Pattern MODULES = Pattern.compile("<modules>");

    @Test
    void namesEachModuleForUsers() throws IOException {
        List<String> released;
        try (Stream<Path> modules = Files.find(ROOT, 3, (path, about) -> path.endsWith("pom.xml"))) {
            released = modules.filter(pom -> !pom.toString().contains("target"))
                    .filter(pom -> !isSkipped(pom.getParent()))
                    .map(BomTest::text)
                    .filter(pom -> !MODULES.matcher(pom).find())
                    .flatMap(pom -> OURS.matcher(pom).results())
                    .map(found -> found.group(1))
                    .toList();
        }
        List<String> named = DEPENDENCY
                .matcher(text(BOM))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(named).contains("camel-sim7028").containsExactlyInAnyOrderElementsOf(released);
    }

    private static boolean isSkipped(Path folder) {
        return !folder.equals(ROOT)
                && (text(folder.resolve("pom.xml")).contains("<maven.deploy.skip>true<")
                        || isSkipped(folder.getParent()));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
