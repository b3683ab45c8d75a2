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

import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Protocol;
import java.util.Locale;

/**
 * What stands in an endpoint's URI before the question mark: {@code tcp:HOST:PORT}, {@code udp:HOST:PORT} or {@code udp}, the
 * host after {@code ://} as well, an IPv6 address in brackets.
 *
 * @param protocol TCP or UDP
 * @param host     the peer, null for anyone
 * @param port     the peer's port, 0 for anyone
 */
record Target(Protocol protocol, String host, int port) {

    private static final String FORMS = "write sim7028:tcp:HOST:PORT, sim7028:udp:HOST:PORT or sim7028:udp";

    /**
     * Reads the path of a URI.
     *
     * @throws IllegalArgumentException saying what is wrong with which value, and what is allowed
     */
    static Target parse(String path) {
        int colon = path.indexOf(':');
        String name = colon < 0 ? path : path.substring(0, colon);
        Protocol protocol =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "tcp" -> Protocol.TCP;
                    case "udp" -> Protocol.UDP;
                    default ->
                        throw new IllegalArgumentException(
                                "protocol: " + shown(name) + " is not supported; allowed are tcp and udp: " + FORMS);
                };
        String peer = colon < 0 ? "" : path.substring(colon + 1);
        if (peer.startsWith("//")) {
            peer = peer.substring(2);
        }
        if (!peer.isEmpty()) {
            return withPeer(protocol, peer);
        }
        if (protocol == Protocol.TCP) {
            throw new IllegalArgumentException("host and port are missing: " + FORMS);
        }
        return new Target(protocol, null, 0);
    }

    private static Target withPeer(Protocol protocol, String peer) {
        int colon = peer.lastIndexOf(':');
        if (colon < 0 || peer.endsWith("]")) {
            throw new IllegalArgumentException("port is missing after " + shown(peer) + ": " + FORMS);
        }
        String host = peer.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("host: " + shown(host)
                    + " contains a colon; an IPv6 address stands in brackets, as in sim7028:tcp:[2001:db8::1]:5000");
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is missing before " + shown(peer) + ": " + FORMS);
        }
        int port = port(peer.substring(colon + 1));
        // the link's own check of host and port, so that there is only one
        new LinkSpec(protocol, host, port, 0, LinkSpec.ANY_NUMBER);
        return new Target(protocol, host, port);
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("port: " + shown(text) + " is not a port; allowed are 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    LinkSpec link(int localPort, int number) {
        return new LinkSpec(protocol, host, port, localPort, number);
    }

    boolean isUdp() {
        return protocol == Protocol.UDP;
    }

    String protocolName() {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** Host and port as a URL has them; empty for anyone. */
    String peer() {
        if (host == null) {
            return "";
        }
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static String shown(String value) {
        return "'" + value.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
