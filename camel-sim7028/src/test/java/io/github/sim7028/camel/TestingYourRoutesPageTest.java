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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Page;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/testing-your-routes.md: its class is a test of this module, and the methods that it names exist. */
class TestingYourRoutesPageTest {

    private static final Page PAGE = Page.of("testing-your-routes.md");

    /** But for the license, and what only this project's tests need. */
    @Test
    void theClassOfThePageIsATest() throws Exception {
        String source = Files.readString(Path.of("src/test/java/org/example/TelemetryRouteTest.java"));
        String shown = source.substring(source.indexOf("package "))
                .lines()
                .filter(line -> !line.contains("ExpectedLog") && !line.endsWith(".Said;"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(PAGE.example("java", "class TelemetryRouteTest")).isEqualTo(shown);
    }

    @Test
    void theMethodsOfTheSimulatorExist() {
        assertNamed("modem", VirtualModem.class, 8);
        assertNamed("builder", VirtualModemBuilder.class, 2);
    }

    private static void assertNamed(String variable, Class<?> type, int atLeast) {
        List<String> named = Pattern.compile("`" + variable + "\\.(\\w+)\\(")
                .matcher(PAGE.text())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(Stream.of(type.getMethods()).map(Method::getName).collect(Collectors.toSet()))
                .containsAll(named);
    }
}
