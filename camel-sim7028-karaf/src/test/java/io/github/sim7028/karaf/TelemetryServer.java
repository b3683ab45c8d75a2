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
package io.github.sim7028.karaf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the lines it receives and answers each. */
final class TelemetryServer implements AutoCloseable {

    private final ServerSocket socket;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private TelemetryServer(ServerSocket socket) {
        this.socket = socket;
    }

    static TelemetryServer start() throws IOException {
        TelemetryServer server = new TelemetryServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
        daemon(server::accept);
        return server;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter answers = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                received.add(line);
                answers.print("got " + line + "\n");
                answers.flush();
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "telemetry server");
        thread.setDaemon(true);
        thread.start();
    }

    /** As host and port. */
    String address() {
        return "localhost:" + socket.getLocalPort();
    }

    List<String> received() {
        return received;
    }

    void forget() {
        received.clear();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }
}
