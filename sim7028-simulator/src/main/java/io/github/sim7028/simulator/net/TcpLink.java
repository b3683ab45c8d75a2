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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A TCP connection. What the peer sends stays in its socket while the module's buffer is full, so that TCP itself slows
 * the peer down.
 */
public final class TcpLink extends Link {

    private static final int LINGER_SECONDS = 2;
    private static final int SEND_BUFFER = 16 * 1024;

    private final String host;
    private final int port;
    private final int localPort;
    private InetSocketAddress remote;
    private boolean aborted;
    private EventLoop.Timer openTimer;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer buffer;

    private PendingSend sending;

    /** A connection to be made. {@code localPort} 0 for any. */
    public TcpLink(NetworkHost module, int number, String host, int port, int localPort) {
        super(module, number, -1, host, port);
        this.host = host;
        this.port = port;
        this.localPort = localPort;
    }

    /** A connection that a server accepted. */
    public TcpLink(NetworkHost module, int number, int serverIndex, SocketChannel channel, InetSocketAddress peer) {
        super(module, number, serverIndex, Internet.text(peer.getAddress()), peer.getPort());
        this.host = Internet.text(peer.getAddress());
        this.port = peer.getPort();
        this.remote = peer;
        this.localPort = 0;
        this.channel = channel;
    }

    @Override
    public String type() {
        return "TCP";
    }

    /** Looks the host up and connects; tells how that went, within CIPTIMEOUT. */
    public void open(Consumer<ErrorCode> result) {
        openTimer = module.loop()
                .schedule(module.settings().openTimeout, TimeUnit.MILLISECONDS, () -> fail(result, ErrorCode.TIMEOUT));
        module.internet().resolve(host, module.settings().ipFamily == 6, address -> {
            if (aborted) {
                return;
            }
            if (address == null) {
                fail(result, ErrorCode.DNS_FAILED);
            } else {
                remote = module.internet().target(address, port);
                connect(result);
            }
        });
    }

    private void connect(Consumer<ErrorCode> result) {
        try {
            Internet.checkReachable(remote.getAddress());
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (localPort > 0) {
                channel.bind(new InetSocketAddress(localPort));
            }
            key = module.loop().register(channel, 0, () -> connected(result));
            module.traffic();
            if (!Internet.isBlackHole(remote.getAddress())) {
                key.interestOps(SelectionKey.OP_CONNECT);
                if (channel.connect(remote)) {
                    connected(result);
                }
            }
        } catch (BindException e) {
            fail(result, ErrorCode.BIND_FAILED);
        } catch (IOException | RuntimeException e) {
            fail(result, ErrorCode.NETWORK_FAILURE);
        }
    }

    private void connected(Consumer<ErrorCode> result) {
        try {
            if (channel.finishConnect()) {
                interest(SelectionKey.OP_CONNECT, false);
                afterRoundTrip(() -> {
                    openTimer.cancel();
                    result.accept(attach());
                });
            }
        } catch (IOException e) {
            interest(SelectionKey.OP_CONNECT, false);
            afterRoundTrip(() -> fail(result, ErrorCode.NETWORK_FAILURE));
        }
    }

    /** What the peer answers comes after the time that the way takes, unless the module has given up by then. */
    private void afterRoundTrip(Runnable answer) {
        if (!module.path().delays()) {
            answer.run();
            return;
        }
        module.loop().schedule(module.path().next().toNanos(), TimeUnit.NANOSECONDS, () -> {
            if (!aborted) {
                answer.run();
            }
        });
    }

    /** Takes a connection into the loop. */
    ErrorCode attach() {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, module.settings().keepAlive == 1);
            buffer = ByteBuffer.allocate(module.bufferSize());
            if (key != null) {
                key.attach((Runnable) this::ready);
                key.interestOps(0);
            } else {
                key = module.loop().register(channel, 0, this::ready);
            }
            return ErrorCode.SUCCESS;
        } catch (IOException e) {
            abort();
            return ErrorCode.NETWORK_FAILURE;
        }
    }

    private void fail(Consumer<ErrorCode> result, ErrorCode error) {
        abort();
        result.accept(error);
    }

    private void ready() {
        if (key.isWritable()) {
            flush();
        }
    }

    @Override
    protected boolean receive() {
        if (ended() || buffer == null) {
            return false;
        }
        try {
            int n = buffer.hasRemaining() ? channel.read(buffer) : 0;
            if (n < 0) {
                end(1);
            }
            interest(SelectionKey.OP_READ, buffer.hasRemaining() && !ended());
            return n != 0;
        } catch (IOException e) {
            broken();
            return true;
        }
    }

    @Override
    protected void rest() {
        interest(SelectionKey.OP_READ, false);
    }

    @Override
    protected int stored() {
        return buffer == null ? 0 : buffer.position();
    }

    @Override
    protected byte[] take(int most) {
        byte[] data = new byte[Math.min(most, buffered())];
        buffer.flip();
        buffer.get(data);
        buffer.compact();
        received += data.length;
        if (isOpen()) {
            fill();
        }
        return data;
    }

    @Override
    protected InetSocketAddress nextSender() {
        return remote;
    }

    @Override
    protected byte[] nextChunk(int most) {
        byte[] data = new byte[Math.min(Math.min(most, CHUNK), buffered())];
        buffer.flip();
        buffer.get(data);
        buffer.compact();
        received += data.length;
        return data;
    }

    @Override
    public boolean sending() {
        return sending != null && !sending.isOver();
    }

    @Override
    public void send(byte[] data, InetSocketAddress to, IntConsumer confirmed) {
        if (!isOpen() || ended()) {
            confirmed.accept(-1);
            return;
        }
        module.traffic();
        sending = new PendingSend(module, channel, data, confirmed, () -> {
            spoil();
            end(2);
        });
        flush();
    }

    @Override
    public int stream(byte[] bytes, int offset, int length) {
        if (!isOpen() || ended()) {
            return length;
        }
        try {
            module.traffic();
            int n = channel.write(ByteBuffer.wrap(bytes, offset, length));
            sent += n;
            interest(SelectionKey.OP_WRITE, n < length);
            return n;
        } catch (IOException e) {
            broken();
            return length;
        }
    }

    /** The client, as {@code +CLIENT} shows it. */
    public String peer() {
        return host + ':' + port;
    }

    private void flush() {
        boolean more = false;
        if (sending()) {
            try {
                sent += sending.proceed();
                more = sending.wantsToWrite();
            } catch (IOException e) {
                broken();
            }
        }
        interest(SelectionKey.OP_WRITE, more);
    }

    private void confirmNothing() {
        if (sending()) {
            sending.end(-1);
        }
    }

    private void broken() {
        confirmNothing();
        interest(0xff, false);
        end(1);
    }

    private void interest(int ops, boolean on) {
        if (key != null && key.isValid()) {
            int now = key.interestOps();
            int wanted = on ? now | ops : now & ~ops;
            if (wanted != now) {
                key.interestOps(wanted);
            }
        }
    }

    @Override
    public void close() {
        confirmNothing();
        if (channel == null || !channel.isConnected() || key == null || !key.isValid()) {
            abort();
            return;
        }
        try {
            module.traffic();
            channel.shutdownOutput();
            SocketChannel closing = channel;
            ByteBuffer drain = ByteBuffer.allocate(4096);
            EventLoop.Timer limit = module.loop().schedule(LINGER_SECONDS, TimeUnit.SECONDS, () -> quietly(closing));
            key.attach((Runnable) () -> {
                // further data of the peer is discarded; closing now would reset the connection and cost sent data
                try {
                    while (true) {
                        int n = closing.read(drain.clear());
                        if (n == 0) {
                            return;
                        } else if (n < 0) {
                            break;
                        }
                    }
                } catch (IOException e) {
                    // it is closed below
                }
                limit.cancel();
                quietly(closing);
            });
            key.interestOps(SelectionKey.OP_READ);
        } catch (IOException e) {
            abort();
        }
    }

    @Override
    public void abort() {
        aborted = true;
        if (openTimer != null) {
            openTimer.cancel();
        }
        confirmNothing();
        if (channel != null) {
            try {
                if (channel.isConnected() && !ended()) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            } catch (IOException e) {
                // it is closed all the same
            }
            quietly(channel);
        }
    }

    private static void quietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is lost
        }
    }
}
