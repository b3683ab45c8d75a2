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

import io.github.sim7028.camel.modem.ModemProfiles;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.settings.AccessMode;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** The modems that a component's options describe: its own, those with a name, and those that a URI names by their device. */
final class ConfiguredModems implements ModemProfiles {

    private static final Pattern DEVICE = Pattern.compile("/.+|[A-Za-z][\\w+.-]*://.*|(?i:(\\\\\\\\\\.\\\\)?COM\\d+)");

    private final Supplier<Sim7028ModemConfiguration> own;
    private final Supplier<Map<String, Sim7028ModemConfiguration>> named;
    private final BooleanSupplier devicesInUris;
    private final Function<Sim7028ModemConfiguration, Callable<SSLSocketFactory>> tls;
    private final Predicate<String> properties;

    /**
     * @param own           the profile of the modem {@code default}
     * @param named         the others, by name
     * @param devicesInUris whether a URI may name a device
     * @param tls           makes the sockets of a modem's device
     * @param properties    whether the application has a property
     */
    ConfiguredModems(
            Supplier<Sim7028ModemConfiguration> own,
            Supplier<Map<String, Sim7028ModemConfiguration>> named,
            BooleanSupplier devicesInUris,
            Function<Sim7028ModemConfiguration, Callable<SSLSocketFactory>> tls,
            Predicate<String> properties) {
        this.own = own;
        this.named = named;
        this.devicesInUris = devicesInUris;
        this.tls = tls;
        this.properties = properties;
    }

    @Override
    public String resolve(String modem) {
        if (modem.equals(Sim7028Configuration.DEFAULT_MODEM) || named.get().containsKey(modem)) {
            return modem;
        }
        if (!DEVICE.matcher(modem).matches()) {
            requireBound(modem);
            TreeSet<String> names = new TreeSet<>(named.get().keySet());
            names.add(Sim7028Configuration.DEFAULT_MODEM);
            throw new IllegalArgumentException(
                    "modem: " + ForeignText.quoted(modem) + " is not known; known are " + names
                            + (devicesInUris.getAsBoolean()
                                    ? ", and a device such as /dev/ttyUSB2 or socket://host:port is allowed"
                                    : "")
                            + "; a group of modems is all, or a bean of type ModemGroup in Camel's registry");
        }
        if (modem.equals(own.get().getDevice())) {
            return Sim7028Configuration.DEFAULT_MODEM;
        }
        return named.get().entrySet().stream()
                .filter(entry -> modem.equals(entry.getValue().getDevice()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> requireAllowed(modem));
    }

    /** The modems that have a name and a device. */
    List<String> withDevice() {
        TreeSet<String> names = new TreeSet<>(named.get().keySet());
        if (own.get().getDevice() != null) {
            names.add(Sim7028Configuration.DEFAULT_MODEM);
        }
        return List.copyOf(names);
    }

    /** Whether there is a modem of this name, with a device or without. */
    boolean has(String name) {
        return name.equals(Sim7028Configuration.DEFAULT_MODEM) || named.get().containsKey(name);
    }

    /**
     * A modem of a group: one of these, or one that the group describes. Routes do not wait for modems of a group as they start.
     *
     * @param options null for one of these
     * @param guard   protects the line; null for no protection
     */
    ModemProfiles member(String group, String name, Sim7028ModemConfiguration options, LineGuard guard) {
        if (options == null && !has(name)) {
            throw new IllegalArgumentException("group '" + group + "' has the modem " + ForeignText.quoted(name)
                    + ", which the component does not have, and the group has no options of the modem");
        }
        if (options != null && has(name)) {
            throw new IllegalArgumentException("group '" + group + "' has options of the modem '" + name
                    + "', but the component has a modem of this name; give one of the two another name");
        }
        return new Member(name, options, guard);
    }

    private final class Member implements ModemProfiles {
        private final String name;
        private final Sim7028ModemConfiguration options;
        private final LineGuard guard;

        Member(String name, Sim7028ModemConfiguration options, LineGuard guard) {
            this.name = name;
            this.options = options == null ? null : options.copy();
            this.guard = guard;
        }

        @Override
        public String resolve(String modem) {
            return name;
        }

        @Override
        public AccessMode accessMode(String modem) {
            return options == null ? ConfiguredModems.this.accessMode(name) : options.getAccessMode();
        }

        @Override
        public Duration startupWait(String modem) {
            return null;
        }

        @Override
        public ModemProfile profile(String modem, String label) throws Sim7028ConfigurationException {
            if (options == null) {
                return ConfiguredModems.this.profile(name, label, guard);
            }
            if (options.getDevice() == null) {
                throw new IllegalArgumentException(
                        "modem '" + name + "' has no device: its group has options of the modem without a device");
            }
            return options.profile(label, tls.apply(options), guard);
        }
    }

    private String requireAllowed(String device) {
        if (!devicesInUris.getAsBoolean()) {
            throw new IllegalArgumentException("modem: " + ForeignText.quoted(device) + " is a device, which is not"
                    + " allowed in a URI: give the device a name with camel.component.sim7028.modems[name].device and use"
                    + " modem=name, or set camel.component.sim7028.allowDeviceInUri=true if URIs contain no text from"
                    + " outside");
        }
        return device;
    }

    /** Whether the name is a device from a URI. */
    private boolean isDevice(String name) {
        return !name.equals(Sim7028Configuration.DEFAULT_MODEM) && !named.get().containsKey(name);
    }

    @Override
    public AccessMode accessMode(String name) {
        return configuration(name).getAccessMode();
    }

    @Override
    public Duration startupWait(String name) {
        return configuration(name).startupWait();
    }

    @Override
    public ModemProfile profile(String name, String label) throws Sim7028ConfigurationException {
        return profile(name, label, null);
    }

    private ModemProfile profile(String name, String label, LineGuard guard) throws Sim7028ConfigurationException {
        requireOwnTranscript(name);
        Sim7028ModemConfiguration configuration = configuration(name);
        if (configuration.getDevice() == null) {
            requireBound(name);
            String option = name.equals(Sim7028Configuration.DEFAULT_MODEM) ? "" : "modems[" + name + "].";
            throw new IllegalArgumentException("modem '" + name + "' has no device: set camel.component.sim7028."
                    + option + "device, for example to /dev/ttyUSB2");
        }
        return configuration.profile(label, isDevice(name) ? plainTls() : tls.apply(configuration), guard);
    }

    /** A property that the application has and the component has not: then nothing hands properties to the component. */
    private void requireBound(String name) {
        String modem = name.equals(Sim7028Configuration.DEFAULT_MODEM) ? "" : "modems[" + name + "].";
        String property = "camel.component.sim7028." + modem + "device";
        if (properties.test(property)) {
            throw new IllegalArgumentException("modem '" + name + "' has no device: the property " + property
                    + " is set, but nothing hands the properties of the application to the component; a Spring Boot"
                    + " application requires the dependency io.github.sim7028:camel-sim7028-starter");
        }
    }

    /** For a device that is named in a URI: it gets no certificate of this application's. */
    private static Callable<SSLSocketFactory> plainTls() {
        return () -> SSLContext.getDefault().getSocketFactory();
    }

    private Sim7028ModemConfiguration configuration(String name) {
        if (name.equals(Sim7028Configuration.DEFAULT_MODEM)) {
            return own.get();
        }
        Sim7028ModemConfiguration found = named.get().get(name);
        if (found != null) {
            return found;
        }
        return own.get().forDeviceInUri(name);
    }

    /** Two modems cannot write one file. */
    private void requireOwnTranscript(String name) throws Sim7028ConfigurationException {
        Sim7028ModemConfiguration mine = configuration(name);
        if (mine.getTranscriptFile() == null) {
            return;
        }
        TreeSet<String> others = new TreeSet<>(named.get().keySet());
        others.add(Sim7028Configuration.DEFAULT_MODEM);
        others.remove(name);
        for (String other : others) {
            if (mine.sharesTranscript(configuration(other))) {
                throw new Sim7028ConfigurationException(
                        "modem '" + name + "' has transcriptFile="
                                + mine.getTranscriptFile() + " and modem '" + other + "' has transcriptFile="
                                + configuration(other).getTranscriptFile()
                                + ": each modem requires its own file, different from the older transcripts of the other modem (.1, .2 and so on)");
            }
        }
    }
}
