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
package io.github.sim7028.simulator.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How much of what a TCP connection has sent the peer has not acknowledged yet. On Linux the kernel tells, in
 * {@code /proc/net/tcp} and {@code tcp6}; elsewhere it does not, and everything that was written counts as acknowledged.
 */
final class Acknowledgements {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
    private static final int HEX = 16;

    private Acknowledgements() {}

    /** The bytes that are not acknowledged; empty when the kernel does not tell. */
    static OptionalInt outstanding(SocketChannel channel) throws IOException {
        int local = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        int remote = ((InetSocketAddress) channel.getRemoteAddress()).getPort();
        String ports = String.format(Locale.ROOT, ":%04X [0-9A-F]+:%04X ", local, remote);
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                OptionalInt found = lookUp(table, ports);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return OptionalInt.empty();
    }

    /** A line reads {@code sl: localAddress:PORT remoteAddress:PORT state tx_queue:rx_queue …}. */
    private static OptionalInt lookUp(Path table, String ports) throws IOException {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.matches("\\s*\\d+: [0-9A-F]+" + ports + ".*"))
                    .mapToInt(line -> {
                        String queues = line.strip().split("\\s+")[4];
                        return Integer.parseUnsignedInt(queues.substring(0, queues.indexOf(':')), HEX);
                    })
                    .findFirst();
        }
    }
}
