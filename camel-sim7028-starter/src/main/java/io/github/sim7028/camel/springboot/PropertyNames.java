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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.Environment;

/**
 * Finds properties of a component that are no options. Spring Boot itself ignores them, or, asked to refuse them, shows their values, which may be
 * secrets.
 */
abstract class PropertyNames {

    /** Read by the conditions of the starter. */
    static final List<String> OF_THE_STARTER = List.of("enabled", "customizer.enabled");

    private final String component;
    private final ConfigurationPropertyName prefix;

    PropertyNames(String component) {
        this.component = component;
        this.prefix = ConfigurationPropertyName.of("camel.component." + component);
    }

    /** @throws UnknownPropertyException if a property is no option */
    final void check(Environment environment) {
        Map<String, String> unknown = new LinkedHashMap<>();
        for (WrittenProperty property : WrittenProperty.below(prefix, environment)) {
            List<String> uniform = elements(property.name(), Form.UNIFORM);
            String advice = property.variable()
                    ? variable(uniform)
                    : property(uniform, elements(property.name(), Form.ORIGINAL));
            if (advice != null) {
                unknown.putIfAbsent(property.toString(), advice);
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownPropertyException(unknown.entrySet().stream()
                    .map(each ->
                            each.getKey() + " is not an option of the component " + component + ": " + each.getValue())
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private List<String> elements(ConfigurationPropertyName name, Form form) {
        return IntStream.range(prefix.getNumberOfElements(), name.getNumberOfElements())
                .mapToObj(i -> name.getElement(i, form))
                .toList();
    }

    /**
     * What to do about a property that is no option; null if it is one.
     *
     * @param uniform the elements of its name below the component, small and without hyphens
     * @param written as they are written
     */
    abstract String property(List<String> uniform, List<String> written);

    /** As {@link #property}: in an environment variable, underscores stand for dots, and may stand for hyphens. */
    abstract String variable(List<String> uniform);
}
