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
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.sim7028.modem.report.LastError;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.settings.ApnAuthentication;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.model.SimCard;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A modem's day in the log, of a program of its own: brought up, away for several attempts, back again. */
@Timeout(120)
class LogTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void aDayIsAFewLinesAnOutageOneWarningAndNoSecretIsTold() throws Exception {
        Path log = folder.resolve("log.txt");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Day.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(program.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(program.exitValue()).as(String.join("\n", lines)).isZero();
        List<String> modem = lines.stream()
                .filter(line -> line.contains("io.github.sim7028.modem"))
                .toList();
        assertThat(modem)
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("is down");
        assertThat(modem).filteredOn(line -> line.contains("is ready")).hasSize(2);
        assertThat(modem).anyMatch(line -> line.contains("sent something unknown: +CGAUTH: ***"));
        assertThat(modem)
                .filteredOn(line -> line.contains("INFO") || line.contains("WARN"))
                .hasSizeLessThan(10);
        assertThat(modem).anyMatch(line -> line.contains("is ready again after an outage of "));
        assertThat(lines)
                .anyMatch(line -> line.contains("io.github.sim7028.at - default >> AT+CPIN=\"***\""))
                .anyMatch(line ->
                        line.contains("io.github.sim7028.at - default >> AT+CGAUTH=") && line.endsWith(",2,***"))
                .noneMatch(line -> line.contains("43218765") || line.contains("meter7") || line.contains("0penSesame"));
        assertThat(lines)
                .anyMatch(line -> line.contains("io.github.sim7028.at - default << +CICCID: ***"))
                .anyMatch(line -> line.contains("model=SIM7028") && line.contains("imei=***"))
                .noneMatch(line -> line.matches(".*[0-9]{14,}.*"));
    }

    /** The program. */
    static final class Day {

        private Day() {}

        public static void main(String[] arguments) throws Exception {
            ((Logger) LoggerFactory.getLogger("io.github.sim7028.at")).setLevel(Level.TRACE);
            VirtualModem first = modem();
            InetSocketAddress address = first.listen();
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                Sim7028Component component = new Sim7028Component(context);
                component.getConfiguration().setDevice("socket://127.0.0.1:" + address.getPort());
                component.getConfiguration().setSimPin("43218765");
                component.getConfiguration().setStateDirectory(arguments[0]);
                component.getConfiguration().setApnAuthentication(ApnAuthentication.CHAP);
                component.getConfiguration().setApnUser("meter7");
                component.getConfiguration().setApnPassword("0penSesame");
                component.getConfiguration().setReconnectDelay(20);
                component.getConfiguration().setMaxReconnectDelay(100);
                context.addComponent("sim7028", component);
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("sim7028:modem?events=state").to("log:state?level=DEBUG");
                        from("direct:identity")
                                .to("sim7028:modem?operation=identity")
                                .to("log:identity");
                    }
                });
                context.start();
                await().atMost(SOON).until(() -> seen(component).ready());
                ModuleIdentity identity =
                        context.createProducerTemplate().requestBody("direct:identity", null, ModuleIdentity.class);
                assertThat(identity.imei()).isEqualTo("860000000000017");
                first.inject("+CGAUTH: 1,2,\"someone\",\"43218765\"");
                await().atMost(SOON).until(() -> seen(component).counters().unknownLines() == 1);
                first.close();
                Set<LastError> errors = new HashSet<>();
                await().atMost(SOON).until(() -> {
                    LastError error = seen(component).lastError();
                    return error != null && errors.add(error) && errors.size() > 3;
                });
                VirtualModem second = modem();
                second.listen(address);
                await().atMost(SOON).until(() -> seen(component).ready());
                context.stop();
                second.close();
            }
        }

        private static VirtualModem modem() {
            return VirtualModem.builder().sim(SimCard.locked("43218765")).start();
        }

        private static ModemSnapshot seen(Sim7028Component component) {
            return component.directory().snapshots().get(0);
        }
    }
}
