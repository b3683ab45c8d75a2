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
package io.github.sim7028.camel.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar as it is given to users: what Spring Boot and an IDE look for stands where they look. */
class JarIT {

    @Test
    void whatSpringBootLooksForStandsWhereItLooks() throws Exception {
        Path jar = Path.of(Sim7028ComponentProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(text(file, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(file, "META-INF/NOTICE")).isNotBlank();
            assertThat(text(file, "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"))
                    .contains(
                            Sim7028ComponentAutoConfiguration.class.getName(),
                            FleetComponentAutoConfiguration.class.getName());
            assertThat(text(file, "META-INF/spring.factories"))
                    .contains(UnknownPropertyFailureAnalyzer.class.getName());
            assertThat(text(file, "META-INF/spring-configuration-metadata.json"))
                    .contains("camel.component.sim7028.poll-interval", "camel.component.sim7028-fleet.brokers");
            assertThat(file.stream().map(ZipEntry::getName))
                    .allMatch(name -> name.startsWith("META-INF/") || name.startsWith("io/"), "nothing in the root");
        }
    }

    private static String text(JarFile file, String name) throws IOException {
        ZipEntry entry = file.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
