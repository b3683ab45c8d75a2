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
package io.github.sim7028.trial.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way between a client and a server on this machine that can be cut and healed. While the way is cut, nothing arrives and nothing
 * is refused, as when a network is lost; what was on the way arrives when it is healed.
 */
public final class Detour implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private boolean cut;
    private volatile boolean closed;

    /** Listens on a port that the system chooses. */
    public Detour() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Where clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Leads to this port of this machine from now on. */
    public Detour to(int port) {
        target = port;
        start("detour", this::accept);
        return this;
    }

    public void cut() {
        set(true);
    }

    public void heal() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            cut = now;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() throws IOException {
        while (!closed) {
            Socket client = listener.accept();
            sockets.add(client);
            start("detour-client", () -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        sockets.add(server);
        try {
            awaitHealed();
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
        } catch (IOException e) {
            close(client, server);
            throw e;
        }
        start("detour-back", () -> pump(server, client));
        pump(client, server);
    }

    private void pump(Socket from, Socket to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int n = from.getInputStream().read(chunk);
                    n >= 0;
                    n = from.getInputStream().read(chunk)) {
                awaitHealed();
                to.getOutputStream().write(chunk, 0, n);
            }
            awaitHealed();
        } finally {
            close(from, to);
        }
    }

    private void awaitHealed() throws IOException {
        lock.lock();
        try {
            while (cut && !closed) {
                healed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (closed) {
            throw new IOException("the detour is closed");
        }
    }

    private void close(Socket... those) throws IOException {
        for (Socket socket : those) {
            sockets.remove(socket);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        heal();
        listener.close();
        close(sockets.toArray(Socket[]::new));
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // one end has closed the connection, or the detour is closed
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
