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
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.springframework.context.ConfigurableApplicationContext;

/** What is wrong in the properties of the fleet ends the start of the application, though no route uses the component. */
@ExpectedLog(value = "Error starting CamelContext", level = Level.ERROR, logger = "AbstractCamelContext", stack = true)
@ExpectedLog(value = "Application run failed", level = Level.ERROR, logger = "SpringApplication", stack = true)
@ExpectedLog(value = "APPLICATION FAILED TO START", level = Level.ERROR, logger = "LoggingFailureAnalysisReporter")
@ExpectedLog(
        value = "Exception encountered during context initialization",
        logger = "AnnotationConfigApplicationContext")
class FleetWrongConfigurationTest {

    @TempDir
    private Path directory;

    /** @param properties of the component, besides the brokers */
    private AbstractThrowableAssert<?, ? extends Throwable> failure(String properties) throws Exception {
        return failure(BootApplication.of(
                directory, "camel.component.sim7028-fleet:\n  brokers: 127.0.0.1:9\n" + properties.indent(2)));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> failure(BootApplication boot) {
        Throwable failure = catchThrowable(() -> {
            try (ConfigurableApplicationContext application = boot.start()) {
                Assertions.fail("started: " + application);
            }
        });
        return assertThat(failure).rootCause();
    }

    @Test
    void mistypedNamesAreToldTogetherWithWhereTheyStand() throws Exception {
        try (CapturedLog log = CapturedLog.of("org.springframework.boot.diagnostics")) {
            failure(
                            """
                            max-wiat: 86421357
                            kafka:
                            modem-defaults:
                              devcie: socket://127.0.0.1:9
                              sim.pin: 86421357
                              link: tcp:h:1
                            """)
                    .isInstanceOf(UnknownPropertyException.class)
                    .message()
                    .contains(List.of(
                            "camel.component.sim7028-fleet.max-wiat (",
                            "application.yml] - 3:13) is not an option of the component sim7028-fleet: did you mean max-wait?",
                            "properties of Kafka are expected: kafka[security.protocol] and so on",
                            "did you mean modem-defaults.device?",
                            "did you mean modem-defaults.sim-pin?",
                            "camel.component.sim7028-fleet.modem-defaults.link"))
                    .doesNotContain("86421357");
            assertThat(log.messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("did you mean max-wait?", "docs/fleet.md")
                    .doesNotContain("86421357");
        }
        failure("modem-defaults: 86421357")
                .message()
                .contains("options of a modem are expected: modem-defaults.apn and so on")
                .doesNotContain("86421357");
        failure("kafka: 86421357")
                .message()
                .contains("properties of Kafka are expected")
                .doesNotContain("86421357");
    }

    @Test
    void mistypedVariablesOfTheEnvironmentAreToldToo() throws Exception {
        failure(BootApplication.of(directory, "camel.component.sim7028-fleet.brokers: 127.0.0.1:9")
                        .variable("CAMEL_COMPONENT_SIM7028FLEET_MAXWIAT", "1m")
                        .variable("CAMEL_COMPONENT_SIM7028FLEET_MAX_UNFINISHED", "9")
                        .variable("CAMEL_COMPONENT_SIM7028FLEET_MODEM_DEFAULTS_APN_USER", "frank")
                        .variable("CAMEL_COMPONENT_SIM7028FLEET_MODEMDEFAULTS_APM", "a")
                        .variable("CAMEL_COMPONENT_SIM7028FLEET_KAFKA", "a"))
                .message()
                .contains(
                        "did you mean max-wait?",
                        "write CAMEL_COMPONENT_SIM7028FLEET_MAXUNFINISHED, without underscores in place of hyphens",
                        "write CAMEL_COMPONENT_SIM7028FLEET_MODEMDEFAULTS_APNUSER, without",
                        "did you mean modem-defaults.apn?",
                        "properties of Kafka are expected");
        failure(BootApplication.of(directory, "camel.component.sim7028.device: /dev/ttyUSB2")
                        .variable("CAMEL_COMPONENT_SIM7028_FLEET_BROKERS", "127.0.0.1:9"))
                .hasMessageContaining(
                        "variables for the component sim7028-fleet begin with CAMEL_COMPONENT_SIM7028FLEET_");
    }

    @Test
    void valuesThatCannotBeUsed() throws Exception {
        failure("max-wait: soon")
                .hasMessage("camel.component.sim7028-fleet.maxWait: 'soon' is not a duration;"
                        + " write for example 500ms, 30s or 1m30s");
        failure("max-under-way: 65").hasMessageContaining("the option maxUnderWay is 65, allowed is 1 to 64");
        failure("link: h:1").hasMessageStartingWith("camel.component.sim7028-fleet: link: 'h:1' is not a link");
        failure("modems: file:/no/modems.csv").hasMessageContaining("/no/modems.csv does not exist");
        failure("modem-defaults.poll-interval: soon")
                .hasMessageStartingWith(
                        "camel.component.sim7028-fleet.modemDefaults.pollInterval: 'soon' is not a duration");
        failure("modem-defaults.power-cycle: '#bean:relay'")
                .hasMessageStartingWith(
                        "camel.component.sim7028-fleet.modemDefaults.powerCycle: '#bean:relay' cannot be used: ");
        failure("configuration: '#bean:north'")
                .hasMessageStartingWith("camel.component.sim7028-fleet.configuration: '#bean:north' cannot be used: ");
    }

    @Test
    void brokersAreMissing() throws Exception {
        failure(BootApplication.of(directory, "camel.component.sim7028-fleet.link: tcp:localhost:7000"))
                .hasMessageContaining("the option brokers is required, for example kafka-1:9092");
    }

    @Test
    void propertiesThatAreNotThoseOfKafka() throws Exception {
        failure("kafka[acsk]: 86421357")
                .message()
                .contains("the properties [acsk] of the option kafka are no properties of Kafka's consumer or producer")
                .doesNotContain("86421357");
        failure("kafka.group.id: north")
                .hasMessageContaining("the properties [group.id] of the option kafka cannot be set");
    }

    @Test
    void aSecretWithAPlaceholderThatIsNotThereIsNotShown() throws Exception {
        failure("kafka[ssl.key.password]: '{{nothing}}86421357'")
                .hasMessage("camel.component.sim7028-fleet.kafka[ssl.key.password]:"
                        + " the value has a placeholder that cannot be resolved");
        failure("modem-defaults.sim-pin: '{{nothing}}86421357'")
                .hasMessage("camel.component.sim7028-fleet.modemDefaults.simPin: the value cannot be used");
    }

    @Test
    void aValueOfAnotherType() throws Exception {
        try (CapturedLog log = CapturedLog.of("org.springframework.boot.diagnostics")) {
            failure("on-no-offset: never").isInstanceOf(IllegalArgumentException.class);
            assertThat(log.messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains(
                            "camel.component.sim7028-fleet.on-no-offset",
                            "never",
                            "application.yml] - 3:17",
                            "The following values are valid",
                            "EARLIEST");
        }
    }
}
