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

import io.github.sim7028.simulator.model.HostCounts;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** The UART between the modem and one host: a line in each direction. */
public final class Uart {

    /** What is plugged in. */
    public interface Plug {

        /** The modem's end hung up. */
        void hungUp();

        /** Whether the host has hung up already, and only what it wrote last is still dealt with. On the modem's thread only. */
        default boolean leaving() {
            return false;
        }

        /** Another host was plugged in instead. */
        default void kicked() {
            hungUp();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final UartLine toModem;
    private final UartLine toHost;
    private final int baud;
    private final LineRates rates;
    private final boolean kickOldHost;
    private volatile Plug plug;
    private long connected;
    private long refused;
    private long kicked;

    /**
     * @param baud bits per second for each direction, 0 for as fast as it goes
     * @param capacity bytes each direction buffers
     * @param rates at which the two ends talk
     * @param kickOldHost whether a host that is plugged in disconnects the one before; otherwise the newcomer is refused
     * @param modem wakes the modem
     */
    public Uart(int baud, int capacity, LineRates rates, boolean kickOldHost, Runnable modem) {
        this.baud = baud;
        this.rates = rates;
        this.kickOldHost = kickOldHost;
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
        return rates.modem();
    }

    /** The rates of the two ends. */
    LineRates rates() {
        return rates;
    }

    /** Sets the rate of the modem's end, for what is written from now on. */
    public void rate(int value) {
        rates.modem(value);
        pace(value);
    }

    /** The modem's end has its first rate again. */
    public void resetRate() {
        rates.reset();
        pace(rates.modem());
    }

    private void pace(int rate) {
        if (baud > 0) {
            toModem.pace(rate);
            toHost.pace(rate);
        }
    }

    /** Writes to the host what fits, and returns how much that was. Without a host all is lost. */
    public int send(byte[] bytes, int offset, int length) {
        if (!plugged()) {
            return length;
        }
        int n = Math.min(length, toHost.room());
        return n == 0 ? 0 : toHost.offer(rates.toHost(bytes, offset, n), 0, n);
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

    /** How many hosts came. */
    public HostCounts hosts() {
        lock.lock();
        try {
            return new HostCounts(connected, refused, kicked);
        } finally {
            lock.unlock();
        }
    }

    /** Plugs a host in; the one before is kicked, or the newcomer is refused. On the modem's thread only where hosts are kicked. */
    public void plugIn(Plug host) throws IOException {
        Plug old = plug;
        if (old != null && old.leaving()) {
            hangUp();
        }
        lock.lock();
        try {
            old = plug;
            if (old != null) {
                if (!kickOldHost) {
                    refused++;
                    throw new IOException("The modem's UART is busy: another host is connected");
                }
                kicked++;
                unplug(old);
            }
            plug = host;
            rates.host(0);
            connected++;
            toModem.open();
            toHost.open();
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.kicked();
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
