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

/** What an IDE reads of the options is what the catalog of the component says, and what Spring Boot binds. */
class MetadataTest {

    private static final String PREFIX = "camel.component.sim7028.";

    private static JsonObject read(String resource) throws Exception {
        try (InputStream json = MetadataTest.class.getClassLoader().getResourceAsStream(resource)) {
            return (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Map<String, JsonObject> metadata() throws Exception {
        Map<String, JsonObject> properties = new TreeMap<>();
        JsonArray all =
                (JsonArray) read("META-INF/spring-configuration-metadata.json").get("properties");
        all.stream()
                .map(JsonObject.class::cast)
                .filter(property -> property.getString("name").startsWith(PREFIX))
                .forEach(property -> properties.put(property.getString("name").substring(PREFIX.length()), property));
        return properties;
    }

    private static JsonObject catalog() throws Exception {
        return (JsonObject)
                read("META-INF/io/github/sim7028/camel/sim7028.json").get("componentProperties");
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
        Map<String, JsonObject> metadata = metadata();
        Map<String, String> bound = bound(Sim7028ComponentProperties.class);
        JsonObject catalog = catalog();
        assertThat(bound).containsOnlyKeys(catalog.keySet());
        assertThat(metadata).hasSize(catalog.size() + 2).containsKeys("enabled", "customizer.enabled");
        catalog.forEach((name, json) -> {
            JsonObject option = (JsonObject) json;
            JsonObject property = metadata.get(DataObjectPropertyName.toDashedForm(name));
            assertThat(property).as(name).isNotNull();
            assertThat(property.getString("type").replace(" ", ""))
                    .as(name)
                    .isEqualTo(bound.get(name).replace(" ", ""));
            assertThat(property.get("defaultValue")).as(name).isEqualTo(option.get("defaultValue"));
            if (!name.equals("modems")) {
                assertThat(property.getString("description")).as(name).startsWith(option.getString("description"));
            }
        });
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
        assertThat(metadata().get("modems").getString("type"))
                .isEqualTo("java.util.Map<java.lang.String," + Sim7028ModemProperties.class.getName() + ">");
    }
}
