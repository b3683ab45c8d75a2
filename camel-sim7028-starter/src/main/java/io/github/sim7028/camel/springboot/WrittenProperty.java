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
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * A property that the application has. Never its value.
 *
 * @param variable whether it is a variable of the environment
 */
record WrittenProperty(ConfigurationPropertyName name, boolean variable, String place) {

    /** All properties below a prefix. */
    static List<WrittenProperty> below(ConfigurationPropertyName prefix, Environment environment) {
        List<WrittenProperty> written = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties) {
                boolean variable = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
                properties.stream()
                        .filter(prefix::isAncestorOf)
                        .sorted()
                        .forEach(name -> written.add(new WrittenProperty(name, variable, place(properties, name))));
            }
        }
        return written;
    }

    private static String place(IterableConfigurationPropertySource properties, ConfigurationPropertyName name) {
        ConfigurationProperty property = properties.getConfigurationProperty(name);
        Object origin = property == null ? null : property.getOrigin();
        return origin == null ? "" : " (" + Objects.toString(origin) + ")";
    }

    /** The name and where it is written, as in {@code application.yml}, line 5. */
    @Override
    public String toString() {
        return name + place;
    }
}
