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

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/**
 * The health checks of a component's modems in use, in a repository of their own: of each single one that is registered, Camel
 * compares the name with those of all routes and modems.
 */
public final class ModemHealthRepository implements HealthCheckRepository {

    private final Component component;
    private final Supplier<Stream<HealthCheck>> checks;
    private volatile boolean enabled = true;

    /** @param checks those of the modems in use */
    public ModemHealthRepository(Component component, Supplier<Stream<HealthCheck>> checks) {
        this.component = component;
        this.checks = checks;
    }

    /** Registers the modems' checks, where health checks are enabled; to register again has no effect. */
    public void show() {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(component.getCamelContext());
        if (registry != null) {
            registry.register(this);
        }
    }

    public void hide() {
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(component.getCamelContext());
        if (registry != null) {
            registry.unregister(this);
        }
    }

    /** Of this component: there may be several. */
    @Override
    public String getId() {
        return "sim7028-modems-" + Integer.toHexString(System.identityHashCode(component));
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public Stream<HealthCheck> stream() {
        return enabled ? checks.get() : Stream.empty();
    }
}
