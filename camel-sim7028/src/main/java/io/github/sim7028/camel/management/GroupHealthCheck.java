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
package io.github.sim7028.camel.management;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.DefaultConsumer;

/** Readiness of a group of modems, or of a producer or consumer of a group: down when too many modems are, or all. */
public final class GroupHealthCheck extends AbstractHealthCheck {

    private final Supplier<GroupReport> reports;
    private final Supplier<DownLimit> limit;
    private final Endpoint endpoint;

    private GroupHealthCheck(String id, Supplier<GroupReport> reports, Supplier<DownLimit> limit, Endpoint endpoint) {
        super("camel", id);
        this.reports = reports;
        this.limit = limit;
        this.endpoint = endpoint;
    }

    /** The check of a group. */
    public static GroupHealthCheck ofGroup(String name, Supplier<GroupReport> reports, Supplier<DownLimit> limit) {
        return new GroupHealthCheck(id(name), reports, limit, null);
    }

    static String id(String group) {
        return "sim7028-group-" + group;
    }

    /** Gives a consumer a check that Camel finds, where health checks of consumers are wanted at all. */
    public static void show(
            DefaultConsumer consumer, boolean enabled, Supplier<GroupReport> reports, Supplier<DownLimit> limit) {
        HealthCheckRepository consumers = HealthCheckHelper.getHealthCheckRepository(
                consumer.getEndpoint().getCamelContext(), "consumers", HealthCheckRepository.class);
        if (consumers != null) {
            GroupHealthCheck check = new GroupHealthCheck(
                    "consumer:sim7028-" + consumer.getRouteId(), reports, limit, consumer.getEndpoint());
            check.setEnabled(enabled);
            consumer.setHealthCheck(check);
        }
    }

    /**
     * A check among those of the producers, where there are any.
     *
     * @param name the end of its id
     * @return removes the check
     */
    public static Runnable show(
            Endpoint endpoint, String name, boolean enabled, Supplier<GroupReport> reports, Supplier<DownLimit> limit) {
        WritableHealthCheckRepository producers = ProducerHealthCheck.repository(endpoint);
        if (producers == null) {
            return () -> {};
        }
        GroupHealthCheck check = new GroupHealthCheck("producer:sim7028-" + name, reports, limit, endpoint);
        check.setEnabled(enabled);
        producers.addHealthCheck(check);
        return () -> producers.removeHealthCheck(check);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        GroupReport report = reports.get();
        DownLimit allowed = limit.get();
        if (endpoint != null) {
            builder.detail("endpoint", endpoint.toString());
        }
        builder.detail("group", report.group());
        builder.detail("total", report.total());
        builder.detail("up", report.up());
        builder.detail("down", report.down());
        List<String> down = report.firstDown();
        for (int i = 0; i < down.size(); i++) {
            builder.detail("down." + (i + 1), down.get(i));
        }
        if (allowed.isExceeded(report.down(), report.total())) {
            String most = allowed.toString();
            builder.down()
                    .message("group '" + report.group() + "': " + report.describe()
                            + (most.isEmpty() ? "" : " (groupMaxDown=" + most + ")"));
        } else {
            builder.up();
        }
    }
}
