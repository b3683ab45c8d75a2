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
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** What stopping leaves behind, which is nothing, and what it tells of what was under way. */
@Timeout(120)
@Isolated("it counts threads")
@ExpectedLog(Said.STOP_TIMED_OUT)
@ExpectedLog(Said.STOP_INTERRUPTED)
@ExpectedLog(Said.NO_ANSWER)
@ExpectedLog(Said.MODEM_DOWN + "socket://\\S+: the connection was refused")
// a terminal server may still be busy with the connection that was just closed
@ExpectedLog(Said.MODEM_DOWN + "the line ended")
@ExpectedLog(
        value = Said.DELIVERY_FAILED
                + ".*(the message was waiting when its s|the route was stopped|is stopped; nothing was sent)",
        level = Level.ERROR,
        stack = true)
class StoppingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CYCLES = 100;

    /** The module's own timeouts, and the driver's, are longer. */
    private static final Duration WELL_BELOW_OTHER_LIMITS = Duration.ofSeconds(8);

    private static final Duration WELL_BELOW_CAMELS_LIMIT = Duration.ofSeconds(25);

    /** The JVM opens a few of its own, such as jars. */
    private static final int SPARE_DESCRIPTORS = 8;

    /** As many workers as were busy at once stay for a minute. */
    private static final int SPARE_WORKERS = 3;

    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private DefaultCamelContext context = new DefaultCamelContext();
    private VirtualModem modem;
    private ServerSocket server;
    private String uri;

    @BeforeEach
    void prepare() throws IOException {
        modem = VirtualModem.builder().start();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        uri = "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
        addComponent(modem.listen().getPort());
        Thread farEnd = new Thread(this::accept, "far-end");
        farEnd.setDaemon(true);
        farEnd.start();
    }

    private Sim7028Component addComponent(int port) {
        Sim7028Component component = new Sim7028Component(context);
        component.getConfiguration().setDevice("socket://127.0.0.1:" + port);
        component.getConfiguration().setReconnectDelay(20);
        component.getConfiguration().setMaxReconnectDelay(100);
        context.addComponent("sim7028", component);
        return component;
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        modem.close();
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.add(socket);
                Thread reader = new Thread(() -> read(socket), "far-end");
                reader.setDaemon(true);
                reader.start();
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void read(Socket socket) {
        try (socket) {
            byte[] buffer = new byte[1024];
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                synchronized (arrived) {
                    arrived.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // the connection ended
        }
    }

    private String arrived() {
        synchronized (arrived) {
            return arrived.toString(StandardCharsets.US_ASCII);
        }
    }

    private void addRoutes() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("down").to("log:received?level=OFF");
                from("direct:up").routeId("up").to(uri);
            }
        });
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("im7028") && !name.contains("imulator"))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"route", "component", "context", "removed route"})
    void aHundredCyclesLeaveNoThreadSocketOrDescriptor(String what) throws Exception {
        addRoutes();
        context.start();
        List<String> restThreads = null;
        int restDescriptors = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            if (cycle == 10) {
                restThreads = threads();
                restDescriptors = descriptors();
            }
            cycle(what);
            if (cycle % 10 == 9) {
                // otherwise it is stopped on its way up, wherever it stands
                assertSends(cycle + ";");
            }
        }
        List<String> threads = restThreads;
        int most = restDescriptors + SPARE_DESCRIPTORS;
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(threads()).hasSizeLessThanOrEqualTo(threads.size() + SPARE_WORKERS);
            assertThat(descriptors()).isLessThanOrEqualTo(most);
        });
        context.stop();
        await().atMost(SOON).untilAsserted(() -> assertThat(threads()).isEmpty());
        await().atMost(SOON).until(() -> !modem.hasHost());
    }

    private void assertSends(String text) throws Exception {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody("direct:up", text);
        }
        await().atMost(SOON).until(() -> arrived().endsWith(text));
    }

    private void cycle(String what) throws Exception {
        switch (what) {
            case "route" -> {
                for (String route : List.of("down", "up")) {
                    context.getRouteController().stopRoute(route);
                }
                for (String route : List.of("down", "up")) {
                    context.getRouteController().startRoute(route);
                }
            }
            case "removed route" -> {
                for (String route : List.of("down", "up")) {
                    context.getRouteController().stopRoute(route);
                    assertThat(context.removeRoute(route)).isTrue();
                }
                addRoutes();
            }
            case "component" -> {
                for (String route : List.of("down", "up")) {
                    context.getRouteController().stopRoute(route);
                }
                context.getComponent("sim7028").stop();
                context.getComponent("sim7028").start();
                for (String route : List.of("down", "up")) {
                    context.getRouteController().startRoute(route);
                }
            }
            default -> {
                String device = (String) ((Sim7028Component) context.getComponent("sim7028"))
                        .getConfiguration()
                        .getDevice();
                context.stop();
                context = new DefaultCamelContext();
                addComponent(Integer.parseInt(device.substring(device.lastIndexOf(':') + 1)));
                addRoutes();
                context.start();
            }
        }
    }

    @Test
    void removingARouteFreesItsLinkForAnother() throws Exception {
        // two links are all the module has
        for (int i = 0; i < 4; i++) {
            String route = "r" + i;
            try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                String peer = "sim7028:tcp:127.0.0.1:" + other.getLocalPort();
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(peer).routeId(route).to("log:received?level=OFF");
                        from(uri).routeId(route + "-too").to("log:received?level=OFF");
                    }
                });
                context.start();
                other.setSoTimeout((int) SOON.toMillis());
                try (Socket far = other.accept()) {
                    for (String done : List.of(route, route + "-too")) {
                        context.getRouteController().stopRoute(done);
                        context.removeRoute(done);
                    }
                    assertThat(far.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void whatIsQueuedGoesOutWithinCamelsTimeout() throws Exception {
        addRoutes();
        context.start();
        modem.faults().add("delay 100ms line='+CIPSEND: *'");
        List<CompletableFuture<Exchange>> sendings = send("up", 10);
        context.stop();
        for (CompletableFuture<Exchange> sending : sendings) {
            assertThat(sending.get(10, TimeUnit.SECONDS).getException()).isNull();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(arrived().split(";"))
                .containsExactlyInAnyOrder(numbers(0, 10).split(";")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?disconnect=true", "?sync=true&requestTimeout=1h", "?sync=true&disconnect=true"})
    void theRestIsReportedAsNotSentAndHasNotArrived(String options) throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.addRoutes(up("up", ""));
        context.addRoutes(up("upwards", options));
        context.start();
        assertSends("first;");
        // the channel is taken: no command for any of the messages goes out
        modem.faults().add("delay 60s command=CSQ");
        context.createProducerTemplate().asyncSend("sim7028:modem?operation=signal", exchange -> {});
        await().atMost(SOON).until(() -> !modem.faults().fired().isEmpty());
        List<CompletableFuture<Exchange>> sendings = send("upwards", 10);
        long begun = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WELL_BELOW_OTHER_LIMITS);
        for (CompletableFuture<Exchange> sending : sendings) {
            Exception failure = sending.get(10, TimeUnit.SECONDS).getException();
            assertThat(failure).isInstanceOf(Sim7028SendException.class);
            assertThat(((Sim7028SendException) failure).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
        }
        assertThat(arrived()).isEqualTo("first;");
    }

    @Test
    void whatWaitsForAModemThatIsAwayDoesNotKeepTheContextFromStopping() throws Exception {
        modem.close();
        addRoutes();
        context.start();
        List<CompletableFuture<Exchange>> sendings = send("up", 10);
        long begun = System.nanoTime();
        context.stop();
        // Camel's own limit is 45 s
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WELL_BELOW_CAMELS_LIMIT);
        for (CompletableFuture<Exchange> sending : sendings) {
            Exception failure = sending.get(10, TimeUnit.SECONDS).getException();
            assertThat(failure).isInstanceOf(Sim7028SendException.class);
            assertThat(((Sim7028SendException) failure).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(((Sim7028SendException) failure).isRetryable()).isTrue();
        }
    }

    @Test
    void manyRoutesOfAMuteModuleStopTogetherWithinCamelsTimeout() throws Exception {
        context.getShutdownStrategy().setTimeout(2);
        addRoutes();
        for (int i = 0; i < 20; i++) {
            context.addRoutes(up("up" + i, "?link=0"));
        }
        context.start();
        assertSends("first;");
        modem.setMute(true);
        long begun = System.nanoTime();
        context.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WELL_BELOW_OTHER_LIMITS);
    }

    private RouteBuilder up(String route, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + route).routeId(route).to(uri + options);
            }
        };
    }

    private List<CompletableFuture<Exchange>> send(String route, int count) {
        ProducerTemplate template = context.createProducerTemplate();
        List<CompletableFuture<Exchange>> sendings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String body = numbers(i, i + 1);
            sendings.add(template.asyncSend(
                    "direct:" + route, exchange -> exchange.getMessage().setBody(body)));
        }
        await().atMost(SOON)
                .until(() -> context.getInflightRepository().size(route) == count
                        || sendings.stream().allMatch(CompletableFuture::isDone));
        return sendings;
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> String.format("%04d;", i))
                .reduce("", String::concat);
    }
}
