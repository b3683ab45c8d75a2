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

/** The host's end of the modem's UART. One thread may read while another writes. */
public interface VirtualPort extends AutoCloseable {

    /**
     * Reads what has arrived.
     *
     * @param timeoutMillis how long to wait for the first byte
     * @return how many bytes were read, 0 after the timeout, -1 when the port was closed or the modem disconnected
     */
    int read(byte[] buffer, int offset, int length, int timeoutMillis) throws IOException;

    /**
     * Writes all bytes; blocks while the modem's input buffer is full.
     *
     * @throws IOException when the port is closed or the modem disconnects, also while the call waits
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Writes all bytes; see {@link #write(byte[], int, int)}. */
    default void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Sets the host's rate in bits per second. What is written at 9600 to a module with another rate is lost, but wakes a module that
     * sleeps. Any other rate that is not the module's makes garbage of both directions where
     * {@link VirtualModemBuilder#strictBaud} says so, and no difference otherwise. At first the host's rate is that of the module.
     */
    void setBaudRate(int rate) throws IOException;

    /** Raises or drops the DTR line, which is up at first; with {@code AT&D1} dropping it leaves data mode (1.3). */
    void setDtr(boolean on) throws IOException;

    /** Disconnects from the modem and drops DTR. A waiting read returns -1, a waiting write throws. The modem keeps running. Idempotent. */
    @Override
    void close();
}
