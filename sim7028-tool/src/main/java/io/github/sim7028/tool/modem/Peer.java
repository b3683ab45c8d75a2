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
package io.github.sim7028.tool.modem;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A peer as the user writes it: HOST:PORT, an IPv6 address in brackets, or a PORT of the module alone.
 *
 * @param host null if there is only a port
 */
public record Peer(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:(\\[[^\\]]+]|[^:\\[\\]]+):)?([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException if the text has neither form */
    public static Peer of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(ForeignText.quoted(text)
                    + " is not HOST:PORT; an IPv6 address stands in brackets: [2001:db8::1]:7000");
        }
        int port = Integer.parseInt(form.group(2));
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port: " + port + " is not a port; allowed are 1 to 65535");
        }
        String host = form.group(1);
        return new Peer(host == null ? null : AtSyntax.requireHost("host", host.replaceAll("[\\[\\]]", "")), port);
    }

    /** The same for a place that requires a host. */
    public static Peer withHost(String text) {
        Peer peer = of(text);
        if (peer.host == null) {
            throw new IllegalArgumentException(ForeignText.quoted(text) + " is not HOST:PORT; the host is missing");
        }
        return peer;
    }

    @Override
    public String toString() {
        return host == null ? String.valueOf(port) : HostAndPort.shown(host, port);
    }
}
