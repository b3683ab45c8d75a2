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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.SendMode;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** The modem-wide settings of the note: their order, once more after a restart, their ranges and units. */
@Timeout(60)
@ExpectedLog(value = Said.COMPONENT_REFUSED, level = Level.ERROR, stack = true)
@ExpectedLog(Said.RESTARTED)
class ModemSettingsRouteTest {

    private static final String[] BEFORE_AND_AFTER_NETOPEN = {
        "AT+CGDCONT=1,\"IPV6\",\"iot.example\"",
        "AT+CIPMODE=0",
        "AT+CSOCKSETPN=1,6",
        "AT+CIPCCFG=3,7,0,1,1,0,600",
        "AT+CIPHEAD=1",
        "AT+CIPSRIP=1",
        "AT+CIPSENDMODE=1",
        "AT+CIPTIMEOUT=3000,4000,5000",
        "AT+CDNSCFG=2001:db8::53,2001:db8::54,1",
        "AT+CIPRXGET=1",
        "AT+NETOPEN",
        "AT+CTCPKA=1,3,4,2"
    };

    private static void allSettings(Sim7028ModemConfiguration settings) {
        settings.setApn("iot.example");
        settings.setIpFamily(IpFamily.IPV6);
        settings.setPrimaryDns("2001:db8::53");
        settings.setSecondaryDns("2001:db8::54");
        settings.setNetOpenTimeout(3000);
        settings.setConnectTimeout(4000);
        settings.setSendTimeout(5000);
        settings.setRetransmissions(3);
        settings.setReceiveDelay(7);
        settings.setMinRetransmissionTimeout(600);
        settings.setSendMode(SendMode.ACK);
        settings.setTcpKeepAlive(true);
        settings.setTcpKeepAliveIdle(180_000);
        settings.setTcpKeepAliveCount(4);
        settings.setTcpKeepAliveInterval(120_000);
    }

    private static void areInForce(Settings now) {
        assertThat(List.of(now.ipFamily, now.retries, now.receiveDelay, now.retransmissionTimeout, now.sendMode))
                .containsExactly(6, 3, 7, 600, 1);
        assertThat(List.of(now.netOpenTimeout, now.openTimeout, now.sendTimeout))
                .containsExactly(3000, 4000, 5000);
        assertThat(List.of(now.keepAlive, now.keepIdle, now.keepCount, now.keepInterval))
                .containsExactly(1, 3, 4, 2);
        assertThat(now.dns).containsSequence("2001:db8::53", "2001:db8::54");
        assertThat(now.contexts.get(1).toString()).contains("IPV6", "iot.example");
        assertThat(now.errMode).isEqualTo(1);
        assertThat(now.headerType).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachIsMadeInTheNotesOrderAndAgainAfterALoudOrSilentRestart(boolean loud) throws Exception {
        try (RouteRig rig = new RouteRig(modem -> modem.dialect(Dialect.NOTE))) {
            allSettings(rig.settings);
            rig.settings.setKeepAliveInterval(200);
            rig.start();
            assertThat(rig.virtual.commands()).containsSubsequence(BEFORE_AND_AFTER_NETOPEN);
            areInForce(rig.virtual.settings());
            int before = rig.virtual.commands().size();
            rig.virtual.reboot(loud);
            await().atMost(RouteRig.SOON).until(() -> {
                List<String> all = rig.virtual.commands();
                return all.subList(Math.min(before, all.size()), all.size()).contains("AT+CTCPKA=1,3,4,2");
            });
            rig.awaitReady();
            List<String> all = rig.virtual.commands();
            assertThat(all.subList(before, all.size())).containsSubsequence(BEFORE_AND_AFTER_NETOPEN);
            areInForce(rig.virtual.settings());
            assertThat(rig.operate("status")
                            .getMessage()
                            .getBody(ModemReport.class)
                            .counters()
                            .restarts())
                    .isPositive();
        }
    }

    @Test
    void withoutOptionsTheyAreTheNotesDefaultsSaidAllTheSame() throws Exception {
        try (RouteRig rig = new RouteRig(modem -> modem.dialect(Dialect.NOTE))) {
            rig.settings.setNetOpenTimeout(120_000);
            rig.settings.setConnectTimeout(120_000);
            rig.settings.setSendTimeout(120_000);
            rig.start();
            assertThat(rig.virtual.commands())
                    .containsSubsequence(
                            "AT+CIPMODE=0",
                            "AT+CSOCKSETPN=1,1",
                            "AT+CIPCCFG=10,0,0,1,1,0,500",
                            "AT+CIPSENDMODE=0",
                            "AT+CIPTIMEOUT=120000,120000,120000",
                            "AT+NETOPEN",
                            "AT+CTCPKA=0,2,5,1")
                    .noneMatch(command -> command.startsWith("AT+CDNSCFG") || command.startsWith("AT+CGDCONT="));
        }
    }

    /** A line that is not 8-bit clean needs nothing but that option. */
    @Test
    @ExpectedLog(Said.BUFFERED_UDP)
    void readFormatHexAloneReadsStreamsAndDatagramsInHex() throws Exception {
        byte[] all = new byte[2000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (RouteRig rig = new RouteRig(modem -> modem.dialect("hex-two-crlf,hex-cme-error"));
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket peer = RouteRig.udpPeer()) {
            rig.settings.setReadFormat(ReadFormat.HEX);
            int port = FreePort.find();
            rig.start(
                    rig.keeping("tcp", "sim7028:tcp:127.0.0.1:" + server.getLocalPort()),
                    rig.keeping("udp", "sim7028:udp?localPort=" + port));
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(all);
                await().atMost(RouteRig.SOON).untilAsserted(() -> assertThat(String.join("", rig.bodies()))
                        .isEqualTo(new String(all, StandardCharsets.ISO_8859_1)));
                rig.received.clear();
                await().atMost(RouteRig.SOON).until(() -> {
                    RouteRig.say(peer, port, "a datagram");
                    return !rig.bodies().isEmpty();
                });
                assertThat(rig.bodies().get(0)).startsWith("a datagram");
                rig.context.stop();
            }
            assertThat(rig.virtual.commands())
                    .contains("AT+CIPRXGET=1")
                    .anyMatch(command -> command.matches("AT\\+CIPRXGET=3,[01],750"))
                    .noneMatch(command -> command.startsWith("AT+CIPRXGET=0") || command.startsWith("AT+CIPRXGET=2"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "net-open-timeout=2999ms          | netOpenTimeout: 2999ms is out of range; allowed are 3s to 2m",
                "net-open-timeout=120001          | netOpenTimeout: 120001ms is out of range; allowed are 3s to 2m",
                "connect-timeout=2s               | connectTimeout: 2s is out of range; allowed are 3s to 2m",
                "connect-timeout=121s             | connectTimeout: 121s is out of range; allowed are 3s to 2m",
                "send-timeout=1s                  | sendTimeout: 1s is out of range; allowed are 3s to 2m",
                "send-timeout=3m                  | sendTimeout: 3m is out of range; allowed are 3s to 2m",
                "retransmissions=11               | retransmissions: 11 is out of range; allowed are 0 to 10",
                "retransmissions=-1               | retransmissions: -1 is out of range; allowed are 0 to 10",
                "receive-delay=1001               | receiveDelay: 1001ms is out of range; allowed are 0 to 1s",
                "min-retransmission-timeout=499   | minRetransmissionTimeout: 499ms is out of range; allowed are 500ms to",
                "min-retransmission-timeout=121s  | minRetransmissionTimeout: 121s is out of range; allowed are 500ms to",
                "tcp-keep-alive-idle=90s          | tcpKeepAliveIdle: 90s is not a whole number of minutes",
                "tcp-keep-alive-idle=121m         | tcpKeepAliveIdle: 121m is out of range",
                "tcp-keep-alive-idle=59s          | tcpKeepAliveIdle: 59s is out of range",
                "tcp-keep-alive-interval=90s      | tcpKeepAliveInterval: 90s is not a whole number of minutes",
                "tcp-keep-alive-interval=0        | tcpKeepAliveInterval: 0",
                "tcp-keep-alive-count=0           | tcpKeepAliveCount: 0 is out of range; allowed are 1 to 10",
                "tcp-keep-alive-count=11          | tcpKeepAliveCount: 11 is out of range; allowed are 1 to 10",
                "primary-dns=2001:db8::53         | primaryDns: '2001:db8::53' is not an IPv4 address",
                "primary-dns=dns.example          | primaryDns: 'dns.example' is not an IPv4 address",
                "secondary-dns=9.9.9.9            | secondaryDns: 9.9.9.9 needs the option primaryDns",
                "ip-family=ipv5                   | ipv5",
                "send-mode=maybe                  | maybe",
                "read-length=1501                 | readLength: 1501 is out of range; allowed are 1 to 1500",
                "read-length=0                    | readLength: 0 is out of range; allowed are 1 to 1500",
                "apn=a;b                          | apn",
                "context-id=16                    | contextId: 16 is out of range; allowed are 0 to 15",
                "context-id=first                 | contextId: 'first' is not the number of a PDP context; allowed are auto",
                "bands=8,86                       | bands: 86 is out of range; allowed are 1 to 85",
                "bands=0                          | bands: 0 is out of range; allowed are 1 to 85",
                "bands=8,20,8                     | bands: 8,20,8 names a band twice; name each band once",
                "bands=B8                         | bands: 'B8' is not a list of bands; allowed are numbers with commas",
                "apn-user=me                      | apnUser: a user and a password need the option apnAuthentication",
                "apn-password=x                   | apnPassword: a user and a password need the option apnAuthentication",
                "apn-authentication=pap           | apnAuthentication: pap needs the option apnUser",
                "apn-authentication=mschap        | mschap",
                "sim-pin=123                      | simPin: a PIN has 4 to 8 digits"
            })
    void aValueOutOfTheNotesRangeIsRefusedAtTheStart(String property, String words) {
        Main main = new Main();
        try {
            String[] parts = property.split("=");
            main.addInitialProperty("camel.component.sim7028.device", "socket://127.0.0.1:1");
            main.addInitialProperty("camel.component.sim7028." + parts[0].trim(), parts[1].trim());
            assertThatThrownBy(() -> {
                        main.start();
                        main.getCamelContext()
                                .getEndpoint("sim7028:tcp:127.0.0.1:7")
                                .createProducer()
                                .start();
                    })
                    .hasStackTraceContaining(words);
        } finally {
            main.stop();
        }
    }
}
