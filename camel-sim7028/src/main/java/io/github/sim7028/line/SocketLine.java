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
package io.github.sim7028.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A line to a modem behind a terminal server: a TCP connection that carries the bytes as they are. */
final class SocketLine implements Line {

    private final String device;
    /** The connection itself: closing TLS over it would wait for a write that is under way. */
    private final Socket connection;

    private final InputStream in;
    private final OutputStream out;

    /** Takes over a connected socket. */
    SocketLine(String device, Socket connection) throws LineException {
        this(device, connection, connection);
    }

    /** Takes over a connected socket and what carries the bytes over it. */
    SocketLine(String device, Socket connection, Socket socket) throws LineException {
        this.device = device;
        this.connection = connection;
        try {
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            close();
            throw failed("was lost as soon as it was established", e);
        }
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw failed("was lost while reading", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed("was lost while writing", e);
        }
    }

    @Override
    public void close() {
        SocketConnector.closeQuietly(connection);
    }

    private LineException failed(String what, IOException cause) {
        return connection.isClosed()
                ? new LineException(device + " was closed", cause)
                : new LineException(device + ": the connection " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public String toString() {
        return device;
    }
}
