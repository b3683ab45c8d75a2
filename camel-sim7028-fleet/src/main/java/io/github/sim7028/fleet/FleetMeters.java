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

import io.github.sim7028.camel.metrics.MeterRegistries;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/** The meters of this node. Loaded only where Micrometer is on the class path. Not thread-safe. */
final class FleetMeters {

    private final FleetComponent component;
    private final Tags tags;
    private final Map<MeterRegistry, List<Meter>> registered = new HashMap<>();

    FleetMeters(FleetComponent component, String name) {
        this.component = component;
        CamelContext context = component.getCamelContext();
        tags = Tags.of("camelContext", context.getName(), "component", name);
    }

    /** Registers the meters with the registries that Camel's registry has. */
    void open() {
        MeterRegistries.in(component.getCamelContext().getRegistry())
                .forEach(registry -> registered.computeIfAbsent(registry, this::register));
    }

    void close() {
        registered.forEach((registry, meters) -> meters.forEach(registry::remove));
        registered.clear();
    }

    private List<Meter> register(MeterRegistry registry) {
        List<Meter> meters = new ArrayList<>();
        for (String outcome : List.of("confirmed", "notSent", "unknown")) {
            meters.add(counter("sim7028.fleet.commands", "Commands whose outcome was reported", report -> ((Number)
                                    report.toMap().get(outcome))
                            .doubleValue())
                    .tag("outcome", outcome)
                    .register(registry));
        }
        meters.add(counter("sim7028.fleet.ownerships", "Modems gained and lost", FleetReport::gained)
                .tag("event", "gained")
                .register(registry));
        meters.add(counter("sim7028.fleet.ownerships", "Modems gained and lost", FleetReport::handedOver)
                .tag("event", "lost")
                .register(registry));
        meters.add(counter("sim7028.fleet.ownerships", "Modems gained and lost", FleetReport::fenced)
                .tag("event", "fenced")
                .register(registry));
        meters.add(counter("sim7028.fleet.events.dropped", "Events missing in Kafka", FleetReport::droppedEvents)
                .register(registry));
        meters.add(gauge(
                        "sim7028.fleet.healthy",
                        "Whether nothing is wrong with this node: 1 or 0",
                        report -> report.troubles().isEmpty() ? 1 : 0)
                .register(registry));
        meters.add(gauge("sim7028.fleet.partitions", "Partitions that this node owns", report -> report.status()
                        .partitions())
                .register(registry));
        meters.add(gauge(
                        "sim7028.fleet.partitions.failed",
                        "Partitions that this node cannot serve",
                        report -> report.status().failed().size())
                .register(registry));
        meters.add(gauge("sim7028.fleet.modems", "Modems that this node owns", report -> report.status()
                        .modems())
                .register(registry));
        meters.add(gauge("sim7028.fleet.commands.unfinished", "Commands read and not done", report -> report.status()
                        .unfinished())
                .register(registry));
        meters.add(gauge("sim7028.fleet.commands.underway", "Commands that modems have", report -> report.status()
                        .underWay())
                .register(registry));
        meters.add(gauge(
                        "sim7028.fleet.telemetry.waiting",
                        "Messages that Kafka has not acknowledged",
                        FleetReport::telemetryWaiting)
                .register(registry));
        meters.add(TimeGauge.builder(
                        "sim7028.fleet.lease", component, TimeUnit.MILLISECONDS, from(report -> report.status()
                                .lease()
                                .toMillis()))
                .description("Time for which this node may talk to its modems without hearing from Kafka")
                .tags(tags)
                .register(registry));
        meters.add(FunctionTimer.builder(
                        "sim7028.fleet.commits",
                        component,
                        node -> (long) from(report -> report.status().commits()).applyAsDouble(node),
                        from(report -> report.status().commitTime().toNanos()),
                        TimeUnit.NANOSECONDS)
                .description("Commits of claims, and the time that they took")
                .tags(tags)
                .register(registry));
        return meters;
    }

    private FunctionCounter.Builder<FleetComponent> counter(
            String name, String description, ToDoubleFunction<FleetReport> value) {
        return FunctionCounter.builder(name, component, from(value))
                .description(description)
                .tags(tags);
    }

    private Gauge.Builder<FleetComponent> gauge(String name, String description, ToDoubleFunction<FleetReport> value) {
        return Gauge.builder(name, component, from(value))
                .description(description)
                .tags(tags);
    }

    /** 0 before the node has joined. */
    private static ToDoubleFunction<FleetComponent> from(ToDoubleFunction<FleetReport> value) {
        return node -> {
            FleetReport report = node.report();
            return report == null ? 0 : value.applyAsDouble(report);
        };
    }
}
