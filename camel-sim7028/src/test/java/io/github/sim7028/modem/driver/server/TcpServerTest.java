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
package io.github.sim7028.modem.driver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.testlog.CapturedLog;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** A TCP server on the module: real clients connect to the simulator. */
@ExpectedLog(Said.LINK_TAKEN)
@ExpectedLog(Said.SERVER_NOT_STARTED + "AT\\+SERVERSTART=")
@ExpectedLog(Said.SERVER_NOT_STARTED + "serverIndex: ")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.CLIENT_REFUSED)
@ExpectedLog(Said.CLIENT_TOO_MANY)
class TcpServerTest {

    private static ServerSpec spec(int port, int maxClients, String... allowed) {
        return new ServerSpec(
                port, 0, 3, List.of(allowed).stream().map(IpRange::parse).toList(), maxClients);
    }

    /** Whether the connection is over, in order or not. */
    private static boolean ends(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(ReceiveMode.class)
    void receivesFromEachClientAndAnswersIt(ReceiveMode mode) throws Exception {
        try (ModemRig rig =
                new ModemRig(modem -> modem, profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(mode)))) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            ServerLease lease = rig.lease().server(spec(port, 0), acceptor);
            try (Socket one = Clients.connect(port);
                    Socket two = Clients.connect(port)) {
                one.getOutputStream().write(bytes("first"));
                two.getOutputStream().write(bytes("second"));
                Collector ofOne = acceptor.collectorOf(one);
                Collector ofTwo = acceptor.collectorOf(two);
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(ofOne.bytes()).isEqualTo(bytes("first")));
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(ofTwo.bytes()).isEqualTo(bytes("second")));
                assertThat(lease.clients()).hasSize(2);
                for (ClientConnection client : lease.clients()) {
                    assertThat(client.host()).isEqualTo("127.0.0.1");
                    Receipt receipt = ModemRig.await(client.send(ModemRig.outbound(bytes("hello " + client.port()))));
                    assertThat(receipt.link()).isEqualTo(client.link());
                }
                byte[] answer = bytes("hello " + one.getLocalPort());
                assertThat(one.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
            }
            await().atMost(ModemRig.LIMIT).until(() -> acceptor.gone.size() == 2);
            assertThat(lease.clients()).isEmpty();
        }
    }

    @Test
    void closesItsClientsAndStopsListeningWithItsLastLease() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            ServerLease lease = rig.lease().server(spec(port, 0), acceptor);
            try (Socket client = Clients.connect(port)) {
                acceptor.only();
                ModemRig.await(lease.release());
                assertThat(ends(client)).isTrue();
            }
            assertThat(rig.virtual.commands()).containsSubsequence("AT+CIPCLOSE=0", "AT+SERVERSTOP=0");
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesClientsThatAreNotAllowedOrTooMany() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            rig.lease().server(spec(port, 0, "10.0.0.0/8", "::1"), acceptor);
            try (Socket stranger = Clients.connect(port)) {
                assertThat(ends(stranger)).isTrue();
            }
            int other = FreePort.find();
            Clients few = new Clients();
            ModemLease modem = rig.lease();
            modem.server(new ServerSpec(other, 1, 3, List.of(IpRange.parse("127.0.0.0/8")), 1), few);
            try (Socket welcome = Clients.connect(other)) {
                few.collectorOf(welcome);
                try (Socket tooMany = Clients.connect(other)) {
                    assertThat(ends(tooMany)).isTrue();
                }
                assertThat(few.accepted).hasSize(1);
            }
            assertThat(acceptor.accepted).isEmpty();
        }
    }

    @Test
    void listensAgainAfterARestartAndTellsThatClientsAreGone() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            rig.lease().server(spec(port, 0), acceptor);
            try (Socket client = Clients.connect(port)) {
                acceptor.only();
                rig.virtual.reboot(true);
                await().atMost(ModemRig.LIMIT).until(() -> acceptor.gone.size() == 1);
                assertThat(ends(client)).isTrue();
            }
            try (Socket again = Clients.connect(port)) {
                again.getOutputStream().write(bytes("again"));
                Collector collector = acceptor.collectorOf(again);
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(bytes("again")));
            }
        }
    }

    /** Hard case 68: the module gives an accepted client the number that is just being opened. */
    @Test
    void givesWayWhenAClientIsAcceptedOnTheNumberJustBeingOpened() throws Exception {
        try (ModemRig rig = new ModemRig(
                        modem -> modem.faults("delay 1s command=CIPOPEN times=1"), UnaryOperator.identity());
                TcpPeer far = new TcpPeer()) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            ModemLease modem = rig.lease();
            modem.server(spec(port, 0), acceptor);
            await().atMost(ModemRig.LIMIT)
                    .until(() -> rig.virtual.commands().contains("AT+SERVERSTART=" + port + ",0,3"));
            var sending =
                    modem.link(LinkSpec.tcp("127.0.0.1", far.port()), null).send(ModemRig.outbound(bytes("out")));
            try (Socket client = Clients.connect(port)) {
                client.getOutputStream().write(bytes("in"));
                Collector collector = acceptor.collectorOf(client);
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(bytes("in")));
                assertThat(ModemRig.await(sending).confirmed()).isEqualTo(3);
                assertThat(ModemRig.await(sending).link())
                        .isNotEqualTo(acceptor.only().link());
                await().untilAsserted(() -> assertThat(far.got()).isEqualTo(bytes("out")));
                assertThat(acceptor.gone).isEmpty();
            }
        }
    }

    /** The module gives a link that its peer closed to the next client, whatever is unread on it. */
    @Test
    void neverTakesWhatOneClientSendsForAnothersThatHadItsLinkBefore() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem, profile -> profile.with(ModemRig.TRANSFER.withReceiveMode(ReceiveMode.BUFFERED)))) {
            int port = FreePort.find();
            Clients acceptor = new Clients() {
                @Override
                public LinkReceiver accepted(ClientConnection client) {
                    LinkReceiver receiver = super.accepted(client);
                    if (collectors.size() == 1) {
                        // it never has room again
                        collectors.get(0).room(1);
                    }
                    return receiver;
                }
            };
            List<Collector> collectors = acceptor.collectors;
            ModemLease lease = rig.lease();
            lease.server(spec(port, 0), acceptor);
            try (Socket first = Clients.connect(port)) {
                first.getOutputStream().write(new byte[5000]);
                await().atMost(ModemRig.LIMIT)
                        .until(() -> collectors.size() == 1
                                && collectors.get(0).pieces().size() == 1);
            }
            // it is read to its end though nobody has room: its link can go to the next one
            await().atMost(ModemRig.LIMIT).until(() -> lease.modem().counters().bytesIn() == 5000);
            try (Socket second = Clients.connect(port)) {
                second.getOutputStream().write(bytes("second"));
                await().atMost(ModemRig.LIMIT)
                        .until(() -> collectors.size() == 2 && collectors.get(1).bytes().length == 6);
                assertThat(collectors.get(1).bytes()).isEqualTo(bytes("second"));
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(collectors.get(0).bytes())
                                .hasSize(5000)
                                .containsOnly(0));
                assertThat(collectors.get(0).failures()).isEmpty();
                await().atMost(ModemRig.LIMIT)
                        .untilAsserted(() -> assertThat(acceptor.gone).hasSize(1));
            }
            await().atMost(ModemRig.LIMIT).until(() -> acceptor.gone.size() == 2);
        }
    }

    @Test
    void clientsComeAndGoOnOneLinkAndEachIsHeardWhole() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            rig.lease().server(spec(port, 0), acceptor);
            for (int i = 0; i < 20; i++) {
                byte[] mine = bytes("client number " + i);
                try (Socket client = Clients.connect(port)) {
                    client.getOutputStream().write(mine);
                    Collector collector = acceptor.collectorOf(client);
                    await().atMost(ModemRig.LIMIT)
                            .untilAsserted(() -> assertThat(collector.bytes()).isEqualTo(mine));
                }
            }
            await().atMost(ModemRig.LIMIT).until(() -> acceptor.gone.size() == 20);
        }
    }

    @Test
    void sendsToAcceptedClientsWithACountEvenWhenPayloadsAreEscapedOtherwise() throws Exception {
        try (ModemRig rig = new ModemRig(
                modem -> modem,
                profile -> profile.with(Changed.with(ModemRig.TRANSFER, "sendFormat", SendFormat.ESCAPED)))) {
            int port = FreePort.find();
            Clients acceptor = new Clients();
            rig.lease().server(spec(port, 0), acceptor);
            try (Socket client = Clients.connect(port)) {
                ModemRig.await(acceptor.only().send(ModemRig.outbound(bytes("\u001a\u001b"))));
                assertThat(client.getInputStream().readNBytes(2)).isEqualTo(bytes("\u001a\u001b"));
                assertThat(rig.virtual.commands()).contains("AT+CIPSEND=0,2");
            }
        }
    }

    @Test
    void saysWhyItCannotListen() throws Exception {
        try (ModemRig rig = new ModemRig();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Clients acceptor = new Clients();
            rig.lease().server(spec(taken.getLocalPort(), 0), acceptor);
            await().atMost(ModemRig.LIMIT).until(() -> !acceptor.failures.isEmpty());
            assertThat(acceptor.failures.get(0))
                    .isInstanceOf(Sim7028CommandException.class)
                    .hasMessageContaining("could not be started");
        }
    }

    @Test
    void aServerThatTheModuleHasNotIsToldOnceHoweverOftenItIsWanted() throws Exception {
        try (CapturedLog log = CapturedLog.of("io.github.sim7028.modem");
                ModemRig rig = new ModemRig()) {
            ModemLease modem = rig.lease();
            Clients acceptor = new Clients();
            ServerSpec missing = new ServerSpec(FreePort.find(), 3, 3, List.of(), 0);
            modem.server(missing, acceptor);
            // the module has not been asked yet what it has
            modem.server(missing, null);
            await().atMost(ModemRig.LIMIT).until(() -> !acceptor.failures.isEmpty());
            ModemRig.awaitState(modem.modem(), ModemState.READY);
            rig.virtual.reboot(true);
            await().atMost(ModemRig.LIMIT).until(() -> acceptor.failures.size() >= 2);
            assertThat(acceptor.failures.get(0)).isInstanceOf(Sim7028ConfigurationException.class);
            assertThat(log.messages(Level.WARN))
                    .filteredOn(told -> told.contains(missing.toString()))
                    .singleElement()
                    .asString()
                    .startsWith("Modem 'rig': " + missing + " could not be started: serverIndex: 3 is more than");
        }
    }

    @Test
    void refusesTwoConsumersAndOtherSettingsOfOneServer() throws Exception {
        try (ModemRig rig = new ModemRig()) {
            int port = FreePort.find();
            ModemLease modem = rig.lease();
            modem.server(spec(port, 0), new Clients());
            assertThatThrownBy(() -> modem.server(spec(port, 0), new Clients())).hasMessageContaining("two consumers");
            assertThatThrownBy(() -> modem.server(spec(port, 2), null)).hasMessageContaining("other settings");
            assertThatThrownBy(() -> modem.server(new ServerSpec(port, 1, 3, List.of(), 0), null))
                    .hasMessageContaining("the same port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "example.com", "10.0.0.0/x", "", "::1/129"})
    void refusesWhatIsNoAddressRange(String text) {
        assertThatThrownBy(() -> IpRange.parse(text)).hasMessageContaining("allowedClients: '" + text + "'");
    }

    @Test
    void knowsWhichAddressesLieInARange() {
        assertThat(IpRange.parse("10.1.0.0/16").contains("10.1.200.3")).isTrue();
        assertThat(IpRange.parse("10.1.0.0/16").contains("10.2.0.1")).isFalse();
        assertThat(IpRange.parse("2001:db8::/33").contains("2001:db8:8000::1")).isFalse();
        assertThat(IpRange.parse("2001:db8::/32").contains("2001:DB8:8000:0::1"))
                .isTrue();
        assertThat(IpRange.parse("::1").contains("127.0.0.1")).isFalse();
        assertThat(IpRange.parse("0.0.0.0/0").contains("8.8.8.8")).isTrue();
    }
}
