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
package io.github.sim7028.console.servlet;

import io.github.sim7028.console.ConsoleSettings;
import io.github.sim7028.console.ModemConsole;
import jakarta.servlet.http.HttpServlet;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Serves the console on the web server of a Spring Boot application. */
@AutoConfiguration
@ConditionalOnClass({CamelContext.class, HttpServlet.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "sim7028.console.enabled", matchIfMissing = true)
public class ConsoleAutoConfiguration {

    @Bean
    ServletRegistrationBean<ConsoleServlet> sim7028Console(
            Environment environment, ObjectProvider<CamelContext> context) {
        String path = ConsoleSettings.of(environment::getProperty).path();
        ConsoleServlet servlet = new ConsoleServlet(() -> {
            CamelContext camel = context.getIfAvailable();
            return camel == null ? null : ModemConsole.of(camel);
        });
        ServletRegistrationBean<ConsoleServlet> registration =
                new ServletRegistrationBean<>(servlet, path, path + "/*");
        registration.setName("sim7028Console");
        return registration;
    }
}
