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

import io.github.sim7028.simulator.uart.HostPort;
import java.io.IOException;

/** The host's end of the UART, as users see it. */
record UartPort(HostPort host) implements VirtualPort {

    @Override
    public int read(byte[] buffer, int offset, int length, int timeoutMillis) throws IOException {
        return host.read(buffer, offset, length, timeoutMillis);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        host.write(bytes, offset, length);
    }

    @Override
    public void setBaudRate(int rate) throws IOException {
        host.setBaudRate(rate);
    }

    @Override
    public void setDtr(boolean on) throws IOException {
        host.setDtr(on);
    }

    @Override
    public void close() {
        host.close();
    }
}
