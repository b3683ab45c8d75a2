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
import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.config.OptionNames;
import io.github.sim7028.camel.management.ModemMonitor;
import io.github.sim7028.camel.metrics.ModemMetrics;
import io.github.sim7028.camel.metrics.ModemReadings;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.tls.SecureLinks;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.ReceiveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.apache.camel.health.HealthCheck;

/** The modems of a component by name, what endpoints need of them, and the profile each runs with while it is in use. */
public final class ModemDirectory {

    private final Component component;
    private final ModemProfiles profiles;
    private final Supplier<ModemRegistry> registry;
    private final Supplier<ModemRuntime> runtime;
    private final Runnable inUseNow;
    private final ModemMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Object, ReceiveMode>> needs = new HashMap<>();
    private final Map<String, InUse> inUse = new HashMap<>();
    /** The links with TLS of each modem, until its last handle has been released: a modem may be used again while sessions end. */
    private final Map<Modem, Secured> secured = new IdentityHashMap<>();

    private final SoleUse alone = new SoleUse();

    /**
     * @param runtime  the threads of modems
     * @param inUseNow is run when a modem is used that was not
     * @param metrics  shows the modems in use
     */
    public ModemDirectory(
            Component component,
            ModemProfiles profiles,
            Supplier<ModemRegistry> registry,
            Supplier<ModemRuntime> runtime,
            Runnable inUseNow,
            ModemMetrics metrics) {
        this.component = component;
        this.profiles = profiles;
        this.registry = registry;
        this.runtime = runtime;
        this.inUseNow = inUseNow;
        this.metrics = metrics;
    }

    /** Notes what an endpoint needs before anything starts, so that the order in which routes start does not matter. */
    public void declare(ModemNeeds needed) {
        declare(List.of(profiles.resolve(needed.modem())), needed);
    }

    /** The same for modems that are known by name, or a group. */
    public void declare(Collection<String> names, ModemNeeds needed) {
        if (needed.receiveMode() == null) {
            return;
        }
        lock.lock();
        try {
            names.forEach(name -> needs.computeIfAbsent(name, n -> new LinkedHashMap<>())
                    .put(needed.endpoint(), needed.receiveMode()));
        } finally {
            lock.unlock();
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
        return open(profiles.resolve(needed.modem()), new Use(needed, null), profiles, null);
    }

    /**
     * A handle of a modem of the group that an endpoint needs. Does not wait for the modem.
     *
     * @param member describes the modem
     * @param holder    for whom the handle is
     * @param exclusive whether nobody else may use the modem
     */
    public ModemHandle openMember(
            String name, ModemNeeds needed, ModemProfiles member, Object holder, boolean exclusive)
            throws Sim7028ConfigurationException {
        return open(name, new Use(needed, holder), member, exclusive ? holder : null);
    }

    private ModemHandle open(String name, Use use, ModemProfiles described, Object owner)
            throws Sim7028ConfigurationException {
        ModemNeeds needed = use.needs;
        Duration startupWait = described.startupWait(name);
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            requireNoBuffer(needed, name, described);
            boolean first = modem == null;
            if (first) {
                modem = new InUse(profile(name, needed, described), new ModemMonitor(component, label(name)), owner);
            }
            requireOwner(name, modem, owner);
            requireReceiveMode(needed, name, modem.profile);
            requireServer(needed, name, modem);
            if (first) {
                alone.begin(name, modem.profile.line());
            }
            ModemHandle handle = handle(name, use, modem, startupWait);
            inUse.put(name, modem);
            if (first) {
                shown(modem, handle);
            }
            return handle;
        } finally {
            lock.unlock();
            metrics.update();
        }
    }

    private ModemHandle handle(String name, Use use, InUse modem, Duration startupWait)
            throws Sim7028ConfigurationException {
        try {
            ModemLease lease = registry.get().lease(modem.profile);
            Modem instance = lease.modem();
            Secured links = secured.computeIfAbsent(
                    instance,
                    first -> new Secured(new SecureLinks(SecureLinks.Context.of(lease, modem.profile, runtime.get()))));
            ModemHandle handle = new ModemHandle(
                    modem.profile, startupWait, lease, links.links, ended -> returned(name, modem, ended));
            links.handles++;
            handle.released().thenRun(() -> released(instance, links));
            modem.handles.put(handle, use);
            modem.monitor.show(instance);
            return handle;
        } catch (Sim7028ConfigurationException | RuntimeException | Error e) {
            if (modem.handles.isEmpty()) {
                alone.end(modem.profile.line());
            }
            throw e;
        }
    }

    /** Shows a modem that was not in use; a failure leaves nothing behind. */
    private void shown(InUse modem, ModemHandle first) {
        try {
            modem.monitor.open();
            metrics.opened(modem.readings);
            inUseNow.run();
        } catch (RuntimeException | Error e) {
            first.release("the modem cannot be used");
            throw e;
        }
    }

    /**
     * Closes at once the lines of handles of one holder, unless somebody else uses the modem, too; the handles are still to be released.
     *
     * @param exclusive whether nobody else can use the modem; then this waits for no lock
     */
    public void abort(String name, Object holder, boolean exclusive, Collection<ModemHandle> handles, String reason) {
        if (exclusive) {
            handles.forEach(handle -> handle.abort(reason));
            return;
        }
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            // with the lock: who opens the modem now gets another one, which waits for the end of this
            handles.stream()
                    .filter(handle -> modem == null || !modem.isShared(handle, holder))
                    .forEach(handle -> handle.abort(reason));
        } finally {
            lock.unlock();
        }
    }

    private void returned(String name, InUse modem, ModemHandle handle) {
        lock.lock();
        try {
            if (modem.handles.remove(handle) != null && modem.handles.isEmpty()) {
                inUse.remove(name, modem);
                alone.end(modem.profile.line());
                modem.monitor.close();
                metrics.closed(modem.readings);
            }
        } finally {
            lock.unlock();
            metrics.update();
        }
    }

    private void released(Modem instance, Secured links) {
        lock.lock();
        try {
            if (--links.handles == 0) {
                secured.remove(instance, links);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The health checks of the modems that endpoints name; those of groups are counted by their groups. */
    public Stream<HealthCheck> healthChecks() {
        lock.lock();
        try {
            return inUse.values().stream()
                    .filter(InUse::isNamed)
                    .map(modem -> modem.monitor)
                    .sorted(Comparator.comparing(ModemMonitor::name))
                    .map(ModemMonitor::health)
                    .toList()
                    .stream();
        } finally {
            lock.unlock();
        }
    }

    /** The state of each modem in use, by name. */
    public List<ModemSnapshot> snapshots() {
        return monitors().stream()
                .map(ModemMonitor::snapshot)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The modems in use, by name. */
    public Map<String, Modem> modems() {
        Map<String, Modem> modems = new LinkedHashMap<>();
        for (ModemMonitor monitor : monitors()) {
            Modem modem = monitor.modem();
            if (modem != null) {
                modems.put(monitor.name(), modem);
            }
        }
        return modems;
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

    /** The name of a modem among the options of the component, where headers have the name that logs have, too. */
    public String nameOf(String header) {
        String prefix = label("");
        return header.startsWith(prefix) ? header.substring(prefix.length()) : header;
    }

    /** The name of a modem in logs, headers, JMX, health and meters. */
    public String label(String name) {
        return ComponentName.with(component, name);
    }

    private ModemProfile profile(String name, ModemNeeds user, ModemProfiles described)
            throws Sim7028ConfigurationException {
        ModemProfile profile = described.profile(name, label(name));
        ReceiveMode needed =
                declared(name, user.modem()).values().stream().findFirst().orElse(ReceiveMode.AUTO);
        return profile.transfer().receiveMode() == ReceiveMode.AUTO
                ? profile.with(profile.transfer().withReceiveMode(needed))
                : profile;
    }

    /** What endpoints of the modem need, and those of a group that has the modem. */
    private Map<Object, ReceiveMode> declared(String name, String group) {
        return needs.getOrDefault(name, needs.getOrDefault(group, Map.of()));
    }

    /** A guard protects a line for one owner. */
    private static void requireOwner(String name, InUse modem, Object owner) throws Sim7028ConfigurationException {
        if (modem.owner == owner) {
            return;
        }
        throw new Sim7028ConfigurationException(
                modem.owner == null
                        ? "endpoints use the modem '" + name
                                + "' by its name, and a group cannot protect it; use modem=<group>"
                                + " with the header " + HeaderNames.MODEM + "=" + name + ", not modem=" + name
                        : "a group protects the modem '" + name + "', and only endpoints of the group can use it; use"
                                + " modem=<group> with the header " + HeaderNames.MODEM + "=" + name + ", not modem="
                                + name);
    }

    /** In transparent mode the module keeps nothing that could be read when there is room. */
    private static void requireNoBuffer(ModemNeeds needing, String name, ModemProfiles described)
            throws Sim7028ConfigurationException {
        if (needing.receiveMode() == ReceiveMode.BUFFERED && described.accessMode(name) == AccessMode.TRANSPARENT) {
            throw new Sim7028ConfigurationException(
                    "endpoint " + needing.endpoint() + " needs receiveMode=buffered, but modem '"
                            + name
                            + "' has accessMode=transparent, where the module buffers no data (1.3); remove"
                            + " receiveMode or use accessMode=command");
        }
    }

    private void requireReceiveMode(ModemNeeds needing, String name, ModemProfile profile)
            throws Sim7028ConfigurationException {
        ReceiveMode needed = needing.receiveMode();
        ReceiveMode actual = profile.transfer().receiveMode();
        if (needed == null || needed == actual) {
            return;
        }
        String cause = declared(name, needing.modem()).entrySet().stream()
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
        for (Use use : modem.handles.values()) {
            ModemNeeds having = use.needs;
            if (having.server() != null && wanting.server().contradicts(having.server())) {
                throw new Sim7028ConfigurationException(
                        "endpoint " + wanting.endpoint() + " requires " + wanting.server()
                                + ", but on modem '" + name + "' endpoint " + having.endpoint() + " has "
                                + having.server()
                                + "; all endpoints of one serverIndex must have the same port, backlog, allowedClients"
                                + " and maxClients");
            }
        }
    }

    /** @param holder the ownership of a group; null where the endpoint names the modem */
    private record Use(ModemNeeds needs, Object holder) {}

    private static final class Secured {
        private final SecureLinks links;
        private int handles;

        Secured(SecureLinks links) {
            this.links = links;
        }
    }

    private static final class InUse {
        private final Object owner;
        private final ModemProfile profile;
        private final ModemMonitor monitor;
        private final ModemReadings readings;
        private final Map<ModemHandle, Use> handles = new HashMap<>();

        InUse(ModemProfile profile, ModemMonitor monitor, Object owner) {
            this.owner = owner;
            this.profile = profile;
            this.monitor = monitor;
            readings = new ModemReadings(monitor.name(), monitor::counters, monitor::snapshot);
        }

        boolean isNamed() {
            return handles.values().stream().anyMatch(use -> use.holder == null);
        }

        /** Whether somebody else uses the very modem of a handle. */
        boolean isShared(ModemHandle handle, Object holder) {
            return handles.entrySet().stream()
                    .anyMatch(other ->
                            other.getValue().holder != holder && other.getKey().sharesModem(handle));
        }
    }
}
