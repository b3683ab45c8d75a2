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
package io.github.sim7028.examples.quickstart;

import io.github.sim7028.examples.quickstart.TelemetryRoutes.Protocol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The far end: an ordinary TCP and UDP server that knows nothing of modems and answers every reading. */
final class AnsweringServer implements AutoCloseable {

    private final Ledger ledger;
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    AnsweringServer(Ledger ledger) throws IOException {
        this.ledger = ledger;
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        tcp = new ServerSocket(0, 10, loopback);
        udp = new DatagramSocket(0, loopback);
        start("tcp-server", this::serveTcp);
        start("udp-server", this::serveUdp);
    }

    String peer(Protocol protocol) {
        return "127.0.0.1:" + (protocol == Protocol.TCP ? tcp.getLocalPort() : udp.getLocalPort());
    }

    private void serveTcp() throws IOException {
        while (true) {
            Socket client = tcp.accept();
            start("tcp-client", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String answer = answer(Protocol.TCP, line);
                client.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void serveUdp() throws IOException {
        byte[] buffer = new byte[1500];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            udp.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            byte[] answer = answer(Protocol.UDP, text).getBytes(StandardCharsets.UTF_8);
            udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
    }

    private String answer(Protocol protocol, String text) {
        ledger.serverGot(protocol, text);
        String answer = "thanks for " + text.substring(text.lastIndexOf(' ') + 1);
        ledger.serverAnswered(protocol, answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
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
                        // the socket was closed: the quickstart is over
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
