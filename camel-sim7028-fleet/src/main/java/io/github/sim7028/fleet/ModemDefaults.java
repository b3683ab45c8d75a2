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
package io.github.sim7028.fleet;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.camel.config.OptionConfigurer;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;

/** The options that the modems of a fleet have in common, as they are written in the option {@code modemDefaults}. */
final class ModemDefaults {

    private static final String OPTION = "modemDefaults.";

    private final CamelContext context;
    private final Map<String, Object> written;

    ModemDefaults(CamelContext context, Map<String, Object> written) {
        this.context = context;
        this.written = written;
    }

    /** @throws IllegalArgumentException if one of them is no option of a modem, or its value is not allowed */
    Sim7028ModemConfiguration options() {
        PropertyConfigurer configurer = OptionConfigurer.of(
                PluginHelper.getConfigurerResolver(context)
                        .resolvePropertyConfigurer(Sim7028ModemConfiguration.class.getName(), context),
                OPTION);
        Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
        written.forEach((name, value) -> {
            boolean known = PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(options)
                    .withConfigurer(configurer)
                    .withProperty(StringHelper.dashToCamelCase(name), value)
                    .bind();
            if (!known) {
                throw new IllegalArgumentException(OPTION + name + " is no option of a modem");
            }
        });
        try {
            options.check();
        } catch (IllegalArgumentException e) {
            // the last cause is what people read
            throw new IllegalArgumentException(OPTION + e.getMessage());
        }
        return options;
    }
}
