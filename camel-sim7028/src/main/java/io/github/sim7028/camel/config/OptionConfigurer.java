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

import io.github.sim7028.line.util.ForeignText;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * Sets options as the generated configurer does, and refuses a text that is no value of the option's type in the words of the option.
 * Camel's own last cause is the conversion's, which does not name the option; a text that is no number would become 0.
 */
public final class OptionConfigurer implements PropertyConfigurer, PropertyConfigurerGetter {

    /** The one number of 64 bits that is no duration. */
    private static final String BYTES = "transcriptsize";

    private final PropertyConfigurer options;
    private final PropertyConfigurerGetter types;
    private final String prefix;

    private OptionConfigurer(PropertyConfigurer options, PropertyConfigurerGetter types, String prefix) {
        this.options = options;
        this.types = types;
        this.prefix = prefix;
    }

    /**
     * Wraps a generated configurer.
     *
     * @param generated null as long as Camel has not resolved the configurer
     * @param prefix    of the option's name in messages
     */
    public static PropertyConfigurer of(PropertyConfigurer generated, String prefix) {
        return generated instanceof PropertyConfigurerGetter types
                ? new OptionConfigurer(generated, types, prefix)
                : generated;
    }

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        String allowed = value instanceof String text && !text.startsWith("#") ? allowed(name, ignoreCase) : null;
        if (allowed == null) {
            return options.configure(context, target, name, value, ignoreCase);
        }
        if (isWholeNumber(getOptionType(name, ignoreCase)) && !((String) value).matches("[+-]?[0-9]+")) {
            throw refused(name, value, allowed);
        }
        try {
            return options.configure(context, target, name, value, ignoreCase);
        } catch (RuntimeException e) {
            throw refused(name, value, allowed);
        }
    }

    private IllegalArgumentException refused(String name, Object value, String allowed) {
        return new IllegalArgumentException(
                prefix + name + ": " + ForeignText.quoted(value.toString()) + " is not " + allowed);
    }

    /** What a text for the option has to be; null where any text may do. */
    private String allowed(String name, boolean ignoreCase) {
        Class<?> type = getOptionType(name, ignoreCase);
        if (type == null) {
            return null;
        }
        if (type.isEnum() && type.getName().startsWith("io.github.sim7028.")) {
            return "known; allowed are "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> OptionNames.of((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == long.class && !name.toLowerCase(Locale.ROOT).equals(BYTES)) {
            return "a duration; write for example 500ms, 30s or 1m30s";
        }
        return type == long.class || isWholeNumber(type) ? "a whole number" : null;
    }

    private static boolean isWholeNumber(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    @Override
    public Class<?> getOptionType(String name, boolean ignoreCase) {
        return types.getOptionType(name, ignoreCase);
    }

    @Override
    public String[] getAutowiredNames() {
        return types.getAutowiredNames();
    }

    @Override
    public Object getCollectionValueType(Object target, String name, boolean ignoreCase) {
        return types.getCollectionValueType(target, name, ignoreCase);
    }

    @Override
    public Object getOptionValue(Object target, String name, boolean ignoreCase) {
        return types.getOptionValue(target, name, ignoreCase);
    }
}
