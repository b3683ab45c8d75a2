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
package io.github.sim7028.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A real TCP server on loopback: keeps what it gets, and does with each connection what the test says. */
public final class TcpPeer implements AutoCloseable {

    private final ServerSocket server;
    private final BiConsumer<Socket, byte[]> reaction;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int connections;
    private volatile byte[] greeting = {};

    public TcpPeer() {
        this((socket, bytes) -> {});
    }

    /** @param reaction is given each read */
    public TcpPeer(BiConsumer<Socket, byte[]> reaction) {
        this.reaction = reaction;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** One that says something first. */
    public static TcpPeer greeting(String words) {
        TcpPeer far = new TcpPeer();
        far.greeting = words.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return far;
    }

    public static TcpPeer echo() {
        return new TcpPeer((socket, bytes) -> {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public int port() {
        return ((InetSocketAddress) server.getLocalSocketAddress()).getPort();
    }

    public int connections() {
        return connections;
    }

    public byte[] got() {
        synchronized (got) {
            return got.toByteArray();
        }
    }

    public Socket socket() {
        return sockets.get(sockets.size() - 1);
    }

    public void say(byte[] bytes) throws IOException {
        socket().getOutputStream().write(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(greeting);
                sockets.add(socket);
                connections++;
                start(() -> read(socket));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void read(Socket socket) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                byte[] bytes = java.util.Arrays.copyOf(buffer, n);
                synchronized (got) {
                    got.write(bytes);
                }
                reaction.accept(socket, bytes);
            }
        } catch (IOException | UncheckedIOException e) {
            // the connection ended
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "far-end");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
