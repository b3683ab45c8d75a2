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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications with and without the jar of the fleet, each in a JVM of its own. UserPageTest has one that works without the jar. */
class FleetJarTest {

    private static final String APPLICATION =
            """
            package com.example;

            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

            @EnableAutoConfiguration
            public class Gateway {

                public static void main(String[] arguments) {
                    SpringApplication.run(Gateway.class, arguments);
                }
            }
            """;

    @TempDir
    private Path directory;

    private static void awaitEnd(Program program) {
        await().atMost(Duration.ofSeconds(180)).until(() -> !program.isAlive());
    }

    @Test
    void withoutTheJarThePropertiesAreNotIgnored() throws Exception {
        try (Program program = Program.start(
                directory,
                "com.example.Gateway",
                APPLICATION,
                """
                camel.component.sim7028-fleet:
                  brokers: 127.0.0.1:9
                  kafka:
                    "[ssl.key.password]": h1dden
                """,
                Map.of())) {
            awaitEnd(program);
            assertThat(program.output())
                    .contains(
                            "APPLICATION FAILED TO START",
                            "camel.component.sim7028-fleet.brokers (class path resource [application.yml] - 2:12)"
                                    + " requires the dependency io.github.sim7028:camel-sim7028-fleet")
                    .doesNotContain("h1dden");
        }
    }

    @Test
    void withoutTheJarTheFleetCanBeSwitchedOff() throws Exception {
        try (Program program = Program.start(
                directory,
                "com.example.Gateway",
                APPLICATION,
                "camel.component.sim7028-fleet:\n  brokers: 127.0.0.1:9\n  enabled: false\n",
                Map.of())) {
            awaitEnd(program);
            assertThat(program.output()).contains("Started Gateway in").doesNotContain("sim7028-fleet");
        }
    }

    @Test
    void noSecretIsToldAtStart() throws Exception {
        Path modems = Files.writeString(directory.resolve("modems.csv"), "name,device\nroof,socket://127.0.0.1:9\n");
        try (Program program = Program.startWithFleet(
                directory,
                "com.example.Gateway",
                APPLICATION,
                """
                camel.component.sim7028-fleet:
                  brokers: 127.0.0.1:9
                  modems: file:%s
                  modem-defaults:
                    sim-pin: "97531864"
                    apn-authentication: pap
                    apn-user: fr4nk
                    apn-password: ${APN_PASSWORD}
                  kafka:
                    "[ssl.key.password]": h1dden
                    "[sasl.jaas.config]": ${KAFKA_LOGIN}
                """
                        .formatted(modems),
                Map.of("KAFKA_LOGIN", "0penSesame", "APN_PASSWORD", "86421357"),
                "--debug",
                "--logging.level.root=DEBUG")) {
            awaitEnd(program);
            assertThat(program.output())
                    .contains("Started Gateway in", "CONDITIONS EVALUATION REPORT", "FleetComponentAutoConfiguration")
                    .doesNotContain("97531864", "86421357", "h1dden", "fr4nk", "0penSesame");
        }
    }
}
