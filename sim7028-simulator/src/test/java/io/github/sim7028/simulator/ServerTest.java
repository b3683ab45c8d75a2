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

import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module as a TCP server (2.1.14, 2.1.15, 3.4). */
@Timeout(60)
class ServerTest {

    private VirtualModem modem;
    private Terminal terminal;

    @BeforeEach
    void openTheNetwork() throws IOException {
        modem = VirtualModem.builder().start();
        terminal = Terminal.at(modem);
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    @AfterEach
    void close() {
        terminal.close();
        modem.close();
    }

    private static Socket client(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String from(Socket client) {
        return "127.0.0.1:" + client.getLocalPort();
    }

    @Test
    void nonTransparentExampleOfTheNote() throws IOException {
        int first = FreePort.find();
        int second = FreePort.find();
        terminal.asks("AT+SERVERSTART=?", "+SERVERSTART: (0-65535),(0-1)", "OK")
                .asks("AT+SERVERSTART?", "OK")
                .asks("AT+SERVERSTART=" + first + ",0", "OK")
                .asks("AT+SERVERSTART=" + second + ",1", "OK")
                .asks("AT+SERVERSTART?", "+SERVERSTART: 0," + first, "+SERVERSTART: 1," + second, "OK");
        try (Socket client = client(second)) {
            terminal.says("+CLIENT: 0,1," + from(client))
                    .asks(
                            "AT+CIPOPEN?",
                            "+CIPOPEN: 0,\"TCP\",\"127.0.0.1\"," + client.getLocalPort() + ",1",
                            "+CIPOPEN: 1",
                            "OK")
                    .command("AT+CIPSEND=0,5")
                    .sees("\r\n>")
                    .type("HELLO")
                    .says("OK", "+CIPSEND: 0,5,5");
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo("HELLO".getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().write("hi".getBytes(StandardCharsets.US_ASCII));
            terminal.sees("\r\nRECV FROM:" + from(client) + "\r\n+IPD2\r\nhi")
                    .asks("AT+SERVERSTOP=0", "+SERVERSTOP: 0,0", "OK")
                    .asks("AT+SERVERSTOP=1", "+SERVERSTOP: 1,9", "ERROR")
                    .asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0")
                    .asks("AT+SERVERSTOP=1", "+SERVERSTOP: 1,0", "OK")
                    .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0");
        }
    }

    @Test
    void linksOfAServerTakeOnlyFixedLength() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ",0", "OK");
        try (Socket client = client(port)) {
            terminal.says("+CLIENT: 0,0," + from(client)).asks("AT+CIPSEND=0", "+CIPERROR: 4", "ERROR");
        }
        terminal.says("+IPCLOSE: 0,1");
    }

    @Test
    void aClientThatFindsNoLinkWaitsForOne() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ",0,1", "OK");
        Socket first = client(port);
        terminal.says("+CLIENT: 0,0," + from(first));
        Socket second = client(port);
        terminal.says("+CLIENT: 1,0," + from(second));
        Socket third = client(port);
        terminal.asks("AT+CIPCLOSE?", "+CIPCLOSE: 1,1", "OK");
        third.getOutputStream().write("early".getBytes(StandardCharsets.US_ASCII));
        terminal.isQuiet().asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0");
        terminal.says("+CLIENT: 0,0," + from(third)).sees("\r\nRECV FROM:" + from(third) + "\r\n+IPD5\r\nearly");
        first.close();
        second.close();
        third.close();
    }

    @Test
    void anAcceptedClientTakesTheNumberThatALinkOfOursWouldHave() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ",0", "OK");
        try (Socket client = client(port);
                TcpPeer peer = new TcpPeer()) {
            terminal.says("+CLIENT: 0,0," + from(client))
                    .asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + peer.port(), "+CIPOPEN: 0,4", "ERROR");
            peer.openedBy(terminal, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "65536,0", "80,2", "80,-1", "80,0,0", "80,0,4", "x,0", "80,0,1,1"})
    void parametersAreChecked(String parameters) {
        terminal.asks("AT+SERVERSTART=" + parameters, "+CIPERROR: 3", "ERROR");
    }

    @Test
    void whatCannotBeStartedOrStoppedSaysWhy() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ",0", "OK")
                .asks("AT+SERVERSTART=" + FreePort.find() + ",0", "+CIPERROR: 7", "ERROR")
                .asks("AT+SERVERSTART=" + port + ",1", "+CIPERROR: 6", "ERROR")
                .asks("AT+SERVERSTOP=1", "+SERVERSTOP: 1,4", "ERROR")
                .asks("AT+SERVERSTOP=2", "+SERVERSTOP: 2,3", "ERROR")
                .asks("AT+SERVERSTOP=x", "ERROR")
                .asks("AT+SERVERSTOP", "+SERVERSTOP: 0,0", "OK")
                .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0")
                .asks("AT+SERVERSTART=" + port + ",0", "+CIPERROR: 2", "ERROR")
                .asks("AT+SERVERSTART?", "+CIPERROR: 2", "ERROR");
    }

    @Test
    void closingTheNetworkEndsServersToo() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=" + port + ",0", "OK")
                .asks("AT+NETCLOSE", "OK", "+NETCLOSE: 0")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+SERVERSTART?", "OK")
                .asks("AT+SERVERSTART=" + port + ",1", "OK");
    }

    @Test
    void dialectsOfServers() throws IOException {
        try (VirtualModem other = VirtualModem.builder()
                        .links(10)
                        .dialect(Quirk.SERVER_STOP_OK_FIRST)
                        .start();
                Terminal wide = Terminal.at(other)) {
            wide.asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                    .asks("AT+SERVERSTART=?", "+SERVERSTART: (0-65535),(0-3)", "OK")
                    .asks("AT+SERVERSTART=0,3", "OK")
                    .asks("AT+SERVERSTOP=3", "OK", "+SERVERSTOP: 3,0");
        }
    }
}
