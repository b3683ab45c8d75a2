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
package io.github.sim7028.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.fleet.member.Partitions;
import io.github.sim7028.testlog.ExpectedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of the fleet with virtual modems behind terminal servers, at a real broker. */
class FleetRouteIT {

    private static final int MODEMS = 6;

    @TempDir
    static Path directory;

    private static KafkaBroker broker;
    private FleetRig rig;

    @BeforeAll
    static void startBroker() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
        broker = new KafkaBroker(directory, Map.of("group.min.session.timeout.ms", "2000")).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        rig = new FleetRig(broker, directory, MODEMS);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:" + rig.link() + "&modem=fleet").to("sim7028-fleet:up");
                from("sim7028-fleet:commands")
                        .setBody(simple("${header.CamelSim7028Modem}/${header.id}/${body}"))
                        .to("sim7028:" + rig.link() + "&modem=fleet");
            }
        };
    }

    @Test
    void commandsAreConfirmedAndTelemetryArrivesOnce() throws Exception {
        FleetComponent node = rig.component("node");
        rig.start(node, routes());
        FleetRig.awaitModems(node, MODEMS);
        List<String> ids = new ArrayList<>();
        for (String modem : rig.modems()) {
            for (int i = 0; i < 3; i++) {
                ids.add(modem + "-c" + i);
                rig.command(modem, modem + "-c" + i);
            }
        }

        Map<String, List<String>> outcomes = rig.outcomes(ids);

        assertThat(outcomes.values()).allMatch(List.of("CONFIRMED")::equals);
        assertThat(rig.peer.lines())
                .containsExactlyInAnyOrderElementsOf(ids.stream()
                        .map(id -> id.substring(0, id.lastIndexOf('-')) + "/" + id + "/" + id)
                        .toList());
        Map<String, List<String>> telemetry = rig.telemetry(ids.size());
        assertThat(telemetry.keySet()).containsExactlyInAnyOrderElementsOf(rig.modems());
        telemetry.forEach((modem, pieces) -> assertThat(pieces)
                .containsExactly(
                        "re:" + modem + "/" + modem + "-c0/" + modem + "-c0",
                        "re:" + modem + "/" + modem + "-c1/" + modem + "-c1",
                        "re:" + modem + "/" + modem + "-c2/" + modem + "-c2"));
    }

    @Test
    void aGatewayIsConfigurationOnly() throws Exception {
        FleetComponent node = rig.component("node");
        node.getConfiguration().setLink(rig.link());
        rig.meters = new SimpleMeterRegistry();
        DefaultCamelContext context = rig.start(node);
        FleetRig.awaitModems(node, MODEMS);
        rig.command("modem-1", "c");

        assertThat(rig.outcome("c")).isEqualTo("CONFIRMED");
        assertThat(rig.telemetry(1)).isEqualTo(Map.of("modem-1", List.of("re:c")));
        assertThat(context.getRoutes()).hasSize(2);
        HealthCheck health = HealthCheckHelper.getHealthCheckRegistry(context)
                .getCheck("sim7028-fleet")
                .orElseThrow();
        await().untilAsserted(() -> assertThat(health.call().getState()).isEqualTo(HealthCheck.State.UP));
        assertThat(health.call().getDetails())
                .containsEntry("node", "node")
                .containsEntry("partitions", FleetRig.PARTITIONS)
                .containsEntry("modems", MODEMS)
                .containsEntry("confirmed", 1L);
        DevConsole console = PluginHelper.getDevConsoleResolver(context).resolveDevConsole("sim7028-fleet");
        assertThat(console.call(DevConsole.MediaType.TEXT).toString()).contains("Node node", "modems: 6");
        assertThat(console.call(DevConsole.MediaType.JSON).toString()).contains("modems=6");
        assertThat(node.getNode()).contains("modems: 6");
        assertThat(node.getTroubles()).isEmpty();
        SimpleMeterRegistry meters = context.getRegistry().lookupByNameAndType("meters", SimpleMeterRegistry.class);
        assertThat(meters.get("sim7028.fleet.commands")
                        .tag("outcome", "confirmed")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("sim7028.fleet.modems").gauge().value()).isEqualTo(MODEMS);
        assertThat(meters.get("sim7028.fleet.lease").timeGauge().value()).isPositive();

        context.getRouteController().stopRoute("sim7028-fleet-commands");
        assertThat(health.call().getMessage()).hasValue("node 'node' of the fleet: the node has left the fleet");
        assertThat(node.status().modems()).isZero();
        context.getRouteController().startRoute("sim7028-fleet-commands");
        FleetRig.awaitModems(node, MODEMS);
        rig.command("modem-1", "again");
        assertThat(rig.outcome("again")).isEqualTo("CONFIRMED");
    }

    @Test
    void aSuspendedNodeKeepsItsModemsAndSendsWhatWaitedWhenItIsResumed() throws Exception {
        FleetComponent node = rig.component("node");
        node.getConfiguration().setLink(rig.link());
        DefaultCamelContext context = rig.start(node);
        FleetRig.awaitModems(node, MODEMS);
        context.getRouteController().suspendRoute("sim7028-fleet-commands");
        rig.command("modem-1", "waits");
        await().until(() -> node.status().unfinished() == 1);
        long commits = node.status().commits();
        await().until(() -> node.status().commits() > commits + 2);
        assertThat(rig.peer.lines()).isEmpty();
        assertThat(node.status().modems()).isEqualTo(MODEMS);

        context.getRouteController().resumeRoute("sim7028-fleet-commands");

        assertThat(rig.outcome("waits")).isEqualTo("CONFIRMED");
    }

    @Test
    void propertiesAreSufficient() throws Exception {
        Main main = new Main();
        String option = "camel.component.sim7028-fleet.";
        main.addInitialProperty(option + "brokers", broker.address());
        main.addInitialProperty(option + "node", "main");
        main.addInitialProperty(option + "group", rig.topic("group"));
        main.addInitialProperty(option + "down-topic", rig.topic("down"));
        main.addInitialProperty(option + "up-topic", rig.topic("up"));
        main.addInitialProperty(option + "outcomes-topic", rig.topic("outcomes"));
        main.addInitialProperty(option + "events-topic", rig.topic("events"));
        main.addInitialProperty(option + "modems", "file:" + rig.inventory);
        main.addInitialProperty(option + "modem-defaults.reconnect-delay", "50ms");
        main.addInitialProperty(option + "link", rig.link());
        main.addInitialProperty(option + "session-timeout", "8s");
        main.addInitialProperty(option + "on-no-offset", "earliest");
        main.addInitialProperty(option + "kafka[fetch.max.wait.ms]", "200");
        main.start();
        try {
            FleetComponent node = main.getCamelContext().getComponent("sim7028-fleet", FleetComponent.class);
            assertThat(node.getConfiguration().getSessionTimeout()).isEqualTo(8_000);
            assertThat(node.getConfiguration().getKafka()).containsEntry("fetch.max.wait.ms", "200");
            FleetRig.awaitModems(node, MODEMS);
            rig.command("modem-3", "c");
            assertThat(rig.outcome("c")).isEqualTo("CONFIRMED");
        } finally {
            main.stop();
        }
    }

    @Test
    @ExpectedLog("Modem 'modem-2' is down: .* the connection was refused")
    void whatNoModemGetsIsNotSent() throws Exception {
        FleetComponent node = rig.component("node");
        node.getConfiguration().setMaxWait(1_000);
        node.getConfiguration().setLink(rig.link());
        rig.unplug("modem-2");
        rig.start(node);
        FleetRig.awaitModems(node, MODEMS);
        rig.command("modem-2", "away");
        rig.command("unknown", "unknown");
        int wrong = (Partitions.of("modem-1", FleetRig.PARTITIONS) + 1) % FleetRig.PARTITIONS;
        rig.command(wrong, "modem-1", "wrong");

        assertThat(rig.outcome("away")).startsWith("NOT_SENT ");
        assertThat(rig.outcome("unknown")).isEqualTo("NOT_SENT the inventory has no modem 'unknown'");
        assertThat(rig.outcome("wrong")).startsWith("NOT_SENT wrong partition");
    }

    @Test
    void aSecondNodeTakesItsShareAndTheRestWhenTheFirstStops() throws Exception {
        FleetComponent first = rig.component("first");
        first.getConfiguration().setLink(rig.link());
        DefaultCamelContext one = rig.start(first);
        FleetRig.awaitModems(first, MODEMS);
        List<String> ids = new ArrayList<>(commands("a"));
        FleetComponent second = rig.component("second");
        second.getConfiguration().setLink(rig.link());
        rig.start(second);
        await().until(() -> second.status() != null
                && second.status().modems() > 0
                && first.status().modems() + second.status().modems() == MODEMS);
        ids.addAll(commands("b"));
        one.stop();
        ids.addAll(commands("c"));
        FleetRig.awaitModems(second, MODEMS);

        assertThat(rig.outcomes(ids).values()).allMatch(List.of("CONFIRMED")::equals);
        assertThat(rig.peer.lines()).containsExactlyInAnyOrderElementsOf(ids);
        // an answer that is on its way when its connection is closed is lost: here those to the last commands of a node
        // that gives modems back
        List<String> telemetry = rig.telemetry(ids.size() / 2).values().stream()
                .flatMap(List::stream)
                .toList();
        assertThat(telemetry).doesNotHaveDuplicates();
        assertThat(ids.stream().map("re:"::concat).toList()).containsAll(telemetry);
    }

    /** Kafka would remove all commands of a modem but the last one. */
    @Test
    @ExpectedLog("cannot take part in the fleet: the topic \\S+ has cleanup.policy=compact")
    void aCompactedTopicOfCommandsIsRefusedAsLongAsItIsCompacted() throws Exception {
        rig.cleanup("compact,delete");
        FleetComponent node = rig.component("node");
        node.getConfiguration().setLink(rig.link());
        rig.start(node);
        await().until(() -> node.getTroubles().length > 0
                && node.getTroubles()[0].contains("has cleanup.policy=compact,delete: Kafka would remove commands"));

        rig.cleanup("delete");

        FleetRig.awaitModems(node, MODEMS);
        rig.command("modem-1", "c");
        assertThat(rig.outcome("c")).isEqualTo("CONFIRMED");
    }

    private List<String> commands(String prefix) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (String modem : rig.modems()) {
                ids.add(prefix + i + modem);
                rig.command(modem, prefix + i + modem);
            }
        }
        return ids;
    }
}
