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

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/** Checks the modem profiles of a component before any of them is used. */
final class ModemOptions {

    private static final String PREFIX = "camel.component.sim7028.";

    private ModemOptions() {}

    /**
     * Finds {@code modems.roof.device=…} among the properties of Camel Main, before Camel fails over it without saying why, or
     * takes it for a text named {@code roof.device}, depending on its version.
     */
    static void requireBrackets(CamelContext context, Map<String, ?> modems) {
        Properties dotted =
                context.getPropertiesComponent().loadProperties(name -> name.startsWith(PREFIX + "modems."));
        for (String property : new TreeSet<>(dotted.stringPropertyNames())) {
            String name = property.substring((PREFIX + "modems.").length());
            int dot = name.lastIndexOf('.');
            if (dot > 0 && !modems.containsKey(name.substring(0, dot))) {
                throw new IllegalArgumentException(complaint(name, dotted.get(property)));
            }
        }
    }

    /** Finds entries that are no profiles. */
    static void requireProfiles(Map<String, ?> modems) {
        modems.forEach((name, value) -> {
            if (!(value instanceof Sim7028ModemConfiguration)) {
                throw new IllegalArgumentException(complaint(name, value));
            }
        });
    }

    private static String complaint(String name, Object value) {
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            String modem = name.substring(0, dot);
            String option = name.substring(dot + 1);
            return PREFIX + "modems." + name + " does not name an option of a modem; write " + PREFIX + "modems["
                    + modem + "]." + option;
        }
        String type = value == null ? "nothing" : "a " + value.getClass().getName();
        return PREFIX + "modems[" + name + "] is " + type + ", not a profile; write " + PREFIX + "modems[" + name
                + "].device=/dev/ttyUSB2 and so on, or use a bean of type " + Sim7028ModemConfiguration.class.getName();
    }

    static void check(Sim7028ModemConfiguration configuration, Map<String, Sim7028ModemConfiguration> modems) {
        requireProfiles(modems);
        check(PREFIX, configuration);
        modems.forEach((name, modem) -> check(PREFIX + "modems[" + name + "].", modem));
        if (modems.containsKey(Sim7028Configuration.DEFAULT_MODEM)) {
            throw new IllegalArgumentException(PREFIX + "modems[default] is not allowed: the modem 'default' has the"
                    + " options of the component, " + PREFIX + "device and so on");
        }
        requireOwnDevices(configuration, modems);
    }

    /** A module can talk to one modem's driver only. */
    private static void requireOwnDevices(
            Sim7028ModemConfiguration configuration, Map<String, Sim7028ModemConfiguration> modems) {
        Map<String, Sim7028ModemConfiguration> all = new TreeMap<>(modems);
        all.put(Sim7028Configuration.DEFAULT_MODEM, configuration);
        Map<String, String> owners = new HashMap<>();
        all.forEach((name, modem) -> modem.identities().forEach(device -> {
            String other = owners.putIfAbsent(device, name);
            if (other != null && !other.equals(name)) {
                throw new IllegalArgumentException("device: the modems '" + other + "' and '" + name + "' both have "
                        + device + ", but only one modem can use a device; let the endpoints share one of the two"
                        + " modems with the option modem");
            }
        }));
    }

    private static void check(String prefix, Sim7028ModemConfiguration modem) {
        try {
            modem.check();
        } catch (IllegalArgumentException e) {
            // the last cause is what people read, so it names the whole property
            IllegalArgumentException whole = new IllegalArgumentException(prefix + e.getMessage());
            whole.setStackTrace(e.getStackTrace());
            throw whole;
        }
    }
}
