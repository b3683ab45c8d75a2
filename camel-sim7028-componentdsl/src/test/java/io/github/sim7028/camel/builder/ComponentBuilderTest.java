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
package io.github.sim7028.camel.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.camel.builder.Sim7028ComponentBuilderFactory.Sim7028ComponentBuilder;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** The builder makes the component that the options of the catalog describe, and the page docs/component-dsl.md is true. */
@Timeout(60)
class ComponentBuilderTest {

    private static final Path PAGE = Path.of("../docs/component-dsl.md");

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    static Stream<String> options() throws Exception {
        try (InputStream json =
                Sim7028Component.class.getResourceAsStream("/META-INF/io/github/sim7028/camel/sim7028.json")) {
            JsonObject catalog =
                    (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
            return List.copyOf(((JsonObject) catalog.get("componentProperties")).keySet()).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("options")
    void eachOptionOfTheCatalogReachesTheComponent(String option) throws Exception {
        Method method = Arrays.stream(Sim7028ComponentBuilder.class.getMethods())
                .filter(candidate -> candidate.getName().equals(option))
                .findFirst()
                .orElseThrow();
        Object value = anyValue(method.getParameterTypes()[0]);
        Sim7028ComponentBuilder builder = Sim7028ComponentBuilderFactory.sim7028();
        method.invoke(builder, value);

        PropertyConfigurerGetter configurer = (PropertyConfigurerGetter)
                PluginHelper.getConfigurerResolver(context).resolvePropertyConfigurer("sim7028-component", context);
        assertThat(configurer.getOptionValue(builder.build(context), option, false))
                .isEqualTo(value);
    }

    /** Not the default, as far as there is another. */
    private static Object anyValue(Class<?> type) throws Exception {
        if (type == boolean.class) {
            return true;
        }
        if (type == int.class || type == Integer.class) {
            return 7;
        }
        if (type == long.class) {
            return 77_000L;
        }
        if (type == double.class) {
            return 7.5;
        }
        if (type == String.class || type == Object.class) {
            return "value";
        }
        if (type == Map.class) {
            return Map.of("roof", new Sim7028ModemConfiguration());
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[type.getEnumConstants().length - 1];
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, called, arguments) ->
                            called.getName().equals("equals") ? proxy == arguments[0] : called.getName());
        }
        return type.getConstructor().newInstance();
    }

    @Test
    void theComponentOfTheBuilderSends() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
            roof.setDevice("simulator://" + UUID.randomUUID());
            Sim7028ComponentBuilderFactory.sim7028()
                    .device("simulator://" + UUID.randomUUID())
                    .modems(Map.of("roof", roof))
                    .sendMode(SendMode.ACK)
                    .register(context, "iot");
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            String peer = "iot:tcp:localhost:" + server.getLocalPort() + "?framing=line";

            assertThat(sent(template, peer, server)).isEqualTo("21");
            assertThat(sent(template, peer + "&modem=roof", server)).isEqualTo("21");
            assertThat(context.getComponent("iot", Sim7028Component.class)
                            .getConfiguration()
                            .getSendMode())
                    .isEqualTo(SendMode.ACK);
            context.stop();
        }
    }

    /** What arrives at the server; the connection stays until the component closes it. */
    private static String sent(ProducerTemplate template, String uri, ServerSocket server) throws IOException {
        var sending = template.asyncSendBody(uri + "&disconnect=true", "21");
        try (Socket socket = server.accept()) {
            String arrived = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(sending).succeedsWithin(20, TimeUnit.SECONDS);
            return arrived.strip();
        }
    }

    @Test
    @ExpectedLog(value = "Error starting CamelContext", level = Level.ERROR, stack = true)
    void aWrongValueIsToldAtStart() {
        Sim7028ComponentBuilderFactory.sim7028()
                .device("/dev/ttyUSB2")
                .sendTimeout(30)
                .register(context, "sim7028");
        assertThatThrownBy(context::start)
                .rootCause()
                .hasMessageStartingWith(
                        "camel.component.sim7028.sendTimeout: 30ms is out of range; allowed are 3s to 2m");
    }

    @Test
    void theJavaOfThePageIsThatOfThisTest() throws Exception {
        // as in the page
        Sim7028ComponentBuilderFactory.sim7028()
                .device("/dev/ttyUSB2")
                .apn("iot.example")
                .passcode(System.getenv("SIM_PIN"))
                .stateDirectory("/var/lib/gateway/sim7028")
                .sendMode(SendMode.ACK)
                .modemWaitTimeout(TimeUnit.MINUTES.toMillis(10))
                .register(context, "sim7028");

        Sim7028ModemConfiguration own =
                context.getComponent("sim7028", Sim7028Component.class).getConfiguration();
        assertThat(own.getApn()).isEqualTo("iot.example");
        assertThat(own.getModemWaitTimeout()).isEqualTo(600_000);
        String source = Files.readString(
                        Path.of("src/test/java/io/github/sim7028/camel/builder/ComponentBuilderTest.java"))
                .replaceAll("\n +", "\n");
        assertThat(blocks("java")).hasSize(2).allSatisfy(java -> assertThat(source)
                .contains(java.replaceAll("\n +", "\n")));
    }

    @Test
    void furtherModemsAreAMap() throws Exception {
        // as in the page
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice("/dev/ttyUSB3");
        Sim7028ComponentBuilderFactory.sim7028()
                .device("/dev/ttyUSB2")
                .modems(Map.of("roof", roof))
                .register(context, "sim7028");

        assertThat(context.getComponent("sim7028", Sim7028Component.class).getModems())
                .containsOnly(Map.entry("roof", roof));
    }

    @Test
    void theDependencyOfThePageIsThisModule() throws Exception {
        assertThat(blocks("xml"))
                .singleElement()
                .asString()
                .contains(
                        "<artifactId>" + Path.of("").toAbsolutePath().getFileName() + "</artifactId>",
                        "<version>" + System.getProperty("project.version") + "</version>");
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
