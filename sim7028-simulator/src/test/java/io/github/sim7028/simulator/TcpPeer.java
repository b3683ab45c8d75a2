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
package io.github.sim7028.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A TCP server on loopback that the module talks to. */
public final class TcpPeer implements AutoCloseable {

    private final ServerSocket server;
    private Socket socket;

    public TcpPeer() {
        this("127.0.0.1");
    }

    public TcpPeer(String address) {
        try {
            server = new ServerSocket();
            server.setReceiveBufferSize(16 * 1024);
            server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Opens the link to this peer and takes the connection. */
    TcpPeer openedBy(Terminal terminal, int link) {
        String host = server.getInetAddress().getHostAddress();
        terminal.asks("AT+CIPOPEN=" + link + ",\"TCP\",\"" + host + "\"," + port(), "OK", "+CIPOPEN: " + link + ",0");
        return accepts();
    }

    TcpPeer accepts() {
        try {
            server.setSoTimeout(20_000);
            socket = server.accept();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    TcpPeer sends(String text) {
        return sends(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    TcpPeer sends(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    String receives(int count) {
        return new String(receivesBytes(count), StandardCharsets.ISO_8859_1);
    }

    byte[] receivesBytes(int count) {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean seesTheEnd() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    public Socket socket() {
        return socket;
    }

    void hangsUp() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
