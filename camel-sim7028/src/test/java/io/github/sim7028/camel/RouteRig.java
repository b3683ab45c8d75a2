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

import io.github.sim7028.kit.Clients;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context, the component, and a virtual modem of its own behind it, with short pauses. */
final class RouteRig implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    final String name = "routes-" + UUID.randomUUID();
    final DefaultCamelContext context = new DefaultCamelContext();
    final Sim7028Component component = new Sim7028Component(context);
    final Sim7028ModemConfiguration settings = component.getConfiguration();
    final List<Message> received = new CopyOnWriteArrayList<>();
    final List<Throwable> caught = new CopyOnWriteArrayList<>();
    final VirtualModem virtual;
    ProducerTemplate template;

    RouteRig() {
        this(builder -> builder);
    }

    RouteRig(UnaryOperator<VirtualModemBuilder> modem) {
        virtual = modem.apply(VirtualModem.builder().name(name)).start();
        settings.setDevice("simulator://" + name);
        settings.setReconnectDelay(50);
        settings.setConnectTimeout(3000);
        settings.setSendTimeout(3000);
        settings.setNetOpenTimeout(3000);
        settings.setCommandTimeout(2000);
        context.addComponent("sim7028", component);
    }

    /** Starts routes and waits for the modem. */
    RouteRig start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
        template = context.createProducerTemplate();
        awaitReady();
        return this;
    }

    void awaitReady() {
        await().atMost(SOON).untilAsserted(() -> assertThat(operate("status")
                        .getMessage()
                        .getBody(ModemReport.class)
                        .state())
                .isEqualTo(ModemState.READY));
    }

    /** A route that keeps what comes; its exceptions, and those of its consumer, are caught. */
    RouteBuilder keeping(String id, String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange ->
                                caught.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from(uri).routeId(id).process(RouteRig.this::keep);
            }
        };
    }

    void keep(Exchange exchange) {
        received.add(exchange.getMessage().copy());
    }

    Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    /** A send that has to succeed. */
    Exchange sends(String uri, Object body) {
        Exchange sent = send(uri, body);
        assertThat(sent.getException()).isNull();
        return sent;
    }

    Exchange operate(String operation) {
        return operate(operation, null);
    }

    Exchange operate(String operation, Object body) {
        return send("sim7028:modem?operation=" + operation, body);
    }

    List<String> bodies() {
        return received.stream()
                .map(message -> new String(message.getBody(byte[].class), StandardCharsets.ISO_8859_1))
                .toList();
    }

    void awaitBodies(String... bodies) {
        await().atMost(SOON).untilAsserted(() -> assertThat(bodies()).containsExactly(bodies));
    }

    /** Connects as soon as somebody listens. */
    static Socket connect(int port) {
        return Clients.connect(port);
    }

    static DatagramSocket udpPeer() throws Exception {
        DatagramSocket peer = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        peer.setSoTimeout((int) SOON.toMillis());
        return peer;
    }

    static String receive(DatagramSocket peer) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    static void say(DatagramSocket peer, int port, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        peer.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    @Override
    public void close() {
        context.stop();
        virtual.close();
    }
}
