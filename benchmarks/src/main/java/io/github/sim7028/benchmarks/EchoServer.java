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
package io.github.sim7028.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Sends back what comes over TCP and UDP, for thousands of connections, on one thread. */
final class EchoServer {

    private final Selector selector = Selector.open();
    private final ServerSocketChannel tcp = ServerSocketChannel.open();
    private final DatagramChannel udp = DatagramChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    EchoServer() throws IOException {
        tcp.bind(new InetSocketAddress("127.0.0.1", 0), 5000);
        tcp.configureBlocking(false);
        tcp.register(selector, SelectionKey.OP_ACCEPT);
        udp.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024 * 1024);
        udp.bind(new InetSocketAddress("127.0.0.1", 0));
        udp.configureBlocking(false);
        udp.register(selector, SelectionKey.OP_READ);
        Thread thread = new Thread(this::run, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    int tcpPort() throws IOException {
        return ((InetSocketAddress) tcp.getLocalAddress()).getPort();
    }

    int udpPort() throws IOException {
        return ((InetSocketAddress) udp.getLocalAddress()).getPort();
    }

    private void run() {
        try {
            while (true) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.channel() == udp) {
                echoDatagrams();
            } else {
                echoBytes(key, (SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        SocketChannel client = tcp.accept();
        if (client != null) {
            client.configureBlocking(false);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echoDatagrams() throws IOException {
        for (SocketAddress from = receive(); from != null; from = receive()) {
            udp.send(buffer.flip(), from);
        }
    }

    private SocketAddress receive() throws IOException {
        return udp.receive(buffer.clear());
    }

    /** Small messages: they fit into the socket's buffer. */
    private void echoBytes(SelectionKey key, SocketChannel client) throws IOException {
        if (client.read(buffer.clear()) < 0) {
            key.cancel();
            client.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }
}
