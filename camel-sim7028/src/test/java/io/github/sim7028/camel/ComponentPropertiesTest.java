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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sim7028.Said;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.Lines;
import io.github.sim7028.line.SerialSettings;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

@ExpectedLog(value = Said.COMPONENT_REFUSED, level = Level.ERROR, stack = true)
@ExpectedLog("is set in the properties in plain text, and Camel Main may log the value: write ")
class ComponentPropertiesTest {

    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void propertiesSetTheDefaultModemAndNamedOnes() {
        Sim7028Component component = component(Map.of(
                "camel.component.sim7028.device", "/dev/ttyUSB2",
                "camel.component.sim7028.baud-rate", "921600",
                "camel.component.sim7028.flowControl", "rtscts",
                "camel.component.sim7028.command-timeout", "4s",
                "camel.component.sim7028.sim-pin", "1234",
                "camel.component.sim7028.modems[roof].device", "/dev/ttyUSB3",
                "camel.component.sim7028.modems[roof].send-mode", "ack",
                "camel.component.sim7028.modems[roof].receiveMode", "buffered",
                "camel.component.sim7028.modems[roof].connect-timeout", "1m"));

        Sim7028ModemConfiguration own = component.getConfiguration();
        assertThat(own.getDevice()).isEqualTo("/dev/ttyUSB2");
        assertThat(own.getBaudRate()).isEqualTo(921600);
        assertThat(own.getFlowControl()).isEqualTo(FlowControl.RTSCTS);
        assertThat(own.getCommandTimeout()).isEqualTo(4000);
        assertThat(own.getSimPin()).isEqualTo("1234");
        Sim7028ModemConfiguration roof = component.getModems().get("roof");
        assertThat(roof.getDevice()).isEqualTo("/dev/ttyUSB3");
        assertThat(roof.getSendMode()).isEqualTo(SendMode.ACK);
        assertThat(roof.getReceiveMode()).isEqualTo(ReceiveMode.BUFFERED);
        assertThat(roof.getConnectTimeout()).isEqualTo(60_000);
        assertThat(roof.getBaudRate()).isEqualTo(115200);
    }

    @Test
    void aModemMayBeABean() {
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        main.bind("roofModem", roof);

        assertThat(component(Map.of("camel.component.sim7028.modems[roof]", "#bean:roofModem"))
                        .getModems())
                .containsEntry("roof", roof);
    }

    @Test
    void deviceAndPowerMayBeBeans() {
        LineFactory cabinet = Lines.of("socket://gateway:7028", SerialSettings.DEFAULT);
        PowerCycle relay = modem -> {};
        main.bind("cabinet", cabinet);
        main.bind("relay", relay);

        Sim7028ModemConfiguration roof = component(Map.of(
                        "camel.component.sim7028.modems[roof].device", "#bean:cabinet",
                        "camel.component.sim7028.modems[roof].powerCycle", "#bean:relay"))
                .getModems()
                .get("roof");
        assertThat(roof.getDevice()).isSameAs(cabinet);
        assertThat(roof.getPowerCycle()).isSameAs(relay);
    }

    @Test
    void aBaudRateWithAUnitIsToldTheRightSpelling() {
        assertStartFails(
                Map.of(
                        "camel.component.sim7028.device", "/dev/ttyUSB2",
                        "camel.component.sim7028.baudRate", "115k"),
                "camel.component.sim7028.baudRate: '115k' is not a whole number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            poll-interval   | soon | pollInterval: 'soon' is not a duration; write for example 500ms, 30s or 1m30s
            receive-mode    | pull | receiveMode: 'pull' is not known; allowed are auto, push, buffered
            net-close-on-stop | perhaps | netCloseOnStop: 'perhaps' is not true or false
            transcript-size | much | transcriptSize: 'much' is not a whole number
            read-length     | all  | readLength: 'all' is not a whole number
            """)
    void aValueThatTheTypeDoesNotKnowIsTheLastCause(String option, String value, String message) {
        main.addInitialProperty("camel.component.sim7028.device", "simulator://unused");
        main.addInitialProperty("camel.component.sim7028." + option, value);
        assertThatThrownBy(main::start).rootCause().hasMessage("camel.component.sim7028." + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            requestTimeout | soon    | requestTimeout: 'soon' is not a duration; write for example 500ms, 30s or 1m30s
            overflow       | spill   | overflow: 'spill' is not known; allowed are block, dropOldest, fail
            sync           | perhaps | sync: 'perhaps' is not true or false
            link           | first   | link: 'first' is not a whole number
            charset        | EBCDIC? | charset: 'EBCDIC?' is not supported; use a name such as UTF-8 or ISO-8859-1
            """)
    void soIsThatOfAnEndpoint(String option, String value, String message) {
        main.start();
        assertThatThrownBy(() -> main.getCamelContext()
                        .getEndpoint("sim7028:tcp:localhost:7000?" + option + "="
                                + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .rootCause()
                .hasMessage(message);
    }

    @Test
    void aModemNamedWithADotIsToldTheRightSpelling() {
        assertStartFails(
                Map.of("camel.component.sim7028.modems.roof.device", "/dev/ttyUSB3"),
                "camel.component.sim7028.modems.roof.device does not name an option of a modem; write"
                        + " camel.component.sim7028.modems[roof].device");
    }

    @Test
    void aTextInPlaceOfAModemIsToldTheRightSpelling() {
        assertStartFails(
                Map.of("camel.component.sim7028.modems[roof]", "/dev/ttyUSB3"),
                "camel.component.sim7028.modems[roof].device=/dev/ttyUSB2");
    }

    @Test
    void theDefaultModemIsNotOneOfTheNamed() {
        assertStartFails(
                Map.of("camel.component.sim7028.modems[default].device", "/dev/ttyUSB3"),
                "camel.component.sim7028.modems[default] is not allowed");
    }

    @Test
    void aWrongValueIsNamedWithItsModem() {
        assertStartFails(
                Map.of("camel.component.sim7028.modems[roof].connect-timeout", "1s"),
                "camel.component.sim7028.modems[roof].connectTimeout: 1s is out of range; allowed are 3s to 2m");
    }

    /** The route would wait for the modem for an hour. */
    @Test
    void aWrongValueIsToldBeforeARouteWaitsForItsModem() {
        assertStartFails(
                Map.of(
                        "camel.component.sim7028.device", "simulator://" + UUID.randomUUID() + "?pin=1234",
                        "camel.component.sim7028.startup-mode", "strict",
                        "camel.component.sim7028.startup-timeout", "1h",
                        "camel.component.sim7028.modems[roof].device", "/dev/ttyUSB3",
                        "camel.component.sim7028.modems[roof].poll-interval", "48h"),
                "camel.component.sim7028.modems[roof].pollInterval: ");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertStartFails(Map.of("camel.component.sim7028.baudrat", "9600"), "baudrat");
        assertStartFails(Map.of("camel.component.sim7028.modems[roof].baudrat", "9600"), "baudrat");
    }

    @Test
    @ExpectedLog("is 60 milliseconds: write 60s for seconds")
    void aNumberWithoutAUnitIsWarnedOf() {
        try (CapturedLog log = CapturedLog.of(Sim7028Component.class)) {
            component(Map.of(
                    "camel.component.sim7028.keep-alive-interval", "60",
                    "camel.component.sim7028.modems[roof].pollInterval", "60",
                    "camel.component.sim7028.reconnectDelay", "60ms",
                    "camel.component.sim7028.linkIdleTimeout", "0",
                    "camel.component.sim7028.maxReconnectDelay", "60s"));
            assertThat(log.messages(Level.WARN))
                    .contains(
                            "camel.component.sim7028.keep-alive-interval=60 is 60 milliseconds: write 60s for"
                                    + " seconds, or 60ms to confirm milliseconds",
                            "camel.component.sim7028.modems[roof].pollInterval=60 is 60 milliseconds: write 60s"
                                    + " for seconds, or 60ms to confirm milliseconds")
                    .noneMatch(line -> line.contains("econnectDelay") || line.contains("linkIdleTimeout"));
        }
        assertStartFails(
                Map.of("camel.component.sim7028.connectTimeout", "30"),
                "connectTimeout: 30ms is out of range; allowed are 3s to 2m; a number without a unit is"
                        + " milliseconds: write 30s");
    }

    @Test
    void thePinHasTwoNames() {
        assertThat(component(Map.of(
                                "camel.component.sim7028.device",
                                "/dev/ttyUSB2",
                                "camel.component.sim7028.passcode",
                                "1234"))
                        .getConfiguration()
                        .profile("default", null, null)
                        .network()
                        .simPin())
                .isEqualTo("1234");
        assertStartFails(
                Map.of("camel.component.sim7028.passcode", "1234", "camel.component.sim7028.simPin", "{{?x:4321}}"),
                "passcode: the value differs from simPin");
    }

    @Test
    void mainIsToldWhatToMaskAsItsOwnListDiffersFromLineToLine() {
        Sim7028Component component = component(Map.of("camel.component.sim7028.device", "/dev/ttyUSB2"));

        assertThat(component
                        .getCamelContext()
                        .getCamelContextExtension()
                        .getAdditionalSensitiveKeywords()
                        .split(","))
                .contains("passcode", "simPin", "apnUser", "apnPassword", "initCommands");
    }

    @Test
    void aPinAmongTheInitCommandsIsRefused() {
        for (String command :
                new String[] {"AT+CPIN=\"1234\"", "AT+CSQ;AT+CLCK=\"SC\",1,\"1234\"", "at+cpwd=\"SC\",\"1\",\"2\""}) {
            assertStartFails(Map.of("camel.component.sim7028.initCommands", command), "gives a PIN at every bring-up");
        }
    }

    private Sim7028Component component(Map<String, String> properties) {
        properties.forEach(main::addInitialProperty);
        main.start();
        return main.getCamelContext().getComponent("sim7028", Sim7028Component.class);
    }

    private static void assertStartFails(Map<String, String> properties, String words) {
        Main failing = new Main();
        try {
            properties.forEach(failing::addInitialProperty);
            failing.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to("sim7028:udp:localhost:9");
                }
            });
            Throwable last = catchThrowable(failing::start);
            while (last.getCause() != null) {
                last = last.getCause();
            }
            assertThat(last).hasMessageContaining(words);
        } finally {
            failing.stop();
        }
    }
}
