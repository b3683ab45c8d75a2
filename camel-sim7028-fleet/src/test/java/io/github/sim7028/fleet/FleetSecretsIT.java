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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A node at TRACE with a right and a wrong PIN, users of the APN and passwords of Kafka: none of them is told by any means. */
@DisabledOnOs(OS.WINDOWS)
class FleetSecretsIT {

    private static final List<String> LOGGERS = List.of("io.github.sim7028", "org.apache.camel", "org.apache.kafka");

    private static final String PIN = "86421357";
    private static final String WRONG_PIN = "97531864";
    private static final String USER = "fr4nk";
    private static final String PASSWORD = "0penSesame";
    private static final String KAFKA = "kafk4Secret";
    private static final String STORE = "st0reSecret";

    @TempDir
    private Path directory;

    private final Said said = new Said();

    /** All that is logged. */
    private static final class Said extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + trace);
            if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                // as without this class, for the check of the log
                root().iteratorForAppenders().forEachRemaining(appender -> appender.doAppend(event));
            }
        }
    }

    private static Logger root() {
        return logger(Logger.ROOT_LOGGER_NAME);
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void listen() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
        said.start();
        LOGGERS.forEach(name -> {
            logger(name).setLevel(Level.TRACE);
            logger(name).setAdditive(false);
            logger(name).addAppender(said);
        });
    }

    @AfterEach
    void leave() {
        LOGGERS.forEach(name -> {
            logger(name).detachAppender(said);
            logger(name).setAdditive(true);
            logger(name).setLevel(null);
        });
    }

    @Test
    @ExpectedLog("the SIM (requires a|refused the) PIN")
    void noSecretIsTold() throws Exception {
        try (KafkaBroker broker = new KafkaBroker(directory, Map.of("group.min.session.timeout.ms", "2000")).start();
                VirtualModem right = modem("fleet-right");
                VirtualModem wrong = modem("fleet-wrong");
                FleetRig rig = new FleetRig(broker, directory, 0)) {
            FleetComponent node = rig.component("node");
            FleetConfiguration options = node.getConfiguration();
            options.setLink(rig.link());
            options.setMaxWait(3000);
            options.setModems("file:" + inventory());
            options.getKafka()
                    .put(
                            "sasl.jaas.config",
                            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"n\" password=\""
                                    + KAFKA + "\";");
            options.getKafka().put("ssl.keystore.password", STORE);
            DefaultCamelContext context = rig.start(node);
            FleetRig.awaitModems(node, 2);
            await().until(() -> right.commands().contains("AT+CPIN=\"" + PIN + "\""));
            rig.command("right", "c");
            assertThat(rig.outcome("c")).isEqualTo("CONFIRMED");
            await().until(() -> wrong.commands().stream().anyMatch(command -> command.startsWith("AT+CPIN=")));
            rig.command("wrong", "w");
            assertThat(rig.outcome("w")).startsWith("NOT_SENT");

            DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("sim7028-fleet");
            String told = console.call(DevConsole.MediaType.TEXT).toString()
                    + console.call(DevConsole.MediaType.JSON)
                    + node.getNode()
                    + node.getTroubles()
                    + rig.events(events -> !events.isEmpty())
                    + HealthCheckHelper.invoke(context).stream()
                            .map(result -> String.valueOf(result.getMessage()) + result.getDetails())
                            .toList()
                    + options;
            assertThat(told).doesNotContain(PIN, WRONG_PIN, USER, PASSWORD, KAFKA, STORE);
        }
        assertThat(said.lines)
                .anyMatch(line -> line.startsWith("TRACE io.github.sim7028"))
                .anyMatch(line -> line.contains("AT+CPIN="))
                .anyMatch(line -> line.contains("AT+CGAUTH="))
                .anyMatch(line -> line.contains("ConsumerConfig values"));
        for (String secret : List.of(PIN, WRONG_PIN, USER, PASSWORD, KAFKA, STORE)) {
            assertThat(said.lines).noneMatch(line -> line.contains(secret));
        }
    }

    private static VirtualModem modem(String name) throws Exception {
        return VirtualModem.builder().name(name).sim(SimCard.locked(PIN)).start();
    }

    private Path inventory() throws Exception {
        Path file = Files.createFile(
                directory.resolve("secret-modems.csv"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String apn = "iot.example,pap," + USER + "," + PASSWORD + "\n";
        return Files.writeString(
                file,
                "name,device,passcode,stateDirectory,apn,apnAuthentication,apnUser,apnPassword\n"
                        + "right,simulator://fleet-right," + PIN + "," + directory.resolve("state") + "," + apn
                        + "wrong,simulator://fleet-wrong," + WRONG_PIN + "," + directory.resolve("state") + "," + apn);
    }
}
