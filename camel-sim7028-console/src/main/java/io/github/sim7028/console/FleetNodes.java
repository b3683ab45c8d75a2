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

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.support.PluginHelper;

/** What the developer console of the fleet tells of this node, where the application is a node of a fleet. Kafka is not asked. */
final class FleetNodes {

    private final DevConsole fleet;

    FleetNodes(CamelContext context) {
        fleet = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("sim7028-fleet");
    }

    /** Each node of this application: names and values, and {@code troubles}; empty if the application is no node. */
    List<?> nodes() {
        return fleet != null
                        && fleet.call(DevConsole.MediaType.JSON) instanceof Map<?, ?> answer
                        && answer.get("nodes") instanceof List<?> nodes
                ? nodes
                : List.of();
    }
}
