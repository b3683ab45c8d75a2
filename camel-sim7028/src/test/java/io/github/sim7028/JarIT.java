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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.simulator.VirtualModem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jars as they are given to users: what stands in them, and in which place. */
class JarIT {

    @Test
    void eachJarHoldsItsTerms() throws Exception {
        for (Path jar : List.of(jarOf(Sim7028Component.class), jarOf(VirtualModem.class), program())) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(text(file, "META-INF/LICENSE")).as(jar.toString()).contains("Apache License");
                assertThat(text(file, "META-INF/NOTICE")).as(jar.toString()).isNotBlank();
            }
        }
    }

    @Test
    void whatCamelLooksForStandsWhereItLooks() throws Exception {
        try (JarFile file = new JarFile(jarOf(Sim7028Component.class).toFile())) {
            assertThat(text(file, "META-INF/services/org/apache/camel/component.properties"))
                    .contains("components=sim7028");
            assertThat(text(file, "META-INF/services/org/apache/camel/dev-consoles.properties"))
                    .contains("dev-consoles=sim7028");
            assertThat(file.stream().map(ZipEntry::getName))
                    .allMatch(name -> name.startsWith("META-INF/") || name.startsWith("io/"), "nothing in the root");
        }
    }

    @Test
    void theComponentIsABundleThatExportsItsApi() throws Exception {
        Map<String, String> exports = packages(Sim7028Component.class, "Export-Package");
        assertThat(exports).containsOnlyKeys(PackageOrderTest.FOR_USERS);
        assertThat(exports.values()).allMatch(attributes -> attributes.contains("version=\"0.1."));

        Map<String, String> imports = packages(Sim7028Component.class, "Import-Package");
        assertThat(imports.keySet().stream().filter(name -> imports.get(name).contains("resolution:=optional")))
                .as("one installs them where they are needed")
                .containsExactlyInAnyOrder(
                        "com.fazecast.jSerialComm",
                        "io.github.sim7028.simulator",
                        "io.micrometer.core.instrument",
                        "io.micrometer.core.instrument.binder",
                        "io.micrometer.core.instrument.composite",
                        "org.apache.camel.telemetry",
                        "org.apache.camel.telemetry.decorators");
        assertVersions(imports);
    }

    @Test
    void theSimulatorIsABundleThatExportsItsApi() throws Exception {
        Map<String, String> exports = packages(VirtualModem.class, "Export-Package");
        assertThat(exports)
                .containsOnlyKeys(
                        "io.github.sim7028.simulator",
                        "io.github.sim7028.simulator.control",
                        "io.github.sim7028.simulator.fault",
                        "io.github.sim7028.simulator.junit",
                        "io.github.sim7028.simulator.model",
                        "io.github.sim7028.simulator.power",
                        "io.github.sim7028.simulator.report",
                        "io.github.sim7028.simulator.scenario");
        assertThat(exports.values()).allMatch(attributes -> attributes.contains("version=\"0.1."));

        Map<String, String> imports = packages(VirtualModem.class, "Import-Package");
        assertThat(imports.keySet().stream().filter(name -> !name.startsWith("java.")))
                .containsExactlyInAnyOrder(
                        "com.sun.net.httpserver",
                        "org.junit.jupiter.api.extension",
                        "org.snakeyaml.engine.v2.api",
                        "org.snakeyaml.engine.v2.api.lowlevel",
                        "org.snakeyaml.engine.v2.common",
                        "org.snakeyaml.engine.v2.events",
                        "org.snakeyaml.engine.v2.exceptions",
                        "org.snakeyaml.engine.v2.nodes")
                .allSatisfy(name -> assertThat(imports.get(name)).contains("resolution:=optional"));
        assertVersions(imports);
    }

    /** The packages of the JDK have none. */
    private static void assertVersions(Map<String, String> imports) {
        assertThat(imports).allSatisfy((name, attributes) -> {
            if (!name.startsWith("java.") && !name.startsWith("javax.") && !name.startsWith("com.sun.")) {
                assertThat(attributes).as(name).contains("version=\"[");
            }
        });
    }

    /** The packages of a header of the jar's manifest, each with its attributes. */
    private static Map<String, String> packages(Class<?> type, String header) throws Exception {
        try (JarFile file = new JarFile(jarOf(type).toFile())) {
            String value = file.getManifest().getMainAttributes().getValue(header);
            assertThat(value).as(header).isNotNull();
            return Pattern.compile("([\\w.]+)((?:;[\\w:]+=(?:\"[^\"]*\"|[^\",;]*))*)(?:,|$)")
                    .matcher(value)
                    .results()
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        }
    }

    @Test
    void theProgramTellsItsVersion() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        program().toString(),
                        "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).matches("sim7028-simulator \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Path program() {
        return Path.of("../sim7028-simulator/target/sim7028-simulator.jar");
    }

    private static String text(JarFile file, String name) throws IOException {
        ZipEntry entry = file.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
