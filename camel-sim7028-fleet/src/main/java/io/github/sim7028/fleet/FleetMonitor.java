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

import io.github.sim7028.camel.config.ComponentName;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows this node to operators: health check and meters, from the first consumer on until the component stops. */
final class FleetMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(FleetMonitor.class);
    private static final String MICROMETER = "io.micrometer.core.instrument.binder.MeterBinder";

    private final FleetComponent component;
    private FleetHealthCheck health;
    /** A {@link FleetMeters}, which can be loaded only with Micrometer. */
    private Object meters;

    FleetMonitor(FleetComponent component) {
        this.component = component;
    }

    synchronized void open() {
        if (health != null) {
            return;
        }
        String name = ComponentName.of(component);
        health = new FleetHealthCheck(name, component::report);
        health.setCamelContext(component.getCamelContext());
        HealthCheckRegistry registry = registry();
        if (registry != null) {
            registry.register(health);
        }
        safely(() -> meters = onClassPath() ? new FleetMeters(component, name) : null);
        find();
    }

    /** Looks for registries of meters in Camel's registry. */
    synchronized void find() {
        if (meters != null) {
            safely(() -> ((FleetMeters) meters).open());
        }
    }

    synchronized void close() {
        HealthCheckRegistry registry = registry();
        if (health != null && registry != null) {
            registry.unregister(health);
        }
        health = null;
        if (meters != null) {
            safely(() -> ((FleetMeters) meters).close());
        }
        meters = null;
    }

    private HealthCheckRegistry registry() {
        return HealthCheckHelper.getHealthCheckRegistry(component.getCamelContext());
    }

    /** A registry is foreign code: what it throws stops no node. */
    private static void safely(Runnable use) {
        try {
            use.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Meters of the fleet are missing, because the registry of meters failed: {}", e.toString());
            LOG.debug("The failure of the registry", e);
        }
    }

    private static boolean onClassPath() {
        try {
            Class.forName(MICROMETER, false, FleetMonitor.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
