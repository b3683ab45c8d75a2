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
import io.github.sim7028.modem.settings.PowerCycle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page docs/spring-boot.md is true: a new project with what stands there sends its first message. */
class UserPageTest {

    @TempDir
    private Path directory;

    @Test
    void theProjectOfThePageSendsItsFirstMessage() throws Exception {
        String yaml = UserPage.block("yaml", "simulator://first");
        assertThat(yaml.lines()).hasSize(4);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Program program = Program.start(
                            directory,
                            "com.example.FirstMessage",
                            UserPage.block("java", "FirstMessage"),
                            yaml,
                            Map.of(),
                            "--peer=localhost:" + server.getLocalPort());
                    Socket client = accepted(server, program);
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
                client.setSoTimeout(60_000);
                assertThat(lines.readLine()).as(program.output()).isEqualTo("temperature=21");
                assertThat(program.isAlive()).isTrue();
                assertThat(program.output()).doesNotContain("WARN", "ERROR");
            }
        }
    }

    private static Socket accepted(ServerSocket server, Program program) throws IOException {
        server.setSoTimeout(500);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (program.isAlive() && System.nanoTime() < end) {
            try {
                return server.accept();
            } catch (SocketTimeoutException e) {
                // looks whether the program still runs
            }
        }
        throw new AssertionError("No connection. The program said:\n" + program.output());
    }

    @Test
    void theProjectOfThePageHasTheVersionsOfThisBuild() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(UserPage.block("xml", "camel-sim7028-starter"))))
                .getDocumentElement();
        Map<String, String> versions = new HashMap<>();
        for (String element : List.of("parent", "dependency")) {
            NodeList artifacts = project.getElementsByTagName(element);
            for (int i = 0; i < artifacts.getLength(); i++) {
                Element artifact = (Element) artifacts.item(i);
                versions.put(text(artifact, "artifactId"), text(artifact, "version"));
            }
        }
        String version = System.getProperty("project.version");
        assertThat(versions)
                .isEqualTo(Map.of(
                        "spring-boot-starter-parent",
                        System.getProperty("spring-boot.version"),
                        "camel-spring-boot-bom",
                        System.getProperty("camel-spring-boot.version"),
                        "camel-timer-starter",
                        "",
                        "camel-sim7028-starter",
                        version,
                        "sim7028-simulator",
                        version));
    }

    private static String text(Element dependency, String name) {
        NodeList found = dependency.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    @Test
    void theOptionsOfThePageAreTaken() throws Exception {
        BootApplication boot = BootApplication.of(directory, UserPage.block("yaml", "north.wall"))
                .variable("SIM_PIN", "4711")
                .variable("CAMEL_COMPONENT_SIM7028_MODEMS_CELLAR_DEVICE", "/dev/ttyUSB5");
        try (ConfigurableApplicationContext application = boot.start(Relay.class)) {
            Sim7028Component component =
                    application.getBean(CamelContext.class).getComponent("sim7028", Sim7028Component.class);
            assertThat(component.getConfiguration().getPasscode()).isEqualTo("4711");
            assertThat(component.getConfiguration().getPollInterval()).isEqualTo(90_000);
            assertThat(component.getModems()).containsOnlyKeys("roof", "north.wall", "cellar");
            assertThat(component.getModems().get("roof").getPowerCycle()).isSameAs(application.getBean("relay"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Relay {
        @Bean
        PowerCycle relay() {
            return modem -> {};
        }
    }
}
