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

import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.AbstractCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.GeneratedPropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tools read about the component is complete and true. */
class CatalogTest {

    private final JsonObject catalog = GeneratedCatalog.read();

    @ParameterizedTest
    @ValueSource(strings = {"componentProperties", "properties", "headers"})
    void everyOptionAndHeaderIsDescribed(String part) {
        assertThat(options(part)).isNotEmpty().allSatisfy((name, option) -> assertThat(option.getString("description"))
                .as(name)
                .isNotBlank());
    }

    /** The generator leaves out the plus sign: a description is worded without. */
    @ParameterizedTest
    @ValueSource(strings = {"componentProperties", "properties", "headers"})
    void noDescriptionShowsACommandWithoutItsPlusSign(String part) {
        assertThat(options(part))
                .allSatisfy((name, option) ->
                        assertThat(option.getString("description")).as(name).doesNotContainPattern("\\bAT[A-Z]{2}"));
    }

    @Test
    void theDefaultsToolsShowAreTheRealOnes() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            assertDefaults(context, "componentProperties", component, "Sim7028Component");
            component.init();
            assertDefaults(context, "properties", component.createEndpoint("sim7028:udp"), "Sim7028Endpoint");
        }
    }

    private void assertDefaults(DefaultCamelContext context, String part, Object target, String type) throws Exception {
        PropertyConfigurerGetter configurer = (PropertyConfigurerGetter)
                context.getInjector().newInstance(Class.forName("io.github.sim7028.camel." + type + "Configurer"));
        for (Map.Entry<String, JsonObject> entry : options(part).entrySet()) {
            JsonObject option = entry.getValue();
            Object shown = option.get("defaultValue");
            if (shown == null || "path".equals(option.getString("kind"))) {
                continue;
            }
            String name = entry.getKey();
            Object before = configurer.getOptionValue(target, name, false);
            ((GeneratedPropertyConfigurer) configurer).configure(context, target, name, String.valueOf(shown), false);
            assertThat(configurer.getOptionValue(target, name, false)).as(name).isEqualTo(before);
        }
    }

    @Test
    void secretsAreMarked() {
        assertThat(option("componentProperties", "simPin").getBoolean("secret")).isTrue();
    }

    @Test
    void theSyntaxIsProtocolHostPort() {
        JsonObject component = (JsonObject) catalog.get("component");
        assertThat(component.getString("syntax")).isEqualTo("sim7028:protocol:host:port");
        assertThat(component.getBoolean("async")).isTrue();
    }

    /** The catalog of a running context; {@link DocumentedUrisTest} asks the catalog of editors and Maven plugins. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sim7028:tcp:telemetry.example.com:7000?framing=line",
                "sim7028:tcp://telemetry.example.com:7000",
                "sim7028:tcp:[2001:db8::1]:7000?sync=true",
                "sim7028:tcp?host=telemetry.example.com&port=7000",
                "sim7028:udp",
                "sim7028:udp:telemetry.example.com:5000",
                "sim7028:udp?localPort=5000",
                "sim7028:tcp-server:8080?framing=line",
                "sim7028:modem",
                "sim7028:modem:roof",
                "sim7028:modem:roof?operation=signal",
                "sim7028:modem?modem=roof",
            })
    void toolsAcceptEachFormOfUri(String uri) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            EndpointValidationResult result = ((AbstractCamelCatalog) PluginHelper.getRuntimeCamelCatalog(context))
                    .validateEndpointProperties(uri);
            assertThat(result.isSuccess()).as(result.summaryErrorMessage(false)).isTrue();
        }
    }

    @Test
    void toolsRefuseWhatIsWrong() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            AbstractCamelCatalog tools = (AbstractCamelCatalog) PluginHelper.getRuntimeCamelCatalog(context);
            for (String uri : List.of(
                    "sim7028:tcp:h:7000?frming=line",
                    "sim7028:tcp:h:7000?framing=lines",
                    "sim7028:tcp:h:7000?requestTimeout=soon",
                    "sim7028:quic:h:1")) {
                assertThat(tools.validateEndpointProperties(uri).isSuccess())
                        .as(uri)
                        .isFalse();
            }
            assertThat(tools.asEndpointUri("sim7028", tools.endpointProperties("sim7028:modem:roof"), false))
                    .isEqualTo("sim7028:modem:roof");
            assertThat(tools.asEndpointUri(
                            "sim7028", tools.endpointProperties("sim7028:tcp:[2001:db8::1]:7000?sync=true"), false))
                    .isEqualTo("sim7028:tcp:[2001:db8::1]:7000?sync=true");
        }
    }

    @Test
    void camelFindsWhatWasGenerated() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(context.getComponent("sim7028")).isInstanceOf(Sim7028Component.class);
            assertThat(PluginHelper.getConfigurerResolver(context)
                            .resolvePropertyConfigurer(Sim7028ModemConfiguration.class.getName(), context))
                    .isNotNull();
            assertThat(context.getCamelContextExtension()
                            .getEndpointUriFactory("sim7028")
                            .propertyNames())
                    .contains("protocol", "host", "port", "modem", "framing");
            assertThat(context.getCamelContextExtension()
                            .getEndpointUriFactory("sim7028")
                            .buildUri("sim7028", Map.of("protocol", "tcp", "host", "[::1]", "port", 5000, "link", 1)))
                    .isEqualTo("sim7028:tcp:[::1]:5000?link=1");
            assertThat(context.getCamelContextExtension()
                            .getEndpointUriFactory("sim7028")
                            .buildUri("sim7028", Map.of("protocol", "udp", "localPort", 5000)))
                    .isEqualTo("sim7028:udp?localPort=5000");
        }
    }

    /** Camel 4.14 asks for a set where 4.15 and later ask for a map: the build makes the class answer both. */
    @Test
    void theUriFactoryHasTheMethodOfEveryCamel() throws Exception {
        List<Method> methods = Stream.of(Sim7028EndpointUriFactory.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("multiValuePrefixes"))
                .toList();
        assertThat(methods)
                .extracting(Method::getReturnType)
                .map(Class::getName)
                .containsExactlyInAnyOrder("java.util.Map", "java.util.Set");
        for (Method method : methods) {
            assertThat(method.invoke(new Sim7028EndpointUriFactory())).isIn(Map.of(), Set.of());
        }
    }

    @Test
    void camelListsTheComponent() throws Exception {
        try (InputStream list =
                Sim7028Component.class.getResourceAsStream("/META-INF/services/org/apache/camel/component/sim7028")) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("class=" + Sim7028Component.class.getName());
        }
        assertThat(Set.of("iot,networking")).contains(((JsonObject) catalog.get("component")).getString("label"));
    }

    private JsonObject option(String part, String name) {
        return options(part).get(name);
    }

    private Map<String, JsonObject> options(String part) {
        return GeneratedCatalog.part(part);
    }
}
