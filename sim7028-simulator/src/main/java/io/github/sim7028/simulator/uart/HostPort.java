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
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The end of the UART that a host in this JVM holds. */
public final class HostPort implements Uart.Plug {

    /** The rate at which a module in deep sleep is woken. */
    public static final int LOW_RATE = 9600;

    private final Uart uart;
    private final Consumer<Boolean> dtr;
    private final IntConsumer stray;
    private volatile boolean closed;

    private HostPort(Uart uart, Consumer<Boolean> dtr, IntConsumer stray) {
        this.uart = uart;
        this.dtr = dtr;
        this.stray = stray;
    }

    /**
     * Plugs in a host of this JVM.
     *
     * @param dtr is told when the host changes its DTR line
     * @param stray is told how many bytes the host writes at {@link #LOW_RATE} where the UART has another rate
     */
    public static HostPort connect(Uart uart, Consumer<Boolean> dtr, IntConsumer stray) throws IOException {
        HostPort host = new HostPort(uart, dtr, stray);
        uart.plugIn(host);
        return host;
    }

    /** Reads what has arrived: more than 0 bytes, 0 after the timeout, -1 when closed or hung up. */
    public int read(byte[] buffer, int offset, int length, int timeoutMillis) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            return -1;
        }
        try {
            return uart.toHost().read(buffer, offset, length, timeoutMillis);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Writes all bytes, waiting while the modem's buffer is full; throws when closed or hung up. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (uart.rates().low() && !closed) {
            stray.accept(length);
            return;
        }
        try {
            if (closed || !uart.toModem().write(uart.rates().toModem(bytes, offset, length), 0, length)) {
                throw new IOException("The virtual UART is closed");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Sets the host's rate. Only {@link #LOW_RATE} makes a difference, unless the {@link LineRates} matter. */
    public void setBaudRate(int rate) throws IOException {
        if (closed) {
            throw new IOException("The virtual UART is closed");
        }
        uart.rates().host(rate);
    }

    /** Raises or drops DTR. */
    public void setDtr(boolean on) throws IOException {
        if (closed) {
            throw new IOException("The virtual UART is closed");
        }
        dtr.accept(on);
    }

    /** Unplugs, which drops DTR; a read that waits returns -1, a write that waits throws. */
    public void close() {
        if (!closed) {
            closed = true;
            uart.unplug(this);
            dtr.accept(false);
        }
    }

    @Override
    public void hungUp() {
        closed = true;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("Interrupted at the virtual UART");
    }
}
