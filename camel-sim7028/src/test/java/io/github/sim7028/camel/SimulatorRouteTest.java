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
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ReceiveMode;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes over a virtual modem to real sockets. */
@Timeout(60)
@Isolated("it counts threads")
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
@ExpectedLog(Said.MODEM_DOWN + "/dev/does-not-exist")
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_CLOSED + "by the peer")
class SimulatorRouteTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MEGABYTE = 1 << 20;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<String> reported = new CopyOnWriteArrayList<>();
    private Set<Thread> threadsBefore;
    private String simulator;
    private ServerSocket server;

    @BeforeEach
    void prepare(TestInfo test) throws IOException {
        threadsBefore = Thread.getAllStackTraces().keySet();
        simulator = "t" + Math.abs(test.getDisplayName().hashCode())
                + test.getTestMethod().orElseThrow().getName();
        component.getConfiguration().setDevice("simulator://" + simulator);
        component.getConfiguration().setReconnectDelay(50);
        context.addComponent("sim7028", component);
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        context.stop();
        server.close();
        VirtualModem.named(simulator).ifPresent(VirtualModem::close);
        await().atMost(SOON).untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !threadsBefore.contains(thread))
                        .map(Thread::getName)
                        .filter(name -> name.contains("im7028") || name.contains("imulator"))
                        .collect(Collectors.toSet()))
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(
            value = ReceiveMode.class,
            names = {"PUSH", "BUFFERED"})
    void aMegabyteGoesUpAndDownOverOneTcpLink(ReceiveMode mode) throws Exception {
        component.getConfiguration().setReceiveMode(mode);
        byte[] up = allByteValues(MEGABYTE);
        byte[] down = reversed(up);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        ProducerTemplate template = start(new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp())
                        .process(exchange ->
                                arrived.writeBytes(exchange.getMessage().getBody(byte[].class)));
            }
        });
        CompletableFuture<byte[]> server1 = CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
                byte[] got = socket.getInputStream().readNBytes(MEGABYTE);
                socket.getOutputStream().write(down);
                socket.getInputStream().read();
                return got;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        Exchange sent = template.send(tcp(), exchange -> exchange.getMessage().setBody(new ByteArrayInputStream(up)));

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeaders())
                .containsEntry(Sim7028Constants.REQUESTED_LENGTH, (long) MEGABYTE)
                .containsEntry(Sim7028Constants.CONFIRMED_LENGTH, (long) MEGABYTE);
        await().atMost(SOON).untilAsserted(() -> assertThat(arrived.size()).isEqualTo(MEGABYTE));
        context.stop();
        assertThat(crc(server1.get(20, TimeUnit.SECONDS))).isEqualTo(crc(up));
        assertThat(crc(arrived.toByteArray())).isEqualTo(crc(down));
    }

    @Test
    void linesGoUpAndComeDownWithTheirOrigin() throws Exception {
        ProducerTemplate template = start(new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp() + "?framing=line&charset=UTF-8").process(SimulatorRouteTest.this::keep);
            }
        });
        try (Socket socket = server.accept()) {
            CompletableFuture<Exchange> sending = template.asyncSend(
                    tcp() + "?framing=line", exchange -> exchange.getMessage().setBody("käse"));
            assertThat(new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8))
                    .isEqualTo("käse\n");
            assertThat(sending).succeedsWithin(SOON);

            socket.getOutputStream().write("one\r\ntwo\nthr".getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write("ee\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(SOON).until(() -> received.size() == 3);
        }

        assertThat(received).extracting(Message::getBody).containsExactly("one", "two", "three");
        assertThat(received.get(2).getHeaders())
                .containsEntry(Sim7028Constants.MODEM, "default")
                .containsEntry(Sim7028Constants.LINK, 0)
                .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                .containsEntry(Sim7028Constants.REMOTE_PORT, server.getLocalPort());
    }

    @Test
    void datagramsKeepTheirBordersAndSenders() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(20_000);
            String udp = "sim7028:udp:127.0.0.1:" + peer.getLocalPort();
            ProducerTemplate template = start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(udp).process(SimulatorRouteTest.this::keep);
                }
            });

            template.sendBody(udp, "up");
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            peer.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("up");
            for (String text : List.of("down", "RECV FROM:1.2.3.4:5\r\n+IPD4\r\nfake")) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                peer.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            }

            await().atMost(SOON).until(() -> received.size() == 2);
            assertThat(received)
                    .extracting(message -> message.getBody(String.class))
                    .containsExactly("down", "RECV FROM:1.2.3.4:5\r\n+IPD4\r\nfake");
            assertThat(received.get(0).getHeaders())
                    .containsEntry(Sim7028Constants.REMOTE_ADDRESS, "127.0.0.1")
                    .containsEntry(Sim7028Constants.REMOTE_PORT, peer.getLocalPort());
        }
    }

    @Test
    void aConsumerFromAnyoneAnswersEachSender() throws Exception {
        int localPort = FreePort.find();
        ProducerTemplate template = start(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:udp?localPort=" + localPort)
                        .setHeader(Sim7028Constants.REMOTE_HOST, header(Sim7028Constants.REMOTE_ADDRESS))
                        .transform(simple("re: ${body}"))
                        .to("sim7028:udp?localPort=" + localPort);
            }
        });
        assertThat(template).isNotNull();
        try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket two = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertThat(ask(one, localPort, "one")).isEqualTo("re: one");
            assertThat(ask(two, localPort, "two")).isEqualTo("re: two");
        }
    }

    @Test
    void aRequestWaitsForItsReply() throws Exception {
        ProducerTemplate template = start(null);
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    socket.getOutputStream().write(("re: " + line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        String ask = tcp() + "?sync=true&framing=line&charset=UTF-8";

        assertThat(template.requestBody(ask, "one")).isEqualTo("re: one");
        assertThat(template.requestBody(ask, "two")).isEqualTo("re: two");

        context.stop();
        assertThat(echo).succeedsWithin(SOON);
    }

    @Test
    void aConsumerRepliesToARequest() throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp() + "?sync=true&framing=line&charset=UTF-8").transform(simple("re: ${body}"));
            }
        });
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(16), StandardCharsets.UTF_8))
                    .isEqualTo("re: one\nre: two\n");
        }
    }

    @Test
    void aDatagramIsAnsweredByTheNext() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(20_000);
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
                try {
                    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                    peer.receive(packet);
                    peer.send(packet);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });

            Object reply = start(null)
                    .requestBody(
                            "sim7028:udp:127.0.0.1:" + peer.getLocalPort() + "?sync=true&charset=UTF-8", "echo me");

            assertThat(reply).isEqualTo("echo me");
            assertThat(echo).succeedsWithin(SOON);
        }
    }

    @Test
    void anUnknownOutcomeIsToldWithBothCounts() throws Exception {
        ProducerTemplate template = start(null);
        template.sendBody(tcp(), "first");
        VirtualModem modem = VirtualModem.named(simulator).orElseThrow();
        modem.faults().add("short 3 command=CIPSEND times=1");

        Exchange exchange = template.send(tcp(), e -> e.getMessage().setBody("second"));

        assertThat(exchange.getException()).isInstanceOfSatisfying(Sim7028SendException.class, e -> {
            assertThat(e.getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(e.getRequestedLength()).isEqualTo(6);
            assertThat(e.getConfirmedLength()).isEqualTo(3);
        });
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void aRouteHearsAgainAfterThePeerClosedAndStartsANewFrame() throws Exception {
        start(lines());
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("before\nhalf".getBytes(StandardCharsets.UTF_8));
            await().atMost(SOON).until(() -> received.size() == 1);
        }
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("after\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(SOON).until(() -> received.size() == 2);
        }
        assertThat(received)
                .extracting(message -> message.getBody(String.class))
                .containsExactly("before", "after");
    }

    @Test
    void aModemThatRebootsIsReportedAndTheRouteHearsAgain() throws Exception {
        start(lines());
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("before\n".getBytes(StandardCharsets.UTF_8));
            await().atMost(SOON).until(() -> received.size() == 1);
            VirtualModem.named(simulator).orElseThrow().reboot(true);
            try (Socket again = server.accept()) {
                again.getOutputStream().write("after\n".getBytes(StandardCharsets.UTF_8));
                await().atMost(SOON).until(() -> received.size() == 2);
            }
        }
        assertThat(reported).singleElement().asString().contains("was lost");
    }

    private RouteBuilder lines() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Sim7028Exception.class)
                        .handled(true)
                        .process(exchange ->
                                reported.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                                        .getMessage()));
                from(tcp() + "?framing=line&bridgeErrorHandler=true").process(SimulatorRouteTest.this::keep);
            }
        };
    }

    @Test
    void oneRouteStopsAndTheOthersLinkLivesOn() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String otherUri = "sim7028:tcp:127.0.0.1:" + other.getLocalPort() + "?framing=line";
            start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(tcp() + "?framing=line").routeId("one").process(SimulatorRouteTest.this::keep);
                    from(otherUri).routeId("two").process(SimulatorRouteTest.this::keep);
                }
            });
            try (Socket one = server.accept();
                    Socket two = other.accept()) {
                context.getRouteController().stopRoute("one");
                assertThat(one.getInputStream().read()).isEqualTo(-1);

                two.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
                await().atMost(SOON).until(() -> received.size() == 1);

                context.getRouteController().startRoute("one");
                try (Socket again = server.accept()) {
                    again.getOutputStream().write("back\n".getBytes(StandardCharsets.UTF_8));
                    await().atMost(SOON).until(() -> received.size() == 2);
                }
            }
        }
    }

    @Test
    void aSlowRouteSlowsThePeerAndLosesNothing() throws Exception {
        component.getConfiguration().setReceiveMode(ReceiveMode.BUFFERED);
        byte[] down = allByteValues(200_000);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp() + "?queueSize=2")
                        .delay(1)
                        .process(exchange ->
                                arrived.writeBytes(exchange.getMessage().getBody(byte[].class)));
            }
        });
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(down);
            await().atMost(Duration.ofSeconds(40)).until(() -> arrived.size() == down.length);
        }
        assertThat(crc(arrived.toByteArray())).isEqualTo(crc(down));
    }

    @Test
    void anAdHocModemIsNamedByItsDevice() throws Exception {
        component.getConfiguration().setDevice(null);
        component.setAllowDeviceInUri(true);
        ProducerTemplate template = start(null);

        template.sendBody(tcp() + "?modem=simulator://" + simulator, "x");

        assertThat(VirtualModem.named(simulator)).isPresent();
    }

    @Test
    void withStrictStartupARouteWaitsForItsModem() throws Exception {
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        ProducerTemplate template = start(null);

        template.sendBody(tcp(), "x");

        try (Socket peer = server.accept()) {
            assertThat(peer.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void withStrictStartupARouteFailsWithoutItsModemAndSaysWhy() throws Exception {
        component.getConfiguration().setDevice("/dev/does-not-exist");
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        component.getConfiguration().setStartupTimeout(1000);
        ProducerTemplate template = start(null);

        assertThatThrownBy(() -> template.sendBody(tcp(), "x"))
                .hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class)
                .hasStackTraceContaining("modem 'default' is not ready")
                .hasStackTraceContaining("/dev/does-not-exist");
    }

    @Test
    void withoutAModemASendFailsInItsTimeAndSaysWhy() throws Exception {
        component.getConfiguration().setDevice("/dev/does-not-exist");
        component.getConfiguration().setModemWaitTimeout(3000);
        ProducerTemplate template = start(null);

        Exchange exchange = template.send(tcp(), e -> e.getMessage().setBody("x"));

        assertThat(exchange.getException())
                .isInstanceOf(Sim7028Exception.class)
                .hasStackTraceContaining("/dev/does-not-exist");
    }

    private ProducerTemplate start(RouteBuilder routes) throws Exception {
        if (routes != null) {
            context.addRoutes(routes);
        }
        context.start();
        return context.createProducerTemplate();
    }

    private String tcp() {
        return "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
    }

    private void keep(Exchange exchange) {
        Message copy = exchange.getMessage().copy();
        received.add(copy);
    }

    /** Asks until the module listens: UDP forgets what came too early. */
    private static String ask(DatagramSocket socket, int port, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.setSoTimeout(500);
        DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
        for (int attempt = 0; attempt < 40; attempt++) {
            socket.send(new DatagramPacket(
                    bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            try {
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
            } catch (java.net.SocketTimeoutException e) {
                // asked too early
            }
        }
        throw new AssertionError("no answer");
    }

    private static byte[] allByteValues(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue() << 32 | bytes.length;
    }
}
