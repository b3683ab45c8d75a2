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
package io.github.sim7028.camel.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** The Kamelets in routes: through a simulated modem to real sockets. */
@ExpectedLog(
        value =
                "Failed delivery for .* caught: (io.github.sim7028.modem.Sim7028SendException: the body contains the delimiter"
                        + "|org.apache.camel.ExchangeTimedOutException)",
        level = Level.ERROR,
        logger = "DefaultErrorHandler",
        stack = true)
class KameletRoutesTest {

    private static final int PATIENCE = 60_000;

    private final DefaultCamelContext context = Kamelets.context();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE);
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
        server.close();
    }

    private Map<String, Object> peer(Object... more) {
        Map<String, Object> properties = new HashMap<>(
                Map.of("protocol", "tcp", "host", "127.0.0.1", "port", server.getLocalPort(), "framing", "line"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return properties;
    }

    private Exchange request(Object body) {
        return context.createFluentProducerTemplate()
                .to("direct:up")
                .withBody(body)
                .request(Exchange.class);
    }

    private MockEndpoint received(int count) {
        MockEndpoint received = context.getEndpoint("mock:received", MockEndpoint.class);
        received.setExpectedMessageCount(count);
        received.setResultWaitTime(PATIENCE);
        return received;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE);
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSinkContinuesWhenAllIsConfirmed() throws Exception {
        Kamelets.addRoute(context, "sim7028-sink", peer());
        context.start();

        Exchange exchange = request("temperature=21");
        assertThat(exchange.getMessage().getHeader(Sim7028Constants.CONFIRMED_LENGTH, Long.class))
                .isEqualTo(15);
        try (Socket client = server.accept()) {
            assertThat(lines(client).readLine()).isEqualTo("temperature=21");
        }
    }

    @Test
    void theSinkFailsWithTheOutcome() throws Exception {
        Kamelets.addRoute(context, "sim7028-sink", peer());
        context.start();

        assertThat(request("two\nlines").getException())
                .isInstanceOfSatisfying(Sim7028SendException.class, failure -> assertThat(failure.getOutcome())
                        .isEqualTo(SendOutcome.NOT_SENT));
    }

    /** With {@code noErrorHandler} of Camel's Kamelets; otherwise a Kamelet has an error handler of its own. */
    @Test
    void theRouteThatCallsTheSinkHandlesTheFailure() throws Exception {
        Kamelets.addRoute(
                context,
                """
                - onException:
                    exception: [io.github.sim7028.modem.Sim7028SendException]
                    handled: {constant: "true"}
                    steps:
                      - setBody: {simple: "${exception.outcome}"}
                      - to: mock:received
                - from:
                    uri: direct:up
                    steps:
                      - to:
                          uri: kamelet:sim7028-sink
                          parameters: {host: 127.0.0.1, port: %d, framing: line, noErrorHandler: true}
                """
                        .formatted(server.getLocalPort()));
        MockEndpoint received = received(1);
        context.start();

        request("two\nlines");
        received.assertIsSatisfied();
        assertThat(received.getExchanges().get(0).getMessage().getBody(String.class))
                .isEqualTo("NOT_SENT");
    }

    @Test
    void theSourceReceivesFromAPeer() throws Exception {
        Kamelets.addRoute(context, "sim7028-source", peer("charset", "UTF-8"));
        MockEndpoint received = received(2);
        context.start();
        try (Socket client = server.accept()) {
            say(client, "one\ntwo\n");
            received.assertIsSatisfied();
        }
        assertThat(received.getExchanges())
                .extracting(exchange -> exchange.getMessage().getBody())
                .containsExactly("one", "two");
        assertThat(received.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry(Sim7028Constants.MODEM, "default")
                .containsEntry(Sim7028Constants.PROTOCOL, "tcp");
    }

    @Test
    void theSourceReceivesFromClients() throws Exception {
        int port = FreePort.find();
        Kamelets.addRoute(
                context,
                "sim7028-source",
                Map.of("protocol", "tcp-server", "port", port, "framing", "line", "maxClients", 1));
        MockEndpoint received = received(1);
        context.start();
        try (Socket client = connect(port)) {
            say(client, "hello\n");
            received.assertIsSatisfied();
        }
        assertThat(received.getExchanges().get(0).getMessage().getBody(String.class))
                .isEqualTo("hello");
    }

    @Test
    void theSourceReceivesDatagramsFromAnySender() throws Exception {
        int port = FreePort.find();
        Kamelets.addRoute(context, "sim7028-source", Map.of("protocol", "udp", "localPort", port));
        MockEndpoint received = received(1);
        context.start();
        try (DatagramSocket sender = new DatagramSocket()) {
            byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
            DatagramPacket datagram = new DatagramPacket(text, text.length, InetAddress.getLoopbackAddress(), port);
            // UDP: what comes before the modem listens is lost
            await().atMost(PATIENCE, TimeUnit.MILLISECONDS).until(() -> {
                sender.send(datagram);
                return received.getReceivedCounter() > 0;
            });
        }
        assertThat(received.getExchanges().get(0).getMessage().getBody(String.class))
                .isEqualTo("hello");
    }

    @Test
    void theRequestReturnsTheReply() throws Exception {
        Kamelets.addRoute(context, "sim7028-request", peer("charset", "UTF-8"));
        context.start();
        CompletableFuture<Exchange> reply = CompletableFuture.supplyAsync(() -> request("how warm?"));
        try (Socket client = server.accept()) {
            assertThat(lines(client).readLine()).isEqualTo("how warm?");
            say(client, "21\n");
            assertThat(reply.get(PATIENCE, TimeUnit.MILLISECONDS).getMessage().getBody())
                    .isEqualTo("21");
        }
    }

    @Test
    void theRequestFailsWhereNoReplyComesInTime() throws Exception {
        Kamelets.addRoute(context, "sim7028-request", peer("requestTimeout", "300ms"));
        context.start();
        assertThat(request("how warm?").getException()).isInstanceOf(ExchangeTimedOutException.class);
    }

    private static Socket connect(int port) throws Exception {
        return await().atMost(PATIENCE, TimeUnit.MILLISECONDS)
                .ignoreExceptionsInstanceOf(SocketException.class)
                .until(() -> new Socket(InetAddress.getLoopbackAddress(), port), Socket::isConnected);
    }
}
