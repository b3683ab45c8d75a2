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
package io.github.sim7028.camel.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the properties ends the start of the program, and its last words are those of the component. */
class WrongConfigurationIT {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            camel.component.sim7028.baud-rate = 17            | camel.component.sim7028.baudRate: 17 is out of range; allowed are 300 to 4000000
            camel.component.sim7028.device = simulatr://x     | device 'simulatr://x' has the unknown scheme 'simulatr': use /dev/ttyUSB2
            camel.component.sim7028.modems[roof].device = simulator://it | device: the modems 'default' and 'roof' both have simulator://it
            camel.component.sim7028.modems.roof.device = simulator://x | camel.component.sim7028.modems.roof.device does not name an option of a modem; write camel.component.sim7028.modems[roof].device
            camel.component.sim7028.baud-rat = 9600           | Error binding property (camel.component.sim7028.baudRat=9600) with name: baudRat
            """)
    void theLastCauseSaysWhatIsWrong(String property, String words) throws Exception {
        try (Program program = Program.start(directory, JAR, property, Map.of())) {
            assertThat(program.exit()).as(program.output()).isNotZero();
            assertThat(program.lastCause()).as(program.output()).startsWith(words);
            assertThat(program.output()).doesNotContain("next attempt", "Installed features");
        }
    }
}
