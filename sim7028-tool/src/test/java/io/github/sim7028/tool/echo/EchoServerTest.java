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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything comes back, and a client that asks for more gets it. */
@Timeout(60)
class EchoServerTest {

    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = EchoServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EchoServer.Limits.DEFAULT, news -> {});
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect() throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), server.port());
    }

    @Test
    void aMegabyteComesBackThroughASmallBuffer() throws Exception {
        byte[] data = new byte[1_000_000];
        new Random(1).nextBytes(data);
        try (Socket client = connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(data);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(data);
            sent.join();
        }
    }

    @Test
    void aDatagramComesBackToItsSender() throws Exception {
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] data = {1, 0, (byte) 0xFF};
            client.send(new DatagramPacket(data, data.length, InetAddress.getLoopbackAddress(), server.port()));
            DatagramPacket back = new DatagramPacket(new byte[100], 100);
            client.receive(back);
            assertThat(back.getLength()).isEqualTo(3);
            assertThat(back.getData()).startsWith(data);
        }
    }

    @Test
    void aClientThatGreetsIsObeyed() throws Exception {
        try (Socket client = connect()) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            say(out, EchoClient.GREETING);
            String welcome = EchoClient.GREETING + EchoClient.READY;
            assertThat(in.readNBytes(welcome.length()))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo(welcome);
            long began = System.nanoTime();
            say(out, "after 300 4\n");
            assertThat(in.readNBytes(4)).asString(StandardCharsets.US_ASCII).isEqualTo("llll");
            assertThat((System.nanoTime() - began) / 1_000_000).isGreaterThanOrEqualTo(300);
            say(out, "nonsense\nbye 3\n");
            assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("bbb");
        }
    }

    private static void say(OutputStream out, String text) throws Exception {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
