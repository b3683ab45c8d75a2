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
package io.github.sim7028.modem;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.TlsSettings;
import java.util.Locale;
import java.util.Objects;

/**
 * The link that an endpoint requires. Equal specs share one link.
 *
 * @param protocol  TCP or UDP
 * @param host      the peer's address or name; for UDP null means any peer
 * @param port      the peer's port, 1 to 65535; 0 if there is no peer
 * @param localPort the module's own port, 1 to 65535; 0 lets the driver choose if the module requires a local port (UDP)
 * @param number    the required link number (2.1.3 {@code <link_num>}); {@link #ANY_NUMBER} for the lowest free number
 * @param tls       TLS with the peer, through the module; null for none
 */
public record LinkSpec(Protocol protocol, String host, int port, int localPort, int number, TlsSettings tls) {

    public static final int ANY_NUMBER = -1;

    /** The highest link number a module has (1.2). */
    public static final int MAX_NUMBER = 9;

    public LinkSpec {
        if (host != null) {
            AtSyntax.requireHost("host", host);
        } else if (protocol == Protocol.TCP) {
            throw new IllegalArgumentException("host is missing: a TCP link needs the peer's host and port");
        }
        if (host != null || protocol == Protocol.TCP) {
            requirePort("port", port, 1);
        }
        requirePort("localPort", localPort, 0);
        if (number != ANY_NUMBER && (number < 0 || number > MAX_NUMBER)) {
            throw new IllegalArgumentException(
                    "link: " + number + " is not a link number; allowed are 0 to 9," + " on most modules only 0 and 1");
        }
        if (tls != null && protocol != Protocol.TCP) {
            throw new IllegalArgumentException("ssl: TLS requires TCP, and " + protocol + " is given");
        }
    }

    /** One without TLS. */
    public LinkSpec(Protocol protocol, String host, int port, int localPort, int number) {
        this(protocol, host, port, localPort, number, null);
    }

    public static LinkSpec tcp(String host, int port) {
        return new LinkSpec(Protocol.TCP, host, port, 0, ANY_NUMBER);
    }

    public static LinkSpec udp(String host, int port) {
        return new LinkSpec(Protocol.UDP, host, port, 0, ANY_NUMBER);
    }

    public LinkSpec withLocalPort(int localPort) {
        return new LinkSpec(protocol, host, port, localPort, number, tls);
    }

    public LinkSpec withNumber(int number) {
        return new LinkSpec(protocol, host, port, localPort, number, tls);
    }

    /** The same with TLS, or without for null. */
    public LinkSpec withTls(TlsSettings settings) {
        return new LinkSpec(protocol, host, port, localPort, number, settings);
    }

    /** Whether the other spec names the same peer for another kind of connection, one with other TLS settings or without TLS. */
    public boolean contradicts(LinkSpec other) {
        return protocol == Protocol.TCP
                && protocol == other.protocol
                && port == other.port
                && host.equalsIgnoreCase(other.host)
                && !Objects.equals(tls, other.tls);
    }

    /** The part that decides which link is used: one UDP socket serves every peer of its local port. */
    public LinkSpec linkKey() {
        return protocol == Protocol.UDP ? new LinkSpec(Protocol.UDP, null, 0, localPort, number) : this;
    }

    private static void requirePort(String what, int port, int lowest) {
        if (port < lowest || port > 65535) {
            throw new IllegalArgumentException(what + ": " + port + " is not a port; allowed are 1 to 65535");
        }
    }

    /** {@code tcp} or {@code udp}. */
    public String protocolName() {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    /** The spec in readable form, as in {@code tcp 10.0.0.1:5253}, {@code udp :5000}. */
    @Override
    public String toString() {
        String peer = host == null ? "" : HostAndPort.shown(host, port);
        String local = localPort == 0 ? "" : " at local port " + localPort;
        String fixed = number == ANY_NUMBER ? "" : " on link " + number;
        String name = protocol == Protocol.TCP ? "tcp" : "udp";
        String secured = tls == null ? "" : " with TLS";
        return (name + " " + peer + local + fixed + secured)
                .replaceAll(" +", " ")
                .trim();
    }
}
