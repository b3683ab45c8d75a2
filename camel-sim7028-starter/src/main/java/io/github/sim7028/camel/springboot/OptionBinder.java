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

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;

/** Hands options to an object in the way in which Camel Main does: with placeholders, beans and durations of Camel. */
final class OptionBinder {

    private static final String CONFIGURATION = "configuration";

    private final CamelContext camel;
    private final String configurer;
    private final List<String> durations;
    private final List<String> secrets;

    /** @param configurer the name of Camel's configurer of the object */
    OptionBinder(CamelContext camel, String configurer, List<String> durations, List<String> secrets) {
        this.camel = camel;
        this.configurer = configurer;
        this.durations = durations;
        this.secrets = secrets;
    }

    /**
     * @param prefix of the options in messages
     * @throws IllegalArgumentException that names the option which cannot be used
     */
    void bind(String prefix, Object target, Map<String, Object> options) {
        PropertyConfigurer resolved =
                PluginHelper.getConfigurerResolver(camel).resolvePropertyConfigurer(configurer, camel);
        // a bean that has the options comes first: the other options change it
        Object bean = options.get(CONFIGURATION);
        if (bean != null) {
            bind(prefix, target, resolved, CONFIGURATION, bean);
        }
        options.forEach((option, value) -> {
            if (!option.equals(CONFIGURATION)) {
                bind(prefix, target, resolved, option, value);
            }
        });
    }

    private void bind(String prefix, Object target, PropertyConfigurer resolved, String option, Object value) {
        try {
            PropertyBindingSupport.build()
                    .withCamelContext(camel)
                    .withTarget(target)
                    .withConfigurer(resolved)
                    .withProperty(option, value)
                    .withMandatory(true)
                    .bind();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(prefix + option + ": " + reason(option, value, e));
        }
    }

    /** The last cause says what is wrong: that of Camel may be an index, or the name of a class. */
    private String reason(String option, Object value, RuntimeException failure) {
        if (secrets.contains(option)) {
            return "the value cannot be used";
        }
        if (durations.contains(option)) {
            return "'" + value + "' is not a duration; write for example 500ms, 30s or 1m30s";
        }
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return "'" + value + "' cannot be used: " + last.getMessage();
    }
}
