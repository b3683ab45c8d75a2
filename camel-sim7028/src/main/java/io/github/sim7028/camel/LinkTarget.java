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

import io.github.sim7028.line.HostAndPort;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Protocol;

/**
 * A peer, or any: {@code tcp:HOST:PORT}, {@code udp:HOST:PORT} or {@code udp}, the host after {@code ://} as well, an IPv6
 * address in brackets.
 *
 * @param protocol TCP or UDP
 * @param host     the peer, null for anyone
 * @param port     the peer's port, 0 for anyone
 */
record LinkTarget(Protocol protocol, String host, int port) implements Target {

    static final String TCP = "tcp";
    static final String UDP = "udp";
    static final String FORMS = "write sim7028:tcp:HOST:PORT, sim7028:udp:HOST:PORT or sim7028:udp";

    static LinkTarget parse(String kind, String peer) {
        Protocol protocol = kind.equals(TCP) ? Protocol.TCP : Protocol.UDP;
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
            throw new IllegalArgumentException("port is missing after " + Target.shown(peer) + ": " + FORMS);
        }
        String host = peer.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("host: " + Target.shown(host)
                    + " contains a colon; an IPv6 address stands in brackets, as in sim7028:tcp:[2001:db8::1]:5000");
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host is missing before " + Target.shown(peer) + ": " + FORMS);
        }
        int port = Target.port(peer.substring(colon + 1));
        // the link's own check of host and port, so that there is only one
        new LinkSpec(protocol, host, port, 0, LinkSpec.ANY_NUMBER);
        return new LinkTarget(protocol, host, port);
    }

    LinkSpec link(int localPort, int number) {
        return new LinkSpec(protocol, host, port, localPort, number);
    }

    @Override
    public boolean isUdp() {
        return protocol == Protocol.UDP;
    }

    @Override
    public String kind() {
        return isUdp() ? UDP : TCP;
    }

    /** Host and port as a URL has them; empty for anyone. */
    String peer() {
        return host == null ? "" : HostAndPort.shown(host, port);
    }
}
