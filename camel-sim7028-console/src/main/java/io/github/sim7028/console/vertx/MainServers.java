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
package io.github.sim7028.console.vertx;

import io.github.sim7028.console.ModemConsole;
import io.vertx.ext.web.Router;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the console on the web server of Camel Main: on the one for management if there is one, otherwise on the main one. */
public final class MainServers {

    private static final Logger LOG = LoggerFactory.getLogger(MainServers.class);

    private MainServers() {}

    public static void serve(CamelContext context, ModemConsole console) {
        ManagementHttpServer management = context.hasService(ManagementHttpServer.class);
        MainHttpServer main = context.hasService(MainHttpServer.class);
        if (management != null && management.getRouter() != null) {
            serve(context, management.getRouter(), management.getPort(), console);
        } else if (main != null) {
            serve(context, main.getRouter(), main.getPort(), console);
        } else {
            LOG.info("The console of the modems is not served: set camel.server.enabled=true or"
                    + " camel.management.enabled=true");
        }
    }

    private static void serve(CamelContext context, Router router, int configuredPort, ModemConsole console) {
        String path = console.settings().path();
        new VertxConsole(() -> console).serve(router, path);
        LOG.info(
                "The console of the modems is at {} of the web server on port {}", path, port(context, configuredPort));
    }

    /** The port that the system has chosen where port 0 is configured. */
    private static int port(CamelContext context, int configured) {
        VertxPlatformHttpServer server = context.hasService(VertxPlatformHttpServer.class);
        return configured == 0 && server != null ? server.getPort() : configured;
    }
}
