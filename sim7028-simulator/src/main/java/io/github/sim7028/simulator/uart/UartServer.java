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
import io.github.sim7028.simulator.model.HostEvent;
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

/**
 * Serves the UART over TCP, as a terminal server would, raw or with RFC 2217: one host at a time. Another host receives a message and is disconnected, or
 * ends the connection of the host before, as {@code kickolduser} of ser2net does.
 */
public final class UartServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(UartServer.class.getName());
    private static final byte[] BUSY =
            "\r\nThis SIM7028 is busy: another host is connected.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 16 * 1024;
    private static final long LINGER_SECONDS = 2;

    private final Uart uart;
    private final EventLoop loop;
    private final BooleanSupplier modemQuiet;
    private final HostJournal journal;
    private final HostPins pins;
    private final ServerSocketChannel listener;
    private Host host;

    /**
     * Listens; loop thread only.
     *
     * @param modemQuiet whether the modem has dealt with all it was told
     * @param journal notes what hosts do
     * @param pins what hosts set with RFC 2217; null for raw TCP
     */
    public UartServer(
            Uart uart,
            EventLoop loop,
            BooleanSupplier modemQuiet,
            HostJournal journal,
            HostPins pins,
            InetSocketAddress address)
            throws IOException {
        this.uart = uart;
        this.loop = loop;
        this.modemQuiet = modemQuiet;
        this.journal = journal;
        this.pins = pins;
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
            if (channel != null) {
                accept(channel);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A connection of a host could not be accepted", e);
        }
    }

    private void accept(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Host newcomer = new Host(channel);
            try {
                uart.plugIn(newcomer);
            } catch (IOException busy) {
                journal.note(HostEvent.Kind.REFUSED, newcomer.address, newcomer.server);
                channel.write(ByteBuffer.wrap(BUSY));
                channel.close();
                return;
            }
            try {
                newcomer.key = loop.register(channel, SelectionKey.OP_READ, newcomer::pump);
            } catch (IOException e) {
                uart.unplug(newcomer);
                throw e;
            }
            host = newcomer;
            journal.note(HostEvent.Kind.CONNECTED, newcomer.address, newcomer.server);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private final class Host implements Uart.Plug, Rfc2217Port.Line {
        private final SocketChannel channel;
        private final InetSocketAddress address;
        private final InetSocketAddress server;
        private final ByteBuffer in = ByteBuffer.allocate(CHUNK);
        private final ByteBuffer out = ByteBuffer.allocate(2 * CHUNK).limit(0);
        private final byte[] plain = new byte[CHUNK];
        /** Null for raw TCP. */
        private final Rfc2217Port port = pins == null ? null : new Rfc2217Port(this);

        private SelectionKey key;
        private boolean leaving;

        Host(SocketChannel channel) throws IOException {
            this.channel = channel;
            this.address = (InetSocketAddress) channel.getRemoteAddress();
            this.server = (InetSocketAddress) channel.getLocalAddress();
        }

        void pump() {
            if (host != this) {
                return;
            }
            try {
                receive();
                send();
                int interest =
                        (room() == 0 ? 0 : SelectionKey.OP_READ) | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0);
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
            int room = room();
            if (room == 0) {
                return;
            }
            in.clear().limit(Math.min(in.capacity(), room));
            int n = channel.read(in);
            if (n > 0 && port != null) {
                port.receive(in.array(), n);
            } else if (n > 0) {
                wrote(in.array(), n);
            } else if (n < 0) {
                leaving = true;
                loop.schedule(LINGER_SECONDS, TimeUnit.SECONDS, this::close);
            }
        }

        private void send() throws IOException {
            while (true) {
                if (!out.hasRemaining()) {
                    int n = port == null ? uart.toHost().poll(out.array(), 0, CHUNK) : takeForPort();
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

        /** How many bytes of the host can be taken now. */
        private int room() {
            return leaving || port != null && port.full() ? 0 : uart.toModem().room();
        }

        /** Answers, or data as far as the host wants any. */
        private int takeForPort() {
            int answers = port.takeAnswers(out.array());
            if (answers > 0 || port.suspended()) {
                return answers;
            }
            return Rfc2217Port.escape(plain, uart.toHost().poll(plain, 0, CHUNK), out.array());
        }

        @Override
        public void wrote(byte[] bytes, int length) {
            if (port == null) {
                uart.toModem().offer(bytes, 0, length);
            } else if (uart.rates().low()) {
                pins.lowRateBytes(length);
            } else {
                uart.toModem().offer(uart.rates().toModem(bytes, 0, length), 0, length);
            }
            journal.wrote(address, server, bytes, length);
        }

        @Override
        public int rate() {
            return uart.rates().host();
        }

        @Override
        public void rate(int bitsPerSecond) {
            uart.rates().host(bitsPerSecond);
        }

        @Override
        public void dtr(boolean on) {
            pins.dtr(on);
        }

        @Override
        public void purge() {
            while (uart.toHost().poll(plain, 0, CHUNK) > 0) {
                // dropped
            }
        }

        long nanosToNext() {
            boolean waits = out.hasRemaining() || port != null && port.suspended();
            return waits ? Long.MAX_VALUE : uart.toHost().nanosToReadable();
        }

        void close() {
            uart.unplug(this);
            hungUp();
        }

        @Override
        public boolean leaving() {
            // the loop may see the newcomer before it sees that this host has hung up
            pump();
            return leaving;
        }

        @Override
        public void hungUp() {
            end(HostEvent.Kind.DISCONNECTED);
        }

        @Override
        public void kicked() {
            end(HostEvent.Kind.KICKED);
        }

        private void end(HostEvent.Kind how) {
            if (host == this) {
                host = null;
                journal.note(how, address, server);
                if (port != null && how == HostEvent.Kind.DISCONNECTED) {
                    pins.dtr(false);
                }
            }
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
            }
        }
    }
}
