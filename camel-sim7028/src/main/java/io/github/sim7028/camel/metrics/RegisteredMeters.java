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

import io.github.sim7028.camel.metrics.ModemMeters.Registered;
import io.github.sim7028.camel.metrics.ModemMeters.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The meters of a component's modems in one registry, each with the modem for which it was registered. Not thread-safe. */
final class RegisteredMeters {

    private final MeterRegistry registry;
    private final Tags tags;
    private final ModemTotals modems;
    private final boolean byModem;
    private final List<Registered> ofAll = new ArrayList<>();
    private final Map<ModemReadings, List<Registered>> ofModems = new IdentityHashMap<>();

    /** @param tags those of the component */
    RegisteredMeters(MeterRegistry registry, Tags tags, ModemTotals modems, boolean byModem) {
        this.registry = registry;
        this.tags = tags;
        this.modems = modems;
        this.byModem = byModem;
    }

    /** Registers what there is. */
    void open() {
        ModemMeters.ofComponent(modems, new Target(registry, tags, ofAll));
        if (byModem) {
            modems.modems().forEach(this::add);
        } else {
            ModemMeters.ofTotals(modems, new Target(registry, tags, ofAll));
        }
    }

    void add(ModemReadings modem) {
        if (byModem) {
            List<Registered> meters = new ArrayList<>();
            ofModems.put(modem, meters);
            ModemMeters.ofModem(modem, new Target(registry, tags.and("modem", modem.modem()), meters));
        }
    }

    void remove(ModemReadings modem) {
        List<Registered> meters = ofModems.remove(modem);
        if (meters != null) {
            remove(meters);
        }
    }

    private void remove(List<Registered> meters) {
        meters.forEach(registered -> registry.remove(registered.meter()));
    }

    void close() {
        ofModems.values().forEach(this::remove);
        ofModems.clear();
        remove(ofAll);
        ofAll.clear();
    }
}
