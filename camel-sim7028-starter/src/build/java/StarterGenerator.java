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
 * Writes what the starter has of each option, from the catalog of the component on the class path: the classes that Spring Boot binds the
 * properties to, and the metadata that an IDE reads. Nothing of this is written by hand, so a new option of the component is an option of the
 * starter, too.
 */
public final class StarterGenerator {

    private static final String CATALOG = "META-INF/io/github/sim7028/camel/sim7028.json";
    private static final String MODEM = "io.github.sim7028.camel.Sim7028ModemConfiguration";
    private static final String PACKAGE = "io.github.sim7028.camel.springboot";
    private static final String MODEM_TYPE = "Sim7028ModemProperties";
    private static final String COMPONENT_TYPE = "Sim7028ComponentProperties";
    private static final String PREFIX = "camel.component.sim7028";

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
                // a duration as Camel writes it, which Spring's own type refuses; the name of a bean
                case "string", "duration", "object" -> "String";
                default -> throw new IllegalArgumentException("option " + name + " has the type " + type
                        + ", which the starter does not know yet: " + javaType);
            };
        }

        /** As Spring Boot writes it: {@code baud-rate}. */
        String dashed() {
            return name.replaceAll("(?<=[^A-Z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        }

        String capital() {
            return Character.toUpperCase(name.charAt(0)) + name.substring(1);
        }

        String fullType() {
            return type.contains(".") ? type : "java.lang." + type;
        }
    }

    private StarterGenerator() {}

    /** @param directory where to write {@code java} and {@code resources} */
    public static void main(String... directory) throws Exception {
        Collection<Option> options = options();
        List<Option> modem = options.stream().filter(Option::ofModem).toList();
        List<Option> component = options.stream().filter(option -> !option.ofModem()).toList();
        Path java = Path.of(directory[0], "java");
        write(java, MODEM_TYPE, modemType(modem));
        write(java, COMPONENT_TYPE, componentType(component));
        Path metadata = Path.of(directory[0], "resources", "META-INF", "spring-configuration-metadata.json");
        Files.createDirectories(metadata.getParent());
        Files.writeString(metadata, Jsoner.prettyPrint(metadata(options).toJson(), 2) + "\n");
    }

    private static Collection<Option> options() throws Exception {
        JsonObject catalog;
        try (InputStream json = StarterGenerator.class.getClassLoader().getResourceAsStream(CATALOG)) {
            if (json == null) {
                throw new FileNotFoundException(CATALOG + " is not on the class path: build camel-sim7028 first");
            }
            catalog = (JsonObject) Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
        Map<String, Option> options = new TreeMap<>();
        ((JsonObject) catalog.get("componentProperties")).forEach((name, json) -> {
            if (!name.equals(MODEMS)) {
                options.put(name, Option.of(name, (JsonObject) json));
            }
        });
        return options.values();
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

    private static final String ALL_MODEMS = "The additional modems, by the names that endpoints use. Each modem has its own"
            + " options and takes none from the component.";

    private static String head(String imports) {
        return "// generated from the catalog of the component at each build\n"
                + "package " + PACKAGE + ";\n\n"
                + "import java.util.LinkedHashMap;\nimport java.util.List;\nimport java.util.Map;\n" + imports + "\n";
    }

    private static String names(String constant, Stream<String> names) {
        return "    static final List<String> " + constant + " = List.of(\n"
                + names.map(name -> "            \"" + name + "\"").collect(Collectors.joining(",\n"))
                + ");\n\n";
    }

    private static String members(List<Option> options) {
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
        String text = option.description()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;");
        Object value = option.defaultValue();
        return "    /** " + text + (value == null ? "" : " Default: " + value + ".") + " */\n";
    }

    private static String puts(List<Option> options) {
        return options.stream()
                .map(option -> "        if (" + option.name() + " != null) {\n            set.put(\"" + option.name() + "\", "
                        + option.name() + ");\n        }\n")
                .collect(Collectors.joining());
    }

    private static JsonObject metadata(Collection<Option> options) {
        JsonArray groups = new JsonArray();
        groups.add(group(PREFIX, COMPONENT_TYPE, "The SIM7028 component."));
        groups.add(group(PREFIX + ".customizer", COMPONENT_TYPE, "Whether the starter configures the component."));
        JsonArray properties = new JsonArray();
        options.forEach(option -> {
            JsonObject property = property(
                    option.dashed(), option.fullType(), option.description(), option.defaultValue());
            if (option.deprecated()) {
                property.put("deprecated", true);
            }
            properties.add(property);
        });
        properties.add(property(
                MODEMS, "java.util.Map<java.lang.String," + PACKAGE + "." + MODEM_TYPE + ">", ALL_MODEMS, null));
        properties.add(property(
                "enabled", "java.lang.Boolean", "Whether to configure the component from these properties.", true));
        properties.add(property(
                "customizer.enabled", "java.lang.Boolean", "Whether the starter configures the component.", true));
        JsonObject metadata = new JsonObject();
        metadata.put("groups", groups);
        metadata.put("properties", properties);
        metadata.put("hints", new JsonArray());
        return metadata;
    }

    private static JsonObject group(String name, String type, String description) {
        JsonObject group = new JsonObject();
        group.put("name", name);
        group.put("type", PACKAGE + "." + type);
        group.put("sourceType", PACKAGE + "." + type);
        group.put("description", description);
        return group;
    }

    private static JsonObject property(String name, String type, String description, Object defaultValue) {
        JsonObject property = new JsonObject();
        property.put("name", PREFIX + "." + name);
        property.put("type", type);
        property.put("description", description);
        property.put("sourceType", PACKAGE + "." + COMPONENT_TYPE);
        if (defaultValue != null) {
            property.put("defaultValue", defaultValue);
        }
        return property;
    }
}
