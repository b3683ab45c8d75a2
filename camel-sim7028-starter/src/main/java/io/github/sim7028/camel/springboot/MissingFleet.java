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

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/** Says that the jar of the fleet is missing: without it, nothing would read the properties, and nothing would say so. */
final class MissingFleet {

    private static final String PREFIX = "camel.component.sim7028-fleet";

    /** @throws UnknownPropertyException if the application has properties of the fleet */
    void check(Environment environment) {
        ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
        WrittenProperty.below(prefix, environment).stream()
                .filter(property -> PropertyNames.OF_THE_STARTER.stream()
                        .noneMatch(name -> property.name().equals(prefix.append(name))))
                .findFirst()
                .ifPresent(property -> {
                    throw new UnknownPropertyException(
                            property + " requires the dependency io.github.sim7028:camel-sim7028-fleet");
                });
    }
}
