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

import io.github.sim7028.fleet.FleetComponent;
import io.github.sim7028.fleet.FleetConfiguration;
import io.github.sim7028.fleet.member.FleetSettings.OnNoOffset;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.testlog.ExpectedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands in application.yml and in the environment reaches the component of the fleet. No route is started, so no broker is asked. */
class FleetPropertiesTest {

    @TempDir
    private Path directory;

    /** Null if nothing has made the component. */
    private static FleetComponent component(ConfigurableApplicationContext application) {
        return application.getBean(CamelContext.class).hasComponent("sim7028-fleet") instanceof FleetComponent fleet
                ? fleet
                : null;
    }

    private static FleetConfiguration options(ConfigurableApplicationContext application) {
        return component(application).getConfiguration();
    }

    /** Two modems in a file, as a property of YAML. */
    private String inventory() throws Exception {
        Path file = Files.writeString(
                directory.resolve("modems.csv"),
                "name,device\nroof,socket://127.0.0.1:9\ncellar,socket://127.0.0.1:10\n");
        return "camel.component.sim7028-fleet.modems: file:" + file + "\n---\n";
    }

    @Test
    void optionsOfEachKindReachTheComponent() throws Exception {
        BootApplication boot = BootApplication.of(
                        directory,
                        inventory()
                                + """
                camel.component.sim7028-fleet:
                  brokers: 127.0.0.1:9,127.0.0.1:10
                  group: north
                  max-wait: 1m30s
                  sessionTimeout: 30000
                  hand_over_timeout: ${hand-over:7s}
                  max-under-way: 3
                  on-no-offset: earliest
                  bridge-error-handler: true
                  modem-defaults:
                    apn: iot.example
                    baud-rate: 9600
                    flow-control: rtscts
                    poll-interval: 45s
                    sim-pin: "{{env:NO_SUCH_VARIABLE:4711}}"
                  kafka:
                    "[security.protocol]": SASL_SSL
                    sasl.mechanism: PLAIN
                    "[sasl.jaas.config]": '{{login}} "#bean:no";'
                    "[fetch.max.wait.ms]": 250
                login: a.Module required password=
                """)
                .variable("CAMEL_COMPONENT_SIM7028FLEET_NODE", "gateway-7")
                .variable("CAMEL_COMPONENT_SIM7028FLEET_MAXUNFINISHED", "99")
                .variable("CAMEL_COMPONENT_SIM7028FLEET_MODEMDEFAULTS_APNUSER", "frank")
                .variable("CAMEL_COMPONENT_SIM7028FLEET_MODEMDEFAULTS_APNAUTHENTICATION", "pap")
                .variable("CAMEL_COMPONENT_SIM7028FLEET_KAFKA_CLIENT_RACK", "r1");
        try (ConfigurableApplicationContext application = boot.start()) {
            FleetConfiguration options = options(application);
            assertThat(options.getBrokers()).isEqualTo("127.0.0.1:9,127.0.0.1:10");
            assertThat(options.getGroup()).isEqualTo("north");
            assertThat(options.getNode()).isEqualTo("gateway-7");
            assertThat(options.getModems()).endsWith("modems.csv");
            assertThat(options.getMaxWait()).isEqualTo(90_000);
            assertThat(options.getSessionTimeout()).isEqualTo(30_000);
            assertThat(options.getHandOverTimeout()).isEqualTo(7_000);
            assertThat(options.getMaxUnderWay()).isEqualTo(3);
            assertThat(options.getMaxUnfinished()).isEqualTo(99);
            assertThat(options.getOnNoOffset()).isEqualTo(OnNoOffset.EARLIEST);
            assertThat(options.getUpTopic()).isEqualTo("sim7028.up");
            assertThat(component(application).isBridgeErrorHandler()).isTrue();
            assertThat(options.getModemDefaults())
                    .containsEntry("apn", "iot.example")
                    .containsEntry("baudRate", 9600)
                    .containsEntry("flowControl", FlowControl.RTSCTS)
                    .containsEntry("pollInterval", "45s")
                    .containsEntry("apnUser", "frank")
                    .hasSize(7);
            assertThat(options.getKafka())
                    .isEqualTo(Map.of(
                            "security.protocol",
                            "SASL_SSL",
                            "sasl.mechanism",
                            "PLAIN",
                            "sasl.jaas.config",
                            "a.Module required password= \"#bean:no\";",
                            "fetch.max.wait.ms",
                            "250",
                            "client.rack",
                            "r1"));
        }
    }

    /** Its inventory and its options were read and checked. */
    @Test
    void theComponentIsStartedWithTheApplicationThoughNoRouteNamesIt() throws Exception {
        try (ConfigurableApplicationContext application = BootApplication.of(
                        directory, inventory() + "camel.component.sim7028-fleet.brokers: 127.0.0.1:9")
                .start()) {
            assertThat(component(application).getStatus()).isEqualTo(ServiceStatus.Started);
            assertThat(application.getBean(CamelContext.class).getRegistry().lookupByName("fleet"))
                    .isNotNull();
        }
    }

    /** The page's own example; the context of Camel starts no route. */
    @Test
    @ExpectedLog(value = "could not be established|disconnected", logger = "NetworkClient")
    void aGatewayIsConfigurationOnly() throws Exception {
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=a password=b;";
        BootApplication boot = BootApplication.of(
                        directory,
                        UserPage.block("yaml", "sim7028-fleet:")
                                + """
                ---
                camel.main:
                  auto-startup: false
                  run-controller: false
                camel.component.sim7028-fleet.brokers: 127.0.0.1:9
                ---
                """
                                + inventory())
                .variable("KAFKA_LOGIN", login);
        try (ConfigurableApplicationContext application = boot.start()) {
            CamelContext camel = application.getBean(CamelContext.class);
            assertThat(camel.getRoutes())
                    .extracting(route -> route.getEndpoint().getEndpointBaseUri())
                    .contains("sim7028-fleet://commands");
            assertThat(camel.getRouteController().getRouteStatus("sim7028-fleet-commands"))
                    .isEqualTo(ServiceStatus.Stopped);
            FleetConfiguration options = options(application);
            assertThat(options.getModemDefaults()).containsEntry("apn", "iot.example");
            assertThat(options.getKafka())
                    .containsEntry("security.protocol", "SASL_SSL")
                    .containsEntry("sasl.jaas.config", login);
        }
    }

    @Test
    void thePageNamesTheKafkaOfThisBuild() throws Exception {
        assertThat(UserPage.block("xml", "kafka.version"))
                .contains("<kafka.version>" + System.getProperty("kafka.version") + "</kafka.version>");
    }

    @Test
    void aBeanHasTheOptions() throws Exception {
        BootApplication boot = BootApplication.of(
                directory,
                inventory()
                        + """
                camel.component.sim7028-fleet:
                  configuration: "#bean:north"
                  max-under-way: 2
                  modem-defaults.baud-rate: 9600
                """);
        try (ConfigurableApplicationContext application = boot.start(Beans.class)) {
            FleetConfiguration options = options(application);
            assertThat(options).isSameAs(application.getBean("north"));
            assertThat(options.getBrokers()).isEqualTo("127.0.0.1:11");
            assertThat(options.getMaxUnderWay()).isEqualTo(2);
            assertThat(options.getModemDefaults()).isEqualTo(Map.of("apn", "iot.example", "baudRate", 9600));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        FleetConfiguration north() {
            FleetConfiguration options = new FleetConfiguration();
            options.setBrokers("127.0.0.1:11");
            options.setModemDefaults(Map.of("apn", "iot.example"));
            return options;
        }
    }

    @Test
    void aComponentOfTheApplicationsOwnStaysAsItIsAndIsStarted() throws Exception {
        BootApplication boot =
                BootApplication.of(directory, inventory() + "camel.component.sim7028-fleet.brokers: 127.0.0.1:9");
        try (ConfigurableApplicationContext application = boot.start(OwnComponent.class)) {
            assertThat(component(application)).isSameAs(application.getBean(FleetComponent.class));
            assertThat(component(application).getStatus()).isEqualTo(ServiceStatus.Started);
            assertThat(options(application).getBrokers()).isEqualTo("127.0.0.1:12");
            assertThat(options(application).getModems()).isNull();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnComponent {

        @Bean("sim7028-fleet")
        FleetComponent component() {
            FleetComponent component = new FleetComponent();
            component.getConfiguration().setBrokers("127.0.0.1:12");
            return component;
        }
    }

    @Test
    void anApplicationWithTheJarAndWithoutPropertiesHasNoFleet() throws Exception {
        try (ConfigurableApplicationContext application = BootApplication.of(
                        directory, "camel.component.sim7028.device: /dev/ttyUSB2")
                .start()) {
            assertThat(component(application)).isNull();
        }
    }

    @Test
    void theStarterCanBeSwitchedOff() throws Exception {
        for (String off : new String[] {"enabled", "customizer.enabled"}) {
            BootApplication boot = BootApplication.of(
                    directory,
                    "camel.component.sim7028-fleet:\n  brokers: 127.0.0.1:9\n  max-wait: soon\n  " + off + ": false\n");
            try (ConfigurableApplicationContext application = boot.start()) {
                assertThat(component(application)).as(off).isNull();
            }
        }
    }

    /** The group is there in time, though the route was added before. */
    @Test
    @ExpectedLog(value = "could not be established|disconnected", logger = "NetworkClient")
    void aRouteNamesTheGroupOfTheFleet() throws Exception {
        try (ConfigurableApplicationContext application = BootApplication.of(
                        directory,
                        inventory()
                                + """
                camel.component.sim7028-fleet:
                  brokers: 127.0.0.1:9
                  modem-group: north
                """)
                .start(Telemetry.class)) {
            assertThat(application.getBean(CamelContext.class).getRoutes())
                    .singleElement()
                    .extracting(route -> route.getEndpoint().getEndpointUri())
                    .asString()
                    .contains("modem=north");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Telemetry {

        @Bean
        RouteBuilder telemetry() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("sim7028:tcp:127.0.0.1:9?modem=north").to("sim7028-fleet:up");
                }
            };
        }
    }
}
