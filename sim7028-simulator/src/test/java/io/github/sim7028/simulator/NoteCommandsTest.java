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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each command of chapter 2 in each of its forms, with its ranges, its errors and its examples, one test a command. */
@Timeout(60)
class NoteCommandsTest {

    private VirtualModem modem;
    private Terminal terminal;
    private TcpPeer peer;

    @BeforeEach
    void plugIn() throws IOException {
        peer = new TcpPeer();
        modem = VirtualModem.builder()
                .dialect(Dialect.NOTE)
                .route("183.230.174.137", 6031, new InetSocketAddress("127.0.0.1", peer.port()))
                .host("www.baidu.com", "61.135.169.121")
                .start();
        terminal = Terminal.at(modem);
    }

    @AfterEach
    void unplug() {
        terminal.close();
        modem.close();
        peer.close();
    }

    private Terminal withNetwork() {
        return terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0");
    }

    private Terminal withLink(int link) {
        withNetwork();
        peer.openedBy(terminal, link);
        return terminal;
    }

    private void refuses(String... commands) {
        for (String command : commands) {
            terminal.asks(command, "ERROR");
        }
    }

    @Test
    void netopen211() {
        terminal.asks("AT+NETOPEN?", "+NETOPEN: 0", "OK")
                .asks("AT+NETOPEN", "OK", "+NETOPEN: 0")
                .asks("AT+NETOPEN?", "+NETOPEN: 1", "OK")
                .asks("AT+NETOPEN", "+IP ERROR: Network is already opened", "ERROR");
        refuses("AT+NETOPEN=1");
        modem.loseNetwork(false);
        terminal.says("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY");
    }

    @Test
    void netclose212() {
        terminal.asks("AT+NETCLOSE=?", "OK").asks("AT+NETCLOSE", "+NETCLOSE: 2", "ERROR");
        withLink(0)
                .asks("AT+NETCLOSE", "OK", "+CIPCLOSE: 0,0", "+NETCLOSE: 0")
                .asks("AT+NETOPEN?", "+NETOPEN: 0", "OK");
        refuses("AT+NETCLOSE=1", "AT+NETCLOSE?");
    }

    @Test
    void cipopen213() throws IOException {
        int udpPort = FreePort.find();
        terminal.asks("AT+CIPOPEN=?", "+CIPOPEN: (0-1),(\"TCP\",\"UDP\")", "OK")
                .asks("AT+CIPOPEN=0,\"TCP\",\"183.230.174.137\",6031", "+CIPOPEN: 0,2", "ERROR");
        withNetwork()
                .asks("AT+CIPOPEN?", "+CIPOPEN: 0", "+CIPOPEN: 1", "OK")
                .asks("AT+CIPOPEN=0,\"TCP\",\"183.230.174.137\",6031", "OK", "+CIPOPEN: 0,0")
                .asks("AT+CIPOPEN=1,\"UDP\",,," + udpPort, "+CIPOPEN: 1,0", "OK")
                .asks("AT+CIPOPEN=0,\"TCP\",\"183.230.174.137\",6031", "+CIPOPEN: 0,4", "ERROR")
                .asks("AT+CIPOPEN=10,\"TCP\",\"183.230.174.137\",6031", "+IP ERROR: Invalid parameter", "ERROR")
                .asks("AT+CIPOPEN=2,\"TCP\",\"183.230.174.137\",6031", "+IP ERROR: Invalid parameter", "ERROR")
                .asks("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0", "OK");
        for (String wrong : new String[] {
            "\"TCP\",\"183.230.174.137\",65536",
            "\"TCP\",\"183.230.174.137\",-1",
            "\"TCP\",\"183.230.174.137\"",
            "\"TCP\",\"183.230.174.137\",6031,65536",
            "\"SCTP\",\"183.230.174.137\",6031",
            "\"UDP\"",
            "\"UDP\",,,65536"
        }) {
            terminal.asks("AT+CIPOPEN=1," + wrong, "+CIPOPEN: 1,3", "ERROR");
        }
        int localPort = FreePort.find();
        terminal.asks("AT+CIPOPEN=1,\"TCP\",\"183.230.174.137\",6031," + localPort, "OK", "+CIPOPEN: 1,0")
                .asks(
                        "AT+CIPOPEN?",
                        "+CIPOPEN: 0,\"TCP\",\"183.230.174.137\",6031,-1",
                        "+CIPOPEN: 1,\"TCP\",\"183.230.174.137\",6031,-1",
                        "OK");
        peer.accepts();
        peer.accepts();
        assertThat(peer.socket().getPort()).isEqualTo(localPort);
    }

    @Test
    void cipsend214() throws IOException {
        terminal.asks("AT+CIPSEND=?", "+CIPSEND: (0-1),(1-1500)", "OK").asks("AT+CIPSEND=1,5", "+CIPERROR: 2", "ERROR");
        withLink(1).command("AT+CIPSEND=1,5").sees("\r\n>").type("12345").says("OK", "+CIPSEND: 1,5,5");
        terminal.command("AT+CIPSEND=1")
                .sees("\r\n>")
                .type("a\u0003\u001ab\u001a")
                .says("OK", "+CIPSEND: 1,3,3");
        assertThat(peer.receives(8)).isEqualTo("12345a\u001ab");
        terminal.command("AT+CIPSEND=1,2,").sees("\r\n>").type("ok").says("OK", "+CIPSEND: 1,2,2");
        terminal.command("AT+CIPSEND=1,").sees("\r\n>").type("ok\u001a").says("OK", "+CIPSEND: 1,2,2");
        assertThat(peer.receives(4)).isEqualTo("okok");
        for (String wrong : new String[] {"1,0", "1,1501", "1,-1", "1,abc", "2,5"}) {
            terminal.asks("AT+CIPSEND=" + wrong, "+CIPERROR: 3", "ERROR");
        }
        terminal.asks("AT+CIPSEND=0,5", "+CIPERROR: 4", "ERROR")
                .asks("AT+CIPOPEN=0,\"UDP\",,," + FreePort.find(), "+CIPOPEN: 0,0", "OK")
                .command("AT+CIPSEND=0,5,\"183.230.174.137\",6031")
                .sees("\r\n>")
                .type("12345")
                .says("OK", "+CIPSEND: 0,5,5")
                .command("AT+CIPSEND=0,\"183.230.174.137\",6031")
                .sees("\r\n>")
                .type("1\u001a")
                .says("OK", "+CIPSEND: 0,1,1")
                .asks("AT+CIPSEND=0,5,\"183.230.174.137\",65536", "+CIPERROR: 3", "ERROR");
    }

    @Test
    void ciprxget215() {
        terminal.asks("AT+CIPRXGET=?", "+CIPRXGET: (0-4),(0-1),(1-1500)", "OK")
                .asks("AT+CIPRXGET?", "+CIPRXGET: 0", "OK")
                .asks("AT+CIPRXGET=1", "OK")
                .asks("AT+CIPRXGET?", "+CIPRXGET: 1", "OK");
        for (String wrong : new String[] {"5", "-1", "1,0", "2,10", "2,0,1501", "2,0,0", "3,0,751", "4", "4,10"}) {
            terminal.asks("AT+CIPRXGET=" + wrong, "+IP ERROR: Invalid parameter", "ERROR");
        }
        withLink(0).asks("AT+CIPRXGET=2,0", "+IP ERROR: No data", "ERROR");
        peer.sends("123456");
        terminal.says("+CIPRXGET: 1,0")
                .asks("AT+CIPRXGET=4,0", "+CIPRXGET: 4,0,6", "OK")
                .command("AT+CIPRXGET=2,0")
                .sees("\r\n+CIPRXGET: 2,0,6,0\r\n123456\r\nOK\r\n")
                .asks("AT+CIPRXGET=4,0", "+CIPRXGET: 4,0,0", "OK");
        peer.sends("123456");
        terminal.says("+CIPRXGET: 1,0")
                .command("AT+CIPRXGET=3,0")
                .sees("\r\n+CIPRXGET: 3,0,6,0\r\n313233343536\r\nOK\r\n")
                .asks("AT+CIPRXGET=0", "OK");
        peer.sends("123456");
        terminal.sees("\r\nRECV FROM:183.230.174.137:6031\r\n+IPD6\r\n123456");
    }

    @Test
    void cipclose216() throws IOException {
        terminal.asks("AT+CIPCLOSE=?", "+CIPCLOSE: (0-1)", "OK").asks("AT+CIPCLOSE?", "+CIPCLOSE: 0,0", "OK");
        withLink(0)
                .asks("AT+CIPOPEN=1,\"UDP\",,," + FreePort.find(), "+CIPOPEN: 1,0", "OK")
                .asks("AT+CIPCLOSE?", "+CIPCLOSE: 1,1", "OK")
                .asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0")
                .asks("AT+CIPCLOSE=1", "+CIPCLOSE: 1,0", "OK")
                .asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0,4", "ERROR")
                .asks("AT+CIPCLOSE=2", "+CIPCLOSE: 2,3", "ERROR");
        refuses("AT+CIPCLOSE=x", "AT+CIPCLOSE");
    }

    @Test
    void ipaddr217() {
        terminal.asks("AT+IPADDR=?", "OK").asks("AT+IPADDR", "+IP ERROR: Network not opened", "ERROR");
        withNetwork().asks("AT+IPADDR", "+IPADDR: 10.84.17.161", "OK");
        refuses("AT+IPADDR=1");
    }

    @Test
    void ciphead218() {
        aSwitch("AT+CIPHEAD", 1);
        terminal.asks("AT+CIPHEAD=0", "OK").asks("AT+CIPHEAD", "OK").asks("AT+CIPHEAD?", "+CIPHEAD: 1", "OK");
    }

    @Test
    void cipsrip219() {
        aSwitch("AT+CIPSRIP", 1);
        terminal.asks("AT+CIPSRIP=0", "OK").asks("AT+CIPSRIP", "OK").asks("AT+CIPSRIP?", "+CIPSRIP: 1", "OK");
    }

    @Test
    void cipmode2110() {
        aSwitch("AT+CIPMODE", 0);
        terminal.asks("AT+CIPMODE=1", "OK").asks("AT+CIPMODE", "OK").asks("AT+CIPMODE?", "+CIPMODE: 0", "OK");
        withNetwork();
        refuses("AT+CIPMODE=1", "AT+CIPMODE");
    }

    @Test
    void cipsendmode2111() {
        aSwitch("AT+CIPSENDMODE", 0);
        refuses("AT+CIPSENDMODE");
    }

    private void aSwitch(String command, int standard) {
        String name = command.substring(2);
        terminal.asks(command + "=?", name + ": (0-1)", "OK").asks(command + "?", name + ": " + standard, "OK");
        for (int value : new int[] {0, 1}) {
            terminal.asks(command + "=" + value, "OK").asks(command + "?", name + ": " + value, "OK");
        }
        refuses(command + "=2", command + "=-1", command + "=", command + "=x", command + "=0,0");
    }

    @Test
    void ciptimeout2112() {
        terminal.asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 120000,120000,120000", "OK")
                .asks("AT+CIPTIMEOUT=3000,3000,3000", "OK")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 3000,3000,3000", "OK")
                .asks("AT+CIPTIMEOUT=,4000", "OK")
                .asks("AT+CIPTIMEOUT=120000", "OK")
                .asks("AT+CIPTIMEOUT?", "+CIPTIMEOUT: 120000,4000,3000", "OK");
        refuses(
                "AT+CIPTIMEOUT=2999",
                "AT+CIPTIMEOUT=,2999",
                "AT+CIPTIMEOUT=,,2999",
                "AT+CIPTIMEOUT=120001",
                "AT+CIPTIMEOUT=,120001",
                "AT+CIPTIMEOUT=,,120001",
                "AT+CIPTIMEOUT=x",
                "AT+CIPTIMEOUT=3000,3000,3000,3000");
    }

    @Test
    void cipccfg2113() {
        terminal.asks("AT+CIPCCFG=?", "+CIPCCFG: (0-10),(0-1000),(0),(0-1),(0-1),(0-1),(500-120000)", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 10,0,0,1,0,0,500", "OK")
                .asks("AT+CIPCCFG=2", "OK")
                .asks("AT+CIPCCFG=,1000,0,0,1,1,120000", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 2,1000,0,0,1,1,120000", "OK")
                .asks("AT+CIPCCFG", "OK")
                .asks("AT+CIPCCFG?", "+CIPCCFG: 10,0,0,1,0,0,500", "OK");
        refuses(
                "AT+CIPCCFG=11",
                "AT+CIPCCFG=-1",
                "AT+CIPCCFG=,1001",
                "AT+CIPCCFG=,,1",
                "AT+CIPCCFG=,,,2",
                "AT+CIPCCFG=,,,,2",
                "AT+CIPCCFG=,,,,,2",
                "AT+CIPCCFG=,,,,,,499",
                "AT+CIPCCFG=,,,,,,120001",
                "AT+CIPCCFG=1,1,0,0,0,0,500,1");
        terminal.asks("AT+CIPCCFG=,,,0", "OK").asks("AT+IPADDR", "+IP ERROR: 8", "ERROR");
    }

    @Test
    void serverstart2114() throws IOException {
        int port = FreePort.find();
        terminal.asks("AT+SERVERSTART=?", "+SERVERSTART: (0-65535),(0-1)", "OK")
                .asks("AT+SERVERSTART?", "+CIPERROR: 2", "ERROR")
                .asks("AT+SERVERSTART=" + port + ",0", "+CIPERROR: 2", "ERROR");
        withNetwork()
                .asks("AT+SERVERSTART?", "OK")
                .asks("AT+SERVERSTART=" + port + ",0,3", "OK")
                .asks("AT+SERVERSTART?", "+SERVERSTART: 0," + port, "OK")
                .asks("AT+SERVERSTART=" + port + ",0", "+CIPERROR: 7", "ERROR");
        for (String wrong : new String[] {"80", "65536,1", "-1,1", "80,2", "80,1,0", "80,1,4"}) {
            terminal.asks("AT+SERVERSTART=" + wrong, "+CIPERROR: 3", "ERROR");
        }
        try (Socket client = new Socket("127.0.0.1", port)) {
            terminal.says("+CLIENT: 0,0,127.0.0.1:" + client.getLocalPort());
        }
    }

    @Test
    void serverstop2115() throws IOException {
        int port = FreePort.find();
        withNetwork().asks("AT+SERVERSTOP=0", "+SERVERSTOP: 0,4", "ERROR").asks("AT+SERVERSTART=" + port + ",0", "OK");
        try (Socket client = new Socket("127.0.0.1", port)) {
            terminal.says("+CLIENT: 0,0,127.0.0.1:" + client.getLocalPort())
                    .asks("AT+SERVERSTOP=0", "+SERVERSTOP: 0,9", "ERROR")
                    .asks("AT+CIPCLOSE=0", "OK", "+CIPCLOSE: 0,0")
                    .asks("AT+SERVERSTOP=0", "+SERVERSTOP: 0,0", "OK")
                    .asks("AT+SERVERSTOP=2", "+SERVERSTOP: 2,3", "ERROR");
        }
        refuses("AT+SERVERSTOP=x");
    }

    @Test
    void cipack2116() throws IOException {
        terminal.asks("AT+CIPACK=?", "+CIPACK: (0-1)", "OK")
                .asks("AT+CIPACK=0", "+IP ERROR: Network not opened", "ERROR");
        withLink(0).command("AT+CIPSEND=0,10").sees("\r\n>").type("0123456789").says("OK", "+CIPSEND: 0,10,10");
        peer.sends("12345");
        terminal.sees("\r\nRECV FROM:183.230.174.137:6031\r\n+IPD5\r\n12345")
                .asks("AT+CIPACK=0", "+CIPACK: 10,0,5", "OK")
                .asks("AT+CIPACK=1", "+IP ERROR: Connection is not created", "ERROR")
                .asks("AT+CIPACK=2", "+IP ERROR: Invalid parameter", "ERROR")
                .asks("AT+CIPOPEN=1,\"UDP\",,," + FreePort.find(), "+CIPOPEN: 1,0", "OK")
                .asks("AT+CIPACK=1", "+IP ERROR: Operation not supported", "ERROR");
    }

    @Test
    void cdnsgip2117() {
        terminal.asks("AT+CDNSGIP=?", "OK");
        refuses("AT+CDNSGIP=\"www.baidu.com\"");
        String label63 = "a".repeat(63);
        withNetwork()
                .asks("AT+CDNSGIP=\"www.baidu.com\"", "+CDNSGIP: 1,\"www.baidu.com\",\"61.135.169.121\"", "OK")
                .asks("AT+CDNSGIP=\"no.such.name.invalid\"", "+CDNSGIP: 0,10", "ERROR")
                .asks("AT+CDNSGIP=\"" + label63 + ".invalid\"", "+CDNSGIP: 0,10", "ERROR");
        refuses(
                "AT+CDNSGIP=www.baidu.com",
                "AT+CDNSGIP=\"" + label63 + "a.invalid\"",
                "AT+CDNSGIP=\"" + "a.".repeat(124) + "invalid\"",
                "AT+CDNSGIP=\"-a.invalid\"",
                "AT+CDNSGIP=\"a_b.invalid\"",
                "AT+CDNSGIP=\"a..invalid\"");
    }

    @Test
    void csocksetpn2118() {
        terminal.asks("AT+CSOCKSETPN=?", "+CSOCKSETPN: 1,(1,6)", "OK")
                .asks("AT+CSOCKSETPN?", "+CSOCKSETPN: 1,1", "OK")
                .asks("AT+CSOCKSETPN=1,6", "OK")
                .asks("AT+CSOCKSETPN?", "+CSOCKSETPN: 1,6", "OK")
                .asks("AT+CSOCKSETPN=1,1", "OK")
                .asks("AT+CSOCKSETPN=1", "OK");
        refuses("AT+CSOCKSETPN=0,1", "AT+CSOCKSETPN=2,1", "AT+CSOCKSETPN=1,4", "AT+CSOCKSETPN=1,1,1");
        withNetwork();
        refuses("AT+CSOCKSETPN=1,6");
    }

    @Test
    void ctcpka2119() {
        terminal.asks("AT+CTCPKA=?", "OK");
        withNetwork()
                .asks("AT+CTCPKA=1,2,5,1", "OK")
                .asks("AT+CTCPKA?", "+CTCPKA: 1,2,5,1", "OK")
                .asks("AT+CTCPKA=0,120,10,1", "OK")
                .asks("AT+CTCPKA=1,1,1,1", "OK");
        refuses(
                "AT+CTCPKA=2,2,5,1",
                "AT+CTCPKA=1,0,5,1",
                "AT+CTCPKA=1,121,5,1",
                "AT+CTCPKA=1,2,0,1",
                "AT+CTCPKA=1,2,11,1",
                "AT+CTCPKA=1,2,5,0",
                "AT+CTCPKA=1,2,5");
    }

    @Test
    void cdnscfg2120() {
        terminal.asks("AT+CDNSCFG=?", "+CDNSCFG: (\"Primary DNS\"),(\"Secondary DNS\"),type", "OK")
                .asks("AT+CDNSCFG=183.230.126.224,183.230.126.225,0", "OK")
                .asks("AT+CDNSCFG=2409:8060:20EA:101::1,2409:8060:20EA:201::1,1", "OK")
                .asks(
                        "AT+CDNSCFG?",
                        "Primary IPv4 DNS: 183.230.126.224,Secondary IPv4 DNS: 183.230.126.225",
                        "Primary IPv6 DNS: 2409:8060:20EA:101::1,Secondary IPv6 DNS: 2409:8060:20EA:201::1",
                        "OK")
                .asks("AT+CDNSCFG=\"9.9.9.9\"", "OK");
        refuses(
                "AT+CDNSCFG=183.230.126",
                "AT+CDNSCFG=183.230.126.224,,1",
                "AT+CDNSCFG=2409:8060:20EA:101::1,,0",
                "AT+CDNSCFG=183.230.126.224,183.230.126.225,2",
                "AT+CDNSCFG=");
    }

    @Test
    void aCommandThatIsUnderWayMayFailForOtherReasonsToo() {
        modem.faults().add(Fault.fail(ErrorCode.NETWORK_FAILURE, "NETOPEN").times(1));
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 1").asks("AT+NETOPEN?", "+NETOPEN: 0", "OK");
    }
}
