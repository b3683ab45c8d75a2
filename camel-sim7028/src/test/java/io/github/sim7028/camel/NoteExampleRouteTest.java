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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.report.LinksReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The example dialogues of chapter 3 as routes: the far end sees the same bytes as in the note, and the module the same
 * commands. The note's server stands on loopback.
 */
@Timeout(60)
@ExpectedLog(Said.BUFFERED_UDP)
class NoteExampleRouteTest {

    private static final String SERVER = "117.131.85.139";
    private static final String TCP = "sim7028:tcp:" + SERVER + ":5253?link=1";

    private ServerSocket server;
    private DatagramSocket udpServer;
    private RouteRig rig;

    @BeforeEach
    void openTheServers() throws Exception {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) RouteRig.SOON.toMillis());
        udpServer = RouteRig.udpPeer();
        rig = new RouteRig(this::withTheNotesServer);
    }

    private VirtualModemBuilder withTheNotesServer(VirtualModemBuilder modem) {
        return modem.dialect(Dialect.NOTE)
                .dialect(Quirk.UDP_CLOSE_OK_FIRST)
                .route(SERVER, 5253, (InetSocketAddress) server.getLocalSocketAddress())
                .route(SERVER, 5254, (InetSocketAddress) udpServer.getLocalSocketAddress());
    }

    @AfterEach
    void closeTheServers() throws IOException {
        rig.close();
        server.close();
        udpServer.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void theModuleWasTold(String... commands) {
        assertThat(rig.virtual.commands()).containsSubsequence(commands);
    }

    // ---- 3.1

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void contextIsConfiguredActivatedAndDeactivatedAsIn31(IpFamily family) throws Exception {
        boolean ipv6 = family == IpFamily.IPV6;
        rig.settings.setApn("CMNET");
        rig.settings.setIpFamily(family);
        rig.start();
        theModuleWasTold(
                ipv6 ? "AT+CGDCONT=1,\"IPV6\",\"CMNET\"" : "AT+CGDCONT=1,\"IP\",\"CMNET\"",
                ipv6 ? "AT+CSOCKSETPN=1,6" : "AT+CSOCKSETPN=1,1",
                "AT+CSQ",
                "AT+CEREG?",
                "AT+NETOPEN",
                "AT+IPADDR");
        assertThat(rig.operate("ipAddress")
                        .getMessage()
                        .getBody(NetworkAddress.class)
                        .address())
                .isEqualTo(ipv6 ? "2409:8960:1e64:94d8:1:0:3b3b:7118" : "10.84.17.161");
        assertThat(rig.operate("netClose")
                        .getMessage()
                        .getBody(ModemStatus.class)
                        .state())
                .isEqualTo(ModemState.NETWORK_CLOSED);
        theModuleWasTold("AT+NETOPEN", "AT+NETCLOSE");
        assertThat(rig.operate("ipAddress").getException()).hasMessageContaining("network");
    }

    // ---- 3.2

    @Test
    void tcpClientInDirectPushModeAsIn321() throws Exception {
        rig.settings.setReceiveMode(ReceiveMode.PUSH);
        rig.start(rig.keeping("down", TCP));
        Socket peer = server.accept();
        rig.sends(TCP, "HELLO");
        assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(bytes("HELLO"));
        peer.getOutputStream().write(bytes("data from server"));
        rig.awaitBodies("data from server");
        assertThat(rig.received.get(0).getHeaders())
                .containsEntry(Sim7028Constants.LINK, 1)
                .containsEntry(Sim7028Constants.REMOTE_ADDRESS, SERVER)
                .containsEntry(Sim7028Constants.REMOTE_PORT, 5253);
        rig.context.stop();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        theModuleWasTold(
                "AT+CIPRXGET=0",
                "AT+NETOPEN",
                "AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253",
                "AT+CIPSEND=1,5",
                "AT+CIPCLOSE=1");
    }

    @ParameterizedTest
    @EnumSource(ReadFormat.class)
    void tcpClientInBufferAccessModeAsIn322(ReadFormat format) throws Exception {
        rig.settings.setReceiveMode(ReceiveMode.BUFFERED);
        rig.settings.setReadFormat(format);
        rig.settings.setReadLength(5);
        rig.start(rig.keeping("down", TCP));
        Socket peer = server.accept();
        rig.sends(TCP, "hello");
        assertThat(peer.getInputStream().readNBytes(5)).isEqualTo(bytes("hello"));
        peer.getOutputStream().write(bytes("Data1from server"));
        await().atMost(RouteRig.SOON)
                .untilAsserted(() -> assertThat(String.join("", rig.bodies())).isEqualTo("Data1from server"));
        assertThat(rig.bodies().get(0)).isEqualTo("Data1");
        rig.context.stop();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        String read = format == ReadFormat.RAW ? "AT+CIPRXGET=2,1,5" : "AT+CIPRXGET=3,1,5";
        theModuleWasTold(
                "AT+CIPRXGET=1",
                "AT+NETOPEN",
                "AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253",
                "AT+CIPSEND=1,5",
                read,
                read,
                "AT+CIPCLOSE=1");
    }

    // ---- 3.3

    @ParameterizedTest
    @EnumSource(SendFormat.class)
    void udpClientInDirectPushModeAsIn331(SendFormat format) throws Exception {
        int localPort = FreePort.find();
        rig.settings.setSendFormat(format);
        String uri = udp(localPort);
        rig.start(rig.keeping("down", uri));
        sendsDatagrams(uri, format);
        RouteRig.say(udpServer, localPort, "HELLO CLIENT\r\n");
        rig.awaitBodies("HELLO CLIENT\r\n");
        Message message = rig.received.get(0);
        assertThat(message.getHeaders())
                .containsEntry(Sim7028Constants.REMOTE_ADDRESS, SERVER)
                .containsEntry(Sim7028Constants.REMOTE_PORT, 5254)
                .containsEntry(Sim7028Constants.LOCAL_PORT, localPort);
        rig.context.stop();
        theModuleWasTold("AT+CIPRXGET=0", "AT+CIPOPEN=1,\"UDP\",,," + localPort, "AT+CIPCLOSE=1");
    }

    private static String udp(int localPort) {
        return "sim7028:udp:" + SERVER + ":5254?link=1&localPort=" + localPort;
    }

    private void sendsDatagrams(String uri, SendFormat format) throws Exception {
        rig.sends(uri, "HELLOSERVER");
        assertThat(RouteRig.receive(udpServer)).isEqualTo("HELLOSERVER");
        rig.sends(uri, "HELLO");
        assertThat(RouteRig.receive(udpServer)).isEqualTo("HELLO");
        String peer = ",\"" + SERVER + "\",5254";
        if (format == SendFormat.ESCAPED) {
            theModuleWasTold("AT+CIPSEND=1" + peer, "AT+CIPSEND=1" + peer);
        } else {
            theModuleWasTold("AT+CIPSEND=1,11" + peer, "AT+CIPSEND=1,5" + peer);
        }
    }

    @Test
    void udpClientInBufferAccessModeAsIn332() throws Exception {
        int localPort = FreePort.find();
        rig.settings.setReceiveMode(ReceiveMode.BUFFERED);
        rig.settings.setReadLength(5);
        String uri = udp(localPort);
        rig.start(rig.keeping("down", uri));
        sendsDatagrams(uri, SendFormat.FIXED);
        RouteRig.say(udpServer, localPort, "Data1from server");
        await().atMost(RouteRig.SOON)
                .untilAsserted(() -> assertThat(String.join("", rig.bodies())).isEqualTo("Data1from server"));
        rig.context.stop();
        theModuleWasTold("AT+CIPRXGET=1", "AT+CIPOPEN=1,\"UDP\",,," + localPort, "AT+CIPRXGET=2,1,5", "AT+CIPCLOSE=1");
    }

    // ---- 3.4.3

    @Test
    void connectionStatusIsAskedAsIn343() throws Exception {
        rig.start(rig.keeping("down", TCP));
        Socket peer = server.accept();
        await().atMost(RouteRig.SOON)
                .untilAsserted(() -> assertThat(links()).singleElement().satisfies(link -> {
                    assertThat(link.link()).isEqualTo(1);
                    assertThat(link.remoteAddress()).isEqualTo(SERVER);
                    assertThat(link.remotePort()).isEqualTo(5253);
                }));
        rig.context.getRouteController().stopRoute("down");
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        assertThat(links()).isEmpty();
        theModuleWasTold("AT+CIPOPEN=1,\"TCP\",\"117.131.85.139\",5253", "AT+CIPOPEN?", "AT+CIPCLOSE=1", "AT+CIPOPEN?");
    }

    private List<io.github.sim7028.modem.report.LinkReport> links() {
        return rig.operate("links").getMessage().getBody(LinksReport.class).links();
    }
}
