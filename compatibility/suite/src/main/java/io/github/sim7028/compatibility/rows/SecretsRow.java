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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.compatibility.ThisColumn;
import io.github.sim7028.compatibility.program.SecretProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whatever a program says, with Camel and the component at DEBUG, holds neither PIN nor password; but for three loggers of Camel. */
@Execution(ExecutionMode.CONCURRENT)
public class SecretsRow {

    private static final Map<String, String> VARIABLES =
            Map.of("SIM_PIN", "86421357", "APN_USER", "meter7", "APN_PASSWORD", "0penSesame");

    /** Where Camel itself writes the value of each property and each placeholder at DEBUG. */
    private static final List<String> TALKATIVE = List.of(
            "org.apache.camel.main",
            "org.apache.camel.component.properties",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension");

    @TempDir
    private Path directory;

    @Test
    void ofCamelMain() throws Exception {
        Path properties = Files.writeString(
                directory.resolve("application.properties"),
                """
                camel.component.sim7028.device = simulator://secret
                camel.component.sim7028.passcode = {{env:SIM_PIN}}
                camel.component.sim7028.state-directory = %s
                camel.component.sim7028.apn = iot.example
                camel.component.sim7028.apn-authentication = pap
                camel.component.sim7028.apn-user = {{env:APN_USER}}
                camel.component.sim7028.apn-password = {{env:APN_PASSWORD}}
                camel.component.sim7028.modems[roof].device = simulator://roof
                camel.component.sim7028.modems[roof].passcode = 97531864
                camel.component.sim7028.modems[cellar].device = simulator://cellar
                camel.component.sim7028.modems[cellar].sim-pin = {{env:SIM_PIN}}
                """
                        .formatted(directory.resolve("state")));
        Path logback = Files.writeString(
                directory.resolve("logback.xml"),
                """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger - %msg%n</pattern></encoder>
                  </appender>
                  <logger name="org.apache.camel" level="DEBUG"/>
                  QUIET
                  <logger name="io.github.sim7028" level="DEBUG"/>
                  <root level="INFO"><appender-ref ref="OUT"/></root>
                </configuration>
                """
                        .replace(
                                "QUIET",
                                TALKATIVE.stream()
                                        .map("<logger name=\"%s\" level=\"INFO\"/>"::formatted)
                                        .collect(Collectors.joining())));
        try (Peer peer = Peer.keeping();
                Program program = new Program(
                        directory,
                        ThisColumn.classPath(),
                        List.of("-Dlogback.configurationFile=" + logback),
                        SecretProgram.class,
                        VARIABLES,
                        properties.toUri().toString(),
                        "127.0.0.1:" + peer.port(),
                        VARIABLES.get("SIM_PIN"))) {
            String output = program.outputAtEnd();

            assertThat(output)
                    .contains("DEBUG org.apache.camel.", "DEBUG io.github.sim7028.", "AT+CPIN=\"***\"", "entered: true")
                    .contains("Auto-configuration summary")
                    .doesNotContain("86421357", "97531864", "meter7", "0penSesame");
            peer.awaitGot("HELLO");
        }
    }

    @Test
    void ofSpringBoot() throws Exception {
        try (Peer peer = Peer.keeping();
                Program program = BootRow.boot(
                        directory,
                        """
                        camel:
                          main.run-controller: true
                          component.sim7028:
                            device: simulator://secret
                            passcode: ${SIM_PIN}
                            state-directory: %s
                            apn: iot.example
                            apn-authentication: pap
                            apn-user: meter7
                            apn-password: ${APN_PASSWORD}
                            modems:
                              roof:
                                device: simulator://secret-roof
                                sim-pin: "97531864"
                        """
                                .formatted(directory.resolve("state")),
                        Map.of(
                                "PEER",
                                "127.0.0.1:" + peer.port(),
                                "SIM_PIN",
                                VARIABLES.get("SIM_PIN"),
                                "APN_PASSWORD",
                                VARIABLES.get("APN_PASSWORD")),
                        "--debug",
                        "--logging.level.org.apache.camel=DEBUG",
                        "--logging.level.io.github.sim7028=DEBUG")) {
            await().atMost(Duration.ofMinutes(4)).until(() -> peer.got().length() == 8 || !program.isAlive());

            // by two connections
            assertThat(peer.got().lines()).as(program.output()).containsExactlyInAnyOrder("one", "two");
            assertThat(program.output())
                    .contains("DEBUG", "CONDITIONS EVALUATION REPORT")
                    .doesNotContain("86421357", "97531864", "meter7", "0penSesame");
        }
    }
}
