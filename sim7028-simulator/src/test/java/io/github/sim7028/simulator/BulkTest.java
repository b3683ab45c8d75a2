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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A megabyte with all byte values, in each direction and mode. */
@Timeout(120)
class BulkTest {

    private static final int SIZE = 1_000_000;

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private static byte[] megabyte() {
        byte[] bytes = new byte[SIZE];
        new Random(7028).nextBytes(bytes);
        return bytes;
    }

    private static Thread sending(TcpPeer peer, byte[] bytes) {
        Thread thread = new Thread(() -> peer.sends(bytes));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void upOverTcp() throws IOException {
        byte[] bytes = megabyte();
        byte[][] received = new byte[1][];
        try (Terminal terminal = Terminal.at(sim.modem());
                TcpPeer peer = new TcpPeer()) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0);
            Thread reading = new Thread(() -> received[0] = peer.receivesBytes(SIZE));
            reading.start();
            for (int at = 0; at < SIZE; at += 1500) {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(SIZE, at + 1500));
                terminal.command("AT+CIPSEND=0," + piece.length).sees("\r\n>").type(piece);
                terminal.says("OK", "+CIPSEND: 0," + piece.length + "," + piece.length);
            }
            reading.join(60_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(received[0]).isEqualTo(bytes);
    }

    @Test
    void downPushed() throws IOException {
        byte[] bytes = megabyte();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (Terminal terminal = Terminal.at(sim.modem());
                TcpPeer peer = new TcpPeer()) {
            terminal.asks("AT+NETOPEN;+CIPSRIP=0", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0);
            sending(peer, bytes);
            while (seen.size() < SIZE) {
                String head = terminal.sees("\r\n+IPD").readThrough("\r\n").strip();
                seen.writeBytes(terminal.read(Integer.parseInt(head)));
            }
        }
        assertThat(seen.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void aFastReaderIsNeverLeftWaiting() throws IOException {
        int size = 20_000_000;
        try (VirtualPort port = sim.modem().connect();
                TcpPeer peer = new TcpPeer()) {
            port.write(("ATE0;+NETOPEN;+CIPSRIP=0\r").getBytes(StandardCharsets.US_ASCII));
            port.write(
                    ("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.port() + "\r").getBytes(StandardCharsets.US_ASCII));
            peer.accepts();
            sending(peer, new byte[size]);
            byte[] buffer = new byte[8192];
            int seen = 0;
            while (seen < size) {
                int n = port.read(buffer, 0, buffer.length, 20_000);
                assertThat(n).as("after %d bytes", seen).isPositive();
                seen += n;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void downBuffered(int mode) throws IOException {
        byte[] bytes = megabyte();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try (Terminal terminal = Terminal.at(sim.modem());
                TcpPeer peer = new TcpPeer()) {
            terminal.asks("AT+NETOPEN;+CIPRXGET=1", "OK", "+NETOPEN: 0");
            peer.openedBy(terminal, 0);
            sending(peer, bytes);
            boolean announced = false;
            while (seen.size() < SIZE) {
                if (!announced) {
                    terminal.says("+CIPRXGET: 1,0");
                }
                terminal.command("AT+CIPRXGET=" + mode + ",0").sees("\r\n+CIPRXGET: " + mode + ",0,");
                String[] head = terminal.readThrough("\r\n").strip().split(",");
                int count = Integer.parseInt(head[0]);
                seen.writeBytes(
                        mode == 2
                                ? terminal.read(count)
                                : HexFormat.of()
                                        .parseHex(new String(terminal.read(2 * count), StandardCharsets.US_ASCII)));
                terminal.says("OK");
                announced = !head[1].equals("0");
            }
        }
        assertThat(seen.toByteArray()).isEqualTo(bytes);
    }
}
