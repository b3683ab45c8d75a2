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
package io.github.sim7028.benchmarks;

import io.github.sim7028.simulator.VirtualPort;
import java.io.IOException;
import java.net.Socket;

/** The ways to a virtual modem. */
final class Ports {

    private Ports() {}

    static BareModem.Port of(VirtualPort port) {
        return new BareModem.Port() {
            @Override
            public int read(byte[] buffer, int limitMillis) throws IOException {
                return port.read(buffer, 0, buffer.length, limitMillis);
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                port.write(bytes);
            }

            @Override
            public void close() {
                port.close();
            }
        };
    }

    static BareModem.Port connect(int tcpPort) throws IOException {
        Socket socket = new Socket("127.0.0.1", tcpPort);
        socket.setTcpNoDelay(true);
        return new BareModem.Port() {
            @Override
            public int read(byte[] buffer, int limitMillis) throws IOException {
                socket.setSoTimeout(limitMillis);
                return socket.getInputStream().read(buffer);
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }
}
