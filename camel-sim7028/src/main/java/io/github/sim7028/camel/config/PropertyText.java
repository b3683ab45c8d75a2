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
package io.github.sim7028.camel.config;

import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;

/** The component's options as written in the application's properties: before placeholders are replaced and units become numbers. */
public final class PropertyText {

    private static final String PREFIX = "camel.component.sim7028.";

    private PropertyText() {}

    /** Hands over each property of the component in the application's properties, and its value as it is written there. */
    static void forEach(CamelContext context, BiConsumer<String, String> each) {
        Properties written = context.getPropertiesComponent().loadProperties(name -> name.startsWith(PREFIX));
        for (String property : new TreeSet<>(written.stringPropertyNames())) {
            each.accept(property, written.getProperty(property).strip());
        }
    }

    /** Whether the application has a property, in whatever place it keeps its properties. */
    public static boolean isSet(CamelContext context, String property) {
        try {
            // what is missing may come back as it is
            return context.getPropertiesComponent()
                    .resolveProperty(property)
                    .filter(value -> !value.contains(property))
                    .isPresent();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The option a property sets, in small letters and without hyphens. */
    static String option(String property) {
        return property.substring(property.lastIndexOf('.') + 1)
                .replace("-", "")
                .toLowerCase(Locale.ROOT);
    }

    /** The property with another option in place of its own. */
    static String with(String property, String option) {
        return property.substring(0, property.lastIndexOf('.') + 1) + option;
    }
}
