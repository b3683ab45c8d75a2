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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Starts Spring Boot as an application does, with an application.yml and environment variables of the test's. */
final class BootApplication {

    private final Path yaml;
    private final Map<String, Object> variables = new HashMap<>();
    private WebApplicationType web = WebApplicationType.NONE;

    private BootApplication(Path yaml) {
        this.yaml = yaml;
    }

    /** @param directory where to write the file */
    static BootApplication of(Path directory, String yaml) throws IOException {
        return new BootApplication(Files.writeString(directory.resolve("application.yml"), yaml));
    }

    BootApplication variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** With a web server, at a port that the system chooses. */
    BootApplication web() {
        web = WebApplicationType.SERVLET;
        return this;
    }

    /** @param beans the application's beans and routes */
    ConfigurableApplicationContext start(Class<?>... beans) {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        return new SpringApplicationBuilder(Nothing.class)
                .sources(beans)
                .environment(environment)
                .web(web)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run("--spring.config.location=" + yaml.toUri(), "--server.port=0");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nothing {}
}
