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
import java.util.Locale;

/** What stands in an endpoint's URI before the question mark. */
sealed interface Target permits LinkTarget, ServerTarget, ModemTarget {

    /**
     * Reads the path of a URI.
     *
     * @throws IllegalArgumentException saying what is wrong with which value, and what is allowed
     */
    static Target parse(String path) {
        String kind = kindOf(path);
        String rest = restOf(path);
        return switch (kind) {
            case LinkTarget.TCP, LinkTarget.UDP -> LinkTarget.parse(kind, rest);
            case ServerTarget.KIND -> ServerTarget.parse(rest);
            case ModemTarget.KIND -> ModemTarget.parse(rest);
            default ->
                throw new IllegalArgumentException("protocol: " + shown(kind)
                        + " is not supported; allowed are tcp, udp, tcp-server and modem: " + LinkTarget.FORMS + ", "
                        + ServerTarget.FORM + " or sim7028:modem");
        };
    }

    /** What stands before the first colon, in lower case. */
    static String kindOf(String path) {
        int colon = path.indexOf(':');
        return (colon < 0 ? path : path.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** What stands behind the first colon, and behind slashes. */
    static String restOf(String path) {
        int colon = path.indexOf(':');
        String rest = colon < 0 ? "" : path.substring(colon + 1);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    /** What it begins with: {@code tcp}, {@code udp}, {@code tcp-server} or {@code modem}. */
    String kind();

    /** The peer, or the modem's name; null for none. */
    String host();

    /** The peer's port or the module's own, 0 for none. */
    int port();

    /** What its links speak: {@code tcp} or {@code udp}. */
    default String protocolName() {
        return kind();
    }

    default boolean isUdp() {
        return false;
    }

    /** Reads a port. */
    static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("port: " + shown(text) + " is not a port; allowed are 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** A value as messages show it. */
    static String shown(String value) {
        return ForeignText.quoted(value);
    }
}
