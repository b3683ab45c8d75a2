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
package io.github.sim7028.camel.metrics;

import io.github.sim7028.camel.config.ComponentName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Component;

/** Which registries have the meters of which modems. Not thread-safe. */
final class MeterBook {

    private final Component component;
    private final Set<MeterRegistry> bound = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<MeterRegistry, RegisteredMeters> registered = new IdentityHashMap<>();
    private ModemTotals modems = new ModemTotals();
    private boolean running;
    private boolean byModem;
    private boolean found;

    MeterBook(Component component) {
        this.component = component;
    }

    /** @param byModem whether each modem has meters of its own */
    void start(boolean byModem) {
        this.byModem = byModem;
        modems = new ModemTotals();
        running = true;
        bound.forEach(this::register);
    }

    void stop() {
        registered.values().forEach(RegisteredMeters::close);
        registered.clear();
        found = false;
        running = false;
    }

    void bind(Object registry) {
        MeterRegistry meters = (MeterRegistry) registry;
        if (bound.add(meters) && running) {
            register(meters);
        }
    }

    /** Takes the registries that Camel's registry has, if none was found before. */
    void find() {
        if (running && !found) {
            Collection<? extends MeterRegistry> there =
                    MeterRegistries.in(component.getCamelContext().getRegistry());
            found = !there.isEmpty();
            there.forEach(this::register);
        }
    }

    private void register(MeterRegistry registry) {
        if (!registered.containsKey(registry)) {
            RegisteredMeters meters = new RegisteredMeters(registry, tags(), modems, byModem);
            registered.put(registry, meters);
            meters.open();
        }
    }

    private Tags tags() {
        return Tags.of(
                Tag.of("camelContext", component.getCamelContext().getName()),
                Tag.of("component", ComponentName.of(component)));
    }

    void opened(ModemReadings modem) {
        modems.add(modem);
        registered.values().forEach(meters -> meters.add(modem));
    }

    void closed(ModemReadings modem) {
        registered.values().forEach(meters -> meters.remove(modem));
        modems.remove(modem);
    }
}
