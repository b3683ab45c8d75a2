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

import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.settings.Protocol;

/**
 * A peer, or any: {@code tcp:HOST:PORT}, {@code udp:HOST:PORT} or {@code udp}, the host after {@code ://} as well, an IPv6
 * address in brackets.
 *
 * @param protocol TCP or UDP
 * @param host     the peer, null for any peer
 * @param port     the peer's port, 0 for any peer
 */
public record LinkTarget(Protocol protocol, String host, int port) implements Target {

    public static final String TCP = "tcp";
    public static final String UDP = "udp";

    public LinkSpec link(int localPort, int number) {
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

    /** Host and port as a URL has them; empty for any peer. */
    public String peer() {
        return host == null ? "" : HostAndPort.shown(host, port);
    }
}
