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

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.ResolverHelper;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the component where it is configured, and not only where a route names it: the component itself makes the routes of the option {@code link},
 * and the group of modems that routes name.
 */
final class FleetStart implements CamelContextConfiguration {

    private static final String COMPONENT = "sim7028-fleet";

    private final ObjectProvider<FleetComponentCustomizer> customizer;

    /** @param customizer of the component; none if the application has a component of its own */
    FleetStart(ObjectProvider<FleetComponentCustomizer> customizer) {
        this.customizer = customizer;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        FleetComponentCustomizer configured = customizer.getIfAvailable();
        boolean used = configured == null
                ? ResolverHelper.lookupComponentInRegistryWithFallback(camel, COMPONENT) != null
                : configured.hasOptions();
        if (used) {
            camel.getComponent(COMPONENT);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {}
}
