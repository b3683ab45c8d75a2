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
package io.github.sim7028.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Threads that do the same again and again as fast as they can, whatever comes of it, until they are ended. */
final class Attackers implements AutoCloseable {

    /** One attempt. */
    interface Attempt {
        void run(Attackers attackers) throws IOException, InterruptedException;
    }

    /** What a thread does until its socket is closed. */
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    private final List<Thread> threads = new ArrayList<>();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    Attackers(int count, Attempt attempt) {
        for (int i = 0; i < count; i++) {
            threads.add(daemon("attacker-" + i, () -> {
                while (!over) {
                    try {
                        attempt.run(this);
                    } catch (IOException e) {
                        // closed by the other side, or over; not a busy loop where nobody listens
                        Thread.sleep(1);
                    }
                }
            }));
        }
    }

    static Thread daemon(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // its socket was closed
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A connection that ends with the attack at the latest. */
    Socket connect(int port) throws IOException {
        Socket socket = keep(new Socket());
        socket.setReceiveBufferSize(1024);
        socket.setSoTimeout(5000);
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        return socket;
    }

    /** Closes something with the attack at the latest. */
    <T extends AutoCloseable> T keep(T resource) throws IOException {
        open.add(resource);
        if (over) {
            release(resource);
            throw new IOException("over");
        }
        return resource;
    }

    /** Ends a connection with a reset, which also leaves no port in TIME_WAIT. */
    void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        release(socket);
    }

    void release(AutoCloseable resource) throws IOException {
        open.remove(resource);
        try {
            resource.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    boolean over() {
        return over;
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (AutoCloseable resource : open) {
            release(resource);
        }
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
