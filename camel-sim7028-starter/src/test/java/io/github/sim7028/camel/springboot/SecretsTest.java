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
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing an application says at its start holds a PIN or a password: the whole output of another JVM is read, with Spring Boot's report. */
class SecretsTest {

    private static final String APPLICATION =
            """
            package com.example;

            import org.apache.camel.builder.RouteBuilder;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.context.annotation.Bean;

            @EnableAutoConfiguration
            public class Telemetry {

                public static void main(String[] arguments) {
                    SpringApplication.run(Telemetry.class, arguments);
                }

                @Bean
                RouteBuilder routes() {
                    return new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("sim7028:modem?events=state").log("${body}");
                            from("direct:roof").to("sim7028:udp:localhost:9?modem=roof");
                        }
                    };
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void neitherPinNorPasswordIsToldAtStart() throws Exception {
        try (Program program = Program.start(
                directory,
                "com.example.Telemetry",
                APPLICATION,
                """
                camel:
                  main.run-controller: true
                  component.sim7028:
                    device: simulator://secret
                    passcode: ${SIM_PIN}
                    state-directory: %s
                    apn: iot.example
                    apn-authentication: pap
                    apn-user: fr4nk
                    apn-password: h1dden
                    modems:
                      roof:
                        device: simulator://secret-roof
                        sim-pin: "97531864"
                """
                        .formatted(directory.resolve("state")),
                Map.of("SIM_PIN", "86421357"),
                "--debug",
                "--logging.level.root=TRACE",
                // they show the values of properties, see docs/component.md
                "--logging.level.org.apache.camel.main=INFO",
                "--logging.level.org.apache.camel.component.properties=INFO",
                "--logging.level.org.apache.camel.impl.engine.DefaultCamelContextExtension=INFO")) {
            await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(program.output())
                    .contains("Started Telemetry in", "CONDITIONS EVALUATION REPORT")
                    .contains("Modem 'default' is ready", "Modem 'roof' is ready", "AT+CGAUTH=", " TRACE "));
            assertThat(program.output()).doesNotContain("86421357", "97531864", "h1dden", "fr4nk");
        }
    }

    @Test
    void norWhereTheStartFails() throws Exception {
        try (Program program = Program.start(
                directory,
                "com.example.Telemetry",
                APPLICATION,
                """
                camel.component.sim7028:
                  device: simulator://secret
                  passcode: "{{nothing}}86421357"
                  modems.roof:
                    device: simulator://secret-roof
                    sim-pin: "97531864"
                """,
                Map.of())) {
            await().atMost(Duration.ofSeconds(180)).until(() -> !program.isAlive());
            assertThat(program.output())
                    .contains("camel.component.sim7028.passcode: the value cannot be used")
                    .doesNotContain("86421357", "97531864");
        }
    }
}
