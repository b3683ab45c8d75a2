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
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups of modems with the driver: a gateway with fifty modems, and a modem that may not be talked to any more. */
@Timeout(120)
class GroupRouteTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MODEMS = 50;
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final String run = UUID.randomUUID().toString();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Sim7028Component component = new Sim7028Component(context);
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<VirtualModem> virtual = new ArrayList<>();
    private final TcpPeer peer = TcpPeer.echo();

    @BeforeEach
    void prepare() {
        context.setDevConsole(true);
        context.addComponent("sim7028", component);
        HealthCheckHelper.getHealthCheckRegistry(context).register(new ConsumersHealthCheckRepository());
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        virtual.forEach(VirtualModem::close);
        peer.close();
    }

    private Sim7028ModemConfiguration options(Object device) {
        Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
        options.setDevice(device);
        options.setReconnectDelay(50);
        options.setMaxReconnectDelay(200);
        return options;
    }

    private void modem(String name) {
        virtual.add(VirtualModem.builder().name(run + name).start());
        component.getModems().put(name, options("simulator://" + run + name));
    }

    private String tcp(String group) {
        return "sim7028:tcp:127.0.0.1:" + peer.port() + "?framing=line&modem=" + group;
    }

    private RouteBuilder gateway(String group) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(tcp(group))
                        .routeId("in")
                        .process(exchange -> received.add(exchange.getMessage().copy()));
                from("direct:out").routeId("out").to(tcp(group));
            }
        };
    }

    private ProducerTemplate start(RouteBuilder... routes) throws Exception {
        for (RouteBuilder route : routes) {
            context.addRoutes(route);
        }
        context.start();
        return context.createProducerTemplate();
    }

    private static CompletableFuture<Exchange> send(ProducerTemplate template, String uri, String modem, Object body) {
        return template.asyncSend(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(Sim7028Constants.MODEM, modem);
        });
    }

    private Result check(String id) {
        return HealthCheckHelper.invokeReadiness(context, "full").stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not among the checks"));
    }

    private List<String> texts() {
        return received.stream()
                .map(message -> message.getHeader(Sim7028Constants.MODEM) + ": "
                        + new String(message.getBody(byte[].class), StandardCharsets.US_ASCII))
                .toList();
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN)
    @ExpectedLog(Said.LINK_LOST)
    void allModemsOfAGatewaySendAndReceiveAndOneIsUnplugged() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MODEMS - 1; i++) {
            names.add(String.format("m%02d", i));
            modem(names.get(i));
        }
        VirtualModem unplugged = VirtualModem.builder().start();
        InetSocketAddress address = unplugged.listen();
        component.getModems().put("roof", options("socket://127.0.0.1:" + address.getPort()));
        names.add("roof");
        ProducerTemplate template = start(gateway("all"));

        List<CompletableFuture<Exchange>> sendings = names.stream()
                .map(name -> send(template, "direct:out", name, "hello from " + name))
                .toList();
        for (CompletableFuture<Exchange> sending : sendings) {
            assertThat(sending.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
        String[] echoes =
                names.stream().map(name -> name + ": hello from " + name).toArray(String[]::new);
        await().atMost(SOON).untilAsserted(() -> assertThat(texts()).containsExactlyInAnyOrder(echoes));
        assertThat(peer.connections()).isEqualTo(MODEMS);

        Result all = check("sim7028-group-all");
        assertThat(all.getState()).isEqualTo(State.UP);
        assertThat(all.getDetails()).containsAllEntriesOf(Map.of("total", 50, "up", 50, "down", 0));
        assertThat(check("consumer:in").getState()).isEqualTo(State.UP);
        assertThat(HealthCheckHelper.invokeReadiness(context, "full"))
                .noneMatch(result -> result.getCheck().getId().startsWith("sim7028-modem-"));

        unplugged.close();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(check("sim7028-group-all").getDetails())
                        .containsAllEntriesOf(Map.of("total", 50, "up", 49, "down", 1)));
        assertThat(check("sim7028-group-all").getState()).isEqualTo(State.UP);
        assertThat(check("sim7028-group-all").getDetails().get("down.1"))
                .asString()
                .startsWith("roof: ");
        component.setGroupMaxDown("2%");
        assertThat(check("sim7028-group-all").getState()).isEqualTo(State.UP);
        component.setGroupMaxDown("1%");
        assertThat(check("sim7028-group-all").getState()).isEqualTo(State.DOWN);
        assertThat(check("sim7028-group-all").getMessage())
                .hasValue("group 'all': 49 of 50 modems up; down: roof (groupMaxDown=1%)");
        component.setGroupMaxDown("0");
        assertThat(check("sim7028-group-all").getState()).isEqualTo(State.DOWN);
        assertThat(check("consumer:in").getState()).isEqualTo(State.DOWN);
        assertThat(send(template, "direct:out", "m00", "still here")
                        .get(60, TimeUnit.SECONDS)
                        .getException())
                .isNull();

        VirtualModem plugged = VirtualModem.builder().start();
        virtual.add(plugged);
        plugged.listen(address);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(check("sim7028-group-all").getState()).isEqualTo(State.UP));
        assertThat(send(template, "direct:out", "roof", "back again")
                        .get(60, TimeUnit.SECONDS)
                        .getException())
                .isNull();
    }

    @Test
    void theGroupIsSeenInTheConsoleAndInJmx() throws Exception {
        modem("roof");
        modem("cellar");
        start(gateway("all"));
        await().atMost(SOON).until(() -> component.groups().report("all").up() == 2);

        DevConsole console = context.getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("sim7028");
        assertThat((String) console.call(MediaType.TEXT)).contains("Group all: 2 of 2 modems up\n");
        assertThat(((JsonObject) console.call(MediaType.JSON)).toJson())
                .contains("\"groups\":[{\"group\":\"all\",\"total\":2,\"up\":2,\"down\":0,\"firstDown\":[]}]");
        ObjectName group = BEANS
                .queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)
                .stream()
                .filter(name -> String.valueOf(name.getKeyProperty("name")).contains("sim7028-group-all"))
                .findFirst()
                .orElseThrow();
        assertThat(BEANS.getAttribute(group, "Total")).isEqualTo(2);
        assertThat(BEANS.getAttribute(group, "Up")).isEqualTo(2);
        assertThat(BEANS.getAttribute(group, "Down")).isEqualTo(0);
        assertThat(component.getModemGroups()).containsExactly("all: 2 of 2 modems up");
        Sim7028Endpoint endpoint = context.getEndpoint(tcp("all"), Sim7028Endpoint.class);
        assertThat(endpoint.getModemStatus()).isEqualTo("2 of 2 modems up");
        assertThat(component.reconnectModem("roof")).isNotEmpty();
    }

    @Test
    void operationsAndEventsAreThoseOfAllModems() throws Exception {
        modem("roof");
        modem("cellar");
        List<Message> events = new CopyOnWriteArrayList<>();
        ProducerTemplate template = start(new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:modem:all?events=state")
                        .process(exchange -> events.add(exchange.getMessage().copy()));
            }
        });
        await().atMost(SOON).untilAsserted(() -> assertThat(events)
                .filteredOn(event -> event.getBody() instanceof ModemEvent.StatusChanged changed
                        && changed.status().state().words().equals("ready"))
                .extracting(event -> event.getHeader(Sim7028Constants.MODEM))
                .contains("roof", "cellar"));
        assertThat(send(template, "sim7028:modem:all?operation=status", "cellar", null)
                        .get(60, TimeUnit.SECONDS)
                        .getMessage()
                        .getBody(ModemReport.class)
                        .modem())
                .isEqualTo("cellar");
        assertThat(send(template, "sim7028:modem:all?operation=status", "attic", null)
                        .get(60, TimeUnit.SECONDS)
                        .getException())
                .hasMessageContaining("the modem 'attic' is not here");
    }

    /** What the owner of a modem holds from gaining the modem to losing it. */
    private static final class Lease implements LineGuard {
        volatile boolean valid = true;

        @Override
        public boolean mayTalk() {
            return valid;
        }

        @Override
        public String why() {
            return "another node owns the modem";
        }
    }

    @Test
    void aModemThatIsFencedInTheMiddleOfASendHearsNothingMore() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ScriptedModule module = rig.module;
            component.getModems().put("roof", options(module));
            List<Lease> leases = new CopyOnWriteArrayList<>();
            DefaultModemGroup fleet = new DefaultModemGroup();
            context.getRegistry().bind("fleet", fleet);
            ProducerTemplate template = start(gateway("fleet"));
            fleet.add("roof", null, () -> {
                leases.add(new Lease());
                return leases.get(leases.size() - 1);
            });
            assertThat(send(template, tcp("fleet"), "roof", "first")
                            .get(60, TimeUnit.SECONDS)
                            .getException())
                    .isNull();
            assertThat(send(template, "sim7028:tcp:127.0.0.1:7?modem=roof", null, "not so")
                            .get(60, TimeUnit.SECONDS)
                            .getException())
                    .hasStackTraceContaining(
                            "a group protects the modem 'roof', and only endpoints of the group can use"
                                    + " it; use modem=<group> with the header CamelSim7028Modem=roof, not modem=roof");

            module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Exchange> underWay = send(template, tcp("fleet"), "roof", "under way");
            await().atMost(SOON).until(() -> module.payloads().contains("under way\n"));
            CompletableFuture<Exchange> behind = send(template, tcp("fleet"), "roof", "behind");
            await().atMost(SOON).until(() -> queued() == 2);
            module.clear();
            leases.get(0).valid = false;
            CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.FENCED);

            Exception unknown = underWay.get(60, TimeUnit.SECONDS).getException();
            assertThat(unknown).hasMessageContaining("group 'fleet' has lost the modem");
            assertThat(((Sim7028SendException) unknown).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            Exception notSent = behind.get(60, TimeUnit.SECONDS).getException();
            assertThat(((Sim7028SendException) notSent).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(gone).succeedsWithin(SOON);
            assertThat(module.commands()).isEmpty();
            assertThat(module.payloads()).isEmpty();
            assertThat(component.groups().report("fleet").total()).isZero();

            module.confirm(command -> null);
            fleet.add("roof", null, () -> {
                leases.add(new Lease());
                return leases.get(leases.size() - 1);
            });
            assertThat(send(template, tcp("fleet"), "roof", "owned again")
                            .get(60, TimeUnit.SECONDS)
                            .getException())
                    .isNull();
            assertThat(leases).hasSize(2);
            context.stop();
        }
    }

    /** Messages at the only modem that have no outcome yet. */
    private long queued() {
        return component.directory().snapshots().get(0).counters().queued();
    }

    @Test
    void aModemThatIsHandedOverFinishesWhatHasBegun() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ScriptedModule module = rig.module;
            component.getModems().put("roof", options(module));
            DefaultModemGroup fleet = new DefaultModemGroup(List.of("roof"));
            context.getRegistry().bind("fleet", fleet);
            ProducerTemplate template = start(gateway("fleet"));
            assertThat(send(template, tcp("fleet"), "roof", "first")
                            .get(60, TimeUnit.SECONDS)
                            .getException())
                    .isNull();
            module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Exchange> underWay = send(template, tcp("fleet"), "roof", "under way");
            await().atMost(SOON).until(() -> module.payloads().contains("under way\n"));
            CompletableFuture<Exchange> behind = send(template, tcp("fleet"), "roof", "behind");
            await().atMost(SOON).until(() -> queued() == 2);

            CompletableFuture<Void> gone = fleet.remove("roof", ModemGroup.Loss.HANDED_OVER);
            Exception notSent = behind.get(60, TimeUnit.SECONDS).getException();
            assertThat(notSent).hasMessageContaining("group 'fleet' has handed the modem over");
            assertThat(((Sim7028SendException) notSent).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(gone).isNotDone();
            module.say(ScriptedModule.lines("+CIPSEND: 0,10,10"));
            assertThat(underWay.get(60, TimeUnit.SECONDS).getException()).isNull();
            assertThat(gone).succeedsWithin(SOON);
            assertThat(module.commands()).contains("AT+NETCLOSE");
            assertThat(module.payloads()).doesNotContain("behind\n");
            context.stop();
        }
    }
}
