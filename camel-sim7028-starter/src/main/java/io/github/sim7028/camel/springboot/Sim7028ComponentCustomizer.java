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

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.springframework.core.env.Environment;

/** Hands the properties to the component, in the way in which Camel Main does: with placeholders, beans and durations of Camel. */
final class Sim7028ComponentCustomizer implements ComponentCustomizer {

    private static final String PREFIX = "camel.component.sim7028.";
    private static final String COMPONENT = "sim7028-component";
    private static final String CONFIGURATION = "configuration";

    private final Environment environment;
    private final CamelContext camel;
    private final Sim7028ComponentProperties properties;

    Sim7028ComponentCustomizer(Environment environment, CamelContext camel, Sim7028ComponentProperties properties) {
        this.environment = environment;
        this.camel = camel;
        this.properties = properties;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof Sim7028Component
                && HierarchicalPropertiesEvaluator.evaluate(
                        environment, "camel.component.customizer", "camel.component.sim7028.customizer");
    }

    @Override
    public void configure(String name, Component target) {
        Sim7028Component component = (Sim7028Component) target;
        properties.getModems().forEach((modem, options) -> {
            Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
            bind(
                    PREFIX + "modems[" + modem + "].",
                    profile,
                    Sim7028ModemConfiguration.class.getName(),
                    options.options());
            component.getModems().put(modem, profile);
        });
        Map<String, Object> options = properties.options();
        // a profile that is a bean comes first: the other options change it
        Object bean = options.remove(CONFIGURATION);
        if (bean != null) {
            bind(PREFIX, component, COMPONENT, Map.of(CONFIGURATION, bean));
        }
        bind(PREFIX, component, COMPONENT, options);
    }

    private void bind(String prefix, Object target, String name, Map<String, Object> options) {
        PropertyConfigurer configurer =
                PluginHelper.getConfigurerResolver(camel).resolvePropertyConfigurer(name, camel);
        options.forEach((option, value) -> {
            try {
                PropertyBindingSupport.build()
                        .withCamelContext(camel)
                        .withTarget(target)
                        .withConfigurer(configurer)
                        .withProperty(option, value)
                        .withMandatory(true)
                        .bind();
            } catch (RuntimeException e) {
                throw failure(prefix + option, option, value, e);
            }
        });
    }

    /** The last cause says what is wrong: that of Camel may be an index, or the name of a class. */
    private static IllegalArgumentException failure(
            String property, String option, Object value, RuntimeException failure) {
        String reason;
        if (Sim7028ModemProperties.SECRETS.contains(option)) {
            reason = "the value cannot be used";
        } else if (Sim7028ModemProperties.DURATIONS.contains(option)) {
            reason = "'" + value + "' is not a duration; write for example 500ms, 30s or 1m30s";
        } else {
            Throwable last = failure;
            while (last.getCause() != null) {
                last = last.getCause();
            }
            reason = "'" + value + "' cannot be used: " + last.getMessage();
        }
        return new IllegalArgumentException(property + ": " + reason);
    }
}
