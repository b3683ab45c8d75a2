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

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness of this node: whether it is a working member of the fleet. Modems that are down are not its matter: their group has a check. */
final class FleetHealthCheck extends AbstractHealthCheck {

    private final Supplier<FleetReport> reports;

    FleetHealthCheck(String id, Supplier<FleetReport> reports) {
        super("camel", id);
        this.reports = reports;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        FleetReport report = reports.get();
        report.toMap().forEach(builder::detail);
        if (report.troubles().isEmpty()) {
            builder.up();
        } else {
            builder.down()
                    .message("node '" + report.status().node() + "' of the fleet: "
                            + String.join("; ", report.troubles()));
        }
    }
}
