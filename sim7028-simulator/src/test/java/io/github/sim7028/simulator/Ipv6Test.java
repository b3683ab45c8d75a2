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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same over IPv6 (3.1.3): clients, datagrams, servers and their headers. */
@Timeout(60)
class Ipv6Test {

    private VirtualModem modem;
    private Terminal terminal;

    @BeforeEach
    void openAnIpv6Context() throws IOException {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null,
                "this host has no IPv6 loopback");
        modem = VirtualModem.builder().start();
        terminal = Terminal.at(modem);
        terminal.asks("AT+CGDCONT=1,\"IPV6\",\"CMNET\"", "OK")
                .asks("AT+CSOCKSETPN=1,6", "OK")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    @AfterEach
    void close() {
        if (modem != null) {
            terminal.close();
            modem.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1|0|<CR><LF>RECV FROM:::1:PORT<CR><LF>+IPD2<CR><LF>hi",
                "1|0|0|<CR><LF>+IPD2<CR><LF>hi",
                "1|0|1|<CR><LF>+RECEIVE,0,2<CR><LF>hi",
                "1|1|1|<CR><LF>RECV FROM:::1:PORT<CR><LF>+RECEIVE,0,2<CR><LF>hi",
                "0|0|0|hi",
                "0|1|0|<CR><LF>RECV FROM:::1:PORT<CR><LF>hi",
            })
    void everyCombinationOfHeadersIsExact(int head, int showSender, int type, String bytes) {
        terminal.asks("AT+CIPHEAD=" + head + ";+CIPSRIP=" + showSender + ";+CIPCCFG=,,,," + type, "OK");
        try (TcpPeer peer = new TcpPeer("::1")) {
            terminal.asks("AT+CIPOPEN=0,\"TCP\",\"::1\"," + peer.port(), "OK", "+CIPOPEN: 0,0");
            peer.accepts().sends("hi");
            terminal.sees(bytes.replace("<CR>", "\r").replace("<LF>", "\n").replace("PORT", "" + peer.port()));
            terminal.command("AT+CIPSEND=0,2").sees("\r\n>").type("up").says("OK", "+CIPSEND: 0,2,2");
            assertThat(peer.receives(2)).isEqualTo("up");
        }
    }

    @Test
    void datagramsGoBothWays() throws IOException {
        try (DatagramSocket far = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            far.setSoTimeout(20_000);
            terminal.asks("AT+CIPOPEN=0,\"UDP\",,,0", "+CIPOPEN: 0,0", "OK")
                    .command("AT+CIPSEND=0,2,\"::1\"," + far.getLocalPort())
                    .sees("\r\n>")
                    .type("up")
                    .says("OK", "+CIPSEND: 0,2,2");
            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            far.receive(packet);
            assertThat(packet.getLength()).isEqualTo(2);
            far.send(new DatagramPacket(new byte[] {'h', 'i'}, 2, packet.getSocketAddress()));
            terminal.sees("\r\nRECV FROM:::1:" + far.getLocalPort() + "\r\n+IPD2\r\nhi");
        }
    }

    @Test
    void clientsOfAServerShowTheirAddress() throws IOException {
        terminal.asks("AT+SERVERSTART=0,0", "OK").command("AT+SERVERSTART?").sees("\r\n+SERVERSTART: 0,");
        int port = Integer.parseInt(terminal.readThrough("\r\n").strip());
        terminal.says("OK");
        try (Socket client = new Socket(InetAddress.getByName("::1"), port)) {
            terminal.says("+CLIENT: 0,0,::1:" + client.getLocalPort())
                    .asks(
                            "AT+CIPOPEN?",
                            "+CIPOPEN: 0,\"TCP\",\"::1\"," + client.getLocalPort() + ",0",
                            "+CIPOPEN: 1",
                            "OK");
            client.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
            terminal.sees("\r\nRECV FROM:::1:" + client.getLocalPort() + "\r\n+IPD1\r\nx");
        }
    }

    @Test
    void namesResolveToIpv6() {
        terminal.asks("AT+CDNSGIP=\"localhost\"", "+CDNSGIP: 1,\"localhost\",\"::1\"", "OK");
    }
}
