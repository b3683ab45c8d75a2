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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.compatibility.ThisColumn;
import io.github.sim7028.simulator.VirtualModem;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What stands on the class path is what the column says. */
public class ClassPathRow {

    private static final Pattern JAR =
            Pattern.compile("(camel(?!-sim7028)[a-z0-9-]*?|spi-annotations)-(\\d+\\.\\d+)\\.[\\w.-]+\\.jar");

    private static Stream<Matcher> camel(String classPath) {
        return ThisColumn.files(classPath).stream().map(JAR::matcher).filter(Matcher::matches);
    }

    @Test
    void everyJarOfCamelIsOfTheLine() {
        assertThat(new DefaultCamelContext().getVersion()).startsWith(ThisColumn.line() + ".");
        List<String> others = camel(ThisColumn.classPath())
                .filter(jar -> !jar.group(2).equals(ThisColumn.line()))
                .map(jar -> jar.group(1))
                .toList();
        assertThat(others).containsExactlyInAnyOrderElementsOf(ThisColumn.foreign());
        assertThat(camel(ThisColumn.classPath()).count()).isGreaterThan(30);
    }

    @Test
    void everyJarOfCamelBesideSpringBootIsOfTheLine() {
        assertThat(camel(ThisColumn.bootClassPath()))
                .isNotEmpty()
                .allSatisfy(jar -> assertThat(jar.group(2)).as(jar.group()).isEqualTo(ThisColumn.line()));
    }

    @Test
    void whatTheLineIsWithoutIsNotThere() {
        assertThat(camel(ThisColumn.classPath()).map(jar -> jar.group(1))).noneMatch(ThisColumn.absent()::contains);
    }

    @Test
    void theProjectsOwnCodeIsInJars() throws Exception {
        for (Class<?> type : List.of(Sim7028Component.class, VirtualModem.class)) {
            Path code = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            assertThat(code).isRegularFile();
        }
        assertThat(ThisColumn.files(ThisColumn.bootClassPath()))
                .filteredOn(name -> name.startsWith("camel-sim7028"))
                .hasSize(2)
                .allMatch(name -> name.endsWith(".jar"));
    }
}
