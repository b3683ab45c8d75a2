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
package io.github.sim7028.examples.quickstart;

import java.util.List;
import java.util.Optional;

/** What the user may set with {@code -Dsim7028.NAME=VALUE}. */
final class Settings {

    private static final String PREFIX = "sim7028.";
    private static final List<String> NAMES = List.of("device", "apn", "tcp", "udp", "patience", "messages");
    private static final int MOST_MESSAGES = 10_000;

    private Settings() {}

    /** The value of a setting, or another one if it is not set. */
    static String get(String name, String otherwise) {
        String value = System.getProperty(PREFIX + name, "");
        return value.isEmpty() ? otherwise : value;
    }

    static boolean isSet(String name) {
        return !get(name, "").isEmpty();
    }

    /** How many readings go up each way. */
    static int messages() {
        return Integer.parseInt(get("messages", "10"));
    }

    /** What is wrong with the settings, and what to do; empty if nothing is. */
    static Optional<String> complaint() {
        Optional<String> unknown = System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX) && !NAMES.contains(name.substring(PREFIX.length())))
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of("-D" + unknown.get() + " is not a setting of this program. There are -Dsim7028."
                    + String.join(", -Dsim7028.", NAMES) + ".");
        }
        String messages = get("messages", "10");
        if (!messages.matches("[0-9]{1,5}") || messages() < 1 || messages() > MOST_MESSAGES) {
            return Optional.of("-Dsim7028.messages=" + messages + " is not a number from 1 to " + MOST_MESSAGES + ".");
        }
        return Optional.empty();
    }
}
