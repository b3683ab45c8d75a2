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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page docs/fleet.md is true: its tables are those of the catalog, its properties are options. */
class FleetPageTest {

    private static final Path PAGE = Path.of("../docs/fleet.md");
    private static final Path CATALOG =
            Path.of("src/generated/resources/META-INF/io/github/sim7028/fleet/sim7028-fleet.json");
    private static final String PREFIX = "camel.component.sim7028-fleet.";

    /** With {@code -Dsim7028.docs.write=true} the tables are written instead of compared. */
    private static final boolean WRITE = Boolean.getBoolean("sim7028.docs.write");

    /** Camel explains its own options. */
    private static final Set<String> NOT_OURS =
            Set.of("configuration", "autowiredEnabled", "bridgeErrorHandler", "exceptionHandler", "lazyStartProducer");

    @ParameterizedTest
    @ValueSource(strings = {"properties", "headers"})
    void theTablesAreThoseOfTheCatalog(String part) throws Exception {
        String page = Files.readString(PAGE);
        String begin = "<!-- begin " + part + ", written by FleetPageTest -->\n";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end " + part + " -->");
        String table = part.equals("headers") ? headers() : options();
        if (WRITE) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page.substring(from, to))
                    .as("write it with -Dtest=FleetPageTest -Dsim7028.docs.write=true")
                    .isEqualTo(table);
        }
    }

    private static JsonObject catalog(String part) throws Exception {
        return (JsonObject) ((JsonObject) Jsoner.deserialize(Files.readString(CATALOG))).get(part);
    }

    private static String options() throws Exception {
        return catalog("componentProperties").entrySet().stream()
                .filter(option -> !NOT_OURS.contains(option.getKey()))
                .map(option -> {
                    JsonObject json = (JsonObject) option.getValue();
                    Object preset = json.get("defaultValue");
                    return "| `" + option.getKey() + "` | " + (preset == null ? "" : "`" + preset + "`") + " | "
                            + description(json) + " |\n";
                })
                .collect(Collectors.joining("", "| option | default | what it is |\n| --- | --- | --- |\n", ""));
    }

    private static String headers() throws Exception {
        return catalog("headers").entrySet().stream()
                .map(header -> {
                    JsonObject json = (JsonObject) header.getValue();
                    return "| `" + header.getKey() + "` | "
                            + json.getString("javaType").replaceFirst("^java\\.lang\\.", "") + " | "
                            + description(json) + " |\n";
                })
                .collect(Collectors.joining("", "| header | type | what it is |\n| --- | --- | --- |\n", ""));
    }

    private static String description(JsonObject json) {
        String text = json.getString("description").replace("|", "\\|").replaceFirst("([^.])$", "$1.");
        return json.get("enum") instanceof List<?> values
                ? text
                        + values.stream()
                                .map(value -> "`" + value + "`")
                                .collect(Collectors.joining(", ", " One of ", "."))
                : text;
    }

    @Test
    void thePropertiesOfThePageAreOptions() throws Exception {
        Properties properties = new Properties();
        Matcher block =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        properties.load(new StringReader(block.group(1)));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            FleetComponent component = new FleetComponent();
            context.addComponent("sim7028-fleet", component);
            for (String property : properties.stringPropertyNames()) {
                if (property.startsWith(PREFIX)) {
                    boolean bound = PropertyBindingSupport.build()
                            .withCamelContext(context)
                            .withTarget(component)
                            .withConfigurer(component.getComponentPropertyConfigurer())
                            .withProperty(
                                    StringHelper.dashToCamelCase(property.substring(PREFIX.length())),
                                    properties.getProperty(property))
                            .bind();
                    assertThat(bound).as(property).isTrue();
                }
            }
            FleetConfiguration options = component.getConfiguration();
            assertThat(options.getModemDefaults()).isEqualTo(Map.of("apn", "iot.example"));
            StandardRoutes.check(options.getLink());
            options.kafkaProperties();
        }
    }

    @Test
    void thePageNamesTheTestsAndWhatOperatorsSee() throws Exception {
        String page = Files.readString(PAGE);
        assertThat(page).contains("CommandOutcomeTest", "TelemetryPublisherTest", "FleetComponentTest", "FleetRouteIT");
        Arrays.stream(FleetConstants.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .forEach(field -> assertThat(page).contains(value(field)));
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
