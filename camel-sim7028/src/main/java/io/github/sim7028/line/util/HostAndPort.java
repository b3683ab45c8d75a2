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
package io.github.sim7028.line.util;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host name or address and a TCP port, {@code host:port}, an IPv6 address in brackets. */
public record HostAndPort(String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]|[^\\s:/\\[\\]@?#]+):(\\d{1,5})/?");
    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads what follows the scheme of a device.
     *
     * @param device the whole device, for the message
     * @throws IllegalArgumentException when it is not a host and a port
     */
    public static HostAndPort of(String device, String authority) {
        Matcher matcher = FORM.matcher(authority);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("device '" + ForeignText.shown(device)
                    + "' lacks a host and a port: write "
                    + device.substring(0, device.indexOf("://")) + "://host:port, an IPv6 address in brackets");
        }
        int port = Integer.parseInt(matcher.group(2));
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "device '" + ForeignText.shown(device) + "' has port " + port + ": use 1 to " + HIGHEST_PORT);
        }
        String host = matcher.group(1);
        return new HostAndPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    @Override
    public String toString() {
        return shown(host, port);
    }

    /** A host and a port as people read and write them. */
    public static String shown(String host, int port) {
        return bracketed(host) + ":" + port;
    }

    /** A host as it stands before a port: an IPv6 address in brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
