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
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.error.IpError;
import io.github.sim7028.at.error.SocketError;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each row of Tables 1, 2 and 3 of the note as a user's route meets it: event, header or exception. */
@Timeout(60)
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+ failed: <err>")
@ExpectedLog(Said.LINK_NOT_OPENED)
@ExpectedLog(Said.NETWORK_CLOSED)
@ExpectedLog(Said.MODEM_DOWN + "the network could not be opened")
@ExpectedLog(Said.CLIENT_UNASKED)
@ExpectedLog(Said.LINK_CLOSED + "by this side")
@ExpectedLog(Said.LINK_CLOSED + "because sending timed out or DTR went off")
class ErrorTablesRouteTest {

    private static Message event(RouteRig rig, String type) {
        await().atMost(RouteRig.SOON).until(() -> rig.received.stream().anyMatch(message -> isEvent(message, type)));
        return rig.received.stream()
                .filter(message -> isEvent(message, type))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isEvent(Message message, String type) {
        return type.equals(message.getHeader(Sim7028Constants.EVENT_TYPE));
    }

    // ---- Table 1

    @ParameterizedTest
    @CsvSource({
        "0, LOCAL, local, closed by this side",
        "1, REMOTE, remote, closed by the peer",
        "2, SEND_TIMEOUT, sendTimeout, closed because sending timed out or DTR went off"
    })
    void eachCloseReasonOfTable1IsAnEventWithItsHeaderAndWords(
            int code, CloseReason reason, String header, String words) throws Exception {
        try (RouteRig rig = new RouteRig();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rig.start(rig.keeping("events", "sim7028:modem?events=link"));
            rig.sends("sim7028:tcp:127.0.0.1:" + server.getLocalPort(), "x");
            event(rig, "linkOpened");
            if (code == 1) {
                server.accept().close();
            } else {
                rig.virtual.inject("+IPCLOSE: 0," + code);
            }
            Message closed = event(rig, "linkClosed");
            assertThat(closed.getHeaders())
                    .containsEntry(Sim7028Constants.CLOSE_REASON, header)
                    .containsEntry(Sim7028Constants.LINK, 0)
                    .containsEntry(Sim7028Constants.REMOTE_PORT, server.getLocalPort());
            ModemEvent.LinkClosed body = closed.getBody(ModemEvent.LinkClosed.class);
            assertThat(body.reason()).isEqualTo(reason);
            assertThat(body.meaning()).isEqualTo(words);
        }
    }

    @Test
    void aNetworkClosedUnexpectedlyIsAnEventAndTheConsumersException() throws Exception {
        try (RouteRig rig = new RouteRig();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rig.start(
                    rig.keeping("events", "sim7028:modem?events=network"),
                    rig.keeping("down", "sim7028:tcp:127.0.0.1:" + server.getLocalPort() + "?bridgeErrorHandler=true"));
            try (Socket before = server.accept()) {
                rig.virtual.loseNetwork(false);
                assertThat(event(rig, "networkLost").getBody()).isInstanceOf(ModemEvent.NetworkLost.class);
                await().atMost(RouteRig.SOON).until(() -> !rig.caught.isEmpty());
                assertThat(rig.caught.get(0)).hasMessageContaining("was lost");
                // the network is open again, and so is the route's link
                try (Socket after = server.accept()) {
                    assertThat(after.getLocalPort()).isEqualTo(before.getLocalPort());
                }
            }
        }
    }

    @Test
    void anAcceptedClientIsAnEventWithLinkServerAddressAndPort() throws Exception {
        int port = FreePort.find();
        try (RouteRig rig = new RouteRig()) {
            rig.start(
                    rig.keeping("events", "sim7028:modem?events=client"),
                    rig.keeping("served", "sim7028:tcp-server:" + port));
            try (Socket client = RouteRig.connect(port)) {
                Message accepted = event(rig, "clientAccepted");
                assertThat(accepted.getHeaders())
                        .containsEntry(Sim7028Constants.LINK, 0)
                        .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                        .containsEntry(Sim7028Constants.REMOTE_PORT, client.getLocalPort());
                assertThat(accepted.getBody(ModemEvent.ClientAccepted.class).serverIndex())
                        .isZero();
            }
        }
    }

    // ---- Table 2

    @Test
    void eachErrInfoOfTable2IsAnExceptionWithCodeWordsAndCommandGivenInWordsOrAsANumber() throws Exception {
        try (RouteRig rig = new RouteRig()) {
            rig.start();
            for (IpError row : IpError.values()) {
                for (String form : List.of("iperror " + row.code(), "replace '+IP ERROR: " + row.code() + "|ERROR'")) {
                    // one of them says that the network is closed: it is opened again
                    rig.awaitReady();
                    rig.virtual.faults().add(form + " command=CIPACK times=1");
                    Exchange failed = rig.operate("acknowledged", 0);
                    assertThat(failed.getException())
                            .as(form)
                            .isInstanceOfSatisfying(Sim7028CommandException.class, e -> {
                                assertThat(e.getCommand()).isEqualTo("AT+CIPACK=0");
                                assertThat(e.getError())
                                        .isEqualTo(new AtError(AtError.Kind.IP, row.code(), row.words()));
                            })
                            .hasMessage("AT+CIPACK=0 failed: +IP ERROR: " + row.code() + " " + row.words());
                    rig.virtual.faults().clear();
                }
            }
        }
    }

    @Test
    void anErrInfoOfAnOpeningReachesTheSendersExchange() throws Exception {
        try (RouteRig rig = new RouteRig(modem -> modem.faults("iperror 12 command=CIPOPEN=0,*"))) {
            rig.start();
            Exchange failed = rig.send("sim7028:tcp:127.0.0.1:9", "x");
            assertThat(failed.getException()).isInstanceOfSatisfying(Sim7028SendException.class, e -> {
                assertThat(e.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                assertThat(e.getError().describe()).isEqualTo("+IP ERROR: 12 Invalid parameter");
                assertThat(e)
                        .hasMessageContaining("could not be opened: the module refused to open the link (+IP ERROR: 12"
                                + " Invalid parameter)");
            });
        }
    }

    // ---- Table 3

    @Test
    void row0OfTable3IsASuccess() throws Exception {
        try (RouteRig rig = new RouteRig();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            rig.start(rig.keeping("events", "sim7028:modem?events=link"));
            Exchange sent = rig.sends("sim7028:tcp:127.0.0.1:" + server.getLocalPort(), "x");
            assertThat(sent.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH))
                    .isEqualTo(1L);
            event(rig, "linkOpened");
            assertThat(SocketError.OPERATION_SUCCEEDED.code()).isZero();
        }
    }

    /** NETOPEN has asked for it, and CIPOPEN for a consumer's link, in the forms of those two commands. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "OPERATION_SUCCEEDED")
    void eachErrOfTable3IsAnExceptionWithCodeWordsAndCommand(SocketError row) throws Exception {
        AtError error = new AtError(AtError.Kind.SOCKET, row.code(), row.words());
        try (RouteRig rig = new RouteRig()) {
            if (row != SocketError.NETWORK_NOT_OPENED) {
                rig.virtual.faults().add("fail " + row.code() + " command=CIPOPEN=0,*");
                rig.start(rig.keeping("down", "sim7028:tcp:127.0.0.1:9?bridgeErrorHandler=true"));
                await().atMost(RouteRig.SOON).until(() -> !rig.caught.isEmpty());
                assertThat(rig.caught.get(0))
                        .isInstanceOfSatisfying(Sim7028CommandException.class, e -> {
                            assertThat(e.getCommand()).startsWith("AT+CIPOPEN");
                            assertThat(e.getError()).isEqualTo(error);
                        })
                        .hasMessageContaining("+CIPOPEN error " + row.code() + ": " + row.words());
            } else {
                // to a link this says that the network has to be opened again: the modem's own matter
                rig.start();
            }

            assertThat(rig.operate("netClose").getException()).isNull();
            // the first is the question AT+NETOPEN?
            rig.virtual.faults().add("fail " + row.code() + " command=NETOPEN nth=2");
            Exchange failed = rig.operate("netOpen");
            assertThat(failed.getException()).isInstanceOfSatisfying(Sim7028CommandException.class, e -> {
                assertThat(e.getCommand()).isEqualTo("AT+NETOPEN");
                assertThat(e.getError()).isEqualTo(error);
            });
        }
    }

    /** All at once on modems of their own, as each is tried again until the send timeout, and that is 3 s at least (2.1.12). */
    @Test
    void eachErrOfTable3ThatRefusesASendReachesTheSendersExchange() throws Exception {
        List<VirtualModem> modems = new ArrayList<>();
        Map<SocketError, CompletableFuture<Exchange>> sends = new TreeMap<>();
        try (RouteRig rig = new RouteRig();
                ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            for (SocketError row : SocketError.values()) {
                String name = rig.name + row.code();
                modems.add(VirtualModem.builder()
                        .name(name)
                        .faults(row.code() == 0 ? "" : "fail " + row.code() + " command=CIPSEND")
                        .start());
                Sim7028ModemConfiguration copy = rig.settings.copy();
                copy.setDevice("simulator://" + name);
                copy.setModemWaitTimeout(5000);
                rig.component.getModems().put("m" + row.code(), copy);
            }
            rig.start();
            for (SocketError row : SocketError.values()) {
                String uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort() + "?modem=m" + row.code();
                sends.put(row, rig.template.asyncSend(uri, exchange -> exchange.getMessage()
                        .setBody("x")));
            }
            for (Map.Entry<SocketError, CompletableFuture<Exchange>> send : sends.entrySet()) {
                Exchange exchange = send.getValue().get(30, TimeUnit.SECONDS);
                SocketError row = send.getKey();
                if (row == SocketError.OPERATION_SUCCEEDED) {
                    assertThat(exchange.getException()).isNull();
                } else {
                    assertThat(exchange.getException())
                            .as(row.name())
                            .isInstanceOfSatisfying(Sim7028SendException.class, e -> {
                                assertThat(e.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
                                if (row == SocketError.NETWORK_NOT_OPENED) {
                                    // the modem's trouble, not the connection's: it is lost and comes up again
                                    return;
                                }
                                assertThat(e.getError())
                                        .isEqualTo(new AtError(AtError.Kind.SOCKET, row.code(), row.words()));
                                assertThat(e).hasMessageContaining("AT+CIPSEND=0,1");
                            });
                }
            }
        } finally {
            modems.forEach(VirtualModem::close);
        }
    }
}
