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
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.DeadLetterChannelBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.SupervisingRouteController;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What Camel promises of every component, with a virtual modem and real sockets. */
@Timeout(60)
@ExpectedLog(Said.CONTEXT_REUSED)
@ExpectedLog(Said.RESTARTED)
@ExpectedLog(Said.LINK_CLOSED + "\\+CIPSEND confirmed")
class CamelBehaviourTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final VirtualModem modem = VirtualModem.builder().start();
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final List<ServerSocket> servers = new ArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private ProducerTemplate template;
    private Sim7028Component component;
    private String uri;

    @BeforeEach
    void prepare() throws IOException {
        component = addComponent();
        uri = serve();
    }

    private Sim7028Component addComponent() throws IOException {
        Sim7028Component added = new Sim7028Component(context);
        Sim7028ModemConfiguration configuration = added.getConfiguration();
        configuration.setDevice("socket://127.0.0.1:" + modem.listen().getPort());
        configuration.setReconnectDelay(20);
        configuration.setMaxReconnectDelay(100);
        context.addComponent("sim7028", added);
        return added;
    }

    /** Another far end; returns the URI that leads to it. */
    private String serve() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        servers.add(server);
        run(() -> {
            while (true) {
                Socket socket = server.accept();
                accepted.add(socket);
                run(() -> keep(socket));
            }
        });
        return "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
    }

    private void keep(Socket socket) throws IOException {
        byte[] buffer = new byte[4096];
        for (int n = socket.getInputStream().read(buffer);
                n >= 0;
                n = socket.getInputStream().read(buffer)) {
            synchronized (arrived) {
                arrived.write(buffer, 0, n);
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // closed by the test
                    }
                },
                "far-end");
        thread.setDaemon(true);
        thread.start();
    }

    private String arrived() {
        synchronized (arrived) {
            return arrived.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void awaitArrived(String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(arrived()).isEqualTo(text));
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        modem.close();
        for (ServerSocket server : servers) {
            server.close();
        }
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private void start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    private RouteBuilder sending() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").routeId("up").to(uri);
            }
        };
    }

    private Exchange send(Object body) {
        return template.send("direct:up", exchange -> exchange.getMessage().setBody(body));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void redeliveryFindsTheBodyIntactStreamsToo(boolean stream) throws Exception {
        start(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Sim7028SendException.class).maximumRedeliveries(3).redeliveryDelay(10);
                from("direct:up").routeId("up").to(uri);
            }
        });
        String text = "0123456789".repeat(400);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        send("first;");
        // the second of three pieces is lost: what became of the message is unknown, and the route sends it again
        modem.faults().add("replace '+CIPSEND: 0,1500,0' line='+CIPSEND: 0,1500,*' nth=2 times=1");

        Exchange sent = send(stream ? new ByteArrayInputStream(bytes) : bytes);

        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(Exchange.REDELIVERY_COUNTER)).isEqualTo(1);
        // whole, though the peer may read what the lost connection carried after it
        await().atMost(SOON).untilAsserted(() -> assertThat(arrived()).contains(text));
    }

    @Test
    void theDeadLetterChannelGetsTheBodyAndTheOutcome() throws Exception {
        AtomicReference<Exchange> dead = new AtomicReference<>();
        start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(new DeadLetterChannelBuilder("direct:dead"));
                from("direct:up").routeId("up").to(uri);
                from("direct:dead").process(exchange -> dead.set(exchange.copy()));
            }
        });
        send("first;");
        modem.faults().add("replace '+CIPSEND: 0,6,0' line='+CIPSEND: 0,6,6' times=1");

        assertThat(send(new ByteArrayInputStream("second".getBytes(StandardCharsets.US_ASCII)))
                        .getException())
                .isNull();

        assertThat(dead.get().getMessage().getBody(String.class)).isEqualTo("second");
        Exception cause = dead.get().getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        assertThat(cause).isInstanceOf(Sim7028SendException.class);
        assertThat(((Sim7028SendException) cause).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
    }

    @Test
    void aLostConnectionReachesTheRouteWithBridgeErrorHandler() throws Exception {
        List<Exception> caught = new CopyOnWriteArrayList<>();
        start(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange -> caught.add(
                                exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class)));
                from(uri + "?bridgeErrorHandler=true").routeId("down").to("log:received?level=OFF");
            }
        });
        await().atMost(SOON).until(() -> !accepted.isEmpty());

        modem.reboot(true);

        await().atMost(SOON).until(() -> !caught.isEmpty());
        assertThat(caught.get(0)).hasMessageContaining("was lost");
        await().atMost(SOON).until(() -> accepted.size() == 2);
    }

    @ExpectedLog(value = Said.DELIVERY_FAILED + ".*is not ready: ", level = Level.ERROR, stack = true)
    @Test
    void withLazyStartProducerARouteStartsWithoutItsModem() throws Exception {
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        component.getConfiguration().setStartupTimeout(1000);
        uri += "?lazyStartProducer=true";
        modem.setMute(true);
        start(sending());
        assertThat(context.getRouteController().getRouteStatus("up")).isEqualTo(ServiceStatus.Started);
        assertThat(send("lost;").getException()).hasRootCauseInstanceOf(Sim7028ModemUnavailableException.class);

        modem.setMute(false);

        await().atMost(SOON).until(() -> send("sent;").getException() == null);
        awaitArrived("sent;");
    }

    @Test
    void theSupervisingRouteControllerStartsAStrictRouteWhenItsModemHasCome() throws Exception {
        component.getConfiguration().setStartupMode(StartupMode.STRICT);
        component.getConfiguration().setStartupTimeout(1000);
        modem.setMute(true);
        SupervisingRouteController controller = context.getRouteController().supervising();
        controller.setBackOffDelay(100);
        controller.setInitialDelay(0);
        start(sending());
        await().atMost(SOON).until(() -> controller.getRestartingRoutes().size() == 1);
        assertThat(context.getRouteController().getRouteStatus("up")).isEqualTo(ServiceStatus.Stopped);

        modem.setMute(false);

        await().atMost(SOON).until(() -> context.getRouteController().getRouteStatus("up") == ServiceStatus.Started);
        send("sent;");
        awaitArrived("sent;");
    }

    @Test
    void fiftyTcpHostsAreServedInTurnThroughTwoLinks() throws Exception {
        List<String> uris = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            uris.add(serve());
        }
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").routeId("up").toD("${header.to}");
            }
        });
        for (int i = 0; i < uris.size(); i++) {
            String body = i + ";";
            String to = uris.get(i);
            Exchange sent = template.send("direct:up", exchange -> {
                exchange.getMessage().setHeader("to", to);
                exchange.getMessage().setBody(body);
            });
            assertThat(sent.getException()).isNull();
            expected.append(body);
            awaitArrived(expected.toString());
        }
        assertThat(accepted).hasSize(50);
        assertThat(modem.commands().stream().filter(command -> command.startsWith("AT+CIPOPEN=")))
                .allMatch(command -> command.matches("AT\\+CIPOPEN=([01],.*|\\?)"));
    }

    @Test
    void aRouteIsSuspendedAndResumedByJmx() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri + "?framing=line")
                        .routeId("down")
                        .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
            }
        });
        await().atMost(SOON).until(() -> !accepted.isEmpty());
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName route = beans.queryNames(
                        new ObjectName("org.apache.camel:type=routes,context=" + context.getManagementName()
                                + ",name=\"down\",*"),
                        null)
                .iterator()
                .next();
        say("one\n");
        await().atMost(SOON).until(() -> received.equals(List.of("one")));

        beans.invoke(route, "suspend", new Object[0], new String[0]);
        assertThat(beans.getAttribute(route, "State")).isEqualTo("Suspended");
        say("two\n");
        assertThat(received).containsExactly("one");
        beans.invoke(route, "resume", new Object[0], new String[0]);

        await().atMost(SOON).untilAsserted(() -> assertThat(received).containsExactly("one", "two"));
        assertThat(accepted).hasSize(1);
    }

    private void say(String text) throws IOException {
        accepted.get(0).getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aContextThatIsStoppedStartsAgain() throws Exception {
        start(sending());
        send("before;");
        awaitArrived("before;");

        context.stop();
        // Camel forgets components and routes when it stops
        component = addComponent();
        start(sending());

        send("after;");
        awaitArrived("before;after;");
    }

    @Test
    void aContextThatIsSuspendedResumes() throws Exception {
        start(sending());
        send("before;");
        context.suspend();
        context.resume();
        send("after;");
        awaitArrived("before;after;");
    }
}
