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

import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing a program says from its start to its end holds a PIN or a password: the whole output of another JVM is read. */
class SecretsInLogTest {

    /** The loggers of Camel 4.18 that write the values of properties, at DEBUG, before the component exists. */
    private static final List<String> TELLING = List.of(
            "org.apache.camel.main",
            "org.apache.camel.component.properties",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension");

    @TempDir
    private Path temp;

    /** Everything at DEBUG, but for some loggers. */
    private static String logback(List<String> atInfo) {
        return """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger - %msg%n</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="OUT"/></root>
            """
                + atInfo.stream()
                        .map(logger -> "<logger name='" + logger + "' level='INFO'/>")
                        .collect(Collectors.joining())
                + "</configuration>";
    }

    private String output(List<String> atInfo, Map<String, String> environment, Map<String, String> properties)
            throws Exception {
        Path said = temp.resolve("said.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dlogback.configurationFile=" + Files.writeString(temp.resolve("logback.xml"), logback(atInfo)),
                Start.class.getName()));
        StringBuilder written = new StringBuilder();
        properties.forEach((name, value) ->
                written.append(name).append(" = ").append(value).append('\n'));
        written.append("camel.component.sim7028.startup-mode = strict\n")
                .append("camel.component.sim7028.state-directory = ")
                .append(temp.resolve("state"));
        Path configuration = Files.writeString(temp.resolve("application.properties"), written);
        command.add(configuration.toUri().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        Process program = builder.start();
        try {
            assertThat(program.waitFor(240, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        String all = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(all)
                .contains("has started", "Auto-configuration summary", "is ready after", "AT+CPIN=", "AT+CGAUTH=");
        return all;
    }

    @Test
    void theDocumentedOptionIsMasked() throws Exception {
        assertThat(output(
                        TELLING,
                        Map.of("SIM_PIN", "86421357", "APN_PASSWORD", "0penSesame"),
                        Map.of(
                                "camel.component.sim7028.device", "simulator://told",
                                "camel.component.sim7028.passcode", "{{env:SIM_PIN}}",
                                "camel.component.sim7028.apn-authentication", "pap",
                                "camel.component.sim7028.apn-user", "meter7",
                                "camel.component.sim7028.apn-password", "{{env:APN_PASSWORD}}",
                                "camel.component.sim7028.modems[roof].passcode", "97531864")))
                .contains("passcode")
                .doesNotContain("86421357", "97531864", "meter7", "0penSesame", "is set in the properties");
    }

    @Test
    void theOldOptionAndInitCommandsAreMaskedAndWarnedOf() throws Exception {
        String said = output(
                TELLING,
                Map.of(),
                Map.of(
                        "camel.component.sim7028.device", "simulator://told",
                        "camel.component.sim7028.sim-pin", "86421357",
                        "camel.component.sim7028.apn-authentication", "pap",
                        "camel.component.sim7028.apn-user", "meter7",
                        "camel.component.sim7028.apn-password", "0penSesame",
                        "camel.component.sim7028.modems[roof].init-commands", "AT+CGAUTH=1,1,\"me\",\"h1dden\""));

        assertThat(said).doesNotContain("86421357", "h1dden", "meter7", "0penSesame");
        assertThat(said).contains("apn-password is set in the properties in plain text");
        assertThat(said.lines().filter(line -> line.contains("WARN") && line.contains("sim-pin")))
                .hasSize(1)
                .first()
                .asString()
                .contains("camel.component.sim7028.passcode = {{env:SIM_PIN}}");
        assertThat(said).contains("modems[roof].init-commands contains a password");
    }

    @Test
    void aProfileThatIsABeanIsToldByNoLogger() throws Exception {
        assertThat(output(
                        List.of(),
                        Map.of("SIM_PIN", "86421357", "APN_PASSWORD", "0penSesame"),
                        Map.of("camel.component.sim7028.configuration", "#bean:profile")))
                .contains("#bean:profile")
                .doesNotContain("86421357", "0penSesame", "meter7", "is set in the properties");
    }

    /** Starts Camel with the file of properties it is given, and stops it. */
    static final class Start {

        private Start() {}

        public static void main(String[] configuration) {
            Main main = new Main();
            main.setPropertyPlaceholderLocations(configuration[0]);
            Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
            profile.setDevice("simulator://told");
            profile.setStartupMode(StartupMode.STRICT);
            profile.setStateDirectory("state");
            profile.setPasscode(System.getenv("SIM_PIN"));
            profile.setApnAuthentication(ApnAuthentication.PAP);
            profile.setApnUser("meter7");
            profile.setApnPassword(System.getenv("APN_PASSWORD"));
            main.bind("profile", profile);
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to("sim7028:udp:localhost:9");
                }
            });
            try (VirtualModem modem = VirtualModem.builder()
                    .name("told")
                    .sim(SimCard.locked("86421357"))
                    .start()) {
                // waits for the modem: startupMode=strict
                main.start();
                System.out.println("Camel has started " + modem.name());
                main.stop();
            }
        }
    }
}
