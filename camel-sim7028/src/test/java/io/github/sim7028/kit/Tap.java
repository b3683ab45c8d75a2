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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a TCP server and passes on what both sides say: counts it, cuts it into single bytes, holds it, or ends it early. */
public final class Tap implements AutoCloseable {

    private final ServerSocket front;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private volatile long downLimit = Long.MAX_VALUE;
    /** How many bytes of the server were passed on over the last connection. */
    private volatile long passed;

    private volatile long upLimit = Long.MAX_VALUE;
    private volatile boolean drip;
    private volatile boolean keepsOpen;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int connections;

    public Tap(int target) throws IOException {
        this.target = target;
        front = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** How many connections it has taken. */
    public int connections() {
        return connections;
    }

    /** How many bytes clients have said, since {@link #clear}. */
    public long up() {
        return up.get();
    }

    /** How many bytes of the server were passed on. */
    public long down() {
        return down.get();
    }

    public void clear() {
        up.set(0);
        down.set(0);
    }

    /** Passes each byte of the server on alone. */
    public Tap dripping() {
        drip = true;
        return this;
    }

    /** Does not tell the client that the server has closed its side. */
    public Tap keepingOpen() {
        keepsOpen = true;
        return this;
    }

    /** Sends the client a FIN after so many bytes of the server on each further connection; what the client says is passed on. */
    public void endAfter(long bytesOfServer) {
        downLimit = bytesOfServer;
    }

    /** The same after so many more bytes of the server on the last connection. */
    public void endAfterNext(long bytesOfServer) {
        downLimit = passed + bytesOfServer;
    }

    /** The same after so many bytes of the client. */
    public void endAfterUp(long bytesOfClient) {
        upLimit = bytesOfClient;
    }

    /** Lets connections live again. */
    public void endNoMore() {
        downLimit = Long.MAX_VALUE;
        upLimit = Long.MAX_VALUE;
    }

    /** Says something to the last client that the server has not said. */
    public void say(byte[] bytes) throws IOException {
        sockets.get(sockets.size() - 2).getOutputStream().write(bytes);
    }

    /** Passes nothing of the server on until the latch opens. */
    public void hold(CountDownLatch until) {
        gate = until;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                connections++;
                start(() -> passUp(client, server));
                start(() -> passDown(server, client));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void passUp(Socket client, Socket server) {
        byte[] buffer = new byte[8192];
        long passed = 0;
        try {
            InputStream in = client.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                up.addAndGet(n);
                passed += n;
                server.getOutputStream().write(buffer, 0, n);
                if (passed >= upLimit && !client.isOutputShutdown()) {
                    client.shutdownOutput();
                }
            }
            server.shutdownOutput();
        } catch (IOException e) {
            close(server);
        }
    }

    private void passDown(Socket server, Socket client) {
        passed = 0;
        byte[] buffer = new byte[8192];
        try {
            OutputStream out = client.getOutputStream();
            InputStream in = server.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.await();
                int passing = (int) Math.max(0, Math.min(n, downLimit - passed));
                pass(out, buffer, passing);
                passed += passing;
                if (passed >= downLimit && !client.isOutputShutdown()) {
                    client.shutdownOutput();
                }
            }
            if (!keepsOpen && !client.isOutputShutdown()) {
                client.shutdownOutput();
            }
        } catch (IOException e) {
            close(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(OutputStream out, byte[] buffer, int count) throws IOException {
        down.addAndGet(count);
        for (int i = 0; drip && i < count; i++) {
            out.write(buffer, i, 1);
        }
        if (!drip) {
            out.write(buffer, 0, count);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        front.close();
        sockets.forEach(Tap::close);
    }
}
