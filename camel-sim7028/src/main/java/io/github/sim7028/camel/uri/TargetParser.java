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
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.settings.Protocol;
import java.util.Locale;

/** Reads the path of an endpoint's URI. */
public final class TargetParser {

    private static final String FORMS = "write sim7028:tcp:HOST:PORT, sim7028:udp:HOST:PORT or sim7028:udp";
    private static final String SERVER_FORM = "sim7028:tcp-server:PORT";

    private TargetParser() {}

    /**
     * Reads the path of a URI.
     *
     * @throws IllegalArgumentException saying what is wrong with which value, and what is allowed
     */
    public static Target parse(String path) {
        String kind = kindOf(path);
        String rest = restOf(path);
        return switch (kind) {
            case LinkTarget.TCP, LinkTarget.UDP -> link(kind, rest);
            case ServerTarget.KIND -> server(rest);
            case ModemTarget.KIND -> new ModemTarget(rest.isEmpty() ? null : rest);
            default ->
                throw new IllegalArgumentException("protocol: " + ForeignText.quoted(kind)
                        + " is not supported; allowed are tcp, udp, tcp-server and modem: " + FORMS + ", "
                        + SERVER_FORM + " or sim7028:modem");
        };
    }

    /** The part before the first colon, in lower case. */
    static String kindOf(String path) {
        int colon = path.indexOf(':');
        return (colon < 0 ? path : path.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** The part after the first colon and any slashes. */
    static String restOf(String path) {
        int colon = path.indexOf(':');
        String rest = colon < 0 ? "" : path.substring(colon + 1);
        return rest.startsWith("//") ? rest.substring(2) : rest;
    }

    private static LinkTarget link(String kind, String peer) {
        Protocol protocol = kind.equals(LinkTarget.TCP) ? Protocol.TCP : Protocol.UDP;
        if (!peer.isEmpty()) {
            return withPeer(protocol, peer);
        }
        if (protocol == Protocol.TCP) {
            throw new IllegalArgumentException("host and port are missing: " + FORMS);
        }
        return new LinkTarget(protocol, null, 0);
    }

    private static LinkTarget withPeer(Protocol protocol, String peer) {
        int colon = peer.lastIndexOf(':');
        if (colon < 0 || peer.endsWith("]")) {
            throw new IllegalArgumentException("port is missing after " + ForeignText.quoted(peer) + ": " + FORMS);
        }
        String host = peer.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("host: " + ForeignText.quoted(host)
                    + " contains a colon; write an IPv6 address in brackets, as in sim7028:tcp:[2001:db8::1]:5000");
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is missing before " + ForeignText.quoted(peer) + ": " + FORMS);
        }
        int port = port(peer.substring(colon + 1));
        // the link's own check of host and port, so that there is only one
        new LinkSpec(protocol, host, port, 0, LinkSpec.ANY_NUMBER);
        return new LinkTarget(protocol, host, port);
    }

    private static ServerTarget server(String rest) {
        // a URI built of parameters leaves the host's place empty
        String port = rest.startsWith(":") ? rest.substring(1) : rest;
        if (port.isEmpty()) {
            throw new IllegalArgumentException("port is missing: write " + SERVER_FORM);
        }
        if (port.indexOf(':') >= 0) {
            throw new IllegalArgumentException("port: " + ForeignText.quoted(port)
                    + " is not only a port; a server listens on the address of the module: write " + SERVER_FORM);
        }
        return new ServerTarget(port(port));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "port: " + ForeignText.quoted(text) + " is not a port; allowed are 1 to 65535");
        }
        return Integer.parseInt(text);
    }
}
