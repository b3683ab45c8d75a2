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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.camel.StartupMode;
import io.github.sim7028.line.FlowControl;
import io.github.sim7028.modem.settings.PowerCycle;
import io.github.sim7028.modem.settings.SendMode;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands in application.yml and in the environment reaches the component. */
class PropertiesTest {

    @TempDir
    private Path directory;

    private static Sim7028Component component(ConfigurableApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("sim7028", Sim7028Component.class);
    }

    @Test
    void optionsOfEachKindReachTheComponent() throws Exception {
        BootApplication boot = BootApplication.of(
                directory,
                """
                camel.component.sim7028:
                  device: /dev/ttyUSB2
                  baud-rate: 9600
                  flowControl: rtscts
                  send_mode: ACK
                  startup-mode: strict
                  startup-timeout: 1m30s
                  poll-interval: 2500
                  keep-alive-interval: ${interval:45s}
                  reconnect-multiplier: 1.5
                  transcript-size: 20000000
                  net-close-on-stop: false
                  allow-device-in-uri: true
                  bridge-error-handler: true
                """);
        try (ConfigurableApplicationContext application = boot.start()) {
            Sim7028Component component = component(application);
            Sim7028ModemConfiguration modem = component.getConfiguration();
            assertThat(modem.getDevice()).isEqualTo("/dev/ttyUSB2");
            assertThat(modem.getBaudRate()).isEqualTo(9600);
            assertThat(modem.getFlowControl()).isEqualTo(FlowControl.RTSCTS);
            assertThat(modem.getSendMode()).isEqualTo(SendMode.ACK);
            assertThat(modem.getStartupMode()).isEqualTo(StartupMode.STRICT);
            assertThat(modem.getStartupTimeout()).isEqualTo(90_000);
            assertThat(modem.getPollInterval()).isEqualTo(2500);
            assertThat(modem.getKeepAliveInterval()).isEqualTo(45_000);
            assertThat(modem.getReconnectMultiplier()).isEqualTo(1.5);
            assertThat(modem.getTranscriptSize()).isEqualTo(20_000_000);
            assertThat(modem.isNetCloseOnStop()).isFalse();
            assertThat(component.isAllowDeviceInUri()).isTrue();
            assertThat(component.isBridgeErrorHandler()).isTrue();
        }
    }

    @Test
    void modemsHaveNamesAndOptionsOfTheirOwn() throws Exception {
        BootApplication boot = BootApplication.of(
                directory,
                """
                camel:
                  component:
                    sim7028:
                      device: /dev/ttyUSB2
                      poll-interval: 10s
                      modems:
                        roof:
                          device: /dev/ttyUSB3
                          link-idle-timeout: 1m30s
                        NorthWall:
                          device: /dev/ttyUSB4
                        "[a.b]":
                          device: /dev/ttyUSB5
                      modems[yard].device: /dev/ttyUSB6
                """);
        try (ConfigurableApplicationContext application = boot.start()) {
            Sim7028Component component = component(application);
            assertThat(component.getModems()).containsOnlyKeys("roof", "NorthWall", "a.b", "yard");
            assertThat(component.getModems().get("roof").getDevice()).isEqualTo("/dev/ttyUSB3");
            assertThat(component.getModems().get("roof").getLinkIdleTimeout()).isEqualTo(90_000);
            assertThat(component.getModems().get("roof").getPollInterval()).isEqualTo(30_000);
            assertThat(component.getModems().get("NorthWall").getDevice()).isEqualTo("/dev/ttyUSB4");
            assertThat(component.getModems().get("a.b").getDevice()).isEqualTo("/dev/ttyUSB5");
            assertThat(component.getModems().get("yard").getDevice()).isEqualTo("/dev/ttyUSB6");
        }
    }

    @Test
    void environmentVariablesAreTaken() throws Exception {
        BootApplication boot = BootApplication.of(
                        directory,
                        """
                        camel.component.sim7028.device: /dev/ttyUSB2
                        camel.component.sim7028.passcode: ${SIM_PIN}
                        camel.component.sim7028.apn-user: '{{carrier.user}}'
                        camel.component.sim7028.apn-authentication: pap
                        carrier.user: frank
                        """)
                .variable("SIM_PIN", "4711")
                .variable("CAMEL_COMPONENT_SIM7028_BAUDRATE", "9600")
                .variable("CAMEL_COMPONENT_SIM7028_POLL_INTERVAL", "1m30s")
                .variable("CAMEL_COMPONENT_SIM7028_MODEMS_CELLAR_DEVICE", "/dev/ttyUSB7")
                .variable("CAMEL_COMPONENT_SIM7028_MODEMS_CELLAR_STARTUPTIMEOUT", "20s");
        try (ConfigurableApplicationContext application = boot.start()) {
            Sim7028Component component = component(application);
            assertThat(component.getConfiguration().getDevice()).isEqualTo("/dev/ttyUSB2");
            assertThat(component.getConfiguration().getPasscode()).isEqualTo("4711");
            assertThat(component.getConfiguration().getApnUser()).isEqualTo("frank");
            assertThat(component.getConfiguration().getBaudRate()).isEqualTo(9600);
            assertThat(component.getConfiguration().getPollInterval()).isEqualTo(90_000);
            assertThat(component.getModems()).containsOnlyKeys("cellar");
            assertThat(component.getModems().get("cellar").getDevice()).isEqualTo("/dev/ttyUSB7");
            assertThat(component.getModems().get("cellar").getStartupTimeout()).isEqualTo(20_000);
        }
    }

    @Test
    void beansAreNamed() throws Exception {
        BootApplication boot = BootApplication.of(
                directory,
                """
                camel.component.sim7028:
                  configuration: "#bean:profile"
                  power-cycle: "#bean:relay"
                  modems:
                    roof:
                      device: /dev/ttyUSB3
                      power-cycle: "#relay"
                """);
        try (ConfigurableApplicationContext application = boot.start(Beans.class)) {
            Sim7028Component component = component(application);
            Object relay = application.getBean("relay");
            assertThat(component.getConfiguration()).isSameAs(application.getBean("profile"));
            assertThat(component.getConfiguration().getDevice()).isEqualTo("/dev/ttyS0");
            assertThat(component.getConfiguration().getPowerCycle()).isSameAs(relay);
            assertThat(component.getModems().get("roof").getPowerCycle()).isSameAs(relay);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        PowerCycle relay() {
            return modem -> {};
        }

        @Bean
        Sim7028ModemConfiguration profile() {
            Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
            profile.setDevice("/dev/ttyS0");
            return profile;
        }
    }

    @Test
    void aComponentOfTheApplicationsOwnStaysAsItIs() throws Exception {
        BootApplication boot = BootApplication.of(directory, "camel.component.sim7028.device: /dev/ttyUSB2");
        try (ConfigurableApplicationContext application = boot.start(OwnComponent.class)) {
            assertThat(component(application).getConfiguration().getDevice()).isEqualTo("/dev/ttyS1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnComponent {

        @Bean("sim7028-component")
        Sim7028Component component() {
            Sim7028Component component = new Sim7028Component();
            component.getConfiguration().setDevice("/dev/ttyS1");
            return component;
        }
    }

    @Test
    void theStarterCanBeSwitchedOff() throws Exception {
        BootApplication boot = BootApplication.of(
                directory,
                """
                camel.component.sim7028:
                  device: /dev/ttyUSB2
                  enabled: false
                """);
        try (ConfigurableApplicationContext application = boot.start()) {
            assertThat(component(application).getConfiguration().getDevice()).isNull();
        }
        boot = BootApplication.of(
                directory,
                """
                camel.component.sim7028:
                  device: /dev/ttyUSB2
                  customizer.enabled: false
                """);
        try (ConfigurableApplicationContext application = boot.start()) {
            assertThat(component(application).getConfiguration().getDevice()).isNull();
        }
    }
}
