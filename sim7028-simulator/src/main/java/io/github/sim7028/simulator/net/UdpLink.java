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

import io.github.sim7028.simulator.model.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * A UDP socket. Datagrams keep their borders and senders when they are pushed and lose both in the buffer that
 * {@code CIPRXGET=2} reads.
 */
public final class UdpLink extends Link {

    private record Datagram(InetSocketAddress sender, ByteBuffer data) {}

    private final int localPort;
    private final Deque<Datagram> queue = new ArrayDeque<>();
    private int queued;
    private InetSocketAddress peer;
    private DatagramChannel channel;
    private SelectionKey key;

    /** A socket to be bound. {@code host} and {@code port} are those of the opening, which restrict nothing. */
    public UdpLink(NetworkHost module, int number, String host, int port, int localPort) {
        super(module, number, -1, host, port);
        this.localPort = localPort;
    }

    @Override
    public String type() {
        return "UDP";
    }

    /** Binds the socket. */
    public ErrorCode bind() {
        try {
            InetAddress bind = module.bindAddress();
            channel = DatagramChannel.open(
                    bind instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(bind, localPort));
            key = module.loop().register(channel, SelectionKey.OP_READ, () -> {});
            return ErrorCode.SUCCESS;
        } catch (BindException e) {
            abort();
            return ErrorCode.BIND_FAILED;
        } catch (IOException | RuntimeException e) {
            abort();
            return ErrorCode.SOCKET_FAILED;
        }
    }

    @Override
    public void send(byte[] data, InetSocketAddress to, IntConsumer confirmed) {
        if (!isOpen()) {
            confirmed.accept(-1);
            return;
        }
        int result;
        module.traffic();
        try {
            Internet.checkReachable(to.getAddress());
            boolean lost = Internet.isBlackHole(to.getAddress());
            result = lost ? data.length : channel.send(ByteBuffer.wrap(data), to);
            sent += result;
        } catch (IOException | RuntimeException e) {
            result = -1;
        }
        confirmed.accept(result);
    }

    /** Names the peer of transparent mode. */
    public void connect(InetSocketAddress to) {
        peer = to;
    }

    @Override
    public int stream(byte[] bytes, int offset, int length) {
        send(Arrays.copyOfRange(bytes, offset, offset + length), peer, count -> {});
        return length;
    }

    @Override
    public boolean sending() {
        return false;
    }

    @Override
    protected boolean receive() {
        int before = queued;
        try {
            while (queued < module.bufferSize()) {
                ByteBuffer scratch = module.scratch().clear();
                InetSocketAddress sender = (InetSocketAddress) channel.receive(scratch);
                if (sender == null) {
                    break;
                }
                if (scratch.flip().hasRemaining()) {
                    byte[] data = new byte[scratch.remaining()];
                    scratch.get(data);
                    queue.add(new Datagram(sender, ByteBuffer.wrap(data)));
                    queued += data.length;
                }
            }
            interest(queued < module.bufferSize() ? SelectionKey.OP_READ : 0);
        } catch (IOException e) {
            // an ICMP error about some earlier datagram: UDP promises nothing
        }
        return queued > before;
    }

    @Override
    protected void rest() {
        interest(0);
    }

    private void interest(int ops) {
        if (key.isValid() && key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    @Override
    protected int stored() {
        return queued;
    }

    @Override
    protected byte[] take(int most) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(Math.min(most, buffered()));
        while (data.size() < most && buffered() > 0) {
            data.writeBytes(nextChunk(most - data.size()));
        }
        return data.toByteArray();
    }

    @Override
    protected InetSocketAddress nextSender() {
        return queue.getFirst().sender();
    }

    @Override
    protected byte[] nextChunk(int most) {
        ByteBuffer data = queue.getFirst().data();
        byte[] chunk = new byte[Math.min(Math.min(most, CHUNK), data.remaining())];
        data.get(chunk);
        if (!data.hasRemaining()) {
            queue.removeFirst();
        }
        queued -= chunk.length;
        received += chunk.length;
        return chunk;
    }

    @Override
    public void close() {
        abort();
    }

    @Override
    public void abort() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing is lost
            }
        }
    }
}
