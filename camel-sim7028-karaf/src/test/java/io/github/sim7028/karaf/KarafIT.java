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
package io.github.sim7028.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.simulator.VirtualModem;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * One Karaf, from an unpacked distribution to routes on all kinds of devices: the commands, the class and the settings are those of
 * docs/karaf.md. The tests depend on each other: each goes on with what those before have installed.
 */
@DisabledForJreRange(minVersion = 24, disabledReason = "Karaf 4.4 does not start on Java 24 and later")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts bin/karaf")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KarafIT {

    private static final String PID = "com.example.telemetry";
    private static final String PREFIX = "camel.component.sim7028.";

    private static final String PIN = "73915064";
    private static final String USER = "the-user-of-the-apn";
    private static final String PASSWORD = "the-password-of-the-apn";
    private static final String SECRETS =
            """
            camel.component.sim7028.passcode = {{env:SIM_PIN}}
            camel.component.sim7028.apnUser = %s
            camel.component.sim7028.apnPassword = %s
            camel.component.sim7028.apnAuthentication = chap
            """
                    .formatted(USER, PASSWORD);

    /** From the moment at which Karaf sees the settings, on a busy machine. A modem that does not answer takes longer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final Path BASE = Path.of("target/karaf").toAbsolutePath();
    private static final Path DISTRIBUTION = Path.of(
                    "target/distribution/apache-karaf-" + System.getProperty("karaf.version"))
            .toAbsolutePath();

    @TempDir
    private static Path directory;

    private static Karaf karaf;
    private static TelemetryServer server;

    @BeforeAll
    static void start() throws IOException {
        Repository.addOwnFeatures();
        Repository.addCamelFeatures();
        Karaf.prepare(DISTRIBUTION, BASE, Repository.FOLDER);
        server = TelemetryServer.start();
        karaf = started();
    }

    private static Karaf started() throws IOException {
        return Karaf.start(DISTRIBUTION, BASE, Map.of("SIM_PIN", PIN));
    }

    @AfterAll
    static void stop() {
        if (karaf != null) {
            karaf.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void noSecretIsTold() {
        assertThat(karaf.log()).doesNotContain(PIN, USER, PASSWORD);
        assertThat(karaf.console()).doesNotContain(PIN, USER, PASSWORD);
    }

    @Test
    @Order(1)
    void theComponentAloneServesAModemBehindASocket() throws Exception {
        for (String command : UserPage.KARAF.commands()) {
            if (!command.contains("sim7028-simulator")) {
                karaf.run(command);
            }
        }
        Path bundle = RouteBundle.make(
                directory, "com.example.Telemetry", UserPage.KARAF.block("java", "Telemetry"), Repository.FOLDER);

        try (VirtualModem modem = VirtualModem.builder().simPin(PIN).start()) {
            InetSocketAddress address = modem.listen();
            // @AfterEach looks for secrets
            logAt("TRACE");
            configure("device = socket://" + address.getHostString() + ":" + address.getPort());
            karaf.run("bundle:install -s " + bundle.toUri());

            exchangeAMessage();
            assertThat(modem.commands()).contains("AT+CPIN=\"" + PIN + "\"");
            assertThat(filesWith(PIN)).isEmpty();
            assertThat(karaf.log()).contains("TRACE", "AT+CPIN=", "AT+CGAUTH=");
            logAt("INFO");
        }
    }

    private static void logAt(String level) throws IOException {
        karaf.run("log:set " + level + " io.github.sim7028");
        karaf.run("log:set " + level + " org.apache.camel");
        // they show the values of properties, see docs/component.md
        karaf.run("log:set INFO org.apache.camel.main");
        karaf.run("log:set INFO org.apache.camel.component.properties");
        karaf.run("log:set INFO org.apache.camel.impl.engine.DefaultCamelContextExtension");
    }

    /** Those below the folder of Karaf. */
    private static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(BASE)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    @Order(2)
    void aWrongConfigurationFailsAtStart() throws Exception {
        assertFails("baudRate = 1", "java.lang.IllegalArgumentException: " + PREFIX + "baudRate: 1 is out of range");
        assertFails("device = modem7", "device 'modem7' is neither a full path nor a port name");
        assertFails(
                "modems[roof].device = simulator://first", "modem 'default' has no device: set " + PREFIX + "device");
        assertFails("passcod = " + PIN, "not an option of the component sim7028: [passcod]");
        assertFails(
                "passcode = " + PIN + "x",
                PREFIX + "simPin: a PIN has 4 to 8 digits and nothing else (value not shown)");
    }

    @Test
    @Order(3)
    void aDeviceNamesTheFeatureThatIsMissing() throws Exception {
        assertFails(
                "device = simulator://first",
                "simulator://first needs sim7028-simulator on the class path: add io.github.sim7028:sim7028-simulator,"
                        + " or in Apache Karaf run feature:install sim7028-simulator");
        assertFails(
                "device = /dev/ttyUSB2",
                "/dev/ttyUSB2 needs jSerialComm on the class path: add com.fazecast:jSerialComm, or in Apache Karaf run"
                        + " feature:install camel-sim7028-serial");
    }

    @Test
    @Order(4)
    void theFeatureForTheSimulatorMakesTheExampleRun() throws Exception {
        karaf.configure(
                PID,
                UserPage.KARAF.block("properties", "simulator://first").replace("localhost:7000", server.address()));

        karaf.run("feature:install sim7028-simulator");

        exchangeAMessage();
    }

    @Test
    @Order(5)
    void aRestartOfKarafBringsTheRoutesBack() throws Exception {
        karaf.close();
        karaf = started();

        exchangeAMessage();
    }

    @Test
    @Order(6)
    void theFeatureForSerialPortsOpensAPseudoTerminal() throws Exception {
        assumeTrue(onPath("socat"), "socat is not installed");
        karaf.run("feature:install camel-sim7028-serial");

        try (VirtualModem modem = VirtualModem.builder().simPin(PIN).start()) {
            InetSocketAddress address = modem.listen();
            Path line = directory.resolve("ttySIM");
            Process socat = new ProcessBuilder(
                            "socat",
                            "pty,raw,echo=0,link=" + line,
                            "tcp:" + address.getHostString() + ":" + address.getPort())
                    .start();
            try {
                await().until(() -> Files.exists(line));
                configure("device = " + line);

                exchangeAMessage();
                assertThat(modem.commands()).contains("AT+CPIN=\"" + PIN + "\"");
            } finally {
                socat.destroyForcibly();
            }
        }
    }

    /** The gateway of the examples, with a modem of its own and a server that asks. */
    @Test
    @Order(7)
    void theFeatureOfTheGatewayInstallsAllThatTheGatewayNeeds() throws Exception {
        for (String command : UserPage.GATEWAY.commands()) {
            karaf.run(command);
        }
        Path settings = BASE.resolve("etc/com.example.gateway.cfg");
        await().until(() -> Files.exists(settings));
        try (ServerSocket asking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            asking.setSoTimeout(60_000);
            karaf.configure(
                    "com.example.gateway",
                    Files.readString(settings).replace("localhost:7000", "localhost:" + asking.getLocalPort()));
            try (Socket gateway = asking.accept();
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))) {
                gateway.setSoTimeout(60_000);
                assertThat(lines.readLine()).matches("temperature=(1[89]|2[0-5])");
                gateway.getOutputStream().write("signal?\n".getBytes(StandardCharsets.UTF_8));
                String line = lines.readLine();
                while (line.startsWith("temperature=")) {
                    line = lines.readLine();
                }
                assertThat(line).matches("signal=-[0-9]+ dBm, [a-z ]+");
            }
        }
    }

    /** With the secrets, among the right options. */
    private static void configure(String option) throws IOException {
        karaf.configure(PID, "peer = " + server.address() + "\nperiod = 1s\n" + SECRETS + PREFIX + option + "\n");
    }

    private static void exchangeAMessage() {
        server.forget();
        int before = karaf.log().length();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(server.received()).as(karaf.log().substring(before)).contains("temperature=21");
            assertThat(karaf.log().substring(before)).contains("the server says got temperature=21");
        });
    }

    private static void assertFails(String option, String message) throws IOException {
        int before = karaf.log().length();
        configure(option);
        await(option).atMost(AT_ONCE).untilAsserted(() -> assertThat(lastCause(before))
                .contains(message));
    }

    /** The last cause of the last exception in the log since then. */
    private static String lastCause(int before) {
        String log = karaf.log().substring(before);
        return log.lines()
                .filter(line -> line.startsWith("Caused by: ") || line.matches("[a-z][\\w.]+(Exception|Error): .*"))
                .reduce((first, second) -> second)
                .orElse(log);
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
