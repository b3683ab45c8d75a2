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

import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example dialogues of chapter 3, byte for byte; the note's server stands on loopback. */
@Timeout(60)
class NoteExamplesTest {

    private static final String SERVER = "117.131.85.139";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private ServerSocket server;
    private DatagramSocket udpServer;
    private int localPort;

    @BeforeEach
    void openTheServers() throws IOException {
        server = new ServerSocket(0, 5, LOOPBACK);
        udpServer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        udpServer.setSoTimeout(20_000);
        localPort = FreePort.find();
    }

    @AfterEach
    void closeTheServers() throws IOException {
        server.close();
        udpServer.close();
    }

    private VirtualModemBuilder modem() {
        return VirtualModem.builder()
                .dialect(Dialect.NOTE)
                .route(SERVER, 5253, (InetSocketAddress) server.getLocalSocketAddress())
                .route(SERVER, 5254, (InetSocketAddress) udpServer.getLocalSocketAddress());
    }

    @Test
    void configureAndActivateTheContext() throws IOException {
        try (VirtualModem modem = modem().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK")
                    .asks("AT+CEREG?", "+CEREG: 0,1", "OK")
                    .asks("AT+CGDCONT=1,\"IP\",\"CMNET\"", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+IPADDR", "+IPADDR: 10.84.17.161", "OK")
                    .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0")
                    .asks("AT+IPADDR", "+IP ERROR: Network not opened", "ERROR")
                    .asks("AT+CGDCONT=1,\"IPV6\",\"CMNET\"", "OK")
                    .asks("AT+CSOCKSETPN=1,6", "OK")
                    .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+IPADDR", "+IPADDR: 2409:8960:1e64:94d8:1:0:3b3b:7118", "OK");
        }
    }

    @Test
    void tcpClientInDirectPushMode() throws IOException {
        try (VirtualModem modem = modem().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPOPEN=1,\"TCP\",\"" + SERVER + "\",5253", "OK", "+CIPOPEN: 1,0");
            Socket peer = server.accept();
            terminal.command("AT+CIPSEND=1,5").sees("\r\n>").type("HELLO").says("OK", "+CIPSEND: 1,5,5");
            assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(bytes("HELLO"));
            peer.getOutputStream().write(bytes("data from server"));
            terminal.sees("\r\nRECV FROM:117.131.85.139:5253\r\n+IPD16\r\ndata from server")
                    .asks("AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            peer.close();
        }
    }

    @Test
    void tcpClientInBufferAccessMode() throws IOException {
        try (VirtualModem modem = modem().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPRXGET=1", "OK")
                    .asks("AT+CIPOPEN=1,\"TCP\",\"" + SERVER + "\",5253", "OK", "+CIPOPEN: 1,0");
            Socket peer = server.accept();
            terminal.command("AT+CIPSEND=1,5").sees("\r\n>").type("hello").says("OK", "+CIPSEND: 1,5,5");
            assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
            peer.getOutputStream().write(bytes("Data1from server"));
            readsTheBuffer(terminal).asks("AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
            peer.close();
        }
    }

    private static Terminal readsTheBuffer(Terminal terminal) {
        return terminal.says("+CIPRXGET: 1,1")
                .asks("AT+CIPRXGET=4,1", "+CIPRXGET: 4,1,16", "OK")
                .command("AT+CIPRXGET=2,1,5")
                .sees("\r\n+CIPRXGET: 2,1,5,11\r\nData1\r\nOK\r\n")
                .command("AT+CIPRXGET=3,1,5")
                .sees("\r\n+CIPRXGET: 3,1,5,6\r\n66726F6D20\r\nOK\r\n")
                .asks("AT+CIPRXGET=4,1", "+CIPRXGET: 4,1,6", "OK")
                .asks("AT+CIPRXGET=2,2", "+IP ERROR: No data", "ERROR")
                .command("AT+CIPRXGET=2,1")
                .sees("\r\n+CIPRXGET: 2,1,6,0\r\nserver\r\nOK\r\n")
                .asks("AT+CIPRXGET=4,1", "+CIPRXGET: 4,1,0", "OK");
    }

    @Test
    void udpClientInDirectPushMode() throws IOException {
        try (VirtualModem modem = modem().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPOPEN=1,\"UDP\",,," + localPort, "+CIPOPEN: 1,0", "OK");
            sendsDatagrams(terminal);
            udpServer.send(packet("HELLO   CLIENT"));
            terminal.sees("\r\nRECV FROM:117.131.85.139:5254\r\n+IPD14\r\nHELLO   CLIENT")
                    .asks("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0", "OK");
        }
    }

    private void sendsDatagrams(Terminal terminal) throws IOException {
        terminal.command("AT+CIPSEND=1,\"" + SERVER + "\",5254")
                .sees("\r\n>")
                .type("HELLOSERVER\u001a")
                .says("OK", "+CIPSEND: 1,11,11");
        assertThat(receive()).isEqualTo("HELLOSERVER");
        terminal.command("AT+CIPSEND=1,5,\"" + SERVER + "\",5254")
                .sees("\r\n>")
                .type("HELLO")
                .says("OK", "+CIPSEND: 1,5,5");
        assertThat(receive()).isEqualTo("HELLO");
    }

    @Test
    void udpClientInBufferAccessMode() throws IOException {
        try (VirtualModem modem = modem().dialect(Quirk.UDP_CLOSE_OK_FIRST).start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPRXGET=1", "OK")
                    .asks("AT+CIPOPEN=1,\"UDP\",,," + localPort, "+CIPOPEN: 1,0", "OK");
            sendsDatagrams(terminal);
            udpServer.send(packet("Data1from server"));
            readsTheBuffer(terminal).asks("AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0");
        }
    }

    @Test
    void queryOfTheConnectionStatus() throws IOException {
        try (VirtualModem modem = modem().start();
                Terminal terminal = Terminal.at(modem)) {
            terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+CIPOPEN=1,\"TCP\",\"" + SERVER + "\",5253", "OK", "+CIPOPEN: 1,0")
                    .asks("AT+CIPOPEN?", "+CIPOPEN: 0", "+CIPOPEN: 1,\"TCP\",\"117.131.85.139\",5253,-1", "OK")
                    .asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,1", "OK")
                    .asks("AT+CIPCLOSE=1", "OK", "+CIPCLOSE: 1,0")
                    .asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,0", "OK");
        }
    }

    private String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        udpServer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    private DatagramPacket packet(String text) {
        return new DatagramPacket(bytes(text), text.length(), LOOPBACK, localPort);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
