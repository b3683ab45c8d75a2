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

import io.github.sim7028.simulator.model.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The module's TCP servers, by index, and where their clients go. */
public final class TcpServers {

    private final NetworkHost module;
    private final Links links;
    private final BooleanSupplier betweenCommands;
    private final Consumer<Link> toDataMode;
    private final TcpServer[] servers;

    /**
     * @param betweenCommands whether the module may switch to data mode
     * @param toDataMode switches to data mode with a client's link
     */
    public TcpServers(NetworkHost module, Links links, BooleanSupplier betweenCommands, Consumer<Link> toDataMode) {
        this.module = module;
        this.links = links;
        this.betweenCommands = betweenCommands;
        this.toDataMode = toDataMode;
        this.servers = new TcpServer[module.dialect().servers()];
    }

    /** Starts one. */
    public ErrorCode start(int index, int port, int backlog) {
        if (servers[index] != null) {
            return ErrorCode.ALREADY_LISTENING;
        }
        TcpServer server = new TcpServer(module, index, port, backlog, () -> freeLink(index), this::accepted);
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
        } else if (links.opened().stream().anyMatch(link -> link.serverIndex() == index)) {
            return ErrorCode.SOCKETS_OPENED;
        }
        servers[index].stop();
        servers[index] = null;
        return ErrorCode.SUCCESS;
    }

    /** Those that listen. */
    public List<TcpServer> listening() {
        return Arrays.stream(servers).filter(Objects::nonNull).toList();
    }

    /** Accepts clients, as far as there are links for them. */
    public void turn() {
        for (TcpServer server : servers) {
            if (server != null) {
                server.turn();
            }
        }
    }

    /** The network is gone. */
    public void stopAll() {
        listening().forEach(TcpServer::stop);
        Arrays.fill(servers, null);
    }

    /** Where the next client goes; in transparent mode server 0 has link 0 and nothing else (3.4.1). */
    private OptionalInt freeLink(int index) {
        if (!module.mayTalk() || !module.reachable()) {
            return OptionalInt.empty();
        }
        boolean transparent = module.settings().cipMode == 1;
        if (transparent && index == 0) {
            return links.isFree(0) && betweenCommands.getAsBoolean() ? OptionalInt.of(0) : OptionalInt.empty();
        }
        return IntStream.range(transparent ? 1 : 0, module.dialect().links())
                .filter(links::isFree)
                .findFirst();
    }

    private void accepted(TcpLink link) {
        module.received();
        links.add(link);
        module.say("+CLIENT: " + link.number() + ',' + link.serverIndex() + ',' + link.peer(), () -> {
            if (module.streams(link.number())) {
                toDataMode.accept(link);
            } else if (links.has(link)) {
                link.opened();
            }
        });
    }
}
