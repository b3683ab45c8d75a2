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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Transparent mode (1.3, 3.2.3, 3.3.3, 3.4.1): data as it is, and how it is left and entered again. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class TransparentModeTest {

    private static final String SERVER = "117.131.85.139";

    private TcpPeer peer;
    private DatagramSocket udpPeer;
    private VirtualModem modem;
    private Terminal terminal;

    @BeforeEach
    void setUp() throws IOException {
        peer = new TcpPeer();
        udpPeer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        udpPeer.setSoTimeout(20_000);
        start();
    }

    private void start(Quirk... quirks) throws IOException {
        modem = VirtualModem.builder()
                .route(SERVER, 5253, new InetSocketAddress("127.0.0.1", peer.port()))
                .route(SERVER, 5254, new InetSocketAddress("127.0.0.1", udpPeer.getLocalPort()))
                .dialect(quirks)
                .start();
        terminal = Terminal.at(modem);
        terminal.asks("AT+CIPMODE=1", "OK").asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    @AfterEach
    void tearDown() {
        terminal.close();
        modem.close();
        peer.close();
        udpPeer.close();
    }

    private void connect() {
        terminal.asks("AT+CIPOPEN=0,\"TCP\",\"" + SERVER + "\",5253", "CONNECT 115200");
        peer.accepts();
    }

    private static void silence() {
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
    }

    private void escape() {
        silence();
        terminal.type("+++").says("OK");
    }

    @Test
    void tcpClientExampleOfTheNote() {
        connect();
        terminal.type("All data got from com port will be sent to remote directly");
        assertThat(peer.receives(58)).startsWith("All data").endsWith("directly");
        peer.sends("DATA FROM SERVER");
        terminal.sees("DATA FROM SERVER");
        escape();
        terminal.asks("AT+CIPOPEN?", "+CIPOPEN: 0,\"TCP\",\"117.131.85.139\",5253,-1", "+CIPOPEN: 1", "OK")
                .asks("ATO", "CONNECT 115200");
        peer.sends("HELLO CLIENT");
        terminal.sees("HELLO CLIENT");
        escape();
        terminal.asks("AT+CIPCLOSE=0", "OK", "CLOSED", "+CIPCLOSE: 0,0");
        assertThat(peer.seesTheEnd()).isTrue();
    }

    @Test
    void udpClientExampleOfTheNote() throws IOException {
        int localPort = FreePort.find();
        String open = "AT+CIPOPEN=0,\"UDP\",\"" + SERVER + "\",5254," + localPort;
        terminal.asks(open, "CONNECT 115200").type("All data got from com port will be sent to internet directly");
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        udpPeer.receive(packet);
        assertThat(packet.getLength()).isEqualTo(60);
        byte[] hello = "HELLO CLIENT".getBytes(StandardCharsets.US_ASCII);
        udpPeer.send(new DatagramPacket(hello, hello.length, InetAddress.getByName("127.0.0.1"), localPort));
        terminal.sees("HELLO CLIENT");
        escape();
        terminal.asks("AT+CIPOPEN?", "+CIPOPEN: 0,\"UDP\",\"117.131.85.139\",5254,-1", "+CIPOPEN: 1", "OK")
                .asks(open, "CONNECT 115200");
        escape();
        terminal.asks("AT+CIPCLOSE=0", "CLOSED", "+CIPCLOSE: 0,0", "OK");
    }

    @Test
    void serverExampleOfTheNote() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ", 0", "OK");
        try (Socket client = new Socket("127.0.0.1", port)) {
            terminal.says("+CLIENT: 0,0,127.0.0.1:" + client.getLocalPort(), "CONNECT 115200");
            terminal.type("to the client");
            assertThat(client.getInputStream().readNBytes(13)).asString().isEqualTo("to the client");
            client.getOutputStream().write("from the client".getBytes(StandardCharsets.US_ASCII));
            terminal.sees("from the client");
            escape();
            terminal.asks("AT+CIPCLOSE=0", "OK", "CLOSED", "+CIPCLOSE: 0,0")
                    .asks("AT+SERVERSTOP=0", "+SERVERSTOP: 0,0", "OK");
        }
    }

    @Test
    void aConnectionThatFailsSaysSo() {
        terminal.asks("AT+CIPOPEN=0,\"TCP\",\"198.51.100.1\",80", "CONNECT FAIL")
                .asks("AT+CIPOPEN=0,\"UDP\",\"a.invalid\",80,0", "CONNECT FAIL")
                .asks("AT+CIPOPEN=0,\"UDP\",,,5000", "+CIPOPEN: 0,3", "ERROR")
                .asks("AT+CIPOPEN=1,\"TCP\",\"" + SERVER + "\",5253", "+CIPOPEN: 1,4", "ERROR")
                .asks("ATO", "NO CARRIER")
                .isQuiet();
    }

    @Test
    void plusesInDataTooFastTooSlowOrWithDataArePassedThrough() {
        connect();
        terminal.type("x+++");
        assertThat(peer.receives(4)).isEqualTo("x+++");
        silence();
        terminal.type("+++x");
        assertThat(peer.receives(4)).isEqualTo("+++x");
        silence();
        terminal.type("++++");
        assertThat(peer.receives(4)).isEqualTo("++++");
        silence();
        terminal.type("++");
        assertThat(peer.receives(2)).isEqualTo("++");
        silence();
        terminal.type("+++");
        terminal.type("late");
        assertThat(peer.receives(7)).isEqualTo("+++late");
    }

    @Test
    void plusesMayComeOneByOneWithinTheirInterval() {
        connect();
        boolean left = false;
        // on a busy machine a pause may last longer than the 900 ms that are allowed: then once more
        for (int attempt = 0; attempt < 5 && !left; attempt++) {
            silence();
            for (int i = 0; i < 3; i++) {
                terminal.type("+");
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            left = terminal.seesWithin("\r\nOK\r\n", 5000);
        }
        assertThat(left).isTrue();
        terminal.isQuiet();
    }

    @Test
    void droppingDtrLeavesDataModeAsConfigured() throws IOException {
        terminal.close();
        try (VirtualModem other = VirtualModem.builder().start();
                VirtualPort port = other.connect()) {
            exchange(port, "AT&D1;E0;+CIPMODE=1\r", "OK\r\n");
            exchange(port, "AT+NETOPEN\r", "+NETOPEN: 0\r\n");
            exchange(port, "AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.port() + "\r", "CONNECT 115200\r\n");
            port.setDtr(false);
            exchange(port, "", "OK\r\n");
            assertThat(exchange(port, "AT+CIPCLOSE?\r", "OK\r\n")).contains("+CIPCLOSE: 1,0");
            port.setDtr(true);
            exchange(port, "AT&D2;O\r", "CONNECT 115200\r\n");
            port.setDtr(false);
            assertThat(exchange(port, "", "+IPCLOSE: 0,2\r\n")).isEqualTo("\r\nOK\r\n\r\n+IPCLOSE: 0,2\r\n");
            assertThat(exchange(port, "AT+CIPCLOSE?\r", "OK\r\n")).contains("+CIPCLOSE: 0,0");
        }
    }

    private static String exchange(VirtualPort port, String typed, String end) throws IOException {
        port.write(typed.getBytes(StandardCharsets.US_ASCII));
        StringBuilder seen = new StringBuilder();
        byte[] buffer = new byte[1000];
        while (seen.indexOf(end) < 0) {
            int n = port.read(buffer, 0, buffer.length, 20_000);
            assertThat(n).as("behind %s", seen).isPositive();
            seen.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        }
        return seen.toString();
    }

    @Test
    void thePeersCloseStandsInTheStreamBehindItsData() {
        connect();
        peer.sends("last words").hangsUp();
        terminal.sees("last words").says("CLOSED").asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,0", "OK");
    }

    @Test
    void thePeersCloseMayBeCalledNoCarrier() throws IOException {
        terminal.close();
        modem.close();
        start(Quirk.NO_CARRIER);
        connect();
        peer.hangsUp();
        terminal.says("NO CARRIER").isQuiet();
    }

    @Test
    void commandsOfTheOtherModesDoNotReachTheLink() {
        connect();
        escape();
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 4", "ERROR");
        peer.sends("waits");
        terminal.isQuiet().asks("ATO", "CONNECT 115200").sees("waits");
        escape();
        terminal.asks("AT+NETCLOSE", "OK", "CLOSED", "+CIPCLOSE: 0,0", "+NETCLOSE: 0");
    }

    @Test
    void unsolicitedLinesWaitForCommandMode() {
        connect();
        modem.inject("+CGEV: X");
        peer.sends("data");
        terminal.sees("data");
        escape();
        terminal.says("+CGEV: X");
    }

    @Test
    void aRestartLeavesDataMode() {
        connect();
        modem.reboot(true);
        terminal.says(Terminal.BOOT);
        terminal.type("AT\r").sees("AT\r\r\nOK\r\n");
    }

    @Test
    void aLostNetworkLeavesDataMode() {
        connect();
        modem.loseNetwork(false);
        terminal.says("CLOSED", "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY").isQuiet();
    }

    @Test
    void aMegabyteGoesThroughEachWay() throws Exception {
        byte[] bytes = new byte[1_000_000];
        new Random(28).nextBytes(bytes);
        connect();
        byte[][] up = new byte[1][];
        Thread reading = new Thread(() -> up[0] = peer.receivesBytes(bytes.length));
        reading.start();
        terminal.type(bytes);
        reading.join(60_000);
        assertThat(Arrays.equals(up[0], bytes)).isTrue();
        Thread writing = new Thread(() -> peer.sends(bytes));
        writing.start();
        assertThat(Arrays.equals(terminal.read(bytes.length), bytes)).isTrue();
        writing.join(60_000);
    }
}
