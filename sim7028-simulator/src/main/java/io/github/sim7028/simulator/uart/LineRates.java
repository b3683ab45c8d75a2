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

import java.util.Random;

/**
 * The rates at which the two ends of a UART talk. Where they differ, and it matters, each byte arrives as another one, by chance. Any thread.
 */
public final class LineRates {

    private static final int OTHER_DIRECTION = 1;

    private final int first;
    private final boolean matter;
    private final Random toModem;
    private final Random toHost;
    private volatile int modem;
    /** 0 while the host has not told its rate: that of the modem. */
    private volatile int host;

    /**
     * @param modem bits per second of the modem's end
     * @param matter whether a host with another rate makes garbage
     * @param seed of the garbage
     */
    public LineRates(int modem, boolean matter, long seed) {
        this.first = modem;
        this.modem = modem;
        this.matter = matter;
        this.toModem = new Random(seed);
        this.toHost = new Random(seed + OTHER_DIRECTION);
    }

    /** Whether a host with another rate makes garbage. */
    public boolean matter() {
        return matter;
    }

    /** Bits per second of the modem's end. */
    public int modem() {
        return modem;
    }

    void modem(int rate) {
        modem = rate;
    }

    /** The modem's end has its first rate again. */
    void reset() {
        modem = first;
    }

    void host(int rate) {
        host = rate;
    }

    /** Bits per second of the host's end. */
    int host() {
        return host == 0 ? modem : host;
    }

    /** Whether the host writes at the rate that wakes a module, and the UART has another. */
    boolean low() {
        return host() == HostPort.LOW_RATE && modem != HostPort.LOW_RATE;
    }

    /** What arrives at the modem of what the host writes now. */
    byte[] toModem(byte[] bytes, int offset, int length) {
        return arriving(bytes, offset, length, toModem);
    }

    /** What arrives at the host of what the modem writes now. */
    byte[] toHost(byte[] bytes, int offset, int length) {
        return arriving(bytes, offset, length, toHost);
    }

    private byte[] arriving(byte[] bytes, int offset, int length, Random chance) {
        byte[] arriving = new byte[length];
        int now = host;
        if (matter && now != 0 && now != modem) {
            chance.nextBytes(arriving);
        } else {
            System.arraycopy(bytes, offset, arriving, 0, length);
        }
        return arriving;
    }
}
