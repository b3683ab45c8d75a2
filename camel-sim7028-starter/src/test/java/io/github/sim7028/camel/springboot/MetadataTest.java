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

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** What an IDE reads of the options is what the catalogs of the components say, and what Spring Boot binds. */
class MetadataTest {

    private static final String PREFIX = "camel.component.sim7028.";
    private static final String FLEET_PREFIX = "camel.component.sim7028-fleet.";
    private static final String MODEM_DEFAULTS = "modem-defaults.";

    private static JsonObject read(String resource) throws Exception {
        try (InputStream json = MetadataTest.class.getClassLoader().getResourceAsStream(resource)) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Map<String, JsonObject> metadata(String prefix) throws Exception {
        Map<String, JsonObject> properties = new TreeMap<>();
        JsonArray all =
                (JsonArray) read("META-INF/spring-configuration-metadata.json").get("properties");
        all.stream()
                .map(JsonObject.class::cast)
                .filter(property -> property.getString("name").startsWith(prefix))
                .forEach(property -> properties.put(property.getString("name").substring(prefix.length()), property));
        return properties;
    }

    private static JsonObject catalog() throws Exception {
        return (JsonObject)
                read("META-INF/io/github/sim7028/camel/sim7028.json").get("componentProperties");
    }

    private static JsonObject fleetCatalog() throws Exception {
        return (JsonObject)
                read("META-INF/io/github/sim7028/fleet/sim7028-fleet.json").get("componentProperties");
    }

    /** The types of what can be set, by name. */
    private static Map<String, String> bound(Class<?> type) throws Exception {
        return Arrays.stream(Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null)
                .collect(Collectors.toMap(PropertyDescriptor::getName, property -> property.getWriteMethod()
                        .getGenericParameterTypes()[0]
                        .getTypeName()));
    }

    @Test
    void eachOptionOfTheCatalogIsExplainedAndBound() throws Exception {
        Map<String, JsonObject> metadata = metadata(PREFIX);
        Map<String, String> bound = bound(Sim7028ComponentProperties.class);
        JsonObject catalog = catalog();
        assertThat(bound).containsOnlyKeys(catalog.keySet());
        assertThat(metadata).hasSize(catalog.size() + 2).containsKeys("enabled", "customizer.enabled");
        catalog.forEach((name, json) -> {
            JsonObject property = assertExplained((JsonObject) json, name, metadata, bound);
            if (!name.equals("modems")) {
                assertThat(property.getString("description"))
                        .as(name)
                        .startsWith(((JsonObject) json).getString("description"));
            }
        });
    }

    private static JsonObject assertExplained(
            JsonObject option, String name, Map<String, JsonObject> metadata, Map<String, String> bound) {
        JsonObject property = metadata.get(DataObjectPropertyName.toDashedForm(name));
        assertThat(property).as(name).isNotNull();
        assertThat(property.getString("type").replace(" ", ""))
                .as(name)
                .isEqualTo(bound.get(name).replace(" ", ""));
        assertThat(property.get("defaultValue")).as(name).isEqualTo(option.get("defaultValue"));
        return property;
    }

    @Test
    void eachOptionOfTheFleetIsExplainedAndBound() throws Exception {
        Map<String, JsonObject> metadata = metadata(FLEET_PREFIX);
        Map<String, String> bound = bound(FleetComponentProperties.class);
        JsonObject catalog = fleetCatalog();
        assertThat(bound)
                .containsOnlyKeys(catalog.keySet())
                .containsEntry("kafka", "java.util.Map<java.lang.String, java.lang.String>")
                .containsEntry("onNoOffset", "io.github.sim7028.fleet.member.FleetSettings$OnNoOffset");
        assertThat(metadata).containsKeys("enabled", "customizer.enabled");
        catalog.forEach((name, json) -> {
            if (!name.equals("modemDefaults")) {
                JsonObject property = assertExplained((JsonObject) json, name, metadata, bound);
                assertThat(property.getString("description"))
                        .as(name)
                        .startsWith(((JsonObject) json).getString("description"));
            }
        });
        // one for each option of a modem, in place of the option itself
        assertThat(metadata)
                .hasSize(catalog.size()
                        - 1
                        + 2
                        + bound(Sim7028ModemProperties.class).size());
    }

    @Test
    void theModemsOfTheFleetHaveTheOptionsOfAModem() throws Exception {
        Map<String, String> bound = bound(Sim7028ModemProperties.class);
        Map<String, JsonObject> metadata = metadata(FLEET_PREFIX + MODEM_DEFAULTS);
        assertThat(bound(FleetComponentProperties.class))
                .containsEntry("modemDefaults", Sim7028ModemProperties.class.getName());
        assertThat(metadata).hasSameSizeAs(bound);
        JsonObject catalog = catalog();
        bound.keySet().forEach(name -> assertExplained((JsonObject) catalog.get(name), name, metadata, bound));
    }

    @Test
    void aNamedModemHasTheOptionsOfAModem() throws Exception {
        Map<String, String> bound = bound(Sim7028ModemProperties.class);
        JsonObject catalog = catalog();
        assertThat(bound)
                .containsOnlyKeys(catalog.keySet().stream()
                        .filter(name ->
                                "configuration".equals(((JsonObject) catalog.get(name)).get("configurationField")))
                        .toList())
                .containsKeys("device", "apn", "passcode", "pollInterval");
        assertThat(metadata(PREFIX).get("modems").getString("type"))
                .isEqualTo("java.util.Map<java.lang.String," + Sim7028ModemProperties.class.getName() + ">");
    }
}
