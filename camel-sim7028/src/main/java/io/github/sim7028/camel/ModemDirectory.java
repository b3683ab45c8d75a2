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

import io.github.sim7028.line.ForeignText;
import io.github.sim7028.modem.AccessMode;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemProfile;
import io.github.sim7028.modem.ModemSnapshot;
import io.github.sim7028.modem.ReceiveMode;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Knows a component's modems by name, what its endpoints need of them, and the profile each runs with while it is shared. */
final class ModemDirectory {

    private static final String SCHEME = "sim7028";
    private static final Pattern DEVICE = Pattern.compile("/.+|[A-Za-z][\\w+.-]*://.*|(?i:(\\\\\\\\\\.\\\\)?COM\\d+)");

    private final Sim7028Component component;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Map<Sim7028Endpoint, ReceiveMode>> needs = new HashMap<>();
    private final Map<String, InUse> inUse = new HashMap<>();

    ModemDirectory(Sim7028Component component) {
        this.component = component;
    }

    /** Notes what an endpoint needs before anything starts, so that it does not matter which route starts first. */
    void declare(Sim7028Endpoint endpoint) {
        String name = resolve(endpoint.getConfiguration().getModem());
        ReceiveMode needed = endpoint.getConfiguration().neededReceiveMode();
        if (needed != null) {
            lock.lock();
            try {
                needs.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(endpoint, needed);
            } finally {
                lock.unlock();
            }
        }
    }

    void withdraw(Sim7028Endpoint endpoint) {
        lock.lock();
        try {
            needs.values().forEach(declared -> declared.remove(endpoint));
            needs.values().removeIf(Map::isEmpty);
        } finally {
            lock.unlock();
        }
    }

    /** A share in the endpoint's modem. Does not wait for the modem. */
    ModemShare share(Sim7028Endpoint endpoint) throws Sim7028ConfigurationException {
        String name = resolve(endpoint.getConfiguration().getModem());
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            requireNoBuffer(endpoint, name);
            boolean first = modem == null;
            if (first) {
                requireOwnTranscript(name);
                modem = new InUse(profile(name), new ModemWatch(component, label(name)));
            }
            requireReceiveMode(endpoint, name, modem.profile);
            requireServer(endpoint, name, modem);
            ModemLease lease = component.modemSource().lease(modem.profile);
            ModemShare share = new ModemShare(modem.profile, configuration(name).startupWait(), lease, this::returned);
            modem.shares.put(share, endpoint);
            inUse.put(name, modem);
            modem.watch.show(lease.modem());
            if (first) {
                modem.watch.open();
                component.healthChecks().show();
            }
            return share;
        } finally {
            lock.unlock();
        }
    }

    private void returned(ModemShare share) {
        lock.lock();
        try {
            for (InUse modem : List.copyOf(inUse.values())) {
                if (modem.shares.remove(share) != null && modem.shares.isEmpty()) {
                    inUse.values().remove(modem);
                    modem.watch.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How each modem in use stands, by name. */
    List<ModemSnapshot> snapshots() {
        return watches().stream()
                .map(ModemWatch::snapshot)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Those of the modems in use, by name. */
    List<ModemWatch> watches() {
        lock.lock();
        try {
            return inUse.values().stream()
                    .map(modem -> modem.watch)
                    .sorted(Comparator.comparing(ModemWatch::name))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The watch of a modem, by its name as endpoints give it.
     *
     * @throws IllegalArgumentException when no modem of this name is in use
     */
    ModemWatch watch(String modem) {
        return watches().stream()
                .filter(watch -> watch.name().equals(modem) || watch.name().equals(label(modem)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("modem: '" + modem + "' is not in use; in use are "
                        + watches().stream().map(ModemWatch::name).toList()));
    }

    /** How an endpoint's modem stands; null while it is not in use. */
    ModemSnapshot snapshot(Sim7028Endpoint endpoint) {
        String name = resolve(endpoint.getConfiguration().getModem());
        lock.lock();
        try {
            InUse modem = inUse.get(name);
            return modem == null ? null : modem.watch.snapshot();
        } finally {
            lock.unlock();
        }
    }

    /** Gives all shares back: a component may be stopped before those who use it, such as a template. */
    void close(Duration limit) {
        List<ModemShare> open = new ArrayList<>();
        lock.lock();
        try {
            inUse.values().forEach(modem -> open.addAll(modem.shares.keySet()));
        } finally {
            lock.unlock();
        }
        ModemShare.releaseAll(open, limit);
    }

    /** What a modem is called in logs, headers, JMX and health: its name, with that of the component where this is not the usual one. */
    private String label(String name) {
        CamelContext context = component.getCamelContext();
        String scheme = context.getComponentNames().stream()
                .filter(known -> context.hasComponent(known) == component)
                .sorted()
                .findFirst()
                .orElse(SCHEME);
        return scheme.equals(SCHEME) ? name : scheme + ":" + name;
    }

    /** The name of the modem an endpoint means; for a device nobody gave a name, the device. */
    private String resolve(String modem) {
        if (modem.equals(Sim7028Configuration.DEFAULT_MODEM)
                || component.getModems().containsKey(modem)) {
            return modem;
        }
        if (!DEVICE.matcher(modem).matches()) {
            TreeSet<String> names = new TreeSet<>(component.getModems().keySet());
            names.add(Sim7028Configuration.DEFAULT_MODEM);
            throw new IllegalArgumentException(
                    "modem: " + ForeignText.quoted(modem) + " is not known; there are " + names
                            + (component.isAllowDeviceInUri()
                                    ? ", and a device such as /dev/ttyUSB2 or socket://host:port may stand there"
                                    : ""));
        }
        if (modem.equals(component.getConfiguration().getDevice())) {
            return Sim7028Configuration.DEFAULT_MODEM;
        }
        return component.getModems().entrySet().stream()
                .filter(entry -> modem.equals(entry.getValue().getDevice()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> requireAllowed(modem));
    }

    private String requireAllowed(String device) {
        if (!component.isAllowDeviceInUri()) {
            throw new IllegalArgumentException("modem: " + ForeignText.quoted(device) + " names a device, which is not"
                    + " allowed in a URI: give the device a name with camel.component.sim7028.modems[name].device and use"
                    + " modem=name, or set camel.component.sim7028.allowDeviceInUri=true where nobody else has a hand in the"
                    + " URI");
        }
        return device;
    }

    /** Whether the name is a device's that stands in a URI. */
    private boolean isDevice(String name) {
        return !name.equals(Sim7028Configuration.DEFAULT_MODEM)
                && !component.getModems().containsKey(name);
    }

    private Sim7028ModemConfiguration configuration(String name) {
        if (name.equals(Sim7028Configuration.DEFAULT_MODEM)) {
            return component.getConfiguration();
        }
        Sim7028ModemConfiguration named = component.getModems().get(name);
        if (named != null) {
            return named;
        }
        return component.getConfiguration().forDeviceInUri(name);
    }

    private ModemProfile profile(String name) {
        Sim7028ModemConfiguration configuration = configuration(name);
        if (configuration.getDevice() == null) {
            String option = name.equals(Sim7028Configuration.DEFAULT_MODEM) ? "" : "modems[" + name + "].";
            throw new IllegalArgumentException("modem '" + name + "' has no device: set camel.component.sim7028."
                    + option + "device, for example to /dev/ttyUSB2");
        }
        ModemProfile profile = configuration.profile(
                label(name), isDevice(name) ? Sim7028Component.plainTls() : component.tls(configuration));
        ReceiveMode needed =
                needs.getOrDefault(name, Map.of()).values().stream().findFirst().orElse(ReceiveMode.AUTO);
        return profile.transfer().receiveMode() == ReceiveMode.AUTO
                ? profile.with(profile.transfer().withReceiveMode(needed))
                : profile;
    }

    /** In transparent mode the module keeps nothing that could be read when there is room. */
    private void requireNoBuffer(Sim7028Endpoint endpoint, String name) throws Sim7028ConfigurationException {
        boolean buffered = endpoint.getConfiguration().neededReceiveMode() == ReceiveMode.BUFFERED;
        if (buffered && configuration(name).getAccessMode() == AccessMode.TRANSPARENT) {
            throw new Sim7028ConfigurationException("endpoint " + endpoint + " needs receiveMode=buffered, but modem '"
                    + name
                    + "' has accessMode=transparent, in which data comes as it is (1.3); leave receiveMode out or"
                    + " use accessMode=command");
        }
    }

    /** Two modems cannot write one file. */
    private void requireOwnTranscript(String name) throws Sim7028ConfigurationException {
        Sim7028ModemConfiguration mine = configuration(name);
        if (mine.getTranscriptFile() == null) {
            return;
        }
        TreeSet<String> others = new TreeSet<>(component.getModems().keySet());
        others.add(Sim7028Configuration.DEFAULT_MODEM);
        others.remove(name);
        for (String other : others) {
            if (mine.sharesTranscript(configuration(other))) {
                throw new Sim7028ConfigurationException("modem '" + name + "' has transcriptFile="
                        + mine.getTranscriptFile() + " and modem '" + other + "' has transcriptFile="
                        + configuration(other).getTranscriptFile()
                        + ": each needs a file of its own, apart from the other's older ones (.1, .2 and so on)");
            }
        }
    }

    private void requireReceiveMode(Sim7028Endpoint endpoint, String name, ModemProfile profile)
            throws Sim7028ConfigurationException {
        ReceiveMode needed = endpoint.getConfiguration().neededReceiveMode();
        ReceiveMode actual = profile.transfer().receiveMode();
        if (needed == null || needed == actual) {
            return;
        }
        String cause = needs.getOrDefault(name, Map.of()).entrySet().stream()
                .filter(entry -> entry.getValue() == actual)
                .findFirst()
                .map(entry -> "which endpoint " + entry.getKey() + " needs")
                .orElse("which is set for the modem or was when it started");
        throw new Sim7028ConfigurationException("endpoint " + endpoint + " needs receiveMode=" + Names.of(needed)
                + ", but modem '" + name + "' has receiveMode=" + Names.of(actual) + ", " + cause
                + "; one mode holds for all links of a module");
    }

    /** One server index serves one port, with one set of options. */
    private static void requireServer(Sim7028Endpoint endpoint, String name, InUse modem)
            throws Sim7028ConfigurationException {
        if (!(endpoint instanceof ServerEndpoint wanting)) {
            return;
        }
        ServerSpec wanted = wanting.serverSpec();
        for (Sim7028Endpoint other : modem.shares.values()) {
            if (other instanceof ServerEndpoint having && wanted.contradicts(having.serverSpec())) {
                throw new Sim7028ConfigurationException("endpoint " + endpoint + " wants " + wanted
                        + ", but on modem '" + name + "' endpoint " + other + " has " + having.serverSpec()
                        + "; one serverIndex serves one port, with one backlog, one allowedClients and one maxClients");
            }
        }
    }

    private static final class InUse {
        private final ModemProfile profile;
        private final ModemWatch watch;
        private final Map<ModemShare, Sim7028Endpoint> shares = new HashMap<>();

        InUse(ModemProfile profile, ModemWatch watch) {
            this.profile = profile;
            this.watch = watch;
        }
    }
}
