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

/** {@code rfc2217://host:port}: a serial port of a terminal server that lets its settings be set from here. */
record Rfc2217Device(HostAndPort target, SerialSettings settings) implements TcpDevice {

    @Override
    public Line open(LineOpening opening) throws LineException {
        return open(opening, Rfc2217Opening.AGREEMENT);
    }

    Line open(Duration agreement) throws LineException {
        return open(new LineOpening(), agreement);
    }

    private Line open(LineOpening opening, Duration agreement) throws LineException {
        String device = "rfc2217://" + target;
        return opening.within(LineOpening.LIMIT, device, () -> connect(device, opening, agreement));
    }

    private Line connect(String device, LineOpening opening, Duration agreement) throws LineException {
        Socket socket = SocketConnector.connect(device, target, SocketConnector.TIMEOUT, opening);
        try {
            Rfc2217Line line = new Rfc2217Line(device, socket, settings.baudRate());
            new Rfc2217Opening(device, socket, line, agreement).run(settings);
            return line;
        } catch (IOException | RuntimeException e) {
            SocketConnector.closeQuietly(socket);
            throw e instanceof LineException known
                    ? known
                    : new LineException(
                            device + ": the connection was lost while it was opened: " + ForeignText.messageOf(e), e);
        }
    }

    @Override
    public String toString() {
        return "rfc2217://" + target + " (" + settings + ")";
    }
}
