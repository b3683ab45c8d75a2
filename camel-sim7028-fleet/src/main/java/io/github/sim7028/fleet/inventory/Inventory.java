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
package io.github.sim7028.fleet.inventory;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The modems of the fleet, by name. */
public final class Inventory {

    /**
     * One modem.
     *
     * @param configuration the options of the modem, null if the component {@code sim7028} has them
     * @param fingerprint   equal if the options are equal
     */
    public record Entry(Sim7028ModemConfiguration configuration, Object fingerprint) {

        /** Without the options, some of which are secret. */
        @Override
        public String toString() {
            return "Entry";
        }
    }

    private final Map<String, Entry> modems;

    public Inventory(Map<String, Entry> modems) {
        this.modems = Collections.unmodifiableMap(new LinkedHashMap<>(modems));
    }

    /** The modems that the component has among its own options. */
    public static Inventory ofComponent(Set<String> names) {
        Map<String, Entry> modems = new LinkedHashMap<>();
        names.forEach(name -> modems.put(name, new Entry(null, name)));
        return new Inventory(modems);
    }

    public boolean has(String modem) {
        return modems.containsKey(modem);
    }

    public Set<String> names() {
        return modems.keySet();
    }

    /** The options of a modem; null if the component has them, or if there is no such modem. */
    public Sim7028ModemConfiguration configuration(String modem) {
        Entry entry = modems.get(modem);
        return entry == null ? null : entry.configuration();
    }

    /** Whether another inventory has the same modems with the same options. */
    boolean same(Inventory other) {
        return names().equals(other.names()) && changedIn(other).isEmpty();
    }

    /** The modems whose options differ in another inventory that has them, too. */
    public Set<String> changedIn(Inventory other) {
        Set<String> changed = new HashSet<>();
        modems.forEach((name, entry) -> {
            Entry then = other.modems.get(name);
            if (then != null && !Objects.equals(entry.fingerprint(), then.fingerprint())) {
                changed.add(name);
            }
        });
        return changed;
    }
}
