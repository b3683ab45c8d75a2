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
package io.github.sim7028.tool.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends back what it gets, over TCP and UDP on one port. One thread serves all. The number of clients, their memory, their idle time and the
 * rate of datagrams are limited.
 */
public final class EchoServer implements AutoCloseable {

    /** What asks a server for nothing but an answer to a third party. */
    private static final int LOWEST_UDP_PORT = 1024;

    private static final int MAX_DATAGRAMS_A_SECOND = 200;
    private static final int MAX_DATAGRAM = 2048;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long TICK_MILLIS = 100;
    private static final int ATTEMPTS = 20;

    /**
     * The limits.
     *
     * @param clients TCP clients at a time; further clients are closed at once
     * @param idle how long a client may be silent
     */
    public record Limits(int clients, Duration idle) {
        public static final Limits DEFAULT = new Limits(16, Duration.ofMinutes(10));

        public Limits {
            if (clients < 1 || clients > 1000) {
                throw new IllegalArgumentException("clients: " + clients + " is out of range; allowed are 1 to 1000");
            }
            if (idle.toSeconds() < 1 || idle.toHours() > 24) {
                throw new IllegalArgumentException("idle: allowed are 1 second to 24 hours");
            }
        }
    }

    private final Limits limits;
    private final Consumer<String> news;
    private final Selector selector;
    private final ServerSocketChannel streams;
    private final DatagramChannel datagrams;
    private final Map<SelectionKey, EchoClient> clients = new HashMap<>();
    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
    private final Thread thread;
    private long second;
    private int inThisSecond;

    private EchoServer(Limits limits, Consumer<String> news, ServerSocketChannel streams, DatagramChannel datagrams)
            throws IOException {
        this.limits = limits;
        this.news = news;
        this.streams = streams;
        this.datagrams = datagrams;
        selector = Selector.open();
        streams.configureBlocking(false);
        streams.register(selector, SelectionKey.OP_ACCEPT);
        datagrams.configureBlocking(false);
        datagrams.register(selector, SelectionKey.OP_READ);
        thread = new Thread(this::run, "sim7028-echo");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts a server.
     *
     * @param address where to listen; with port 0 the system picks one port for both protocols
     * @param news    is told who comes and goes; must return at once
     */
    public static EchoServer start(InetSocketAddress address, Limits limits, Consumer<String> news) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocketChannel streams = ServerSocketChannel.open();
            DatagramChannel datagrams = DatagramChannel.open();
            try {
                streams.bind(address);
                datagrams.bind(new InetSocketAddress(
                        address.getAddress(), streams.socket().getLocalPort()));
                return new EchoServer(limits, news, streams, datagrams);
            } catch (IOException e) {
                streams.close();
                datagrams.close();
                // the port that was free for TCP is taken for UDP
                if (address.getPort() != 0 || attempt == ATTEMPTS) {
                    throw new IOException(
                            "Cannot listen on " + address.getHostString() + ':' + address.getPort() + ": "
                                    + e.getMessage(),
                            e);
                }
            }
        }
    }

    /** The port, which is the same for TCP and UDP. */
    public int port() {
        return streams.socket().getLocalPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(TICK_MILLIS);
                if (!selector.isOpen()) {
                    return;
                }
                List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
                selector.selectedKeys().clear();
                ready.forEach(this::serve);
                for (SelectionKey key : List.copyOf(clients.keySet())) {
                    tick(key);
                }
                closeIdle();
            }
        } catch (ClosedSelectorException e) {
            // closed in between
        } catch (IOException e) {
            news.accept("The echo server has ended: " + e.getMessage());
        }
    }

    private void serve(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        EchoClient client = clients.get(key);
        try {
            if (client != null) {
                if (!client.serve()) {
                    end(key, "has ended");
                }
            } else if (key.channel() == datagrams) {
                answer();
            } else {
                accept();
            }
        } catch (IOException e) {
            if (client != null) {
                end(key, "is gone: " + e.getMessage());
            }
        }
    }

    private void tick(SelectionKey key) {
        try {
            if (!clients.get(key).tick()) {
                end(key, "has ended");
            }
        } catch (IOException e) {
            end(key, "is gone: " + e.getMessage());
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = streams.accept();
        if (channel == null) {
            return;
        }
        if (clients.size() >= limits.clients()) {
            news.accept(
                    "client " + channel.getRemoteAddress() + " was refused: " + limits.clients() + " are connected");
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        news.accept("client " + channel.getRemoteAddress() + " has connected");
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        clients.put(key, new EchoClient(channel, key));
    }

    private void answer() throws IOException {
        datagram.clear();
        SocketAddress from = datagrams.receive(datagram);
        if (!(from instanceof InetSocketAddress sender)) {
            return;
        }
        long now = System.nanoTime() / SECOND_NANOS;
        if (now != second) {
            second = now;
            inThisSecond = 0;
        }
        // services answer each other for ever, and a forged sender would get what it did not ask for
        if (sender.getPort() >= LOWEST_UDP_PORT && inThisSecond++ < MAX_DATAGRAMS_A_SECOND) {
            datagram.flip();
            news.accept("datagram of " + datagram.remaining() + " bytes from " + sender);
            datagrams.send(datagram, sender);
        }
    }

    private void closeIdle() {
        long oldest = System.nanoTime() - limits.idle().toNanos();
        List<SelectionKey> idle = new ArrayList<>();
        clients.forEach((key, client) -> {
            if (client.lastTraffic() - oldest < 0) {
                idle.add(key);
            }
        });
        idle.forEach(key -> end(key, "was silent for " + limits.idle().toSeconds() + " s"));
    }

    private void end(SelectionKey key, String how) {
        EchoClient client = clients.remove(key);
        news.accept("client " + name(key) + ' ' + how);
        client.close();
    }

    private static String name(SelectionKey key) {
        try {
            return String.valueOf(((SocketChannel) key.channel()).getRemoteAddress());
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            thread.join(TICK_MILLIS);
            streams.close();
            datagrams.close();
            clients.values().forEach(EchoClient::close);
        } catch (IOException e) {
            // what is left ends with the JVM
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
