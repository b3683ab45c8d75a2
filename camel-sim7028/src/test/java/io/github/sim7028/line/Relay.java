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
import javax.net.ServerSocketFactory;

/** Passes TCP connections on to a port of this machine, over TLS in front if wanted; can fall silent without a FIN. */
public final class Relay implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean silent;

    public Relay(int target) {
        this(target, ServerSocketFactory.getDefault());
    }

    /** @param front makes the socket it listens on */
    public Relay(int target, ServerSocketFactory front) {
        this.target = target;
        try {
            server = front.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
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
        return sockets.size() / 2;
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
                sockets.add(front);
                sockets.add(back);
                start(() -> copy(front, back));
                start(() -> copy(back, front));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitVoice();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // the connection ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        silent(false);
    }
}
