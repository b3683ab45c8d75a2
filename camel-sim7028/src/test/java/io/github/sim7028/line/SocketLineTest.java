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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.line.util.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketLineTest extends LineContract {

    @Override
    LineFactory attach(int farPort) {
        return device("127.0.0.1", farPort);
    }

    @Test
    void saysThatTheConnectionWasLostWhenTheFarSideResetsIt() throws Exception {
        peer.setSoLinger(true, 0);
        peer.close();

        assertThatThrownBy(() -> line.read(new byte[1]))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("was lost while reading");
    }

    @Test
    void closesWhileBothDirectionsAreBusy() throws Exception {
        for (int i = 0; i < 200; i++) {
            echo(peer);
            Line busy = line;
            FutureTask<Boolean> reader = inThread(() -> readsToTheEnd(busy));
            FutureTask<Boolean> writer = inThread(() -> SerialLineTest.writesToTheEnd(busy));
            busy.close();
            assertThat(reader.get()).isTrue();
            assertThat(writer.get()).isTrue();
            peer.close();
            line = attach(far.getLocalPort()).open();
            peer = far.accept();
        }
    }

    @Test
    void reachesATerminalServerOnItsSerialPort(@TempDir Path directory) throws Exception {
        try (ServerSocket modem = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                Socat socat = Socat.toTcp(directory.resolve("modem"), modem.getLocalPort());
                Socket wire = modem.accept();
                Ser2net server = Ser2net.raw(socat.path());
                Line throughServer = device("127.0.0.1", server.port()).open()) {
            echo(wire);
            byte[] sent = randomBytes(5);
            FutureTask<Void> writer = inThread(() -> {
                throughServer.write(sent, 0, sent.length);
                return null;
            });

            assertThat(readFully(throughServer, sent.length)).isEqualTo(sent);
            writer.get();
        }
    }

    @Test
    void reachesAnIpv6Host() throws Exception {
        try (ServerSocket server = new ServerSocket()) {
            assumeTrue(binds(server, "::1"), "this machine has no IPv6");
            try (Line ipv6 = device("[::1]", server.getLocalPort()).open();
                    Socket accepted = server.accept()) {
                ipv6.write(new byte[] {7}, 0, 1);
                assertThat(accepted.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void triesEveryAddressOfAHost() throws Exception {
        // localhost is ::1 and 127.0.0.1 on most machines; the server is on the latter only
        try (Line byName = device("localhost", far.getLocalPort()).open();
                Socket accepted = far.accept()) {
            byName.write(new byte[] {7}, 0, 1);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        int port = far.getLocalPort();
        far.close();

        assertThatThrownBy(() -> device("127.0.0.1", port).open())
                .isInstanceOf(LineException.class)
                .hasMessage("socket://127.0.0.1:" + port
                        + ": the connection was refused; check that something listens on port " + port);
    }

    @Test
    void saysThatAHostIsNotKnown() {
        // a label of 64 characters is refused before any name server is asked
        String host = "m".repeat(64) + ".invalid";

        assertThatThrownBy(() -> device(host, 7028).open())
                .isInstanceOf(LineException.class)
                .hasMessageContaining("host '" + host + "' is not known");
    }

    @Test
    void saysThatAHostDoesNotAnswerInTime() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HostAndPort target = new HostAndPort("127.0.0.1", full.getLocalPort());
            fillBacklog(target, waiting);
            long start = System.nanoTime();

            assertThatThrownBy(() -> SocketConnector.connect("socket://" + target, target, Duration.ofMillis(300)))
                    .isInstanceOf(LineException.class)
                    .hasMessageContaining("no answer within 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fillBacklog(HostAndPort target, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 10; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(target.host(), target.port()), 200);
            } catch (IOException e) {
                return;
            }
        }
        assumeTrue(false, "this system's listen queue does not fill up");
    }

    private static boolean binds(ServerSocket server, String address) {
        try {
            server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static LineFactory device(String host, int port) {
        return Lines.of("socket://" + host + ":" + port, SerialSettings.DEFAULT);
    }
}
