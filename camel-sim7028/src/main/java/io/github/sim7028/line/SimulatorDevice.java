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
package io.github.sim7028.line;

import io.github.sim7028.line.util.ForeignText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code simulator://name[?options]}: a virtual modem in this JVM. The options are the simulator's own.
 *
 * <p>It names no class of the simulator, which need not be there.
 */
record SimulatorDevice(String name, Map<String, String> options, int baudRate) implements LineFactory {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w.-]*");

    /**
     * Reads what follows the scheme of a device.
     *
     * @throws IllegalArgumentException when it is not a name and options
     */
    static SimulatorDevice of(String device, String rest, int baudRate) {
        int question = rest.indexOf('?');
        String name = (question < 0 ? rest : rest.substring(0, question)).replaceFirst("/$", "");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("device '" + ForeignText.shown(device)
                    + "' lacks the simulator's name, of letters, digits, '.', '_'"
                    + " and '-': write simulator://name or simulator://name?option=value&option=value");
        }
        return new SimulatorDevice(
                name, question < 0 ? Map.of() : options(device, rest.substring(question + 1)), baudRate);
    }

    private static Map<String, String> options(String device, String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("device '" + ForeignText.shown(device) + "' has the option '"
                        + ForeignText.shown(pair) + "': write simulator://name?option=value&option=value");
            }
            String key = decode(device, pair.substring(0, equals));
            if (options.put(key, decode(device, pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("device '" + ForeignText.shown(device) + "' has the option '"
                        + ForeignText.shown(key) + "' twice");
            }
        }
        return options;
    }

    private static String decode(String device, String text) {
        try {
            // a plus is a plus here, not a blank: URCs begin with one
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "device '" + ForeignText.shown(device) + "' has a '%' that is not followed by two hex digits");
        }
    }

    @Override
    public Line open() throws LineException {
        // the message says it all, and is to be the last cause
        try {
            return SimulatorLine.open(toString(), name, options, baudRate);
        } catch (NoClassDefFoundError e) {
            throw new LineException(missing());
        }
    }

    @Override
    public void verify() {
        try {
            SimulatorLine.check(toString(), options);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("device: " + missing());
        }
    }

    private String missing() {
        return this
                + " needs sim7028-simulator on the class path: add io.github.sim7028:sim7028-simulator, or in Apache"
                + " Karaf run feature:install sim7028-simulator";
    }

    @Override
    public boolean virtualThreads() {
        return true;
    }

    /** Without the options: a PIN may be among them. */
    @Override
    public String toString() {
        return "simulator://" + name;
    }
}
