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

import io.github.sim7028.kit.Page;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page docs/component.md is true: its examples run, its tables are those of the catalog. So do the examples of smaller pages. */
class DocumentationTest {

    private static final Path PAGE = Path.of("../docs/component.md");

    /** With {@code -Dsim7028.docs.write=true} the tables are written instead of compared. */
    private static final boolean WRITE = Boolean.getBoolean("sim7028.docs.write");

    /** Camel explains its own options. */
    private static final Set<String> NOT_OURS = Set.of(
            "configuration",
            "autowiredEnabled",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "lazyStartProducer");

    @ParameterizedTest
    @ValueSource(strings = {"componentProperties", "properties", "headers"})
    void theTablesAreThoseOfTheCatalog(String part) throws Exception {
        String page = Files.readString(PAGE);
        String begin = "<!-- begin " + part + ", written by DocumentationTest -->\n";
        String end = "<!-- end " + part + " -->";
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end);
        String table = table(part);
        if (WRITE) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        } else {
            assertThat(page.substring(from, to))
                    .as("write it with -Dtest=DocumentationTest -Dsim7028.docs.write=true")
                    .isEqualTo(table);
        }
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void theRoutesStart(String yaml) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Sim7028Component component = new Sim7028Component(context);
            component.getConfiguration().setDevice("socket://localhost:1");
            FakeModems modems = FakeModems.in(component);
            context.addComponent("sim7028", component);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("example.yaml", yaml));
            context.start();

            assertThat(context.getRoutes())
                    .isNotEmpty()
                    .extracting(Route::getRouteId)
                    .allMatch(id -> context.getRouteController().getRouteStatus(id) == ServiceStatus.Started);
            assertThat(modems.links.size() + modems.servers.size()).isPositive();
        }
    }

    static Stream<String> yaml() {
        return examples("yaml", "component.md", "security.md");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void thePropertiesAreTaken(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text.replace("{{env:SIM_PIN}}", "1234")));
        assertThat(properties).isNotEmpty();
        Main main = new Main();
        try {
            main.setInitialProperties(properties);
            main.start();
            assertThat(main.getCamelContext().getComponent("sim7028")).isInstanceOf(Sim7028Component.class);
        } finally {
            main.stop();
        }
    }

    static Stream<String> properties() {
        return examples("properties", "component.md", "hardware.md");
    }

    private static Stream<String> examples(String language, String... pages) {
        return Stream.of(pages).flatMap(page -> {
            List<String> examples = Page.of(page).examples(language);
            assertThat(examples).as(page).isNotEmpty();
            return examples.stream();
        });
    }

    @Test
    void theJavaIsThatOfThisTest() throws Exception {
        Sim7028Component component = new Sim7028Component();
        // as in the page
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice("socket://192.168.1.20:4001");
        roof.setApn("iot.example");
        component.getModems().put("roof", roof);

        assertThat(component.getModems().get("roof").profile("roof").network().apn())
                .isEqualTo("iot.example");
        Page.of("component.md").assertJavaIsIn(DocumentationTest.class);
    }

    /** Users meet the exceptions of the exported packages. */
    @Test
    void eachExceptionIsExplainedWithWhatToDo() throws Exception {
        String page = Files.readString(PAGE);
        String section = page.substring(page.indexOf("\n## Exceptions"), page.indexOf("\n## Options of a modem"));
        Map<String, String> advice = Pattern.compile("(?m)^\\| `(\\w+)`[^|]*\\| [^|]{20,} \\| ([^|]{20,}) \\|$")
                .matcher(section)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        for (String exported : List.of("modem", "line", "at/error")) {
            try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/github/sim7028", exported))) {
                assertThat(advice)
                        .containsKeys(sources.map(source ->
                                        source.getFileName().toString().replace(".java", ""))
                                .filter(name -> name.endsWith("Exception"))
                                .toArray(String[]::new));
            }
        }
        assertThat(advice).containsKeys("Sim7028SendException", "ExchangeTimedOutException", "AtBusyException");
    }

    private static String table(String part) throws Exception {
        JsonObject catalog = (JsonObject) Jsoner.deserialize(
                Files.readString(Path.of("src/generated/resources/META-INF/io/github/sim7028/camel/sim7028.json")));
        JsonObject options = (JsonObject) catalog.get(part);
        boolean headers = part.equals("headers");
        String head = headers
                ? "| header | on | type | what it is |\n| --- | --- | --- | --- |\n"
                : "| option | side | default | what it is |\n| --- | --- | --- | --- |\n";
        return options.entrySet().stream()
                .filter(option -> !NOT_OURS.contains(option.getKey()))
                .map(option -> row(option.getKey(), (JsonObject) option.getValue(), headers))
                .collect(Collectors.joining("", head, ""));
    }

    private static String row(String name, JsonObject option, boolean header) {
        Object preset = option.get("defaultValue");
        String shown = preset == null ? "" : "`" + preset + "`";
        String type = option.getString("javaType").replaceFirst("^java\\.(lang|time)\\.", "");
        String group = option.getString("group").replaceFirst(" .*", "");
        String kind = option.getString("kind").equals("path") ? "path" : group;
        String side = kind.matches("path|consumer|producer") ? kind : "";
        String label = option.getString("label") == null ? "both" : option.getString("label");
        String description = option.getString("description").replace("|", "\\|").replaceFirst("([^.])$", "$1.");
        if (option.get("enum") instanceof List<?> values) {
            description +=
                    values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ", " One of ", "."));
        }
        return "| `" + name + "` | " + (header ? label + " | " + type : side + " | " + shown) + " | " + description
                + " |\n";
    }
}
