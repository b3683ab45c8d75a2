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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** A peer that sends each numbered line back, and keeps books of what has arrived. */
final class EchoPeer implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final BitSet arrived = new BitSet();
    private int connections;
    private int doubled;
    private int strange;
    private int disordered;
    private int cut;
    private int last = -1;

    EchoPeer() throws IOException {
        Attackers.daemon("echo-peer", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            synchronized (this) {
                connections++;
            }
            Attackers.daemon("echo-peer-connection", () -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket;
                BufferedReader in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                book(line);
                socket.getOutputStream().write((line + '\n').getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private synchronized void book(String line) {
        int number = NumberedLine.numberOf(line);
        if (number < 0 && NumberedLine.begins(line)) {
            cut++;
        } else if (number < 0) {
            strange++;
            System.out.println("STRANGE at a peer: " + line);
        } else if (arrived.get(number)) {
            doubled++;
        } else {
            arrived.set(number);
            disordered += number < last ? 1 : 0;
            last = number;
        }
    }

    synchronized int connections() {
        return connections;
    }

    synchronized boolean has(int number) {
        return arrived.get(number);
    }

    /** Lines that broke off, as their connection or the driver's line did. */
    synchronized int cut() {
        return cut;
    }

    /** Lines that came twice, in another order, or changed. */
    synchronized int wrong() {
        return doubled + disordered + strange;
    }

    synchronized int arrivals() {
        return arrived.cardinality();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
