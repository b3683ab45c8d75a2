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
package io.github.sim7028.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/**
 * Passes TCP connections on to a port of this machine, over TLS in front if wanted; can fall silent without a FIN.
 *
 * <p>TLS is laid over the connections and never closed itself: in the middle of a handshake, closing it can wait for ever.
 */
public final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final SSLContext tls;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean silent;

    public Relay(int target) {
        this(target, null);
    }

    /** @param tls what its front speaks; null for plain TCP */
    public Relay(int target, SSLContext tls) {
        this.target = target;
        this.tls = tls;
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections it has taken. */
    public int connections() {
        return connections.size() / 2;
    }

    /** From now on nothing passes over the connections there are, in either direction; later ones pass when this is false again. */
    public void silent(boolean wanted) {
        lock.lock();
        try {
            silent = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitVoice() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (silent && !server.isClosed()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket front = server.accept();
                Socket back = new Socket(InetAddress.getByName("127.0.0.1"), target);
                back.setTcpNoDelay(true);
                front.setTcpNoDelay(true);
                connections.add(front);
                connections.add(back);
                Socket spoken = tls == null ? front : tls.getSocketFactory().createSocket(front, null, true);
                List<Socket> pair = List.of(front, back);
                start(() -> copy(spoken, back, pair));
                start(() -> copy(back, spoken, pair));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void copy(Socket from, Socket to, List<Socket> pair) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitVoice();
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // the connection ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(pair);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(List<Socket> sockets) {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone all the same
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close(connections);
        silent(false);
    }
}
