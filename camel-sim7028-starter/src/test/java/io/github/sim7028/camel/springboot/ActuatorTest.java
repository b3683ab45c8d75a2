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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Actuator answers over HTTP: all meters of docs/metrics.md without any code of the application, and no secret. */
class ActuatorTest {

    private static final String MODEMS =
            """
            ---
            camel.component.sim7028:
              device: simulator://actuator
              passcode: ${SIM_PIN}
              state-directory: %s
              apn: iot.example
              apn-authentication: pap
              apn-user: fr4nk
              apn-password: h1dden
              modems:
                roof:
                  device: simulator://actuator-roof
                  sim-pin: "97531864"
                  state-directory: %1$s
                  apn-authentication: chap
                  apn-user: m4ry
                  apn-password: 0penSesame
            """;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Configuration(proxyBeanMethods = false)
    static class TwoModems {

        @Bean
        RouteBuilder routes() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:default").to("sim7028:udp:localhost:9");
                    from("direct:roof").to("sim7028:udp:localhost:9?modem=roof");
                }
            };
        }
    }

    private ConfigurableApplicationContext start(String settings) throws IOException {
        return BootApplication.of(directory, settings + MODEMS.formatted(directory.resolve("state")))
                .variable("SIM_PIN", "86421357")
                .web()
                .start(TwoModems.class);
    }

    private String get(ConfigurableApplicationContext application, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port")
                + "/actuator/" + path);
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    /** The names in a column of the table of docs/metrics.md. */
    private static List<String> documented(int column) throws IOException {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        String table = page.substring(page.indexOf("<!-- begin meters"), page.indexOf("<!-- end meters"));
        List<String> names = table.lines()
                .filter(row -> row.startsWith("| `"))
                .flatMap(row -> Pattern.compile("`([\\w.]+)`")
                        .matcher(row.split("\\|")[column])
                        .results()
                        .map(name -> name.group(1)))
                .toList();
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }

    @Test
    void allMetersAreThereWithoutCode() throws Exception {
        try (ConfigurableApplicationContext application = start(UserPage.block("yaml", "prometheus"))) {
            await().atMost(Duration.ofSeconds(180))
                    .untilAsserted(() -> assertThat(get(application, "metrics/sim7028.modem.ready?tag=modem:roof"))
                            .contains("\"value\":1.0"));
            assertThat(get(application, "metrics"))
                    .contains(
                            documented(1).stream().map(name -> '"' + name + '"').toList());
            String scrape = get(application, "prometheus");
            assertThat(documented(2)).allSatisfy(name -> assertThat(scrape).containsPattern("(?m)^" + name + "[{ ]"));
            assertThat(scrape)
                    .containsPattern("sim7028_modem_ready\\{[^}]*modem=\"roof\"[^}]*} 1\\.0")
                    .containsPattern("sim7028_modem_ready\\{[^}]*modem=\"default\"");
        }
    }

    @Test
    void theNamesOfModemsCanBeLeftOut() throws Exception {
        try (ConfigurableApplicationContext application =
                start(UserPage.block("yaml", "prometheus") + "---\n" + UserPage.block("yaml", "metrics-modem-tag"))) {
            await().atMost(Duration.ofSeconds(180))
                    .untilAsserted(() -> assertThat(get(application, "metrics/sim7028.modems.ready"))
                            .contains("\"value\":2.0"));
            assertThat(get(application, "prometheus"))
                    .containsPattern("(?m)^sim7028_messages_accepted_total\\{")
                    .doesNotContain("modem=\"", "sim7028_modem_ready");
        }
    }

    @Test
    void noSecretIsShown() throws Exception {
        try (ConfigurableApplicationContext application =
                start("management.endpoints.web.exposure.include: configprops,env,beans,conditions\n")) {
            for (String path : List.of("configprops", "env", "beans", "conditions")) {
                assertThat(get(application, path))
                        .contains("sim7028")
                        .doesNotContain("86421357", "97531864", "h1dden", "fr4nk", "m4ry", "0penSesame");
            }
            assertThat(get(application, "configprops")).contains("apnPassword");
            assertThat(get(application, "env")).contains("camel.component.sim7028.modems.roof.sim-pin", "SIM_PIN");
        }
    }
}
