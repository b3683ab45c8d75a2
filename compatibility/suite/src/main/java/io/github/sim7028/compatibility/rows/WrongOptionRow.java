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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

/** The last cause of the failure is the component's message. */
@ExpectedLog(
        value = "Error starting CamelContext .* due to exception thrown: Failed to start component sim7028",
        level = Level.ERROR,
        stack = true)
@ExpectedLog(
        value =
                "Error starting CamelContext .* due to exception thrown: Failed to start route: .*modem 'default' has no device",
        level = Level.ERROR,
        stack = true)
@ExpectedLog(
        value = "Error starting CamelContext .* due to exception thrown: Failed to create route",
        level = Level.ERROR,
        stack = true)
public class WrongOptionRow {

    @TempDir
    private Path directory;

    private static void assertMainFails(String route, Map<String, String> properties, String message) {
        Main main = new Main();
        try {
            properties.forEach(main::addInitialProperty);
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to(route);
                }
            });
            Throwable last = catchThrowable(main::start);
            while (last != null && last.getCause() != null) {
                last = last.getCause();
            }
            assertThat(last).hasMessageStartingWith(message);
        } finally {
            main.stop();
        }
    }

    private static final String ROUTE = "sim7028:tcp:127.0.0.1:7000";
    private static final Map<String, String> DEVICE = Map.of("camel.component.sim7028.device", "simulator://wrong");

    @Test
    void aPropertyOfMain() {
        assertMainFails(
                ROUTE,
                Map.of("camel.component.sim7028.modems[roof].connect-timeout", "1s"),
                "camel.component.sim7028.modems[roof].connectTimeout: 1s is out of range; allowed are 3s to 2m");
        assertMainFails(
                ROUTE,
                Map.of("camel.component.sim7028.modems.roof.device", "/dev/ttyUSB3"),
                "camel.component.sim7028.modems.roof.device does not name an option of a modem; write"
                        + " camel.component.sim7028.modems[roof].device");
        assertMainFails(ROUTE, Map.of(), "modem 'default' has no device: set camel.component.sim7028.device");
    }

    @Test
    void anOptionOfAnEndpoint() {
        assertMainFails(ROUTE + "?modem=roof", DEVICE, "modem: 'roof' is not known");
        assertMainFails(
                "sim7028:tcp-server:8080?localPort=7",
                DEVICE,
                "Option localPort is not supported by sim7028:tcp-server");
        assertMainFails("sim7028:tcp:a b:7000", DEVICE, "host: 'a b' is not a host");
    }

    @Test
    void aPropertyOfSpringBoot() throws Exception {
        try (Program program = BootRow.boot(
                directory,
                """
                camel.component.sim7028:
                  device: simulator://wrong
                  baud-rate: 17
                  modems.roof.device: simulator://roof
                """,
                Map.of("PEER", "127.0.0.1:9"))) {
            assertThat(program.outputAtEnd().lines().filter(line -> line.startsWith("Caused by: ")))
                    .last()
                    .asString()
                    .startsWith("Caused by: " + IllegalArgumentException.class.getName()
                            + ": camel.component.sim7028.baudRate: 17 is out of range");
        }
    }
}
