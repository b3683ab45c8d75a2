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
package io.github.sim7028.camel.kamelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.camel.Sim7028Component;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools and people read of the Kamelets: it is complete, and it is what the catalog of the component says. */
class KameletDefinitionTest {

    private static final String VERSION = System.getProperty("project.version");

    private static final Map<String, String> TYPES =
            Map.of("sim7028-sink", "sink", "sim7028-source", "source", "sim7028-request", "action");

    /** A Kamelet takes fewer of their values than the component, and its texts say which. */
    private static final Set<String> OWN_TEXT = Set.of("protocol", "host", "port");

    /** Of the path, where options have no defaults; and an option that the component refuses without a server. */
    private static final Set<String> OWN_DEFAULT = Set.of("protocol", "maxClients");

    static Stream<String> names() {
        return Kamelets.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aToolFindsWhatItShows(String name) throws Exception {
        Map<String, Object> kamelet = Kamelets.load(name);
        Map<String, String> labels = Kamelets.at(kamelet, "metadata", "labels");
        Map<String, String> annotations = Kamelets.at(kamelet, "metadata", "annotations");
        Map<String, Object> definition = Kamelets.at(kamelet, "spec", "definition");

        assertThat(kamelet).containsEntry("apiVersion", "camel.apache.org/v1").containsEntry("kind", "Kamelet");
        assertThat(Kamelets.<String>at(kamelet, "metadata", "name")).isEqualTo(name);
        assertThat(labels).containsEntry("camel.apache.org/kamelet.type", TYPES.get(name));
        assertThat(annotations)
                .containsEntry("camel.apache.org/kamelet.support.level", supportLevel())
                .containsEntry("camel.apache.org/catalog.version", VERSION)
                .containsEntry("camel.apache.org/provider", "camel-sim7028")
                .containsEntry("camel.apache.org/kamelet.group", "SIM7028")
                .containsEntry("camel.apache.org/kamelet.namespace", "Networking");
        assertThat(rootElement(annotations.get("camel.apache.org/kamelet.icon")))
                .isEqualTo("svg");
        assertThat((String) definition.get("title")).startsWith("SIM7028 ");
        assertThat((String) definition.get("description")).endsWith(".");
        assertThat(Kamelets.<List<String>>at(kamelet, "spec", "dependencies"))
                .containsExactly("mvn:io.github.sim7028:camel-sim7028:" + VERSION, "camel:kamelet");
    }

    private static String rootElement(String icon) throws Exception {
        String prefix = "data:image/svg+xml;base64,";
        assertThat(icon).startsWith(prefix);
        byte[] svg = Base64.getDecoder().decode(icon.substring(prefix.length()));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getDocumentElement()
                .getTagName();
    }

    @ParameterizedTest
    @MethodSource("names")
    void eachPropertyIsDescribedAndUsed(String name) {
        Map<String, Object> kamelet = Kamelets.load(name);
        List<String> required = Kamelets.at(kamelet, "spec", "definition", "required");
        Map<String, Boolean> placeholders = placeholders(kamelet);

        assertThat(Kamelets.properties(kamelet)).containsOnlyKeys(placeholders.keySet());
        assertThat(placeholders.keySet()).containsAll(required);
        Kamelets.properties(kamelet).forEach((property, description) -> {
            assertThat(description).as(property).containsKeys("title", "description", "type");
            assertThat(description.keySet()).as(property).containsAnyOf("example", "default", "enum");
            boolean always = required.contains(property) || description.containsKey("default");
            assertThat(placeholders.get(property))
                    .as("whether %s is optional in the template", property)
                    .isEqualTo(!always);
        });
    }

    /** The properties in the template, and whether they are optional there. */
    private static Map<String, Boolean> placeholders(Map<String, Object> kamelet) {
        Map<String, Boolean> found = new TreeMap<>();
        Matcher placeholder = Pattern.compile("\\{\\{(\\??)(\\w+)}}")
                .matcher(Kamelets.at(kamelet, "spec", "template").toString());
        while (placeholder.find()) {
            found.put(placeholder.group(2), !placeholder.group(1).isEmpty());
        }
        return found;
    }

    /** The description consists of whole sentences of the option's: a Kamelet leaves out what is about the other direction. */
    @ParameterizedTest
    @MethodSource("names")
    void eachPropertyIsTheOptionOfTheSameName(String name) throws Exception {
        Map<String, JsonObject> options = catalog("properties");
        Kamelets.properties(Kamelets.load(name)).forEach((property, description) -> {
            JsonObject option = options.get(property);
            assertThat(option).as(property).isNotNull();
            if (!OWN_TEXT.contains(property)) {
                assertThat(sentences(option)).as(property).containsSubsequence(sentences(description));
                assertThat(description.get("type")).as(property).isEqualTo(jsonType(option.getString("type")));
                assertThat(description.get("enum")).as(property).isEqualTo(option.get("enum"));
            }
            if (!OWN_DEFAULT.contains(property)) {
                assertThat(String.valueOf(description.get("default")))
                        .as(property)
                        .isEqualTo(String.valueOf(option.get("defaultValue")));
            }
        });
    }

    private static List<String> sentences(Map<String, Object> described) {
        return List.of(((String) described.get("description")).split("(?<=\\.) "));
    }

    private static String jsonType(String type) {
        return Set.of("integer", "boolean").contains(type) ? type : "string";
    }

    @ParameterizedTest
    @MethodSource("names")
    void theProtocolsAreThoseOfTheComponent(String name) throws Exception {
        Map<String, Object> protocol = Kamelets.properties(Kamelets.load(name)).get("protocol");
        List<Object> allowed = List.copyOf((Collection<?>) protocol.get("enum"));
        assertThat(List.<Object>copyOf(catalog("properties").get("protocol").getCollection("enum")))
                .containsAll(allowed);
        if (protocol.containsKey("default")) {
            assertThat(protocol.get("default")).isIn(allowed);
        }
    }

    /** Secrets are options of the component, where an environment variable can hold them, and no part of a route. */
    @ParameterizedTest
    @MethodSource("names")
    void noPropertyIsASecret(String name) throws Exception {
        String[] secrets = catalog("componentProperties").entrySet().stream()
                .filter(option -> option.getValue().getBooleanOrDefault("secret", false))
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
        assertThat(secrets).contains("simPin", "passcode", "apnUser", "apnPassword");
        assertThat(Kamelets.properties(Kamelets.load(name))).doesNotContainKeys(secrets);
    }

    private static String supportLevel() throws Exception {
        return json().getMap("component").get("supportLevel").toString();
    }

    private static Map<String, JsonObject> catalog(String part) throws Exception {
        return json().getMap(part);
    }

    private static JsonObject json() throws Exception {
        try (InputStream json =
                Sim7028Component.class.getResourceAsStream("/META-INF/io/github/sim7028/camel/sim7028.json")) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
