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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The far end: a TCP server on loopback, which keeps what it gets, and may send it back. */
final class Peer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final BlockingQueue<Socket> clients = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final boolean echo;

    private Peer(boolean echo) throws IOException {
        this.echo = echo;
        inBackground(this::accept);
    }

    static Peer keeping() throws IOException {
        return new Peer(false);
    }

    static Peer echoing() throws IOException {
        return new Peer(true);
    }

    int port() {
        return server.getLocalPort();
    }

    String uri() {
        return "sim7028:tcp:127.0.0.1:" + port();
    }

    String got() {
        synchronized (got) {
            return got.toString(StandardCharsets.UTF_8);
        }
    }

    void awaitGot(String text) {
        await().atMost(Rig.SOON).untilAsserted(() -> assertThat(got()).isEqualTo(text));
    }

    /** To the next connection. */
    void say(String text) throws Exception {
        Socket client = clients.poll(Rig.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(client).as("a connection").isNotNull();
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        clients.add(client);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            clients.add(client);
            inBackground(() -> read(client));
        }
    }

    private void read(Socket client) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = client.getInputStream().read(buffer);
                n >= 0;
                n = client.getInputStream().read(buffer)) {
            synchronized (got) {
                got.write(buffer, 0, n);
            }
            if (echo) {
                client.getOutputStream().write(buffer, 0, n);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // closed
                    }
                },
                "peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
