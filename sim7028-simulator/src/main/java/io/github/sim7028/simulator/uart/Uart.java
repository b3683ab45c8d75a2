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
package io.github.sim7028.simulator.uart;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** The UART between the modem and one host: a line in each direction. */
public final class Uart {

    /** What is plugged in. */
    public interface Plug {

        /** The modem's end hung up. */
        void hungUp();
    }

    private static final int STANDARD_RATE = 115_200;

    private final ReentrantLock lock = new ReentrantLock();
    private final UartLine toModem;
    private final UartLine toHost;
    private final int baud;
    private volatile Plug plug;

    /**
     * @param baud bits per second for each direction, 0 for as fast as it goes
     * @param capacity bytes each direction buffers
     * @param modem wakes the modem
     */
    public Uart(int baud, int capacity, Runnable modem) {
        this.baud = baud;
        // a host over TCP is served in each turn of the modem's loop and needs no waking
        this.toModem = new UartLine(capacity, baud, modem, () -> {});
        this.toHost = new UartLine(capacity, baud, () -> {}, modem);
    }

    /** Bits per second, 0 for unpaced. */
    public int baud() {
        return baud;
    }

    /** The rate of the modem's UART, where one is told. */
    public int rate() {
        return baud > 0 ? baud : STANDARD_RATE;
    }

    /** What the host writes and the modem reads. */
    public UartLine toModem() {
        return toModem;
    }

    /** What the modem writes and the host reads. */
    public UartLine toHost() {
        return toHost;
    }

    /** Whether a host is connected; if not, the modem's output is discarded. */
    public boolean plugged() {
        return plug != null;
    }

    /** Plugs a host in, or says that another one is. */
    public void plugIn(Plug host) throws IOException {
        lock.lock();
        try {
            if (plug != null) {
                throw new IOException("The modem's UART is busy: another host is connected");
            }
            plug = host;
            toModem.open();
            toHost.open();
        } finally {
            lock.unlock();
        }
    }

    /** Unplugs a host; what it wrote stays with the modem, what it did not read is lost. */
    public void unplug(Plug host) {
        lock.lock();
        try {
            if (plug == host) {
                plug = null;
                toModem.hangUp(false);
                toHost.hangUp(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Disconnects the host, if there is one. */
    public void hangUp() {
        Plug host = plug;
        if (host != null) {
            unplug(host);
            host.hungUp();
        }
    }
}
