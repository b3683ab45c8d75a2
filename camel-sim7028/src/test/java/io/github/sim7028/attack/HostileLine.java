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

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The line of a modem as a terminal server serves it: a virtual modem stands behind it, until something else answers there in its
 * place, or is heard between its words.
 */
final class HostileLine implements AutoCloseable {

    /** What answers in the place of a modem. */
    interface Impostor {
        void serve(Socket line) throws IOException, InterruptedException;
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final VirtualModem modem;
    private volatile Impostor impostor;
    private volatile Socket line;

    HostileLine(VirtualModem modem) throws IOException {
        this.modem = modem;
        Attackers.daemon("hostile-line", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket accepted = server.accept();
            accepted.setTcpNoDelay(true);
            line = accepted;
            Attackers.daemon("hostile-line-connection", () -> serve(accepted));
        }
    }

    private void serve(Socket accepted) throws IOException, InterruptedException {
        Impostor now = impostor;
        try (accepted) {
            if (now == null) {
                pass(accepted);
            } else {
                now.serve(accepted);
            }
        }
    }

    private void pass(Socket accepted) throws IOException {
        try (VirtualPort port = modem.connect()) {
            Attackers.daemon("hostile-line-up", () -> up(accepted, port));
            byte[] down = new byte[4096];
            for (int n = port.read(down, 0, down.length, 1000); n >= 0; n = port.read(down, 0, down.length, 1000)) {
                say(accepted, down, n);
            }
        }
    }

    private static void up(Socket accepted, VirtualPort port) throws IOException {
        byte[] up = new byte[4096];
        try (accepted) {
            for (int n = accepted.getInputStream().read(up);
                    n >= 0;
                    n = accepted.getInputStream().read(up)) {
                port.write(up, 0, n);
            }
        } finally {
            port.close();
        }
    }

    private static void say(Socket accepted, byte[] bytes, int length) throws IOException {
        OutputStream out = accepted.getOutputStream();
        synchronized (accepted) {
            out.write(bytes, 0, length);
        }
    }

    /** Something that the modem does not say, between its words. */
    void inject(byte[] bytes) throws IOException {
        Socket now = line;
        if (now == null) {
            throw new IOException("no connection");
        }
        say(now, bytes, bytes.length);
    }

    VirtualModem modem() {
        return modem;
    }

    /** Lets another answer, or the modem for null; the connection that there is ends. */
    void answer(Impostor other) throws IOException {
        impostor = other;
        Socket now = line;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        answer(null);
    }
}
