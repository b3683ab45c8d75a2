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
package io.github.sim7028.trial.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The far end of all modems: notes the id of each message, and answers each with a line. An id stands between angle brackets, and is
 * found also behind the remains of a message that was cut off.
 */
final class Peer implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("<([0-9a-z-]{4,40})>");
    private static final int CHUNK = 16 * 1024;

    private final Consumer<String> arrived;
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();

    Peer(Consumer<String> arrived) throws IOException {
        this.arrived = arrived;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::run, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the peer has failed", e);
        }
    }

    private void serve(SelectionKey key) {
        if (key.channel() == listener) {
            accept();
        } else {
            ((Client) key.attachment()).serve();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                Client client = new Client(channel);
                client.key = channel.register(selector, SelectionKey.OP_READ, client);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the peer cannot accept a connection", e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }

    private final class Client {

        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(CHUNK);
        private final Deque<ByteBuffer> out = new ArrayDeque<>();
        private SelectionKey key;

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        void serve() {
            try {
                if (channel.read(in) < 0) {
                    channel.close();
                    return;
                }
                lines();
                while (!out.isEmpty()) {
                    channel.write(out.peek());
                    if (out.peek().hasRemaining()) {
                        break;
                    }
                    out.remove();
                }
                key.interestOps(SelectionKey.OP_READ | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            } catch (IOException e) {
                key.cancel();
                try {
                    channel.close();
                } catch (IOException again) {
                    // it is gone
                }
            }
        }

        /** All whole lines that are there. */
        private void lines() {
            in.flip();
            int end = in.position();
            for (int i = in.position(); i < in.limit(); i++) {
                if (in.get(i) == '\n') {
                    line(US_ASCII.decode(in.slice(end, i - end)).toString());
                    end = i + 1;
                }
            }
            in.position(end);
            in.compact();
            if (!in.hasRemaining()) {
                // no line is so long
                in.clear();
            }
        }

        private void line(String line) {
            Matcher ids = ID.matcher(line);
            while (ids.find()) {
                arrived.accept(ids.group(1));
                out.add(US_ASCII.encode("<" + ids.group(1) + "> heard\n"));
            }
        }
    }
}
