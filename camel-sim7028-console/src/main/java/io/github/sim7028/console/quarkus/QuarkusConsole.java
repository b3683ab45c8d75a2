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
package io.github.sim7028.console.quarkus;

import io.github.sim7028.console.ConsoleSettings;
import io.github.sim7028.console.ModemConsole;
import io.github.sim7028.console.vertx.VertxConsole;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.config.Config;

/** Serves the console where an application has {@code quarkus-vertx-http}, which each extension for HTTP brings. */
@ApplicationScoped
public class QuarkusConsole {

    private final Instance<CamelContext> camel;
    private final Config config;

    /** @param camel the context, which starts after the web server is made */
    public QuarkusConsole(Instance<CamelContext> camel, Config config) {
        this.camel = camel;
        this.config = config;
    }

    void serve(@Observes Router router) {
        ConsoleSettings settings = ConsoleSettings.of(
                name -> config.getOptionalValue(name, String.class).orElse(null));
        if (settings.enabled()) {
            new VertxConsole(() -> ModemConsole.of(camel.get())).serve(router, settings.path());
        }
    }
}
