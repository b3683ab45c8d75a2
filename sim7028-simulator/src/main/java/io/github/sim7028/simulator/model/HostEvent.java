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
package io.github.sim7028.simulator.model;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;

/** What a host did, or what happened to it, at the UART of a modem that is served over TCP. */
public final class HostEvent {

    /** What happened. */
    public enum Kind {
        /** The host was connected. */
        CONNECTED,
        /** The host wrote bytes, and the modem's UART took them. */
        WROTE,
        /** The host disconnected, or was disconnected by the modem's end. */
        DISCONNECTED,
        /** The host was disconnected because another host connected. */
        KICKED,
        /** The host was refused because another host was connected. */
        REFUSED
    }

    private final Instant time;
    private final String modem;
    private final Kind kind;
    private final InetSocketAddress host;
    private final InetSocketAddress server;
    private final byte[] bytes;

    /**
     * @param server where the host reached the modem
     * @param bytes what the host wrote; not copied
     */
    public HostEvent(
            Instant time, String modem, Kind kind, InetSocketAddress host, InetSocketAddress server, byte[] bytes) {
        this.time = time;
        this.modem = modem;
        this.kind = kind;
        this.host = host;
        this.server = server;
        this.bytes = bytes;
    }

    /** When it happened. */
    public Instant time() {
        return time;
    }

    /** The name of the modem; empty for a modem without a name. */
    public String modem() {
        return modem;
    }

    /** What happened. */
    public Kind kind() {
        return kind;
    }

    /** The address and the port of the host's end of the connection. */
    public InetSocketAddress host() {
        return host;
    }

    /** The address and the port of the modem's end of the connection; a modem may listen at several. */
    public InetSocketAddress server() {
        return server;
    }

    /** What the host wrote; no bytes for other kinds. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes the host wrote. */
    public int size() {
        return bytes.length;
    }

    /** Time, modem, host, kind, and the number of bytes; never the bytes, in which a PIN may be. */
    @Override
    public String toString() {
        String words = kind.name().toLowerCase(Locale.ROOT);
        return time + " " + (modem.isEmpty() ? "-" : modem) + ' '
                + host.getAddress().getHostAddress() + ':' + host.getPort() + ' ' + words
                + (kind == Kind.WROTE ? " " + bytes.length : "");
    }
}
