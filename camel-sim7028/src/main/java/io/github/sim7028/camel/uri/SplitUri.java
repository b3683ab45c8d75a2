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
package io.github.sim7028.camel.uri;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import java.util.Map;

/**
 * A URI with host, port or modem name among its parameters, as in {@code uri: sim7028:tcp} with {@code host} and {@code port} in
 * YAML.
 */
public final class SplitUri {

    private static final String PROTOCOL = "protocol";
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final String NAME = "name";

    private SplitUri() {}

    /**
     * The path, completed by such parameters, which are removed from the parameters.
     *
     * @throws IllegalArgumentException when a part is given in both places
     */
    public static String join(String path, Map<String, Object> parameters) {
        String whole = path;
        String protocol = take(parameters, PROTOCOL);
        if (protocol != null) {
            whole = append("", protocol, PROTOCOL, whole.isEmpty() || whole.equals(protocol), whole);
        }
        String kind = TargetParser.kindOf(whole);
        String rest = TargetParser.restOf(whole);
        if (kind.equals(ModemTarget.KIND)) {
            String host = take(parameters, HOST);
            String name = take(parameters, NAME);
            if (host != null && name != null && !host.equals(name)) {
                throw twice(NAME, name, host);
            }
            String named = name == null ? host : name;
            return named == null ? whole : append(kind + ":", named, NAME, rest.isEmpty(), rest);
        }
        String host = kind.equals(ServerTarget.KIND) ? null : take(parameters, HOST);
        String port = take(parameters, PORT);
        if (host == null && port == null) {
            return whole;
        }
        if (host != null) {
            rest = append("", HostAndPort.bracketed(host), HOST, rest.isEmpty(), rest);
        }
        if (port != null) {
            boolean server = kind.equals(ServerTarget.KIND);
            boolean free = server ? rest.isEmpty() : rest.lastIndexOf(':') <= rest.lastIndexOf(']');
            rest = append(server ? "" : rest + ":", port, PORT, free, rest);
        }
        return kind + ":" + rest;
    }

    private static String append(String before, String value, String option, boolean free, String present) {
        if (!free) {
            throw twice(option, value, present);
        }
        return before + value;
    }

    private static IllegalArgumentException twice(String option, String value, String present) {
        return new IllegalArgumentException(option + ": " + ForeignText.quoted(value) + " is set as a parameter and "
                + ForeignText.quoted(present) + " in the path of the URI; only one of them is allowed");
    }

    private static String take(Map<String, Object> parameters, String option) {
        Object value = parameters.remove(option);
        return value == null ? null : value.toString().trim();
    }
}
