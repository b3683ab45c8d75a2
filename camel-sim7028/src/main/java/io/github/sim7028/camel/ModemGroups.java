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
package io.github.sim7028.camel;

import io.github.sim7028.camel.group.GroupMembers;
import io.github.sim7028.camel.group.GroupModems;
import io.github.sim7028.camel.group.Post;
import io.github.sim7028.camel.group.PostMaker;
import io.github.sim7028.camel.management.DownLimit;
import io.github.sim7028.camel.management.GroupMonitor;
import io.github.sim7028.camel.management.GroupReport;
import io.github.sim7028.camel.modem.ModemDirectory;
import io.github.sim7028.camel.modem.ModemNeeds;
import io.github.sim7028.camel.modem.NotStartedException;
import io.github.sim7028.camel.modem.StopTimeout;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.driver.pacing.Fence;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The groups of modems that endpoints of a component name: beans of type {@link ModemGroup}, and all modems of the component. */
final class ModemGroups {

    /** The name of the group of all modems that the component has. */
    static final String ALL = "all";

    private static final Logger LOG = LoggerFactory.getLogger(ModemGroups.class);

    private final Component component;
    private final ConfiguredModems modems;
    private final ModemDirectory directory;
    private final Supplier<DownLimit> limit;
    private final Runnable inUseNow;
    private volatile Started started;

    /** What there is while the component is started. */
    private record Started(StopTimeout timeout, Executor workers) {}

    private final ReentrantLock lock = new ReentrantLock();
    /** By name. */
    private final Map<String, InUse> inUse = new TreeMap<>();

    /**
     * @param limit    how many modems of a group may be down
     * @param inUseNow is run when a group is used that was not
     */
    ModemGroups(
            Component component,
            ConfiguredModems modems,
            ModemDirectory directory,
            Supplier<DownLimit> limit,
            Runnable inUseNow) {
        this.component = component;
        this.modems = modems;
        this.directory = directory;
        this.limit = limit;
        this.inUseNow = inUseNow;
    }

    /**
     * The component starts.
     *
     * @param timeout how long modems may take to be given back
     * @param workers begin and end what has to wait
     */
    void start(StopTimeout timeout, Executor workers) {
        started = new Started(timeout, workers);
    }

    /** Refuses names that an option {@code modem} could not tell apart, and a limit that is none. */
    void check() {
        if (modems.has(ALL)) {
            throw new IllegalArgumentException(
                    "camel.component.sim7028.modems[all] is not allowed: modem=all stands for"
                            + " all modems of the component; give the modem another name");
        }
        beans().keySet().forEach(this::requireOwnName);
        Objects.requireNonNull(limit.get());
    }

    private Map<String, ModemGroup> beans() {
        return component.getCamelContext().getRegistry().findByTypeWithName(ModemGroup.class);
    }

    private void requireOwnName(String group) {
        if (group.equals(ALL) || modems.has(group)) {
            throw new IllegalArgumentException("the modem group '" + group + "', a bean of type "
                    + ModemGroup.class.getName() + ", has the name of "
                    + (group.equals(ALL) ? "the group of all modems" : "a modem of the component")
                    + "; give the bean another name");
        }
    }

    /** The group that an option {@code modem} names; null if it names a modem. */
    ModemGroup named(String name) {
        if (name.equals(ALL)) {
            return new DefaultModemGroup(modems.withDevice());
        }
        if (component.getCamelContext().getRegistry().lookupByName(name) instanceof ModemGroup group) {
            requireOwnName(name);
            return group;
        }
        return null;
    }

    boolean isGroup(String name) {
        return named(name) != null;
    }

    /** The names of all groups. */
    Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(beans().keySet());
        names.add(ALL);
        return names;
    }

    /** Notes what an endpoint of a group needs of the modems. */
    void declare(ModemNeeds needed) {
        directory.declare(needed.modem().equals(ALL) ? modems.withDevice() : List.of(needed.modem()), needed);
    }

    /** Begins at the modems of a group. */
    <T extends Post> GroupModems<T> join(ModemNeeds needed, PostMaker<T> maker) throws Sim7028ConfigurationException {
        String name = needed.modem();
        InUse group = use(name);
        GroupModems<T> joined =
                new GroupModems<>(group.members, directory, needed, group.timeout, maker, () -> leave(name, group));
        try {
            joined.join(group::listen);
        } catch (Sim7028ConfigurationException | RuntimeException | Error e) {
            joined.close();
            throw e;
        }
        return joined;
    }

    private InUse use(String name) {
        ModemGroup found = named(name);
        if (found == null) {
            throw new IllegalArgumentException("modem: the group '" + name + "' is no longer in the registry");
        }
        if (name.equals(ALL) && modems.withDevice().isEmpty()) {
            throw new IllegalArgumentException(
                    "modem=all stands for all modems of the component, and there is none: set"
                            + " camel.component.sim7028.device or camel.component.sim7028.modems[name].device");
        }
        Started now = started;
        if (now == null) {
            throw new NotStartedException();
        }
        lock.lock();
        try {
            InUse group = inUse.computeIfAbsent(name, n -> new InUse(n, found, now));
            group.users++;
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void leave(String name, InUse group) {
        lock.lock();
        try {
            if (--group.users > 0 || inUse.get(name) != group) {
                return;
            }
            inUse.remove(name, group);
            group.monitor.close();
        } finally {
            lock.unlock();
        }
        group.ignore();
    }

    /** The component stops, perhaps before producers and consumers do. */
    void close() {
        List<InUse> all;
        started = null;
        lock.lock();
        try {
            all = List.copyOf(inUse.values());
            inUse.clear();
            all.forEach(group -> group.monitor.close());
        } finally {
            lock.unlock();
        }
        all.forEach(InUse::ignore);
    }

    /** The groups in use, by name. */
    List<GroupMonitor> monitors() {
        lock.lock();
        try {
            return inUse.values().stream().map(group -> group.monitor).toList();
        } finally {
            lock.unlock();
        }
    }

    /** What is known of the groups in use, by name. */
    List<GroupReport> reports() {
        return monitors().stream().map(GroupMonitor::report).toList();
    }

    /** What is known of a group; null while the group is not in use. */
    GroupReport report(String name) {
        lock.lock();
        try {
            InUse group = inUse.get(name);
            return group == null ? null : group.members.report();
        } finally {
            lock.unlock();
        }
    }

    DownLimit limit() {
        return limit.get();
    }

    /** A group from the start of its first producer or consumer to the stop of the last one. */
    private final class InUse implements ModemGroup.Listener {
        private final String name;
        private final ModemGroup group;
        private final StopTimeout timeout;
        private final GroupMembers members;
        private final GroupMonitor monitor;
        private int users;
        private final AtomicBoolean listening = new AtomicBoolean();
        private final CompletableFuture<Void> told = new CompletableFuture<>();

        InUse(String name, ModemGroup group, Started now) {
            this.name = name;
            this.group = group;
            timeout = now.timeout;
            members = new GroupMembers(name, name.equals(ALL), directory, timeout::ofComponent, now.workers);
            monitor = new GroupMonitor(component, name, members::report, limit);
        }

        /** The group tells of its modems, the first time; completes when the group has, never exceptionally. */
        CompletableFuture<Void> listen() {
            if (!listening.compareAndSet(false, true)) {
                return told;
            }
            try {
                show();
                inUseNow.run();
                Fence.run(() -> group.listen(this), e -> LOG.warn("The group '{}' failed to tell its modems", name, e));
            } finally {
                told.complete(null);
            }
            return told;
        }

        /** With the lock: an earlier use of the group has the same MBean. */
        private void show() {
            lock.lock();
            try {
                monitor.open();
            } finally {
                lock.unlock();
            }
        }

        void ignore() {
            Fence.run(() -> group.ignore(this), e -> LOG.warn("The group '{}' failed", name, e));
        }

        @Override
        public void gained(String modem) {
            Fence.run(
                    () -> {
                        LineGuard guard = group.guard(modem);
                        Sim7028ModemConfiguration options = group.configuration(modem);
                        members.gained(
                                modem, modems.member(name, modem, options, guard), guard != null || options != null);
                    },
                    e -> {
                        members.unusable(modem, e.getMessage() == null ? e.toString() : e.getMessage());
                        LOG.debug("The failure of the group '{}'", name, e);
                    });
        }

        @Override
        public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
            return members.lost(modem, loss == ModemGroup.Loss.FENCED);
        }

        @Override
        public boolean ready(String modem) {
            return members.ready(modem);
        }
    }
}
