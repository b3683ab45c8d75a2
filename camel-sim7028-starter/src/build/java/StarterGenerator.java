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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * Writes what the starter has of each option, from the catalogs of the components on the class path: the classes that Spring Boot binds the
 * properties to, and the metadata that an IDE reads. Nothing of this is written by hand, so a new option of a component is an option of the
 * starter, too.
 */
public final class StarterGenerator {

    private static final String CATALOG = "META-INF/io/github/sim7028/camel/sim7028.json";
    private static final String MODEM = "io.github.sim7028.camel.Sim7028ModemConfiguration";
    private static final String PACKAGE = "io.github.sim7028.camel.springboot";
    private static final String MODEM_TYPE = "Sim7028ModemProperties";
    private static final String COMPONENT_TYPE = "Sim7028ComponentProperties";
    private static final String PREFIX = "camel.component.sim7028";

    private static final String FLEET_CATALOG = "META-INF/io/github/sim7028/fleet/sim7028-fleet.json";
    private static final String FLEET_TYPE = "FleetComponentProperties";
    private static final String FLEET_PREFIX = "camel.component.sim7028-fleet";
    private static final String MODEM_DEFAULTS = "modemDefaults";
    private static final String KAFKA = "kafka";
    private static final String KAFKA_TYPE = "Map<String, String>";

    /** The map of the other modems has values of a type of the starter's own. */
    private static final String MODEMS = "modems";

    private record Option(
            String name,
            String type,
            String description,
            Object defaultValue,
            boolean ofModem,
            boolean duration,
            boolean secret,
            boolean deprecated) {

        static Option of(String name, JsonObject json) {
            String type = json.getString("type");
            String description = json.getString("description").strip();
            return new Option(
                    name,
                    javaType(name, type, json.getString("javaType")),
                    switch (type) {
                        case "duration" -> description + " A duration, such as 500ms, 30s or 1m30s.";
                        // a device has a name, too
                        case "object" -> name.equals("device") ? description : description + " The name of a bean, such as #bean:myBean.";
                        default -> description;
                    },
                    json.get("defaultValue"),
                    MODEM.equals(json.getString("configurationClass")),
                    type.equals("duration"),
                    Boolean.TRUE.equals(json.get("secret")),
                    Boolean.TRUE.equals(json.get("deprecated")));
        }

        private static String javaType(String name, String type, String javaType) {
            return switch (type) {
                case "boolean" -> "Boolean";
                case "integer" -> javaType.equalsIgnoreCase("long") || javaType.equals("java.lang.Long") ? "Long" : "Integer";
                case "number" -> "Double";
                case "enum" -> javaType;
                // a duration as Camel writes it, which Spring's own type refuses
                case "string", "duration" -> "String";
                // the name of a bean
                case "object" -> javaType.startsWith("java.util.") ? unknown(name, type, javaType) : "String";
                default -> unknown(name, type, javaType);
            };
        }

        private static String unknown(String name, String type, String javaType) {
            throw new IllegalArgumentException(
                    "option " + name + " has the type " + type + ", which the starter does not know yet: " + javaType);
        }

        String dashed() {
            return StarterGenerator.dashed(name);
        }

        String capital() {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        /** As the class is named at run time. */
        String fullType() {
            return type.contains(".") ? type.replaceAll("(\\.[A-Z]\\w*)\\.", "$1\\$") : "java.lang." + type;
        }
    }

    /** As Spring Boot writes it: {@code baud-rate}. */
    private static String dashed(String name) {
        return name.replaceAll("(?<=[^A-Z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private StarterGenerator() {}

    /** @param directory where to write {@code java} and {@code resources} */
    public static void main(String... directory) throws Exception {
        JsonObject catalog = catalog(CATALOG);
        Collection<Option> options = options(catalog, MODEMS);
        List<Option> modem = options.stream().filter(Option::ofModem).toList();
        List<Option> component = options.stream().filter(option -> !option.ofModem()).toList();
        JsonObject fleetCatalog = catalog(FLEET_CATALOG);
        Collection<Option> fleet = options(fleetCatalog, MODEM_DEFAULTS, KAFKA);
        String modemDefaults = description(fleetCatalog, MODEM_DEFAULTS);
        String kafka = description(fleetCatalog, KAFKA);

        Path java = Path.of(directory[0], "java");
        write(java, MODEM_TYPE, modemType(modem));
        write(java, COMPONENT_TYPE, componentType(component));
        write(java, FLEET_TYPE, fleetType(fleet, modemDefaults, kafka));

        Metadata metadata = new Metadata();
        metadata.component(PREFIX, COMPONENT_TYPE, "The SIM7028 component.");
        metadata.options(PREFIX, COMPONENT_TYPE, options);
        metadata.property(
                PREFIX, COMPONENT_TYPE, MODEMS, "java.util.Map<java.lang.String," + PACKAGE + "." + MODEM_TYPE + ">", ALL_MODEMS, null);
        metadata.component(FLEET_PREFIX, FLEET_TYPE, "The component of a fleet of SIM7028 modems.");
        metadata.options(FLEET_PREFIX, FLEET_TYPE, fleet);
        metadata.property(FLEET_PREFIX, FLEET_TYPE, KAFKA, "java.util.Map<java.lang.String,java.lang.String>", kafka, null);
        String defaults = FLEET_PREFIX + "." + dashed(MODEM_DEFAULTS);
        metadata.group(defaults, MODEM_TYPE, FLEET_TYPE, modemDefaults);
        metadata.options(defaults, MODEM_TYPE, modem);
        Path file = Path.of(directory[0], "resources", "META-INF", "spring-configuration-metadata.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Jsoner.prettyPrint(metadata.toJson(), 2) + "\n");
    }

    private static JsonObject catalog(String resource) throws Exception {
        try (InputStream json = StarterGenerator.class.getClassLoader().getResourceAsStream(resource)) {
            if (json == null) {
                throw new FileNotFoundException(
                        resource + " is not on the class path: build camel-sim7028 and camel-sim7028-fleet first");
            }
            JsonObject catalog = (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
            return (JsonObject) catalog.get("componentProperties");
        }
    }

    /** @param others options of types of the starter's own */
    private static Collection<Option> options(JsonObject catalog, String... others) {
        Map<String, Option> options = new TreeMap<>();
        catalog.forEach((name, json) -> {
            if (!List.of(others).contains(name)) {
                options.put(name, Option.of(name, (JsonObject) json));
            }
        });
        return options.values();
    }

    private static String description(JsonObject catalog, String option) {
        return ((JsonObject) catalog.get(option)).getString("description").strip();
    }

    private static void write(Path java, String type, String text) throws IOException {
        Path file = java.resolve(PACKAGE.replace('.', '/')).resolve(type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String modemType(List<Option> options) {
        return head("")
                + "/** The options of a modem. Those that are not set have the value null. */\n"
                + "public class " + MODEM_TYPE + " {\n\n"
                + names("MODEM_OPTIONS", options.stream().map(Option::dashed))
                + names("DURATIONS", options.stream().filter(Option::duration).map(Option::name))
                + names("SECRETS", options.stream().filter(Option::secret).map(Option::name))
                + members(options)
                + "    /** What is set, by the names of Camel. */\n"
                + "    Map<String, Object> options() {\n"
                + "        Map<String, Object> set = new LinkedHashMap<>();\n"
                + puts(options)
                + "        return set;\n    }\n}\n";
    }

    private static String componentType(List<Option> options) {
        String modems = "Map<String, " + MODEM_TYPE + ">";
        return head("import org.springframework.boot.context.properties.ConfigurationProperties;\n")
                + "/** The options of the component, which are also those of the modem {@code default}, and the other modems. */\n"
                + "@ConfigurationProperties(prefix = \"" + PREFIX + "\")\n"
                + "public class " + COMPONENT_TYPE + " extends " + MODEM_TYPE + " {\n\n"
                + names("COMPONENT_OPTIONS", options.stream().map(Option::dashed))
                + "    /** The additional modems, by the names that endpoints use. */\n"
                + "    private " + modems + " modems = new LinkedHashMap<>();\n\n"
                + members(options)
                + "    /** " + ALL_MODEMS + " */\n"
                + "    public " + modems + " getModems() {\n        return modems;\n    }\n\n"
                + "    public void setModems(" + modems + " modems) {\n        this.modems = modems;\n    }\n\n"
                + "    @Override\n"
                + "    Map<String, Object> options() {\n"
                + "        Map<String, Object> set = super.options();\n"
                + puts(options)
                + "        return set;\n    }\n}\n";
    }

    private static String fleetType(Collection<Option> options, String modemDefaults, String kafka) {
        return head("import org.springframework.boot.context.properties.ConfigurationProperties;\n")
                + "/** The options of the component {@code sim7028-fleet}. Those that are not set have the value null. */\n"
                + "@ConfigurationProperties(prefix = \"" + FLEET_PREFIX + "\")\n"
                + "public class " + FLEET_TYPE + " {\n\n"
                + names("COMPONENT_OPTIONS", options.stream().map(Option::dashed))
                + names("DURATIONS", options.stream().filter(Option::duration).map(Option::name))
                + names("SECRETS", options.stream().filter(Option::secret).map(Option::name))
                + "    private " + KAFKA_TYPE + " kafka = new LinkedHashMap<>();\n\n"
                + "    private " + MODEM_TYPE + " modemDefaults = new " + MODEM_TYPE + "();\n\n"
                + members(options)
                + "    /** " + escaped(kafka) + " */\n"
                + "    public " + KAFKA_TYPE + " getKafka() {\n        return kafka;\n    }\n\n"
                + "    public void setKafka(" + KAFKA_TYPE + " kafka) {\n        this.kafka = kafka;\n    }\n\n"
                + "    /** " + escaped(modemDefaults) + " */\n"
                + "    public " + MODEM_TYPE + " getModemDefaults() {\n        return modemDefaults;\n    }\n\n"
                + "    public void setModemDefaults(" + MODEM_TYPE + " modemDefaults) {\n"
                + "        this.modemDefaults = modemDefaults;\n    }\n\n"
                + "    /** What is set, by the names of Camel, without {@code kafka} and {@code modemDefaults}. */\n"
                + "    Map<String, Object> options() {\n"
                + "        Map<String, Object> set = new LinkedHashMap<>();\n"
                + puts(options)
                + "        return set;\n    }\n}\n";
    }

    private static final String ALL_MODEMS = "The additional modems, by the names that endpoints use. Each modem has its own"
            + " options and takes none from the component.";

    private static String head(String imports) {
        return "// generated from the catalogs of the components at each build\n"
                + "package " + PACKAGE + ";\n\n"
                + "import java.util.LinkedHashMap;\nimport java.util.List;\nimport java.util.Map;\n" + imports + "\n";
    }

    private static String names(String constant, Stream<String> names) {
        return "    static final List<String> " + constant + " = List.of(\n"
                + names.map(name -> "            \"" + name + "\"").collect(Collectors.joining(",\n"))
                + ");\n\n";
    }

    private static String members(Collection<Option> options) {
        StringBuilder text = new StringBuilder();
        for (Option option : options) {
            text.append(javadoc(option));
            text.append("    private ").append(option.type()).append(' ').append(option.name()).append(";\n\n");
        }
        for (Option option : options) {
            text.append(javadoc(option));
            text.append("    public ").append(option.type()).append(" get").append(option.capital());
            text.append("() {\n        return ").append(option.name()).append(";\n    }\n\n");
            text.append(javadoc(option));
            text.append("    public void set").append(option.capital()).append('(').append(option.type()).append(' ');
            text.append(option.name()).append(") {\n        this.").append(option.name()).append(" = ");
            text.append(option.name()).append(";\n    }\n\n");
        }
        return text.toString();
    }

    private static String javadoc(Option option) {
        Object value = option.defaultValue();
        return "    /** " + escaped(option.description()) + (value == null ? "" : " Default: " + value + ".") + " */\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;");
    }

    private static String puts(Collection<Option> options) {
        return options.stream()
                .map(option -> "        if (" + option.name() + " != null) {\n            set.put(\"" + option.name() + "\", "
                        + option.name() + ");\n        }\n")
                .collect(Collectors.joining());
    }

    /** What an IDE reads. */
    private static final class Metadata {

        private final JsonArray groups = new JsonArray();
        private final JsonArray properties = new JsonArray();

        void component(String prefix, String type, String description) {
            group(prefix, type, type, description);
            group(prefix + ".customizer", type, type, "Whether the starter configures the component.");
            property(
                    prefix, type, "enabled", "java.lang.Boolean", "Whether to configure the component from these properties.", true);
            property(
                    prefix, type, "customizer.enabled", "java.lang.Boolean", "Whether the starter configures the component.", true);
        }

        void group(String name, String type, String sourceType, String description) {
            JsonObject group = new JsonObject();
            group.put("name", name);
            group.put("type", PACKAGE + "." + type);
            group.put("sourceType", PACKAGE + "." + sourceType);
            group.put("description", description);
            groups.add(group);
        }

        void options(String prefix, String sourceType, Collection<Option> options) {
            options.forEach(option -> {
                JsonObject property = property(
                        prefix, sourceType, option.dashed(), option.fullType(), option.description(), option.defaultValue());
                if (option.deprecated()) {
                    property.put("deprecated", true);
                }
            });
        }

        JsonObject property(
                String prefix, String sourceType, String name, String type, String description, Object defaultValue) {
            JsonObject property = new JsonObject();
            property.put("name", prefix + "." + name);
            property.put("type", type);
            property.put("description", description);
            property.put("sourceType", PACKAGE + "." + sourceType);
            if (defaultValue != null) {
                property.put("defaultValue", defaultValue);
            }
            properties.add(property);
            return property;
        }

        String toJson() {
            JsonObject metadata = new JsonObject();
            metadata.put("groups", groups);
            metadata.put("properties", properties);
            metadata.put("hints", new JsonArray());
            return metadata.toJson();
        }
    }
}
