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

/** Nothing that a program says at TRACE holds a PIN, or a user or password of an APN. */
class SecretsIT {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    @TempDir
    private Path directory;

    @Test
    void noSecretIsToldAtStart() throws Exception {
        try (Program program = Program.start(
                directory,
                JAR,
                """
                quarkus.log.level = TRACE
                # they show the values of properties, see docs/component.md
                quarkus.log.category."org.apache.camel.main".level = INFO
                quarkus.log.category."org.apache.camel.component.properties".level = INFO
                quarkus.log.category."org.apache.camel.impl.engine.DefaultCamelContextExtension".level = INFO
                camel.component.sim7028.passcode = ${SIM_PIN}
                camel.component.sim7028.state-directory = %s
                camel.component.sim7028.apn = iot.example
                camel.component.sim7028.apn-authentication = pap
                camel.component.sim7028.apn-user = {{env:APN_USER}}
                camel.component.sim7028.apn-password = {{env:APN_PASSWORD}}
                camel.component.sim7028.modems[roof].sim-pin = 97531864
                camel.component.sim7028.modems[roof].apn = iot.example
                camel.component.sim7028.modems[roof].apn-authentication = pap
                camel.component.sim7028.modems[roof].apn-user = h3nry
                camel.component.sim7028.modems[roof].apn-password = c0ncealed
                """
                        .formatted(directory.resolve("state")),
                Map.of("SIM_PIN", "86421357", "APN_USER", "fr4nk", "APN_PASSWORD", "h1dden"))) {
            await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(program.output())
                    .contains("Auto-configuration summary", "Installed features:", "Modem 'default' is ready"));
            assertThat(program.output())
                    .contains("passcode = xxxxxx", "AT+CGAUTH=")
                    .containsPattern("TRACE .*\\[io\\.git[^ ]*\\.sim")
                    .doesNotContain("86421357", "97531864", "fr4nk", "h1dden", "h3nry", "c0ncealed");
        }
    }
}
