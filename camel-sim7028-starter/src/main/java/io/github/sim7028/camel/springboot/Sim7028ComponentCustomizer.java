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
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.core.env.Environment;

/** Hands the properties to the component. */
final class Sim7028ComponentCustomizer implements ComponentCustomizer {

    private static final String PREFIX = "camel.component.sim7028.";

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
        OptionBinder modems = binder(Sim7028ModemConfiguration.class.getName());
        properties.getModems().forEach((modem, options) -> {
            Sim7028ModemConfiguration profile = new Sim7028ModemConfiguration();
            modems.bind(PREFIX + "modems[" + modem + "].", profile, options.options());
            component.getModems().put(modem, profile);
        });
        binder("sim7028-component").bind(PREFIX, component, properties.options());
    }

    private OptionBinder binder(String configurer) {
        return new OptionBinder(camel, configurer, Sim7028ModemProperties.DURATIONS, Sim7028ModemProperties.SECRETS);
    }
}
