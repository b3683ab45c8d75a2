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
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes that serve TCP clients: real sockets connect to a virtual modem. */
@Timeout(60)
@ExpectedLog(Said.NO_LINK)
@ExpectedLog(Said.SERVER_NOT_STARTED + "AT\\+SERVERSTART=")
@ExpectedLog(Said.SERVER_NOT_STARTED + "serverIndex")
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.CLIENT_TOO_MANY)
@ExpectedLog(Said.CLIENT_REFUSED)
@ExpectedLog("serverIndex: \\d+ is more than modem '[^']*' has for tcp-server")
class ServerRouteTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private final List<ModemEvent> events = new CopyOnWriteArrayList<>();
    private VirtualModem modem;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        component.getConfiguration().setReconnectDelay(50);
        context.addComponent("sim7028", component);
        port = FreePort.find();
    }

    @AfterEach
    void stop() {
        context.stop();
        modem.close();
    }

    @Nested
    class Receiving {

        @ParameterizedTest
        @EnumSource(ReceiveMode.class)
        void manyClientsAreHeardSideBySideEachInItsOrderAndFraming(ReceiveMode mode) throws Exception {
            component.getConfiguration().setReceiveMode(mode);
            start(simulator -> simulator.links(10), keeping("?framing=line&charset=UTF-8&serverIndex=2"));
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 10; i++) {
                    clients.add(connect());
                }
                for (int line = 0; line < 5; line++) {
                    for (int i = 0; i < 10; i++) {
                        // half a line now, the other half after everybody's turn
                        String half = line == 0 ? "" : (line - 1) + "\n";
                        write(clients.get(i), half + "client " + i + " line ");
                    }
                }
                for (Socket client : clients) {
                    write(client, "4\n");
                }
                await().atMost(SOON).until(() -> received.size() == 50);
            } finally {
                close(clients);
            }

            for (int i = 0; i < 10; i++) {
                String begin = "client " + i + " ";
                int clientPort = clients.get(i).getLocalPort();
                List<Message> mine = received.stream()
                        .filter(message -> message.getBody(String.class).startsWith(begin))
                        .toList();
                assertThat(mine)
                        .extracting(message -> message.getBody(String.class))
                        .containsExactly(
                                begin + "line 0",
                                begin + "line 1",
                                begin + "line 2",
                                begin + "line 3",
                                begin + "line 4");
                assertThat(mine).allSatisfy(message -> assertThat(message.getHeaders())
                        .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                        .containsEntry(Sim7028Constants.REMOTE_PORT, clientPort)
                        .containsEntry(Sim7028Constants.SERVER_INDEX, 2)
                        .containsEntry(Sim7028Constants.LOCAL_PORT, port)
                        .containsEntry(Sim7028Constants.PROTOCOL, "tcp")
                        .containsEntry(Sim7028Constants.MODEM, "default")
                        .containsKeys(Sim7028Constants.RECEIVED_TIME, Sim7028Constants.LINK));
            }
            assertThat(received.stream()
                            .map(message -> message.getHeader(Sim7028Constants.LINK))
                            .collect(Collectors.toSet()))
                    .hasSize(10);
        }

        @Test
        void aClientWhoseRouteIsBusyDoesNotHoldUpAnother() throws Exception {
            CountDownLatch goOn = new CountDownLatch(1);
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    from(server("?framing=line&charset=UTF-8"))
                            .filter(body().isEqualTo("slow"))
                            .process(exchange ->
                                    assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue())
                            .end()
                            .process(ServerRouteTest.this::keep);
                }
            });
            try (Socket slow = connect();
                    Socket quick = connect()) {
                write(slow, "slow\n");
                write(quick, "quick\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                assertThat(received.get(0).getBody()).isEqualTo("quick");
                goOn.countDown();
                await().atMost(SOON).until(() -> received.size() == 2);
            }
        }

        @Test
        void aClientThatSendsAndLeavesIsHeardToTheEnd() throws Exception {
            component.getConfiguration().setReceiveMode(ReceiveMode.BUFFERED);
            byte[] much = new byte[50_000];
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    from(server("?queueSize=2"))
                            .process(exchange -> sizes.add(exchange.getMessage().getBody(byte[].class).length));
                }
            });
            // no more than there are links: one that waits would get the link, and what is unread on it be lost
            for (int i = 0; i < 2; i++) {
                try (Socket client = connect()) {
                    client.getOutputStream().write(much);
                }
            }
            await().atMost(SOON)
                    .until(() -> sizes.stream().mapToInt(Integer::intValue).sum() == 100_000);
        }

        @Test
        void withSyncEachClientGetsTheAnswersToWhatItAsked() throws Exception {
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    from(server("?sync=true&framing=line&charset=UTF-8")).transform(simple("re: ${body}"));
                }
            });
            try (Socket one = connect();
                    Socket two = connect()) {
                write(one, "a\nb\n");
                write(two, "c\n");
                assertThat(read(one, "re: a\nre: b\n".length())).isEqualTo("re: a\nre: b\n");
                assertThat(read(two, "re: c\n".length())).isEqualTo("re: c\n");
            }
        }

        @Test
        void aSuspendedRouteHoldsBackWhatClientsSendAlsoThoseThatComeMeanwhile() throws Exception {
            start(simulator -> simulator, keeping("?framing=line&charset=UTF-8"));
            try (Socket before = connect()) {
                write(before, "0\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                context.getRouteController().suspendRoute("serving");
                write(before, "1\n");
                try (Socket meanwhile = connect()) {
                    write(meanwhile, "2\n");
                    await().atMost(SOON).until(() -> opened() == 2);
                    await().during(Duration.ofMillis(200)).atMost(SOON).until(() -> received.size() == 1);
                    context.getRouteController().resumeRoute("serving");
                    await().atMost(SOON).until(() -> received.size() == 3);
                }
                write(before, "3\n");
                await().atMost(SOON).until(() -> received.size() == 4);
            }
        }
    }

    @Nested
    class Sending {

        @Test
        void aProducerAnswersOneClientByItsLinkOrTellsAll() throws Exception {
            ProducerTemplate template = start(simulator -> simulator.links(10), new RouteBuilder() {
                @Override
                public void configure() {
                    from(server("?framing=line&charset=UTF-8"))
                            .routeId("serving")
                            .transform(simple("re: ${body}"))
                            .to(server("?framing=line&charset=UTF-8"))
                            .process(ServerRouteTest.this::keep);
                }
            });
            try (Socket one = connect();
                    Socket two = connect();
                    Socket three = connect()) {
                write(two, "two\n");
                assertThat(read(two, 8)).isEqualTo("re: two\n");
                write(one, "one\n");
                assertThat(read(one, 8)).isEqualTo("re: one\n");
                write(three, "3\n");
                assertThat(read(three, 6)).isEqualTo("re: 3\n");
                await().atMost(SOON).until(() -> received.size() == 3);

                Exchange sent = template.send(server("?framing=line&charset=UTF-8"), exchange -> exchange.getMessage()
                        .setBody(new ByteArrayInputStream("all".getBytes())));

                assertThat(sent.getException()).isNull();
                assertThat(sent.getMessage().getHeaders())
                        .containsEntry(Sim7028Constants.REQUESTED_LENGTH, 12L)
                        .containsEntry(Sim7028Constants.CONFIRMED_LENGTH, 12L)
                        .doesNotContainKey(Sim7028Constants.LINK);
                for (Socket client : List.of(one, two, three)) {
                    assertThat(read(client, 4)).isEqualTo("all\n");
                }
            }
            assertThat(received.get(0).getHeaders()).containsEntry(Sim7028Constants.CONFIRMED_LENGTH, 8L);
        }

        @Test
        void withoutAClientNothingIsSentAndThatIsSaid() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, null);

            assertNotSent(template.send(server(""), body("x")), "no client is connected to tcp-server :" + port, true);
        }

        @Test
        void aLinkThatIsNoClientsGetsNothingAndThatIsSaid() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line"));
            try (Socket client = connect()) {
                write(client, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);

                Exchange sent = template.send(server("?framing=line"), exchange -> {
                    exchange.getMessage().setBody("x");
                    exchange.getMessage().setHeaders(received.get(0).getHeaders());
                    exchange.getMessage().setHeader(Sim7028Constants.LINK, 1);
                });

                assertNotSent(sent, "link 1 is not a client of tcp-server", false);
                assertThat(sent.getException()).hasMessageContaining("127.0.0.1:" + client.getLocalPort());
            }
        }

        @Test
        void aLinkOfAnotherModemOrConnectionPicksNoClient() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line&charset=UTF-8"));
            try (Socket one = connect();
                    Socket two = connect()) {
                write(one, "1\n");
                write(two, "2\n");
                await().atMost(SOON).until(() -> received.size() == 2);
                Object link = received.get(0).getHeader(Sim7028Constants.LINK);

                assertThat(template.send(server("?framing=line&charset=UTF-8"), exchange -> {
                                    exchange.getMessage().setBody("a");
                                    exchange.getMessage().setHeader(Sim7028Constants.LINK, link);
                                    exchange.getMessage().setHeader(Sim7028Constants.MODEM, "a");
                                    exchange.getMessage().setHeader(Sim7028Constants.SERVER_INDEX, 0);
                                })
                                .getException())
                        .isNull();
                assertThat(template.send(server("?framing=line&charset=UTF-8"), exchange -> {
                                    exchange.getMessage().setBody("b");
                                    exchange.getMessage().setHeader(Sim7028Constants.LINK, link);
                                    exchange.getMessage().setHeader(Sim7028Constants.MODEM, "default");
                                })
                                .getException())
                        .isNull();
                assertThat(read(one, 4)).isEqualTo("a\nb\n");
                assertThat(read(two, 4)).isEqualTo("a\nb\n");

                Exchange whose = template.send(server("?framing=line&charset=UTF-8"), exchange -> {
                    exchange.getMessage().setBody("x");
                    exchange.getMessage().setHeader(Sim7028Constants.LINK, link);
                });
                assertNotSent(whose, "does not identify the link", false);
            }
        }

        @Test
        void anAnswerWhoseHeadersAreAnotherLinksByNowReachesNobody() throws Exception {
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Sim7028SendException.class)
                            .handled(true)
                            .process(exchange ->
                                    reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                            .getMessage()));
                    from(server("?framing=line&charset=UTF-8"))
                            .setHeader(Sim7028Constants.MODEM, constant("other"))
                            .to(server("?framing=line&charset=UTF-8"));
                }
            });
            try (Socket client = connect()) {
                write(client, "1\n");
                await().atMost(SOON).until(() -> reported.size() == 1);
            }
            assertThat(reported.get(0))
                    .contains("the message came from a client of")
                    .contains("of modem 'other'");
        }

        @Test
        void anAnswerToAClientThatHasGoneDoesNotReachTheOneThatHasItsLinkNow() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line"));
            try (Socket first = connect()) {
                write(first, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);
            }
            try (Socket second = connect()) {
                write(second, "y\n");
                await().atMost(SOON).until(() -> received.size() == 2);
                assertThat(received.get(1).getHeader(Sim7028Constants.LINK))
                        .isEqualTo(received.get(0).getHeader(Sim7028Constants.LINK));

                Exchange late = template.send(server("?framing=line"), exchange -> {
                    exchange.getMessage().setBody("for the first");
                    exchange.getMessage().setHeaders(received.get(0).getHeaders());
                });

                assertNotSent(late, "has disconnected", false);
            }
        }

        @Test
        void whenSomeClientsDoNotGetItTheExceptionSaysWhich() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line"));
            try (Socket one = connect();
                    Socket two = connect()) {
                write(one, "1\n");
                write(two, "2\n");
                await().atMost(SOON).until(() -> received.size() == 2);
                modem.faults().add("short 1 command=CIPSEND times=1");

                Exchange sent = template.send(server("?framing=line"), body("x"));

                assertThat(sent.getException()).isInstanceOfSatisfying(Sim7028SendException.class, e -> {
                    assertThat(e.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
                    assertThat(e.getRequestedLength()).isEqualTo(4);
                    assertThat(e.getConfirmedLength()).isEqualTo(3);
                    assertThat(e.isRetryable()).isFalse();
                    assertThat(e).hasMessageContaining("1 of 2 clients").hasMessageContaining("client 127.0.0.1:");
                });
            }
        }
    }

    @Nested
    class WhoIsServed {

        @Test
        void clientsThatAreNotAllowedAreClosedAtOnce() throws Exception {
            start(simulator -> simulator, keeping("?framing=line&allowedClients=10.0.0.0/8,%20::1"));
            try (Socket stranger = connect()) {
                assertThat(ends(stranger)).isTrue();
            }
            assertThat(received).isEmpty();
        }

        @Test
        void aRangeLetsItsClientsIn() throws Exception {
            start(simulator -> simulator, keeping("?framing=line&allowedClients=10.0.0.0/8,127.0.0.0/8"));
            try (Socket client = connect()) {
                write(client, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);
            }
        }

        @Test
        void maxClientsKeepsALinkFreeForAConnectionOfThisSide() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line&maxClients=1"));
            try (ServerSocket far = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket welcome = connect()) {
                write(welcome, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                try (Socket tooMany = connect()) {
                    assertThat(ends(tooMany)).isTrue();
                }

                template.sendBody("sim7028:tcp:127.0.0.1:" + far.getLocalPort(), "up");

                try (Socket up = far.accept()) {
                    assertThat(read(up, 2)).isEqualTo("up");
                }
                write(welcome, "still\n");
                await().atMost(SOON).until(() -> received.size() == 2);
            }
        }

        @Test
        void withoutALimitClientsMayTakeEveryLinkAndASendSaysSo() throws Exception {
            component.getConfiguration().setLinkAcquireTimeout(100);
            component.getConfiguration().setSendTimeout(3000);
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line"));
            try (Socket one = connect();
                    Socket two = connect()) {
                write(one, "x\n");
                write(two, "x\n");
                await().atMost(SOON).until(() -> received.size() == 2);

                Exchange sent = template.send("sim7028:tcp:127.0.0.1:" + FreePort.find(), body("x"));

                assertThat(sent.getException()).hasStackTraceContaining("all 2 links of the module are in use");
            }
        }

        @Test
        void whenALinkComesFreeTheClientThatWaitedIsServed() throws Exception {
            start(simulator -> simulator, keeping("?framing=line&charset=UTF-8"));
            Socket one = connect();
            try (Socket two = connect()) {
                write(one, "1\n");
                write(two, "2\n");
                await().atMost(SOON).until(() -> received.size() == 2);
                try (Socket waits = connect()) {
                    write(waits, "3\n");
                    one.close();
                    await().atMost(SOON).until(() -> received.size() == 3);
                    assertThat(received.get(2).getBody()).isEqualTo("3");
                }
            } finally {
                one.close();
            }
        }
    }

    @Nested
    class StartingStoppingLosing {

        @Test
        void aRouteThatStopsFreesItsServerAndLinksAndServesAgainWhenStarted() throws Exception {
            start(simulator -> simulator, keeping("?framing=line"));
            try (Socket client = connect()) {
                write(client, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                // the event route keeps the modem up
                context.getRouteController().stopRoute("serving");
                assertThat(ends(client)).isTrue();
            }
            assertThat(modem.commands()).containsSubsequence("AT+CIPCLOSE=0", "AT+SERVERSTOP=0");
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(IOException.class);

            context.getRouteController().startRoute("serving");
            try (Socket again = connect()) {
                write(again, "x\n");
                await().atMost(SOON).until(() -> received.size() == 2);
            }
        }

        @Test
        void aConsumerThatStartsLaterHearsClientsThatAProducersServerHasAccepted() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line"));
            template.send(server("?framing=line"), body("opens the server for sending, too"));
            try (Socket client = connect()) {
                write(client, "1\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                context.getRouteController().stopRoute("serving");
                template.sendBody(server("?framing=line"), "still there");
                assertThat(read(client, 12)).isEqualTo("still there\n");

                context.getRouteController().startRoute("serving");
                write(client, "2\n");
                await().atMost(SOON).until(() -> received.size() == 2);
            }
        }

        @Test
        void afterARebootTheServerListensAgainAndClientsComeBack() throws Exception {
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Sim7028Exception.class)
                            .handled(true)
                            .process(exchange ->
                                    reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                            .getMessage()));
                    from(server("?framing=line&charset=UTF-8&bridgeErrorHandler=true"))
                            .process(ServerRouteTest.this::keep);
                }
            });
            try (Socket client = connect()) {
                write(client, "before\nhalf");
                await().atMost(SOON).until(() -> received.size() == 1);
                modem.reboot(true);
                assertThat(ends(client)).isTrue();
            }
            try (Socket again = connect()) {
                write(again, "after\n");
                await().atMost(SOON).until(() -> received.size() == 2);
            }
            assertThat(received).extracting(Message::getBody).containsExactly("before", "after");
            assertThat(reported)
                    .singleElement()
                    .asString()
                    .contains("client 127.0.0.1")
                    .contains("was lost");
        }

        @Test
        void eventsTellOfClientsWithPeerLinkAndServer() throws Exception {
            start(simulator -> simulator, keeping("?framing=line&serverIndex=1"));
            int clientPort;
            try (Socket client = connect()) {
                clientPort = client.getLocalPort();
                await().atMost(SOON).until(() -> event(ModemEvent.LinkOpened.class) != null);
            }
            await().atMost(SOON).until(() -> event(ModemEvent.LinkClosed.class) != null);

            for (Class<? extends ModemEvent> type : List.of(
                    ModemEvent.ClientAccepted.class, ModemEvent.LinkOpened.class, ModemEvent.LinkClosed.class)) {
                assertThat(event(type).toMap())
                        .containsEntry("link", 0)
                        .containsEntry("serverIndex", 1)
                        .containsEntry("remoteHost", "127.0.0.1")
                        .containsEntry("remotePort", clientPort);
            }
        }
    }

    @Nested
    class WhatDoesNotGo {

        @Test
        void endpointsThatContradictEachOtherAreRefusedWithBothNamed() throws Exception {
            ProducerTemplate template = start(simulator -> simulator, keeping("?framing=line&maxClients=1"));

            assertThatThrownBy(() -> template.sendBody(server("?maxClients=2"), "x"))
                    .hasStackTraceContaining("maxClients=2 requires tcp-server :" + port + " (server 0)")
                    .hasStackTraceContaining("framing=line&maxClients=1 has tcp-server :" + port);
            assertThatThrownBy(() -> template.sendBody(server("?serverIndex=1&maxClients=1"), "x"))
                    .hasStackTraceContaining("all endpoints of one serverIndex must have the same port");
            assertThatThrownBy(() -> template.sendBody("sim7028:tcp-server:" + FreePort.find(), "x"))
                    .hasStackTraceContaining("all endpoints of one serverIndex must have the same port");
            assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from(server("?maxClients=1")).to("log:other");
                        }
                    }))
                    .hasStackTraceContaining("two consumers use tcp-server");
        }

        @Test
        void aServerTheModuleDoesNotHaveIsReportedWithWhatItHas() throws Exception {
            start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    onException(Sim7028Exception.class)
                            .handled(true)
                            .process(exchange ->
                                    reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                            .getMessage()));
                    from(server("?serverIndex=2&bridgeErrorHandler=true")).to("log:never");
                }
            });

            await().atMost(SOON).until(() -> reported.size() == 1);
            assertThat(reported.get(0))
                    .contains("serverIndex: 2 is more than modem 'default' has")
                    .contains("0 to 1");
            assertThat(modem.commands()).noneMatch(command -> command.startsWith("AT+SERVERSTART=" + port));
            Diagnosis diagnosis = diagnose();
            assertThat(diagnosis.healthy()).isFalse();
            assertThat(diagnosis.summary()).contains("does not listen").contains("serverIndex: 2");

            // by now it is known before the route starts
            assertThatThrownBy(() -> context.createProducerTemplate()
                            .sendBody("sim7028:tcp-server:" + FreePort.find() + "?serverIndex=3", "x"))
                    .hasStackTraceContaining("serverIndex: 3 is more than modem 'default' has");
        }

        @Test
        void aPortThatIsTakenIsReportedAndDiagnosedAndServedOnceItIsFree() throws Exception {
            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                start(simulator -> simulator, keeping("?framing=line"));
                await().atMost(SOON).untilAsserted(() -> assertThat(diagnose().summary())
                        .contains("servers: tcp-server :" + port + " (server 0) does not listen")
                        .contains("bind"));
            }
            try (Socket client = connect()) {
                write(client, "x\n");
                await().atMost(SOON).until(() -> received.size() == 1);
                assertThat(diagnose().steps())
                        .filteredOn(step -> step.name().equals("servers"))
                        .singleElement()
                        .satisfies(step -> assertThat(step.describe())
                                .isEqualTo("servers: tcp-server :" + port + " (server 0) listens, with 1 client"));
            }
        }
    }

    @Nested
    class ExamplesOfTheNote {

        /** Two servers, a client of the second, HELLO to it, then everything is closed (3.4.2). */
        @Test
        void theDialogueOfTheNoteAsRoutes() throws Exception {
            int second = FreePort.find();
            String answering = "sim7028:tcp-server:" + second + "?serverIndex=1";
            ProducerTemplate template = start(simulator -> simulator, new RouteBuilder() {
                @Override
                public void configure() {
                    from(server("")).routeId("first").to("log:first");
                    from(answering).routeId("second").to("log:second");
                }
            });
            try (Socket client = connect(second)) {
                await().atMost(SOON).until(() -> event(ModemEvent.LinkOpened.class) != null);
                template.sendBody(answering, "HELLO");
                assertThat(read(client, 5)).isEqualTo("HELLO");
                context.stop();
                assertThat(ends(client)).isTrue();
            }
            assertThat(modem.commands())
                    .contains("AT+SERVERSTART=" + port + ",0,3", "AT+SERVERSTART=" + second + ",1,3", "AT+SERVERSTOP=0")
                    .containsSubsequence("AT+CIPSEND=0,5", "AT+CIPCLOSE=0", "AT+SERVERSTOP=1", "AT+NETCLOSE");
        }
    }

    // ---- what the tests are made of

    private String server(String options) {
        return "sim7028:tcp-server:" + port + options;
    }

    private RouteBuilder keeping(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(server(options)).routeId("serving").process(ServerRouteTest.this::keep);
            }
        };
    }

    private ProducerTemplate start(UnaryOperator<VirtualModemBuilder> simulator, RouteBuilder routes) throws Exception {
        String name = "server-" + UUID.randomUUID();
        modem = simulator.apply(VirtualModem.builder().name(name)).start();
        component.getConfiguration().setDevice("simulator://" + name);
        if (routes != null) {
            context.addRoutes(routes);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:modem?events=link,client")
                        .process(exchange -> events.add(exchange.getMessage().getBody(ModemEvent.class)));
            }
        });
        context.start();
        return context.createProducerTemplate();
    }

    private <E extends ModemEvent> E event(Class<E> type) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    private Diagnosis diagnose() {
        return context.createProducerTemplate().requestBody("sim7028:modem?operation=diagnose", null, Diagnosis.class);
    }

    private long opened() {
        return events.stream().filter(ModemEvent.LinkOpened.class::isInstance).count();
    }

    private void keep(Exchange exchange) {
        received.add(exchange.getMessage().copy());
    }

    private static org.apache.camel.Processor body(Object body) {
        return exchange -> exchange.getMessage().setBody(body);
    }

    private static void assertNotSent(Exchange exchange, String words, boolean retryable) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(Sim7028SendException.class, e -> {
            assertThat(e.getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(e.isRetryable()).isEqualTo(retryable);
            assertThat(e).hasMessageContaining(words).hasMessageContaining("nothing was sent");
        });
    }

    private Socket connect() {
        return connect(port);
    }

    /** Tries until the module listens. */
    private static Socket connect(int port) {
        Socket[] connected = new Socket[1];
        await().atMost(SOON).ignoreExceptions().until(() -> {
            connected[0] = new Socket(InetAddress.getLoopbackAddress(), port);
            connected[0].setSoTimeout(20_000);
            return true;
        });
        return connected[0];
    }

    private static void write(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Whether the connection is over, in order or not. */
    private static boolean ends(Socket client) {
        try {
            return client.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
