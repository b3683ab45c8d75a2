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
package io.github.sim7028.camel.kamelet;

import io.github.sim7028.camel.Sim7028Component;
import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.json.Jsoner;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets of this module, and what their tests have in common. */
final class Kamelets {

    static final List<String> NAMES = List.of("sim7028-sink", "sim7028-source", "sim7028-request");

    private Kamelets() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> load(String name) {
        try (InputStream yaml = Kamelets.class.getResourceAsStream("/kamelets/" + name + ".kamelet.yaml")) {
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** What stands at a path of keys. */
    @SuppressWarnings("unchecked")
    static <T> T at(Map<String, Object> kamelet, String... path) {
        Object value = kamelet;
        for (String key : path) {
            value = ((Map<String, Object>) value).get(key);
        }
        return (T) value;
    }

    /** The properties of a Kamelet with what describes them. */
    static Map<String, Map<String, Object>> properties(Map<String, Object> kamelet) {
        return at(kamelet, "spec", "definition", "properties");
    }

    /** A context with the modem {@code default} and the modem {@code roof}, both simulated. */
    static DefaultCamelContext context() {
        DefaultCamelContext context = new DefaultCamelContext();
        Sim7028Component component = context.getComponent("sim7028", Sim7028Component.class);
        component.getConfiguration().setDevice("simulator://kamelets");
        Sim7028ModemConfiguration roof = new Sim7028ModemConfiguration();
        roof.setDevice("simulator://kamelets-roof");
        component.getModems().put("roof", roof);
        return context;
    }

    /** Adds a route that is written as users write it. */
    static void addRoute(CamelContext context, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("route.yaml", yaml));
    }

    /** A route with a Kamelet: a source sends to {@code mock:received}, any other receives from {@code direct:up}. */
    static void addRoute(CamelContext context, String name, Map<String, ?> properties) throws Exception {
        String kamelet = "{uri: 'kamelet:" + name + "', parameters: " + Jsoner.serialize(properties) + "}";
        addRoute(
                context,
                name.equals("sim7028-source")
                        ? "- from: " + kamelet.replaceFirst("}$", ", steps: [{to: 'mock:received'}]}")
                        : "- from: {uri: 'direct:up', steps: [{to: " + kamelet + "}]}");
    }
}
