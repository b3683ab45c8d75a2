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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every URI and every property that the pages show is accepted by Camel's catalog, which editors, the Maven plugin and {@code camel validate}
 * check routes with.
 */
class DocumentedUrisTest {

    private static final CamelCatalog CATALOG = catalog();

    /** Not the coordinates of an artifact. */
    private static final Pattern SHOWN = Pattern.compile("(?<![.\\w])sim7028:[a-z][^\\s\"'`<>|]*");

    private static final Pattern PROPERTY =
            Pattern.compile("camel\\.component\\.sim7028\\.([\\w.\\[\\]-]*\\w)(?:\\s*=\\s*([^\\s`]*[^\\s`.,;…]))?");
    private static final Pattern MODEM = Pattern.compile("modems\\[[^]]+]\\.");

    /** Named in spring-boot.md as a mistake, and an option of the starter alone. */
    private static final Set<String> NO_OPTIONS = Set.of("baud-rat", "enabled");

    private static CamelCatalog catalog() {
        CamelCatalog catalog = new DefaultCamelCatalog();
        try (InputStream json =
                Sim7028Component.class.getResourceAsStream("/META-INF/io/github/sim7028/camel/sim7028.json")) {
            catalog.addComponent(
                    "sim7028",
                    Sim7028Component.class.getName(),
                    new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return catalog;
    }

    private static List<Path> pages() throws Exception {
        Path root = Path.of("..");
        try (Stream<Path> docs = Files.list(root.resolve("docs"));
                Stream<Path> examples = Files.walk(root.resolve("examples"), 2)) {
            return Stream.of(Stream.of(root.resolve("README.md")), docs, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    static Stream<String> uris() throws Exception {
        Set<String> uris = new TreeSet<>();
        for (Path page : pages()) {
            SHOWN.matcher(Files.readString(page)).results().forEach(match -> uris.addAll(written(match.group())));
        }
        return uris.stream();
    }

    /** What a text of a page stands for: the end of a sentence is no part of a URI, and words in capitals stand for what a user writes. */
    private static List<String> written(String text) {
        String uri = text.replaceFirst("[.,;:)*]+$", "")
                .replace("&amp;", "&")
                .replace("HOST", "telemetry.example.com")
                .replace("PORT", "7000")
                .replace("NAME", "roof")
                .replaceAll("\\{\\{[^:}]+:([^}]+)}}", "$1");
        Pattern optional = Pattern.compile("\\[(:roof)]");
        return optional.matcher(uri).find()
                ? List.of(
                        optional.matcher(uri).replaceFirst(""),
                        optional.matcher(uri).replaceFirst("$1"))
                : List.of(uri);
    }

    @ParameterizedTest
    @MethodSource("uris")
    void eachIsValid(String uri) {
        assertValid(uri, CATALOG.validateEndpointProperties(uri));
    }

    private static void assertValid(String uri, EndpointValidationResult result) {
        assertThat(result.isSuccess())
                .as(uri + result.summaryErrorMessage(false))
                .isTrue();
        assertThat(result.getNumberOfWarnings())
                .as(uri + result.summaryErrorMessage(false, false, true))
                .isZero();
    }

    @Test
    void noneIsOverlooked() throws Exception {
        assertThat(uris())
                .contains(
                        "sim7028:tcp:telemetry.example.com:7000?framing=line",
                        "sim7028:tcp://telemetry.example.com:7000",
                        "sim7028:tcp:[2001:db8::1]:7000",
                        "sim7028:tcp:localhost:7000?framing=line",
                        "sim7028:udp",
                        "sim7028:udp?localPort=5000",
                        "sim7028:tcp-server:7000",
                        "sim7028:modem",
                        "sim7028:modem:roof",
                        "sim7028:modem?modem=roof",
                        "sim7028:modem?operation=${header.what}",
                        "sim7028:modem?events=state,link,restart")
                .hasSizeGreaterThan(25);
        assertThat(yamlEndpoints()).extracting(YamlEndpoint::side).contains(Side.CONSUMER, Side.PRODUCER);
    }

    private enum Side {
        CONSUMER,
        PRODUCER
    }

    /**
     * An endpoint of a route in YAML, with its options.
     *
     * @param uri with what stands under {@code parameters} appended
     */
    private record YamlEndpoint(Side side, String uri) {}

    static Stream<YamlEndpoint> yamlEndpoints() throws Exception {
        Set<YamlEndpoint> endpoints = new LinkedHashSet<>();
        for (Path page : pages()) {
            Pattern.compile("(?ms)^```yaml\n(.*?)^```$")
                    .matcher(Files.readString(page))
                    .results()
                    .map(match -> new Load(LoadSettings.builder().build()).loadFromString(match.group(1)))
                    .forEach(yaml -> collect(yaml, Side.PRODUCER, endpoints));
        }
        return endpoints.stream();
    }

    private static void collect(Object yaml, Side side, Set<YamlEndpoint> endpoints) {
        if (yaml instanceof List<?> list) {
            list.forEach(element -> collect(element, side, endpoints));
        } else if (yaml instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri) {
                add(uri, map.get("parameters"), side, endpoints);
            }
            map.forEach((key, value) -> {
                if (value instanceof String uri && Set.of("to", "toD").contains(key)) {
                    add(uri, null, Side.PRODUCER, endpoints);
                } else if (!key.equals("parameters")) {
                    collect(value, "from".equals(key) ? Side.CONSUMER : Side.PRODUCER, endpoints);
                }
            });
        }
    }

    private static void add(String uri, Object parameters, Side side, Set<YamlEndpoint> endpoints) {
        if (uri.matches("sim7028(:.*)?")) {
            String query = parameters instanceof Map<?, ?> map
                    ? map.entrySet().stream()
                            .map(option -> option.getKey() + "=" + option.getValue())
                            .collect(Collectors.joining("&", uri.contains("?") ? "&" : "?", ""))
                    : "";
            endpoints.add(new YamlEndpoint(side, uri + query));
        }
    }

    /** An option of the other side is an error here. */
    @ParameterizedTest
    @MethodSource("yamlEndpoints")
    void eachIsValidOnItsSideOfARoute(YamlEndpoint endpoint) {
        assertValid(
                endpoint.uri(),
                CATALOG.validateEndpointProperties(
                        endpoint.uri(), false, endpoint.side() == Side.CONSUMER, endpoint.side() == Side.PRODUCER));
    }

    static Stream<String> properties() throws Exception {
        Set<String> properties = new TreeSet<>();
        for (Path page : pages()) {
            PROPERTY.matcher(Files.readString(page)).results().forEach(match -> {
                if (!NO_OPTIONS.contains(match.group(1))) {
                    // where only the name is shown, any value will do
                    String value = match.group(2) == null ? "{{value}}" : match.group(2);
                    properties.add("camel.component.sim7028." + match.group(1) + "=" + value);
                }
            });
        }
        return properties.stream();
    }

    @ParameterizedTest
    @MethodSource("properties")
    void eachPropertyIsValid(String property) {
        assertValid(property);
        // the catalog knows the options of the component, and not those behind a name
        assertValid(MODEM.matcher(property).replaceFirst(""));
    }

    private static void assertValid(String property) {
        ConfigurationPropertiesValidationResult result = CATALOG.validateConfigurationProperty(property);
        assertThat(result.isAccepted()).as(property).isTrue();
        assertThat(result.isSuccess())
                .as(property + result.summaryErrorMessage(false))
                .isTrue();
    }

    @Test
    void noPropertyIsOverlooked() throws Exception {
        assertThat(properties())
                .contains(
                        "camel.component.sim7028.device=/dev/ttyUSB2",
                        "camel.component.sim7028.baud-rate=115200",
                        "camel.component.sim7028.modems[roof].apn=iot.example",
                        "camel.component.sim7028.powerCycle=#bean:relay",
                        "camel.component.sim7028.dtrPulse=1s")
                .hasSizeGreaterThan(25);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sim7028:tcp:h:7000?frming=line",
                "sim7028:tcp:h:7000?framing=lines",
                "sim7028:tcp:h:7000?requestTimeout=soon",
                "sim7028:tcp:h:7000?queueSize=many",
                "sim7028:tcp:h:7000?sync=perhaps",
                "sim7028:quic:h:1",
                "sim7028:modem?operation=sing"
            })
    void whatIsWrongIsRefused(String uri) {
        assertThat(CATALOG.validateEndpointProperties(uri).isSuccess()).isFalse();
    }

    @Test
    void anOptionOfTheOtherSideIsRefused() {
        String uri = "sim7028:modem:roof?operation=signal";
        assertThat(CATALOG.validateEndpointProperties(uri, false, true, false).isSuccess())
                .isFalse();
        assertThat(CATALOG.validateEndpointProperties(uri, false, false, true).isSuccess())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.sim7028.apnn=iot.example",
                "camel.component.sim7028.baudRate=fast",
                "camel.component.sim7028.sendMode=sometimes",
                "camel.component.sim7028.poll-interval=soon"
            })
    void aWrongPropertyIsRefused(String property) {
        assertThat(CATALOG.validateConfigurationProperty(property).isSuccess()).isFalse();
    }
}
