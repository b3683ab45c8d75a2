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

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.fleet.FleetComponent;
import io.github.sim7028.fleet.FleetConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.core.env.Environment;

/** Hands the properties to the component of the fleet. */
final class FleetComponentCustomizer implements ComponentCustomizer {

    private static final String PREFIX = "camel.component.sim7028-fleet.";

    private final Environment environment;
    private final CamelContext camel;
    private final FleetComponentProperties properties;

    FleetComponentCustomizer(Environment environment, CamelContext camel, FleetComponentProperties properties) {
        this.environment = environment;
        this.camel = camel;
        this.properties = properties;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof FleetComponent && isEnabled();
    }

    private boolean isEnabled() {
        return HierarchicalPropertiesEvaluator.evaluate(
                environment, "camel.component.customizer", "camel.component.sim7028-fleet.customizer");
    }

    /** Whether there is anything to hand over. */
    boolean hasOptions() {
        boolean none = properties.options().isEmpty()
                && properties.getKafka().isEmpty()
                && properties.getModemDefaults().options().isEmpty();
        return !none && isEnabled();
    }

    @Override
    public void configure(String name, Component target) {
        FleetComponent component = (FleetComponent) target;
        new OptionBinder(
                        camel,
                        "sim7028-fleet-component",
                        FleetComponentProperties.DURATIONS,
                        FleetComponentProperties.SECRETS)
                .bind(PREFIX, component, properties.options());
        FleetConfiguration configuration = component.getConfiguration();
        configuration.setModemDefaults(with(configuration.getModemDefaults(), modemDefaults()));
        configuration.setKafka(with(configuration.getKafka(), kafka()));
    }

    private static Map<String, Object> with(Map<String, Object> options, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.putAll(more);
        return all;
    }

    /** A modem is tried with them: an error names the property here, and shows no secret. */
    private Map<String, Object> modemDefaults() {
        Map<String, Object> options = properties.getModemDefaults().options();
        new OptionBinder(
                        camel,
                        Sim7028ModemConfiguration.class.getName(),
                        Sim7028ModemProperties.DURATIONS,
                        Sim7028ModemProperties.SECRETS)
                .bind(PREFIX + "modemDefaults.", new Sim7028ModemConfiguration(), options);
        return options;
    }

    /** Any of them may be a secret. */
    private Map<String, Object> kafka() {
        Map<String, Object> resolved = new LinkedHashMap<>();
        properties.getKafka().forEach((property, value) -> {
            try {
                resolved.put(property, camel.resolvePropertyPlaceholders(value));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        PREFIX + "kafka[" + property + "]: the value has a placeholder that cannot be resolved");
            }
        });
        return resolved;
    }
}
