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
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.GroupCondition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/** Configures the component {@code sim7028} of the application's Camel context, as the starters of Camel do with other components. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional({
    ConditionalOnCamelContextAndAutoConfigurationBeans.class,
    Sim7028ComponentAutoConfiguration.GroupConditions.class
})
@ConditionalOnHierarchicalProperties({"camel.component", "camel.component.sim7028"})
@EnableConfigurationProperties({ComponentConfigurationProperties.class, Sim7028ComponentProperties.class})
public class Sim7028ComponentAutoConfiguration {

    /** Not lazy: what is mistyped is told also where no route uses the component yet. */
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean(Sim7028Component.class)
    Sim7028PropertyNames sim7028PropertyNames(ConfigurableEnvironment environment) {
        Sim7028PropertyNames names = new Sim7028PropertyNames();
        names.check(environment);
        return names;
    }

    /** @param checked the names of the properties, which are right */
    @Lazy
    @Bean("sim7028-component")
    @ConditionalOnMissingBean(Sim7028Component.class)
    ComponentCustomizer configureSim7028Component(
            ConfigurableEnvironment environment,
            CamelContext camel,
            Sim7028ComponentProperties properties,
            Sim7028PropertyNames checked) {
        return new Sim7028ComponentCustomizer(environment, camel, properties);
    }

    static class GroupConditions extends GroupCondition {
        GroupConditions() {
            super("camel.component", "camel.component.sim7028");
        }
    }
}
