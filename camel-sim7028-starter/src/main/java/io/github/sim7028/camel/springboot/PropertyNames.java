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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties below {@code camel.component.sim7028} that are no options. Spring Boot itself ignores them, or, asked to refuse them, shows their
 * values, which may be secrets.
 */
final class PropertyNames {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("camel.component.sim7028");
    private static final int ELEMENTS = PREFIX.getNumberOfElements();
    private static final String MODEMS = "modems";
    /** Read by the conditions of the starter. */
    private static final List<String> OF_THE_STARTER = List.of("enabled", "customizer.enabled");

    /** Small and without hyphens, as names are compared; with the name as it is written. */
    private final Map<String, String> modem = new LinkedHashMap<>();

    private final Map<String, String> component = new LinkedHashMap<>();

    PropertyNames() {
        Sim7028ModemProperties.MODEM_OPTIONS.forEach(option -> modem.put(uniform(option), option));
        component.putAll(modem);
        Sim7028ComponentProperties.COMPONENT_OPTIONS.forEach(option -> component.put(uniform(option), option));
        OF_THE_STARTER.forEach(option -> component.put(option, option));
        component.put(MODEMS, MODEMS);
    }

    private static String uniform(String option) {
        return option.replace("-", "");
    }

    /** @throws UnknownPropertyException if a property is no option */
    void check(Environment environment) {
        Map<String, String> unknown = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                properties.stream().filter(PREFIX::isAncestorOf).sorted().forEach(name -> {
                    String advice = variables ? variable(name) : property(name);
                    if (advice != null) {
                        unknown.putIfAbsent(name + place(properties, name), advice);
                    }
                });
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownPropertyException(unknown);
        }
    }

    /** What to do about a property that is no option; null if it is one. */
    private String property(ConfigurationPropertyName name) {
        List<String> elements = elements(name, Form.UNIFORM);
        if (!elements.get(0).equals(MODEMS)) {
            return advice(component, String.join(".", elements), "");
        }
        if (elements.size() == 1) {
            return null;
        }
        List<String> written = elements(name, Form.ORIGINAL);
        if (elements.size() == 2) {
            return "options of the modem are expected: modems." + written.get(1) + ".device and so on";
        }
        String option = elements.get(elements.size() - 1);
        if (elements.size() > 3 && modem.containsKey(option)) {
            String dotted = String.join(".", written.subList(1, written.size() - 1));
            return "a name of a modem with a dot needs brackets: modems[" + dotted + "]." + modem.get(option)
                    + ", and in YAML also quotes: \"[" + dotted + "]\"";
        }
        return advice(modem, String.join(".", elements.subList(2, elements.size())), "modems." + written.get(1) + ".");
    }

    /** As {@link #property}: in an environment variable, underscores stand for dots, and may stand for hyphens. */
    private String variable(ConfigurationPropertyName name) {
        List<String> elements = elements(name, Form.UNIFORM);
        String joined = String.join("", elements);
        if (!elements.get(0).equals(MODEMS)) {
            return elements.equals(List.of("customizer", "enabled")) ? null : advice(component, joined, "");
        }
        String last = "";
        for (int i = elements.size() - 1; i > 1; i--) {
            last = elements.get(i) + last;
            if (modem.containsKey(last)) {
                return null;
            }
        }
        return "no option of a modem has this name";
    }

    private static List<String> elements(ConfigurationPropertyName name, Form form) {
        return IntStream.range(ELEMENTS, name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, form))
                .toList();
    }

    private static String advice(Map<String, String> options, String name, String before) {
        if (options.containsKey(name)) {
            return null;
        }
        List<String> near = new ArrayList<>();
        int least = Math.max(2, name.length() / 4) + 1;
        for (Map.Entry<String, String> option : options.entrySet()) {
            int distance = distance(name, option.getKey());
            if (distance < least) {
                least = distance;
                near.clear();
            }
            if (distance == least && distance <= Math.max(2, name.length() / 4)) {
                near.add(before + option.getValue());
            }
        }
        return near.isEmpty() ? "no option has this name" : "did you mean " + String.join(" or ", near) + "?";
    }

    /** How many letters are to be changed, added or left out to make one of the other; two that have changed places count once. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
                least = Math.min(least, steps[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    least = Math.min(least, steps[i - 2][j - 2] + 1);
                }
                steps[i][j] = least;
            }
        }
        return steps[one.length()][other.length()];
    }

    /** Where a property is written, as in {@code application.yml}, line 5. Never its value. */
    private static String place(IterableConfigurationPropertySource properties, ConfigurationPropertyName name) {
        ConfigurationProperty property = properties.getConfigurationProperty(name);
        Object origin = property == null ? null : property.getOrigin();
        return origin == null ? "" : " (" + Objects.toString(origin) + ")";
    }
}
