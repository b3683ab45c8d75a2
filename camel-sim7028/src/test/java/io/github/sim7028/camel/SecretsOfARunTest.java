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
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.SimCard;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run at TRACE in which all goes wrong: a wrong PIN, a user of the APN who is refused, a lost line, a TLS session that fails, each with
 * all that can be asked. No PIN and no password is in the output, in what was answered, or in a file, and the files are for this user only.
 */
@DisabledOnOs(OS.WINDOWS)
class SecretsOfARunTest {

    private static final Map<String, String> SECRETS = Map.of(
            "PIN", "86421357",
            "WRONG_PIN", "97531864",
            "APN_USER", "fr4nk",
            "APN_PASSWORD", "0penSesame",
            "STORE_PASSWORD", "st0reSecret",
            "KEY_PASSWORD", "k3ySecret");

    /** The loggers of Camel that write the values of properties, see docs/component.md. */
    private static final List<String> AT_INFO = List.of(
            "org.apache.camel.main",
            "org.apache.camel.component.properties",
            "org.apache.camel.impl.engine.DefaultCamelContextExtension");

    @TempDir
    private Path temp;

    private Path files;
    private String said;

    @BeforeEach
    void run() throws Exception {
        files = Files.createDirectory(temp.resolve("files"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (OutputStream out = Files.newOutputStream(temp.resolve("store.p12"))) {
            store.store(out, SECRETS.get("STORE_PASSWORD").toCharArray());
        }
        Path logback = Files.writeString(
                temp.resolve("logback.xml"),
                """
                <configuration>
                  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger - %msg%n</pattern></encoder>
                  </appender>
                  <root level="TRACE"><appender-ref ref="OUT"/></root>
                  <logger name="java" level="INFO"/>
                  <logger name="javax.management" level="INFO"/>
                """
                        + String.join(
                                "",
                                AT_INFO.stream()
                                        .map(logger -> "<logger name='" + logger + "' level='INFO'/>")
                                        .toList())
                        + "</configuration>");
        Path output = temp.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dlogback.configurationFile=" + logback,
                        Run.class.getName(),
                        temp.resolve("store.p12").toString())
                .directory(files.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(SECRETS);
        Process program = builder.start();
        try {
            assertThat(program.waitFor(280, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        said = Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void noSecretIsInTheOutputNorInAFileAndTheFilesArePrivate() throws Exception {
        assertThat(said)
                .as("what was to happen")
                .contains("TRACE io.github.sim7028", "AT+CPIN=", "AT+CGAUTH=", "all was asked")
                .containsPattern("diagnose of wrong: .*PIN")
                .contains(
                        "diagnose of default: ",
                        "diagnose of refused: ",
                        "diagnose of lost: ",
                        "MBean org.apache.camel:");
        assertThat(said).doesNotContain(SECRETS.values());

        List<Path> written;
        try (Stream<Path> all = Files.walk(files)) {
            written = all.filter(path -> !path.equals(files)).toList();
        }
        assertThat(written)
                .extracting(path -> files.relativize(path).toString().replaceAll("[0-9a-f]{8,}", "ID"))
                .contains("state", "transcripts", "transcripts/default.txt", "transcripts/wrong.txt");
        for (Path path : written) {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            if (Files.isDirectory(path)) {
                assertThat(mode).as(path.toString()).isEqualTo("rwx------");
            } else {
                assertThat(mode).as(path.toString()).isEqualTo("rw-------");
                assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
                        .as(path.toString())
                        .doesNotContain(SECRETS.values());
            }
        }
    }

    /** The program. */
    static final class Run {

        private static final List<String> MODEMS = List.of("default", "wrong", "refused", "lost");
        private static final List<String> OPERATIONS =
                List.of("status", "diagnose", "identity", "contexts", "links", "signal");

        private Run() {}

        public static void main(String[] store) throws Exception {
            Main main = new Main();
            main.bind("tls", tls(store[0]));
            main.bind("sim7028", component());
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    MODEMS.forEach(modem ->
                            from("sim7028:modem:" + modem + "?events=all").log("${body}"));
                }
            });
            try (VirtualModem right = modem("right").start();
                    VirtualModem wrong = modem("wrong").start();
                    VirtualModem refused = modem("refused")
                            .faults(Fault.replace("ERROR").onCommand("AT+CGAUTH="))
                            .start();
                    VirtualModem lost = modem("lost").start()) {
                main.start();
                CamelContext camel = main.getCamelContext();
                await(right, "AT+NETOPEN");
                await(wrong, "AT+CPIN=");
                await(refused, "AT+CGAUTH=");
                await(lost, "AT+NETOPEN");
                ask(camel, "default");
                lost.hangUp();
                lost.setMute(true);
                ask(camel, "lost");
                ask(camel, "wrong");
                ask(camel, "refused");
                try (ProducerTemplate template = camel.createProducerTemplate()) {
                    tell(
                            "TLS",
                            () -> template.requestBody(
                                    "sim7028:tcp:localhost:" + right.listen().getPort()
                                            + "?ssl=true&sslContextParameters=#tls",
                                    "hello"));
                }
                show(camel);
                System.out.println("all was asked");
                main.stop();
            }
        }

        private static void await(VirtualModem modem, String command) {
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> modem.commands().stream()
                    .anyMatch(each -> each.startsWith(command)));
        }

        private static VirtualModemBuilder modem(String name) {
            return VirtualModem.builder().name(name).sim(SimCard.locked(System.getenv("PIN")));
        }

        private static Sim7028Component component() {
            Sim7028Component component = new Sim7028Component();
            for (String modem : MODEMS) {
                Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
                profile.setAllowRawCommands(true);
                profile.setDevice("simulator://" + (modem.equals("default") ? "right" : modem));
                profile.setPasscode(System.getenv(modem.equals("wrong") ? "WRONG_PIN" : "PIN"));
                profile.setApn("iot.example");
                profile.setApnAuthentication(ApnAuthentication.PAP);
                profile.setApnUser(System.getenv("APN_USER"));
                profile.setApnPassword(System.getenv("APN_PASSWORD"));
                profile.setStateDirectory("state");
                profile.setTranscriptFile("transcripts/" + modem + ".txt");
                profile.setModemWaitTimeout(modem.equals("default") || modem.equals("lost") ? 60_000 : 500);
                if (modem.equals("default")) {
                    component.setConfiguration(profile);
                } else {
                    component.getModems().put(modem, profile);
                }
            }
            return component;
        }

        private static SSLContextParameters tls(String file) {
            KeyStoreParameters store = new KeyStoreParameters();
            store.setResource("file:" + file);
            store.setPassword(System.getenv("STORE_PASSWORD"));
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(store);
            KeyManagersParameters key = new KeyManagersParameters();
            key.setKeyStore(store);
            key.setKeyPassword(System.getenv("KEY_PASSWORD"));
            SSLContextParameters parameters = new SSLContextParameters();
            parameters.setTrustManagers(trust);
            parameters.setKeyManagers(key);
            return parameters;
        }

        private static void ask(CamelContext camel, String modem) throws Exception {
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                for (String operation : OPERATIONS) {
                    tell(
                            operation + " of " + modem,
                            () -> template.requestBodyAndHeader(
                                    "sim7028:modem:" + modem + "?operation=" + operation,
                                    null,
                                    Sim7028Constants.COMMAND,
                                    "AT+CGAUTH?"));
                }
            }
        }

        private static void show(CamelContext camel) throws Exception {
            HealthCheckHelper.invoke(camel).forEach(result -> {
                System.out.println("health " + result.getMessage() + result.getDetails());
                result.getError().ifPresent(error -> error.printStackTrace(System.out));
            });
            DevConsole console = PluginHelper.getDevConsoleResolver(camel).resolveDevConsole("sim7028");
            for (DevConsole.MediaType kind : DevConsole.MediaType.values()) {
                System.out.println("console " + console.call(kind));
            }
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            for (ObjectName name : beans.queryNames(new ObjectName("org.apache.camel:*"), null)) {
                List<String> values = new ArrayList<>();
                for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                    try {
                        Object value = beans.getAttribute(name, attribute.getName());
                        values.add(attribute.getName() + "="
                                + (value instanceof Object[] array ? Arrays.toString(array) : value));
                    } catch (Exception e) {
                        values.add(attribute.getName() + ": " + e);
                    }
                }
                System.out.println("MBean " + name + values);
            }
        }

        private interface Question {
            Object ask() throws Exception;
        }

        private static void tell(String what, Question question) {
            try {
                System.out.println(what + ": " + String.valueOf(question.ask()).replaceAll("\\R", " "));
            } catch (Exception e) {
                System.out.println(what + ": " + String.valueOf(e.getCause()).replaceAll("\\R", " "));
                e.printStackTrace(System.out);
            }
        }
    }
}
