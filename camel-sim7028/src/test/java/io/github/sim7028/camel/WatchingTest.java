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
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.VirtualModemBuilder;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.testlog.ExpectedLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modems, consumers and producers are seen by health checks, the developer console and JMX. */
@Timeout(60)
@ExpectedLog(Said.MODEM_DOWN + "the SIM requires a PIN")
@ExpectedLog(Said.LINK_CLOSED + "AT\\+CIPSEND=\\d,\\d+ failed: <err>")
@ExpectedLog(Said.LINK_NOT_OPENED)
class WatchingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final String name = "seen-" + UUID.randomUUID();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private VirtualModem virtual;
    private ServerSocket server;

    @BeforeEach
    void prepare() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        context.setDevConsole(true);
        component.getConfiguration().setDevice("simulator://" + name);
        component.getConfiguration().setReconnectDelay(50);
        component.getConfiguration().setMaxReconnectDelay(200);
        component.setHealthCheckProducerEnabled(true);
        context.addComponent("sim7028", component);
        HealthCheckHelper.getHealthCheckRegistry(context).register(new ConsumersHealthCheckRepository());
        HealthCheckHelper.getHealthCheckRegistry(context).register(producers());
    }

    private static ProducersHealthCheckRepository producers() {
        ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
        producers.setEnabled(true);
        return producers;
    }

    @AfterEach
    void end() throws IOException {
        context.stop();
        virtual.close();
        server.close();
    }

    private VirtualModemBuilder modem() {
        return VirtualModem.builder().name(name);
    }

    private String tcp() {
        return "sim7028:tcp:127.0.0.1:" + server.getLocalPort();
    }

    private ProducerTemplate start(VirtualModemBuilder modem) throws Exception {
        virtual = modem.start();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp()).routeId("in").to("mock:in");
                from("direct:out").routeId("out").to(tcp());
            }
        });
        context.start();
        return context.createProducerTemplate();
    }

    // ---- health

    private Result check(String id) {
        return HealthCheckHelper.invokeReadiness(context, "full").stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not among " + ids()));
    }

    private Set<String> ids() {
        return HealthCheckHelper.invokeReadiness(context, "full").stream()
                .map(result -> result.getCheck().getId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void awaitState(String id, State state) {
        await().atMost(SOON).untilAsserted(() -> assertThat(check(id).getState())
                .as(String.valueOf(check(id).getMessage()))
                .isEqualTo(state));
    }

    @Test
    void aReadyModemIsUpWithItsLinksAndSoAreItsUsers() throws Exception {
        ProducerTemplate template = start(modem());
        template.sendBody("direct:out", "HELLO");
        awaitState("sim7028-modem-default", State.UP);
        await().atMost(SOON)
                .until(() -> check("sim7028-modem-default").getDetails().containsKey("link.0"));
        assertThat(check("sim7028-modem-default").getDetails())
                .containsEntry("modem", "default")
                .containsEntry("device", "simulator://" + name)
                .containsEntry("state", "ready")
                .containsEntry("link.0", "link 0: tcp 127.0.0.1:" + server.getLocalPort() + ", open, 2 leases")
                .containsKey("since")
                .doesNotContainKeys("reason", "nextAttempt", "awaySince");
        awaitState("consumer:in", State.UP);
        assertThat(check("consumer:in").getDetails()).containsEntry("link", 0);
        awaitState("producer:sim7028-default-tcp-127.0.0.1-" + server.getLocalPort(), State.UP);
    }

    @Test
    void aModemThatIsAwayIsDownAndSaysWhySinceWhenAndWhatComesNext() throws Exception {
        start(modem().sim(SimCard.locked("43218765")));
        awaitState("sim7028-modem-default", State.DOWN);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(check("sim7028-modem-default").getDetails())
                        .hasEntrySatisfying("reason", reason -> assertThat(reason.toString())
                                .contains("the SIM requires a PIN"))
                        .hasEntrySatisfying("awaySince", since -> assertThat(Instant.parse(since.toString()))
                                .isBefore(Instant.now()))
                        .containsKey("nextAttempt"));
        assertThat(check("sim7028-modem-default").getMessage().orElseThrow()).contains("modem 'default' is");
        assertThat(check("consumer:in").getState()).isEqualTo(State.DOWN);
        assertThat(check("producer:sim7028-default-tcp-127.0.0.1-" + server.getLocalPort())
                        .getState())
                .isEqualTo(State.DOWN);
        assertThat(HealthCheckHelper.invokeLiveness(context).stream()
                        .map(Result::getCheck)
                        .map(HealthCheck::getId))
                .noneMatch(id -> id.contains("sim7028"));
    }

    @Test
    void aConsumerWhosePeerIsAwayIsDownWhileItsModemIsUp() throws Exception {
        server.close();
        start(modem());
        awaitState("sim7028-modem-default", State.UP);
        awaitState("consumer:in", State.DOWN);
        assertThat(check("consumer:in").getMessage().orElseThrow()).contains("could not be opened");
        assertThat(check("consumer:in").getDetails()).containsKeys("reason", "since");
        server = new ServerSocket(server.getLocalPort(), 50, InetAddress.getLoopbackAddress());
        awaitState("consumer:in", State.UP);
    }

    @Test
    void aConsumerIsDownAsSoonAsItsPeerHasClosedTheConnection() throws Exception {
        component.getConfiguration().setReconnectDelay(60_000);
        component.getConfiguration().setMaxReconnectDelay(60_000);
        start(modem());
        try (Socket peer = server.accept()) {
            assertThat(peer.isConnected()).isTrue();
            awaitState("consumer:in", State.UP);
        }
        awaitState("consumer:in", State.DOWN);
        assertThat(check("consumer:in").getDetails())
                .containsKeys("reason", "since")
                .doesNotContainKey("link");
    }

    @Test
    void checksGoWithWhatTheyCheck() throws Exception {
        start(modem());
        awaitState("sim7028-modem-default", State.UP);
        assertThat(ids()).anyMatch(id -> id.startsWith("producer:sim7028-"));
        context.getRouteController().stopRoute("in");
        context.getRouteController().stopRoute("out");
        assertThat(ids()).noneMatch(id -> id.contains("sim7028"));
        context.getRouteController().startRoute("in");
        awaitState("sim7028-modem-default", State.UP);
    }

    @Test
    void checksOfConsumersAndProducersCanBeSwitchedOff() throws Exception {
        component.setHealthCheckConsumerEnabled(false);
        component.setHealthCheckProducerEnabled(false);
        start(modem().sim(SimCard.locked("43218765")));
        awaitState("sim7028-modem-default", State.DOWN);
        Collection<Result> results = HealthCheckHelper.invokeReadiness(context, "full");
        assertThat(results)
                .filteredOn(result -> result.getCheck().getId().contains("consumer:")
                        || result.getCheck().getId().contains("producer:"))
                .noneMatch(result -> result.getState() == State.DOWN);
    }

    // ---- console

    private DevConsole console() {
        return context.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("sim7028");
    }

    @Test
    void theConsoleTellsOfModemsLinksAndCounters() throws Exception {
        ProducerTemplate template = start(modem());
        template.sendBody("direct:out", "HELLO");
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("ANSWER".getBytes());
            await().atMost(SOON)
                    .until(() ->
                            component.directory().snapshots().get(0).counters().bytesIn() == 6);
        }
        template.requestBody("sim7028:modem?operation=cell", (Object) null);
        virtual.inject("+NEVER HEARD");
        await().atMost(SOON)
                .until(() -> component.directory().snapshots().get(0).counters().unknownLines() == 1);
        String text = (String) console().call(MediaType.TEXT);
        assertThat(text)
                .contains("Modem default on simulator://" + name)
                .contains("State: ready since ")
                .contains("Signal: 23, ")
                .contains(
                        "Cell: NB, operator 46000, band 8, cell 187215874, TAC 10798, RSRP -98 dBm, RSRQ -9.0 dB, SINR 12 dB")
                .contains("Registration: registered")
                .contains("tcp 127.0.0.1:" + server.getLocalPort())
                .contains("Sent: 1 message: 1 confirmed (5 bytes), 0 not sent, 0 unknown, 0 queued, 0 retries")
                .contains("(6 bytes)")
                .contains("1 unknown line of")
                .contains("Route in: 0 received and waiting");
        JsonObject json = (JsonObject) console().call(MediaType.JSON);
        JsonObject read = (JsonObject) Jsoner.deserialize(json.toJson());
        JsonObject shown = (JsonObject) ((List<?>) read.get("modems")).get(0);
        assertThat(shown)
                .containsEntry("modem", "default")
                .containsEntry("state", "ready")
                .containsKeys("since", "signal", "registration", "address", "lastError");
        assertThat((Map<?, ?>) shown.get("counters"))
                .hasToString(shown.get("counters").toString());
        assertThat(((JsonObject) shown.get("counters")).getLong("confirmed")).isEqualTo(1);
        JsonObject link = (JsonObject) ((List<?>) shown.get("links")).get(0);
        assertThat(link.getString("remoteHost")).isEqualTo("127.0.0.1");
        assertThat(link.getInteger("leases")).isEqualTo(2);
    }

    @Test
    void consoleAndJmxCountAMessageThatWasKeptForAnotherAttempt() throws Exception {
        ProducerTemplate template = start(modem());
        template.sendBody("direct:out", "HELLO");
        virtual.faults().add("fail 4 command=CIPSEND times=1");
        template.sendBody("direct:out", "AGAIN");

        assertThat((String) console().call(MediaType.TEXT))
                .contains("Sent: 2 messages: 2 confirmed (10 bytes), 0 not sent, 0 unknown, 0 queued, 1 retry");
        assertThat(((JsonObject) console().call(MediaType.JSON)).toJson()).contains("\"retries\":1,");
        assertThat(BEANS.getAttribute(bean("services", "sim7028-modem-default"), "Retries"))
                .isEqualTo(1L);
    }

    @Test
    void theConsoleTellsTheLastErrorOfAModemThatIsAway() throws Exception {
        start(modem().sim(SimCard.locked("43218765")));
        await().atMost(SOON).untilAsserted(() -> assertThat(console().call(MediaType.TEXT))
                .asString()
                .contains("Down since: ")
                .containsPattern("Last error: .*the SIM requires a PIN"));
    }

    // ---- JMX

    private ObjectName bean(String key, String value) throws Exception {
        return BEANS
                .queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)
                .stream()
                .filter(bean -> bean.getKeyProperty("type").equals(key)
                        && bean.getKeyProperty("name").contains(value))
                .findFirst()
                .orElse(null);
    }

    @Test
    void jmxShowsTheModemAndLetsItBeReconnectedAndDiagnosed() throws Exception {
        ProducerTemplate template = start(modem());
        template.sendBody("direct:out", "HELLO");
        ObjectName modem = bean("services", "sim7028-modem-default");
        assertThat(BEANS.getAttribute(modem, "State")).isEqualTo("ready");
        assertThat(BEANS.getAttribute(modem, "Ready")).isEqualTo(true);
        assertThat(BEANS.getAttribute(modem, "Confirmed")).isEqualTo(1L);
        assertThat(BEANS.getAttribute(modem, "BytesOut")).isEqualTo(5L);
        assertThat(BEANS.getAttribute(modem, "Signal")).isEqualTo(23);
        assertThat(BEANS.getAttribute(modem, "Rsrp")).as("not queried yet").isEqualTo(Double.NaN);
        BEANS.invoke(modem, "diagnose", new Object[0], new String[0]);
        assertThat(BEANS.getAttribute(modem, "Rsrp")).isEqualTo(-98.0);
        assertThat(BEANS.getAttribute(modem, "Rsrq")).isEqualTo(-9.0);
        assertThat(BEANS.getAttribute(modem, "Sinr")).isEqualTo(12.0);
        assertThat(BEANS.getAttribute(modem, "Cell")).asString().contains("band 8, cell 187215874");
        assertThat((String[]) BEANS.getAttribute(modem, "Links"))
                .singleElement()
                .asString()
                .contains("tcp 127.0.0.1:" + server.getLocalPort());
        for (MBeanAttributeInfo attribute : BEANS.getMBeanInfo(modem).getAttributes()) {
            assertThat(BEANS.getAttribute(modem, attribute.getName()))
                    .as(attribute.getName())
                    .isNotNull();
        }
        assertThat(BEANS.invoke(modem, "reconnect", new Object[0], new String[0]))
                .asString()
                .startsWith("ready since");
        assertThat(BEANS.getAttribute(modem, "LineReopens")).isEqualTo(1L);
        assertThat(BEANS.invoke(modem, "diagnose", new Object[0], new String[0]))
                .asString()
                .contains("right - line");
        context.getRouteController().stopRoute("in");
        context.getRouteController().stopRoute("out");
        assertThat(BEANS.isRegistered(modem)).isFalse();
    }

    @Test
    void jmxShowsComponentAndEndpoint() throws Exception {
        start(modem());
        awaitState("sim7028-modem-default", State.UP);
        ObjectName ours = bean("components", "sim7028");
        assertThat((String[]) BEANS.getAttribute(ours, "ModemStatuses"))
                .singleElement()
                .asString()
                .startsWith("default: ready since");
        assertThat(BEANS.invoke(ours, "diagnoseModem", new Object[] {"default"}, new String[] {String.class.getName()}))
                .asString()
                .contains("right - SIM");
        ObjectName endpoint = bean("endpoints", "sim7028:");
        assertThat(BEANS.getAttribute(endpoint, "ModemName")).isEqualTo("default");
        assertThat(BEANS.getAttribute(endpoint, "ModemStatus")).asString().startsWith("ready since");
        assertThat(Arrays.stream(BEANS.getMBeanInfo(endpoint).getOperations()).map(operation -> operation.getName()))
                .contains("reconnectModem", "diagnoseModem");
    }
}
