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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.Said;
import io.github.sim7028.modem.settings.IpFamily;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything over IPv6: routes on a virtual modem with ipFamily=ipv6 and real sockets on ::1. */
@Timeout(60)
@ExpectedLog(Said.CLIENT_REFUSED)
class Ipv6RouteTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private InetAddress loopback;
    private VirtualModem modem;

    @BeforeEach
    void prepare() throws IOException {
        loopback = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this host has no IPv6 loopback");
        String name = "ipv6-" + UUID.randomUUID();
        modem = VirtualModem.builder().name(name).start();
        component.getConfiguration().setDevice("simulator://" + name);
        component.getConfiguration().setReconnectDelay(50);
        component.getConfiguration().setIpFamily(IpFamily.IPV6);
        component.getConfiguration().setApn("iot.example");
        context.addComponent("sim7028", component);
    }

    @AfterEach
    void stop() {
        context.stop();
        if (modem != null) {
            modem.close();
        }
    }

    @Test
    void aTcpClientSendsAndReceives() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, loopback)) {
            String uri = "sim7028:tcp:[::1]:" + server.getLocalPort() + "?framing=line&charset=UTF-8";
            ProducerTemplate template = start(uri, null);
            try (Socket socket = server.accept()) {
                template.sendBody(uri, "up");
                assertThat(read(socket, 3)).isEqualTo("up\n");
                socket.getOutputStream().write("down\n".getBytes(StandardCharsets.UTF_8));
                Message message = next("down");
                assertFrom(message, server.getLocalPort());
            }
        }
    }

    @Test
    void datagramsGoBothWays() throws Exception {
        try (DatagramSocket peer = new DatagramSocket(0, loopback)) {
            peer.setSoTimeout(20_000);
            String uri = "sim7028:udp:[::1]:" + peer.getLocalPort() + "?charset=UTF-8";
            ProducerTemplate template = start(uri, null);
            template.sendBody(uri, "up");
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            peer.receive(packet);
            assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                    .isEqualTo("up");
            peer.send(new DatagramPacket(new byte[] {'h', 'i'}, 2, packet.getSocketAddress()));
            assertFrom(next("hi"), peer.getLocalPort());
        }
    }

    @Test
    void aServerHearsAndAnswersItsClient() throws Exception {
        int port = FreePort.find();
        String uri = "sim7028:tcp-server:" + port + "?framing=line&charset=UTF-8&allowedClients=::1/128";
        start(uri, uri);
        try (Socket client = connect(port)) {
            client.getOutputStream().write("ask\n".getBytes(StandardCharsets.UTF_8));
            assertThat(read(client, 8)).isEqualTo("re: ask\n");
            assertFrom(next("ask"), client.getLocalPort());
        }
    }

    @Test
    void anIpv6ClientThatIsNotAllowedIsClosed() throws Exception {
        int port = FreePort.find();
        start("sim7028:tcp-server:" + port + "?allowedClients=2001:db8::/32,127.0.0.0/8", null);
        try (Socket client = connect(port)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(received).isEmpty();
    }

    private static void assertFrom(Message message, int port) {
        String address = message.getHeader(Sim7028Constants.REMOTE_ADDRESS, String.class);
        assertThat(address).isEqualTo("::1");
        assertThat(message.getHeader(Sim7028Constants.REMOTE_PORT)).isEqualTo(port);
    }

    private Message next(String body) {
        await().atMost(SOON).until(() -> received.size() == 1);
        assertThat(received.get(0).getBody()).isEqualTo(body);
        return received.get(0);
    }

    private ProducerTemplate start(String from, String answerTo) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from(from)
                        .process(exchange -> received.add(exchange.getMessage().copy()));
                if (answerTo != null) {
                    route.transform(simple("re: ${body}")).to(answerTo);
                }
            }
        });
        context.start();
        return context.createProducerTemplate();
    }

    private Socket connect(int port) {
        Socket[] connected = new Socket[1];
        await().atMost(SOON).ignoreExceptions().until(() -> {
            connected[0] = new Socket(loopback, port);
            connected[0].setSoTimeout(20_000);
            return true;
        });
        return connected[0];
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }
}
