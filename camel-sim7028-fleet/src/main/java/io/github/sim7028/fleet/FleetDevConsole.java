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
package io.github.sim7028.fleet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** This node of the fleet; Kafka is not asked, so that the console never waits. */
@DevConsole(
        name = "sim7028-fleet",
        displayName = "SIM7028 Fleet",
        description = "This node of a fleet of SIM7028 modems")
public class FleetDevConsole extends AbstractDevConsole {

    public FleetDevConsole() {
        super("camel", "sim7028-fleet", "SIM7028 Fleet", "This node of a fleet of SIM7028 modems");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (FleetReport report : reports()) {
            text.append("Node ").append(report.status().node()).append('\n');
            report.troubles()
                    .forEach(trouble ->
                            text.append("    trouble: ").append(trouble).append('\n'));
            report.toMap().forEach((name, value) -> text.append("    ")
                    .append(name)
                    .append(": ")
                    .append(value)
                    .append('\n'));
        }
        return text.isEmpty() ? "This application is no node of a fleet\n" : text.toString();
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put(
                "nodes",
                reports().stream()
                        .map(report -> {
                            JsonObject node = new JsonObject(report.toMap());
                            node.put("troubles", report.troubles());
                            return node;
                        })
                        .toList());
        return root;
    }

    private List<FleetReport> reports() {
        return getCamelContext().getComponentNames().stream()
                .map(getCamelContext()::hasComponent)
                .filter(FleetComponent.class::isInstance)
                .map(component -> ((FleetComponent) component).report())
                .filter(Objects::nonNull)
                .toList();
    }
}
