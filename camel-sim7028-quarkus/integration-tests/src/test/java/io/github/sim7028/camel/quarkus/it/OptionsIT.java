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
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of docs/quarkus.md, and variables of the environment, reach the component. */
class OptionsIT {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path directory;

    @Test
    void theOptionsOfThePageAreTaken() throws Exception {
        String options = UserPage.properties("north.wall");
        String place = "/var/lib/telemetry";
        assertThat(options).contains(place);
        try (Program program = Program.start(
                directory,
                JAR,
                options.replace(place, directory.resolve("state").toString()),
                Map.of(
                        "SIM_PIN", "86421357",
                        "WALL_DEVICE", "simulator://wall",
                        "CAMEL_COMPONENT_SIM7028_COMMANDTIMEOUT", "4s"))) {
            await().atMost(Duration.ofSeconds(180))
                    .untilAsserted(() -> assertThat(program.output()).contains("Installed features:"));
            assertThat(program.output())
                    .contains(
                            "camel.component.sim7028.device = /dev/ttyUSB2",
                            "camel.component.sim7028.passcode = xxxxxx",
                            "camel.component.sim7028.pollInterval = 1m30s",
                            "camel.component.sim7028.modems[roof].device = /dev/ttyUSB3",
                            "camel.component.sim7028.modems[roof].powerCycle = #bean:relay",
                            "camel.component.sim7028.modems[north.wall].device = simulator://wall",
                            "camel.component.sim7028.commandtimeout = 4s");
        }
    }
}
