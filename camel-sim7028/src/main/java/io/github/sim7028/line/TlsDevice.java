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

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.HostAndPort;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** {@code sockets://host:port}: a terminal server behind TLS, whose certificate must name the host. */
record TlsDevice(HostAndPort target, Callable<SSLSocketFactory> sockets) implements TcpDevice {

    @Override
    public Line open(LineOpening opening) throws LineException {
        return open(opening, LineOpening.LIMIT);
    }

    Line open(LineOpening opening, Duration limit) throws LineException {
        return opening.within(limit, toString(), () -> connect(opening));
    }

    private Line connect(LineOpening opening) throws LineException {
        SSLSocketFactory factory = factory();
        Socket connection = SocketConnector.connect(toString(), target, SocketConnector.TIMEOUT, opening);
        try {
            return new SocketLine(toString(), connection, shakeHands(factory, connection));
        } catch (IOException | RuntimeException e) {
            SocketConnector.closeQuietly(connection);
            throw e instanceof LineException known ? known : new LineException(this + inWords(e), e);
        }
    }

    private SSLSocketFactory factory() throws LineException {
        try {
            return sockets.call();
        } catch (Exception e) {
            throw new LineException(
                    this + ": TLS cannot be set up; check sslContextParameters, its files and passwords: "
                            + ForeignText.messageOf(e),
                    e);
        }
    }

    private SSLSocket shakeHands(SSLSocketFactory factory, Socket connection) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(connection, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        connection.setSoTimeout((int) SocketConnector.TIMEOUT.toMillis());
        socket.startHandshake();
        connection.setSoTimeout(0);
        return socket;
    }

    private static String inWords(Exception failure) {
        return failure instanceof SSLException
                ? ": TLS failed; check that the port speaks TLS, that its certificate is trusted and names the host: "
                        + ForeignText.messageOf(failure)
                : ": the connection was lost during the TLS handshake: " + ForeignText.messageOf(failure);
    }

    @Override
    public String toString() {
        return "sockets://" + target;
    }
}
