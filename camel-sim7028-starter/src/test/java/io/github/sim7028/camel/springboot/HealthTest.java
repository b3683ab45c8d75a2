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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Actuator shows of three modems, of which one is down, with the configuration of docs/spring-boot.md. */
@ExpectedLog(value = "Modem 'cellar' is down: .* the connection was refused", logger = "modem.Modem")
@ExpectedLog(
        value = "Probe in group 'camel', with id 'sim7028-modem-\\w+' failed",
        logger = "CamelReadinessStateHealthIndicator")
class HealthTest {

    @TempDir
    private Path directory;

    /** Bound, and not listening. */
    private final Socket refusing = new Socket();

    @BeforeEach
    void takePort() throws IOException {
        refusing.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    @AfterEach
    void leavePort() throws IOException {
        refusing.close();
    }

    @Configuration(proxyBeanMethods = false)
    static class ThreeModems {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:default").to("sim7028:udp:localhost:9");
                    from("direct:roof").to("sim7028:udp:localhost:9?modem=roof");
                    from("direct:cellar").to("sim7028:udp:localhost:9?modem=cellar");
                }
            };
        }
    }

    private ConfigurableApplicationContext start(String health) throws Exception {
        return BootApplication.of(
                        directory,
                        health
                                + """
                ---
                camel.component.sim7028:
                  device: simulator://health-default
                  modems:
                    roof.device: simulator://health-roof
                    cellar.device: socket://127.0.0.1:%d
                """
                                        .formatted(refusing.getLocalPort()))
                .start(ThreeModems.class);
    }

    private static Map<String, Object> camel(HealthEndpoint health) {
        return ((Health) health.healthForPath("camelHealth")).getDetails();
    }

    @Test
    void oneModemOfThreeThatIsDownTakesNoProbeDown() throws Exception {
        try (ConfigurableApplicationContext application = start(
                UserPage.block("yaml", "exposure-level") + "---\n"
                        + """
                management.endpoint.health.group:
                  with-camel.include: livenessState,camelLivenessState
                """)) {
            HealthEndpoint health = application.getBean(HealthEndpoint.class);
            await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> assertThat(camel(health))
                    .containsEntry("sim7028-modem-default", "UP")
                    .containsEntry("sim7028-modem-roof", "UP")
                    .containsEntry("sim7028-modem-cellar", "DOWN"));

            assertThat(camel(health))
                    .extractingByKey("sim7028-modem-roof.data")
                    .asString()
                    .contains("state=ready", "modem=roof");
            assertThat(camel(health))
                    .extractingByKey("sim7028-modem-cellar.data")
                    .asString()
                    .contains("state=", "the connection was refused");
            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
            assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
            assertThat(health.healthForPath("with-camel").getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void anApplicationThatNeedsAllItsModemsSaysSo() throws Exception {
        try (ConfigurableApplicationContext application =
                start(UserPage.block("yaml", "camelReadinessState") + "      probes.enabled: true\n")) {
            HealthEndpoint health = application.getBean(HealthEndpoint.class);
            await().atMost(Duration.ofSeconds(180))
                    .untilAsserted(() -> assertThat(camel(health)).containsEntry("sim7028-modem-cellar", "DOWN"));
            assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
        }
    }
}
