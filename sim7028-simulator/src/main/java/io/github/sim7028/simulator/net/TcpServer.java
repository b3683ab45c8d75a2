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
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A TCP server of the module (2.1.14). A client is accepted when a link is free for it; until then it waits in the
 * listening queue.
 */
public final class TcpServer {

    private static final System.Logger LOG = System.getLogger(TcpServer.class.getName());

    private final NetworkHost module;
    private final int index;
    private final int port;
    private final int backlog;
    private final Supplier<OptionalInt> freeLink;
    private final Consumer<TcpLink> accepted;
    private ServerSocketChannel channel;
    private SelectionKey key;

    /**
     * @param freeLink the number the next client may have, if any
     * @param accepted is given each client's link, not yet opened
     */
    public TcpServer(
            NetworkHost module,
            int index,
            int port,
            int backlog,
            Supplier<OptionalInt> freeLink,
            Consumer<TcpLink> accepted) {
        this.module = module;
        this.index = index;
        this.port = port;
        this.backlog = backlog;
        this.freeLink = freeLink;
        this.accepted = accepted;
    }

    /** Its number. */
    public int index() {
        return index;
    }

    /** The port it listens on, also when it was opened with port 0. */
    public int port() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            return port;
        }
    }

    /** Listens. */
    public ErrorCode start() {
        try {
            channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(module.bindAddress(), port), backlog);
            key = module.loop().register(channel, SelectionKey.OP_ACCEPT, () -> {});
            return ErrorCode.SUCCESS;
        } catch (BindException e) {
            stop();
            return ErrorCode.BIND_FAILED;
        } catch (IOException | RuntimeException e) {
            stop();
            return ErrorCode.SOCKET_FAILED;
        }
    }

    /** Accepts who waits, as long as there are links. */
    public void turn() {
        OptionalInt number = freeLink.get();
        while (number.isPresent() && accept(number.getAsInt())) {
            number = freeLink.get();
        }
        int interest = number.isPresent() ? SelectionKey.OP_ACCEPT : 0;
        if (key.isValid() && key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    private boolean accept(int number) {
        try {
            SocketChannel client = channel.accept();
            if (client == null) {
                return false;
            }
            InetSocketAddress peer = (InetSocketAddress) client.getRemoteAddress();
            TcpLink link = new TcpLink(module, number, index, client, peer);
            if (link.attach() == ErrorCode.SUCCESS) {
                accepted.accept(link);
            }
            return true;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A client could not be accepted", e);
            return false;
        }
    }

    /** Listens no longer; its links live on. */
    public void stop() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
            }
        }
    }
}
