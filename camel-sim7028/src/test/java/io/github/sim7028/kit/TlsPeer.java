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

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A real TLS server of the JDK on loopback: keeps what it gets, and does with each connection what the test says. */
public final class TlsPeer implements AutoCloseable {

    /** What the test does with a connection; runs on a thread of its own, after the handshake. */
    @FunctionalInterface
    public interface Reaction {
        void got(SSLSocket socket, byte[] bytes) throws IOException;
    }

    private final SSLServerSocket server;
    private final Reaction reaction;
    /** What came on each connection. */
    private final List<ByteArrayOutputStream> got = new CopyOnWriteArrayList<>();

    private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private volatile int ends;

    public TlsPeer(SSLContext context) {
        this(context, socket -> {}, (socket, bytes) -> {});
    }

    public static TlsPeer echo(SSLContext context) {
        return new TlsPeer(context, socket -> {}, (socket, bytes) -> socket.getOutputStream()
                .write(bytes));
    }

    /**
     * @param setUp    what is special about this server
     * @param reaction is given each read
     */
    public TlsPeer(SSLContext context, Consumer<SSLServerSocket> setUp, Reaction reaction) {
        this.reaction = reaction;
        try {
            server = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        setUp.accept(server);
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many handshakes ended well. */
    public int connections() {
        return sockets.size();
    }

    /** How many connections ended with a close_notify. */
    public int ends() {
        return ends;
    }

    public List<IOException> failures() {
        return failures;
    }

    /** What came, connection after connection. */
    public byte[] got() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        got.forEach(each -> all.writeBytes(each.toByteArray()));
        return all.toByteArray();
    }

    /** The last connection, once it is there. */
    public SSLSocket socket() {
        await().until(() -> !sockets.isEmpty());
        return sockets.get(sockets.size() - 1);
    }

    public void say(byte[] bytes) throws IOException {
        socket().getOutputStream().write(bytes);
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) server.accept();
                socket.setTcpNoDelay(true);
                start(() -> read(socket));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void read(SSLSocket socket) {
        byte[] buffer = new byte[8192];
        try {
            socket.startHandshake();
            ByteArrayOutputStream mine = new ByteArrayOutputStream();
            got.add(mine);
            sockets.add(socket);
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, n);
                mine.writeBytes(bytes);
                reaction.got(socket, bytes);
            }
            ends++;
            socket.close();
        } catch (IOException | UncheckedIOException e) {
            failures.add(e instanceof IOException known ? known : new IOException(e));
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tls-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }
}
