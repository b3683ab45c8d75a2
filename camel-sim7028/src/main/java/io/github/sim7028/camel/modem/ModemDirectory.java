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
package io.github.sim7028.camel.modem;

import io.github.sim7028.camel.config.ComponentName;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.management.ModemMonitor;
import io.github.sim7028.camel.metrics.ModemMetrics;
import io.github.sim7028.camel.metrics.ModemReadings;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.camel.Component;

/** The modems of a component by name, what endpoints need of them, and the profile each runs with while it is in use. */
public final class ModemDirectory {

    private final Component component;
    private final ModemProfiles profiles;
    private final Supplier<ModemRegistry> registry;
    private final Runnable inUseNow;
    private final ModemMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Object, ReceiveMode>> needs = new HashMap<>();
    private final Map<String, InUse> inUse = new HashMap<>();

    /**
     * @param inUseNow is run when a modem is used that was not
     * @param metrics  shows the modems in use
     */
    public ModemDirectory(
            Component component,
            ModemProfiles profiles,
            Supplier<ModemRegistry> registry,
            Runnable inUseNow,
            ModemMetrics metrics) {
        this.component = component;
        this.profiles = profiles;
        this.registry = registry;
        this.inUseNow = inUseNow;
        this.metrics = metrics;
    }

    /** Notes what an endpoint needs before anything starts, so that the order in which routes start does not matter. */
    public void declare(ModemNeeds needed) {
        String name = profiles.resolve(needed.modem());
        if (needed.receiveMode() != null) {
            lock.lock();
            try {
                needs.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(needed.endpoint(), needed.receiveMode());
            } finally {
                lock.unlock();
            }
        }
    }

    public void withdraw(Object endpoint) {
        lock.lock();
        try {
            needs.values().forEach(declared -> declared.remove(endpoint));
            needs.values().removeIf(Map::isEmpty);
        } finally {
            lock.unlock();
        }
    }

    /** A handle of the modem that an endpoint needs. Does not wait for the modem. */
    public ModemHandle open(ModemNeeds needed) throws Sim7028ConfigurationException {
        String name = profiles.resolve(needed.modem());
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            requireNoBuffer(needed, name);
            boolean first = modem == null;
            if (first) {
                modem = new InUse(profile(name), new ModemMonitor(component, label(name)));
            }
            requireReceiveMode(needed, name, modem.profile);
            requireServer(needed, name, modem);
            ModemLease lease = registry.get().lease(modem.profile);
            ModemHandle handle = new ModemHandle(modem.profile, profiles.startupWait(name), lease, this::returned);
            modem.handles.put(handle, needed);
            inUse.put(name, modem);
            modem.monitor.show(lease.modem());
            if (first) {
                modem.monitor.open();
                metrics.opened(modem.readings);
                inUseNow.run();
            }
            return handle;
        } finally {
            lock.unlock();
            metrics.update();
        }
    }

    private void returned(ModemHandle handle) {
        lock.lock();
        try {
            for (InUse modem : List.copyOf(inUse.values())) {
                if (modem.handles.remove(handle) != null && modem.handles.isEmpty()) {
                    inUse.values().remove(modem);
                    modem.monitor.close();
                    metrics.closed(modem.readings);
                }
            }
        } finally {
            lock.unlock();
            metrics.update();
        }
    }

    /** The state of each modem in use, by name. */
    public List<ModemSnapshot> snapshots() {
        return monitors().stream()
                .map(ModemMonitor::snapshot)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The monitors of the modems in use, by name. */
    public List<ModemMonitor> monitors() {
        lock.lock();
        try {
            return inUse.values().stream()
                    .map(modem -> modem.monitor)
                    .sorted(Comparator.comparing(ModemMonitor::name))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The monitor of a modem, by its name as endpoints give it.
     *
     * @throws IllegalArgumentException when no modem of this name is in use
     */
    public ModemMonitor monitor(String modem) {
        return monitors().stream()
                .filter(monitor ->
                        monitor.name().equals(modem) || monitor.name().equals(label(modem)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("modem: '" + modem + "' is not in use; in use are "
                        + monitors().stream().map(ModemMonitor::name).toList()));
    }

    /** The state of the modem that an option {@code modem} names; null while the modem is not in use. */
    public ModemSnapshot snapshot(String option) {
        String name = profiles.resolve(option);
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            return modem == null ? null : modem.monitor.snapshot();
        } finally {
            lock.unlock();
        }
    }

    /** Releases all handles: a component may be stopped before its users, such as a template. */
    public void close(Duration limit) {
        List<ModemHandle> open = new ArrayList<>();
        lock.lock();
        try {
            inUse.values().forEach(modem -> open.addAll(modem.handles.keySet()));
        } finally {
            lock.unlock();
        }
        ModemHandle.releaseAll(open, limit);
    }

    /** The name of a modem in logs, headers, JMX, health and meters. */
    private String label(String name) {
        return ComponentName.with(component, name);
    }

    private ModemProfile profile(String name) throws Sim7028ConfigurationException {
        ModemProfile profile = profiles.profile(name, label(name));
        ReceiveMode needed =
                needs.getOrDefault(name, Map.of()).values().stream().findFirst().orElse(ReceiveMode.AUTO);
        return profile.transfer().receiveMode() == ReceiveMode.AUTO
                ? profile.with(profile.transfer().withReceiveMode(needed))
                : profile;
    }

    /** In transparent mode the module keeps nothing that could be read when there is room. */
    private void requireNoBuffer(ModemNeeds needing, String name) throws Sim7028ConfigurationException {
        if (needing.receiveMode() == ReceiveMode.BUFFERED && profiles.accessMode(name) == AccessMode.TRANSPARENT) {
            throw new Sim7028ConfigurationException(
                    "endpoint " + needing.endpoint() + " needs receiveMode=buffered, but modem '"
                            + name
                            + "' has accessMode=transparent, where the module buffers no data (1.3); remove receiveMode or"
                            + " use accessMode=command");
        }
    }

    private void requireReceiveMode(ModemNeeds needing, String name, ModemProfile profile)
            throws Sim7028ConfigurationException {
        ReceiveMode needed = needing.receiveMode();
        ReceiveMode actual = profile.transfer().receiveMode();
        if (needed == null || needed == actual) {
            return;
        }
        String cause = needs.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() == actual)
                .findFirst()
                .map(entry -> "which endpoint " + entry.getKey() + " needs")
                .orElse("which is or was the setting of the modem at its start");
        throw new Sim7028ConfigurationException(
                "endpoint " + needing.endpoint() + " needs receiveMode=" + OptionNames.of(needed)
                        + ", but modem '" + name + "' has receiveMode=" + OptionNames.of(actual) + ", " + cause
                        + "; one receive mode holds for all links of a module");
    }

    /** One server index serves one port, with one set of options. */
    private static void requireServer(ModemNeeds wanting, String name, InUse modem)
            throws Sim7028ConfigurationException {
        if (wanting.server() == null) {
            return;
        }
        for (ModemNeeds having : modem.handles.values()) {
            if (having.server() != null && wanting.server().contradicts(having.server())) {
                throw new Sim7028ConfigurationException(
                        "endpoint " + wanting.endpoint() + " requires " + wanting.server()
                                + ", but on modem '" + name + "' endpoint " + having.endpoint() + " has "
                                + having.server()
                                + "; all endpoints of one serverIndex must have the same port, backlog, allowedClients and maxClients");
            }
        }
    }

    private static final class InUse {
        private final ModemProfile profile;
        private final ModemMonitor monitor;
        private final ModemReadings readings;
        private final Map<ModemHandle, ModemNeeds> handles = new HashMap<>();

        InUse(ModemProfile profile, ModemMonitor monitor) {
            this.profile = profile;
            this.monitor = monitor;
            readings = new ModemReadings(monitor.name(), monitor::counters, monitor::snapshot);
        }
    }
}
