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

import io.github.sim7028.fleet.FleetComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.GroupCondition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/** Configures the component {@code sim7028-fleet} of the application's Camel context, where the application has the component. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional({
    ConditionalOnCamelContextAndAutoConfigurationBeans.class,
    FleetComponentAutoConfiguration.GroupConditions.class
})
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.sim7028-fleet"})
public class FleetComponentAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FleetComponent.class)
    @EnableConfigurationProperties({ComponentConfigurationProperties.class, FleetComponentProperties.class})
    static class WithFleet {

        /** Not lazy: what is mistyped is told also where no route uses the component yet. */
        @Bean
        @Lazy(false)
        @ConditionalOnMissingBean(FleetComponent.class)
        FleetPropertyNames sim7028FleetPropertyNames(ConfigurableEnvironment environment) {
            FleetPropertyNames names = new FleetPropertyNames();
            names.check(environment);
            return names;
        }

        /** @param checked the names of the properties, which are right */
        @Lazy
        @Bean("sim7028-fleet-component")
        @ConditionalOnMissingBean(FleetComponent.class)
        FleetComponentCustomizer configureFleetComponent(
                ConfigurableEnvironment environment,
                CamelContext camel,
                FleetComponentProperties properties,
                FleetPropertyNames checked) {
            return new FleetComponentCustomizer(environment, camel, properties);
        }

        @Bean
        FleetStart sim7028FleetStart(ObjectProvider<FleetComponentCustomizer> customizer) {
            return new FleetStart(customizer);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.github.sim7028.fleet.FleetComponent")
    static class WithoutFleet {

        @Bean
        @Lazy(false)
        MissingFleet sim7028MissingFleet(ConfigurableEnvironment environment) {
            MissingFleet missing = new MissingFleet();
            missing.check(environment);
            return missing;
        }
    }

    static class GroupConditions extends GroupCondition {
        GroupConditions() {
            super("camel.component", "camel.component.sim7028-fleet");
        }
    }
}
