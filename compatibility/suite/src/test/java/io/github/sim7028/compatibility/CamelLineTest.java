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
package io.github.sim7028.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelLineTest {

    @TempDir
    private Path folder;

    @Test
    void aLineIsWhatMavenResolvedForIt() throws Exception {
        write(
                "camel-4.22/target/classpath",
                String.join(File.pathSeparator, "/r/camel-api-4.22.0.jar", "/r/other-1.jar"));
        write("camel-4.22/line.properties", "absent=camel-telemetry, camel-micrometer\nforeign=\n");
        write("spring-boot-4.1-camel-4.22/target/classpath", "/r/spring-boot-4.1.2.jar");

        assertThat(CamelLine.below(folder)).singleElement().satisfies(line -> {
            assertThat(line.name()).isEqualTo("4.22");
            assertThat(line.version()).isEqualTo("4.22.0");
            assertThat(line.bootVersion()).isEqualTo("4.1.2");
            assertThat(line.absent()).containsExactly("camel-telemetry", "camel-micrometer");
            assertThat(line.foreign()).isEmpty();
        });
    }

    private void write(String file, String text) throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
