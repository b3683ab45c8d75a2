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

import io.github.sim7028.simulator.engine.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Serves the UART over TCP, as a terminal server would: one host at a time; others receive a message and are disconnected. */
public final class UartServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(UartServer.class.getName());
    private static final byte[] BUSY =
            "\r\nThis SIM7028 is busy: another host is connected.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 16 * 1024;
    private static final long LINGER_SECONDS = 2;

    private final Uart uart;
    private final EventLoop loop;
    private final BooleanSupplier modemQuiet;
    private final ServerSocketChannel listener;
    private Host host;

    /**
     * Listens; loop thread only.
     *
     * @param modemQuiet whether the modem has dealt with all it was told
     */
    public UartServer(Uart uart, EventLoop loop, BooleanSupplier modemQuiet, InetSocketAddress address)
            throws IOException {
        this.uart = uart;
        this.loop = loop;
        this.modemQuiet = modemQuiet;
        this.listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address);
            loop.register(listener, SelectionKey.OP_ACCEPT, this::accept);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    /** Moves bytes between the connected host and the UART, as far as they go now. */
    public void turn() {
        if (host != null) {
            host.pump();
        }
    }

    /** Nanoseconds until the next byte for the connected host is due. */
    public long nanosToNext() {
        return host == null ? Long.MAX_VALUE : host.nanosToNext();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (host != null) {
            host.close();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (host != null && host.leaving) {
                host.close();
            }
            Host newcomer = new Host(channel);
            try {
                uart.plugIn(newcomer);
            } catch (IOException busy) {
                channel.write(ByteBuffer.wrap(BUSY));
                channel.close();
                return;
            }
            newcomer.key = loop.register(channel, SelectionKey.OP_READ, newcomer::pump);
            host = newcomer;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection of a host could not be accepted", e);
        }
    }

    private final class Host implements Uart.Plug {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(CHUNK);
        private final ByteBuffer out = ByteBuffer.allocate(CHUNK).limit(0);
        private SelectionKey key;
        private boolean leaving;

        Host(SocketChannel channel) {
            this.channel = channel;
        }

        void pump() {
            if (host != this) {
                return;
            }
            try {
                receive();
                send();
                int interest = (leaving || uart.toModem().room() == 0 ? 0 : SelectionKey.OP_READ)
                        | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
                if (key.interestOps() != interest) {
                    key.interestOps(interest);
                }
                if (leaving && modemQuiet.getAsBoolean() && !out.hasRemaining()) {
                    close();
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "The connection to the host failed", e);
                close();
            }
        }

        private void receive() throws IOException {
            int room = leaving ? 0 : uart.toModem().room();
            if (room == 0) {
                return;
            }
            in.clear().limit(Math.min(in.capacity(), room));
            int n = channel.read(in);
            if (n > 0) {
                uart.toModem().offer(in.array(), 0, n);
            } else if (n < 0) {
                leaving = true;
                loop.schedule(LINGER_SECONDS, TimeUnit.SECONDS, this::close);
            }
        }

        private void send() throws IOException {
            while (true) {
                if (!out.hasRemaining()) {
                    int n = uart.toHost().poll(out.array(), 0, out.capacity());
                    if (n == 0) {
                        return;
                    }
                    out.position(0).limit(n);
                }
                channel.write(out);
                if (out.hasRemaining()) {
                    return;
                }
            }
        }

        long nanosToNext() {
            return out.hasRemaining() ? Long.MAX_VALUE : uart.toHost().nanosToReadable();
        }

        void close() {
            uart.unplug(this);
            hungUp();
        }

        @Override
        public void hungUp() {
            if (host == this) {
                host = null;
            }
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
            }
        }
    }
}
