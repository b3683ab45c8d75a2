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
package io.github.sim7028.simulator.core;

import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.net.Server;
import io.github.sim7028.simulator.net.TcpLink;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The module's TCP servers, by index, and where their clients go. */
public final class Servers {

    private final Machine modem;
    private final Network network;
    private final Server[] servers;

    Servers(Machine modem, Network network) {
        this.modem = modem;
        this.network = network;
        this.servers = new Server[modem.dialect().servers()];
    }

    /** Starts one. */
    public ErrorCode start(int index, int port, int backlog) {
        if (servers[index] != null) {
            return ErrorCode.ALREADY_LISTENING;
        }
        Server server = new Server(network, index, port, backlog, () -> freeLink(index), this::accepted);
        ErrorCode error = server.start();
        if (error == ErrorCode.SUCCESS) {
            servers[index] = server;
        }
        return error;
    }

    /** Stops one that has no connections. */
    public ErrorCode stop(int index) {
        if (servers[index] == null) {
            return ErrorCode.NOT_SUPPORTED;
        } else if (network.opened().stream().anyMatch(link -> link.serverIndex() == index)) {
            return ErrorCode.SOCKETS_OPENED;
        }
        servers[index].stop();
        servers[index] = null;
        return ErrorCode.SUCCESS;
    }

    /** Those that listen. */
    public List<Server> listening() {
        return Arrays.stream(servers).filter(Objects::nonNull).toList();
    }

    /** Accepts clients, as far as there are links for them. */
    void turn() {
        for (Server server : servers) {
            if (server != null) {
                server.turn();
            }
        }
    }

    /** The network is gone. */
    void stopAll() {
        listening().forEach(Server::stop);
        Arrays.fill(servers, null);
    }

    /** Where the next client goes; in transparent mode server 0 has link 0 and nothing else (3.4.1). */
    private OptionalInt freeLink(int index) {
        if (!modem.mayTalk()) {
            return OptionalInt.empty();
        }
        boolean transparent = modem.settings().cipMode == 1;
        if (transparent && index == 0) {
            return network.isFree(0) && modem.idle() ? OptionalInt.of(0) : OptionalInt.empty();
        }
        return IntStream.range(transparent ? 1 : 0, modem.dialect().links())
                .filter(network::isFree)
                .findFirst();
    }

    private void accepted(TcpLink link) {
        network.add(link);
        modem.say("+CLIENT: " + link.number() + ',' + link.serverIndex() + ',' + link.peer(), () -> {
            if (network.streams(link)) {
                modem.connectUnasked(link);
            } else if (network.has(link)) {
                link.opened();
            }
        });
    }
}
