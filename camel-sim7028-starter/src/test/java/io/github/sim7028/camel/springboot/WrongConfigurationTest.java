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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is wrong in the properties ends the start of the application, and its last words are those of the component. */
@ExpectedLog(value = "Error starting CamelContext", level = Level.ERROR, logger = "AbstractCamelContext", stack = true)
@ExpectedLog(value = "Application run failed", level = Level.ERROR, logger = "SpringApplication", stack = true)
@ExpectedLog(value = "APPLICATION FAILED TO START", level = Level.ERROR, logger = "LoggingFailureAnalysisReporter")
@ExpectedLog(
        value = "Exception encountered during context initialization",
        logger = "AnnotationConfigApplicationContext")
class WrongConfigurationTest {

    @TempDir
    private Path directory;

    private AbstractThrowableAssert<?, ? extends Throwable> failure(String yaml) throws Exception {
        return failure(BootApplication.of(directory, yaml));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failure(BootApplication boot) {
        Throwable failure = catchThrowable(() -> {
            try (ConfigurableApplicationContext application = boot.start(OneRoute.class)) {
                Assertions.fail("started: " + application);
            }
        });
        return assertThat(failure).rootCause();
    }

    @Configuration(proxyBeanMethods = false)
    static class OneRoute {

        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:up").to("sim7028:udp:{{peer:localhost:9}}");
                }
            };
        }
    }

    @Test
    void aValueOutOfItsRange() throws Exception {
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://wrong
                  baud-rate: 17
                """)
                .hasMessageStartingWith("camel.component.sim7028.baudRate: ");
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://wrong
                  modems.roof:
                    device: simulator://roof
                    poll-interval: 48h
                """)
                .hasMessageStartingWith("camel.component.sim7028.modems[roof].pollInterval: ");
    }

    /** The route would wait for its modem, whose SIM card requires a PIN, for an hour. */
    @Test
    void theStartFailsBeforeARouteWaitsForItsModem() throws Exception {
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://waiting?pin=1234
                  startup-mode: strict
                  startup-timeout: 1h
                  modems.roof:
                    device: simulator://roof
                    poll-interval: 48h
                """)
                .hasMessageStartingWith("camel.component.sim7028.modems[roof].pollInterval: ");
    }

    @Test
    void noDevice() throws Exception {
        failure("camel.component.sim7028.apn: iot.example")
                .hasMessageStartingWith("modem 'default' has no device: set camel.component.sim7028.device");
    }

    @Test
    void withoutTheStarterTheMessageNamesIt() throws Exception {
        String without = "spring.autoconfigure.exclude: " + Sim7028ComponentAutoConfiguration.class.getName() + "\n";
        failure(without + "camel.component.sim7028.device: simulator://one")
                .hasMessageStartingWith(
                        "modem 'default' has no device: the property camel.component.sim7028.device is set")
                .hasMessageEndingWith("requires the dependency io.github.sim7028:camel-sim7028-starter");
        failure(without + "peer: localhost:9?modem=roof\ncamel.component.sim7028.modems.roof.device: simulator://one")
                .hasMessageStartingWith(
                        "modem 'roof' has no device: the property camel.component.sim7028.modems[roof].device")
                .hasMessageEndingWith("requires the dependency io.github.sim7028:camel-sim7028-starter");
    }

    @Test
    void twoModemsWithOneDevice() throws Exception {
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://one
                  modems.roof.device: simulator://one
                """)
                .hasMessageContaining("the modems 'default' and 'roof' both have");
    }

    @Test
    void aModemNamedDefault() throws Exception {
        failure("camel.component.sim7028.modems.default.device: simulator://one")
                .hasMessageContaining("camel.component.sim7028.modems[default] is not allowed");
    }

    @Test
    void mistypedNamesAreToldTogetherWithWhereTheyStand() throws Exception {
        try (CapturedLog log = CapturedLog.of("org.springframework.boot.diagnostics")) {
            failure(
                            """
                            camel.component.sim7028:
                              device: simulator://one
                              baud-rat: 9600
                              sim-pni: 86421357
                              modems:
                                roof:
                                  devcie: simulator://roof
                                  allow-device-in-uri: true
                                a.b:
                                  device: simulator://ab
                                cellar:
                            """)
                    .isInstanceOf(UnknownPropertyException.class)
                    .message()
                    .contains(List.of(
                            "camel.component.sim7028.baud-rat (",
                            "application.yml] - 3:13) is not an option of the component sim7028: did you mean baud-rate?",
                            "did you mean sim-pin?",
                            "did you mean modems.roof.device?",
                            "modems.roof.allow-device-in-uri",
                            "no option has this name",
                            "a name of a modem with a dot needs brackets: modems[a.b].device",
                            "options of the modem are expected: modems.cellar.device"))
                    .doesNotContain("86421357", "9600");
            assertThat(log.messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("did you mean baud-rate?", "Correct or remove the properties")
                    .doesNotContain("86421357");
        }
    }

    @Test
    void mistypedVariablesOfTheEnvironmentAreToldToo() throws Exception {
        failure(BootApplication.of(directory, "camel.component.sim7028.device: simulator://one")
                        .variable("CAMEL_COMPONENT_SIM7028_BAUD_RAET", "9600")
                        .variable("CAMEL_COMPONENT_SIM7028_MODEMS_ROOF_DEVCIE", "simulator://roof"))
                .message()
                .contains("CAMEL_COMPONENT_SIM7028_BAUD_RAET", "did you mean baud-rate?")
                .contains("CAMEL_COMPONENT_SIM7028_MODEMS_ROOF_DEVCIE", "no option of a modem has this name");
    }

    @Test
    void namesAreCheckedAlsoWhereNoRouteUsesTheComponent() throws Exception {
        BootApplication boot = BootApplication.of(directory, "camel.component.sim7028.devcie: simulator://one");
        Throwable failure = catchThrowable(() -> boot.start().close());
        assertThat(failure).rootCause().hasMessageContaining("did you mean device?");
    }

    @Test
    void aValueThatIsNoDuration() throws Exception {
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://one
                  poll-interval: soon
                """)
                .hasMessage("camel.component.sim7028.pollInterval: 'soon' is not a duration;"
                        + " write for example 500ms, 30s or 1m30s");
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://one
                  modems.roof.device: simulator://roof
                  modems.roof.startup-timeout: 3 weeks
                """)
                .hasMessageStartingWith("camel.component.sim7028.modems[roof].startupTimeout: '3 weeks'");
    }

    @Test
    void aBeanThatIsNotThere() throws Exception {
        failure(
                        """
                camel.component.sim7028:
                  device: simulator://one
                  power-cycle: "#bean:relay"
                """)
                .hasMessageStartingWith("camel.component.sim7028.powerCycle: '#bean:relay' cannot be used: ")
                .hasMessageContaining("relay");
    }

    /** Spring Boot itself tells what is wrong with values that have a type: name, value, place and what is allowed. */
    @Test
    void aValueOfAnotherType() throws Exception {
        try (CapturedLog log = CapturedLog.of("org.springframework.boot.diagnostics")) {
            failure(
                            """
                    camel.component.sim7028:
                      device: simulator://one
                      flow-control: xonxoff
                    """)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(log.messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains(
                            "camel.component.sim7028.flow-control",
                            "xonxoff",
                            "application.yml] - 3:17",
                            "The following values are valid",
                            "RTSCTS");
        }
    }
}
