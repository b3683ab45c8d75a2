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
package io.github.sim7028.console;

import io.github.sim7028.console.vertx.MainServers;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.ContextServicePlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each Camel context its console; Camel finds this class by its entry in {@code META-INF/services}. */
public final class ConsolePlugin implements ContextServicePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(ConsolePlugin.class);

    @Override
    public void load(CamelContext context) {
        try {
            context.addStartupListener(new Start());
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** When the context has started, its properties, modems and web servers are there. */
    private static final class Start implements StartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
            ConsoleSettings settings = ConsoleSettings.of(context);
            if (!settings.enabled() || ModemConsole.of(context) != null) {
                return;
            }
            ModemConsole console = new ModemConsole(context, settings);
            context.addService(console);
            if (hasMainServers()) {
                MainServers.serve(context, console);
            }
        }

        private static boolean hasMainServers() {
            try {
                Class.forName("org.apache.camel.component.platform.http.main.MainHttpServer");
                return true;
            } catch (ClassNotFoundException e) {
                LOG.debug("The console is not served by camel-platform-http-main, which is not on the class path");
                return false;
            }
        }
    }
}
