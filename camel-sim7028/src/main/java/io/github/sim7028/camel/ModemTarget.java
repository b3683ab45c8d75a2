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

import java.util.Locale;

/**
 * {@code modem} or {@code modem:NAME} in an endpoint's URI: the modem itself rather than a link of it.
 *
 * @param name which modem, null for the one the option {@code modem} names
 */
record ModemTarget(String name) {

    static final String PROTOCOL = "modem";

    /** Whether the path of a URI means a modem. */
    static boolean isMeantBy(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.equals(PROTOCOL) || lower.startsWith(PROTOCOL + ":");
    }

    static ModemTarget parse(String path) {
        String name = path.length() <= PROTOCOL.length() ? "" : path.substring(PROTOCOL.length() + 1);
        if (name.startsWith("//")) {
            name = name.substring(2);
        }
        return new ModemTarget(name.isEmpty() ? null : name);
    }
}
