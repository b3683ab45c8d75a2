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
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.testlog.ExpectedLog;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of Micrometer: their names, values and tags, and for how long they are there. */
@Timeout(60)
class MetricsTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PAGE = Path.of("../docs/metrics.md");

    private final RouteRig rig = new RouteRig();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void end() {
        rig.close();
    }

    private static RouteBuilder events(String id, String modem) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("sim7028:modem?events=state&modem=" + modem).routeId(id).to("log:" + id + "?level=DEBUG");
            }
        };
    }

    private static Set<String> names(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("sim7028"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private double value(String name, String... tags) {
        Meter meter = registry.get(name).tags(tags).meter();
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .filter(each -> each.getStatistic() != Statistic.TOTAL_TIME)
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private void awaitValue(double expected, String name, String... tags) {
        await().atMost(SOON).untilAsserted(() -> assertThat(value(name, tags))
                .as(name + Arrays.toString(tags))
                .isEqualTo(expected));
    }

    // ---- values

    @Test
    void aModemShowsWhatWentOverItAndHowItReceives() throws Exception {
        rig.context.getRegistry().bind("anyName", registry);
        try (TcpPeer peer = new TcpPeer()) {
            rig.start(rig.keeping("in", "sim7028:tcp:127.0.0.1:" + peer.port() + "?framing=none"));
            rig.sends("sim7028:tcp:127.0.0.1:" + peer.port(), "HELLO");
            rig.operate("cell");

            awaitValue(1, "sim7028.messages.completed", "outcome", "confirmed");
            awaitValue(0, "sim7028.messages.completed", "outcome", "notSent");
            awaitValue(1, "sim7028.messages.accepted");
            awaitValue(0, "sim7028.messages.queued");
            awaitValue(5, "sim7028.data.sent");
            awaitValue(1, "sim7028.links.open");
            awaitValue(1, "sim7028.modem.ready");
            awaitValue(0, "sim7028.modem.down");
            awaitValue(1, "sim7028.network.registered");
            awaitValue(1, "sim7028.network.registration");
            awaitValue(-67, "sim7028.signal.rssi");
            awaitValue(-98, "sim7028.signal.rsrp");
            awaitValue(-9, "sim7028.signal.rsrq");
            awaitValue(12, "sim7028.signal.sinr");
            awaitValue(1, "sim7028.modems", "component", "sim7028");
            awaitValue(1, "sim7028.modems.ready", "camelContext", rig.context.getName());
            assertThat(registry.get("sim7028.data.sent").meter().getId().getTag("modem"))
                    .isEqualTo("default");
            assertThat(registry.get("sim7028.modem.ready").meter().getId().getTag("modem"))
                    .isEqualTo("default");
            assertThat(rig.component.modemSnapshots())
                    .singleElement()
                    .satisfies(modem -> assertThat(modem.counters().bytesOut()).isEqualTo(5));
        }
    }

    @Test
    @ExpectedLog(Said.MODEM_DOWN)
    void anOutageIsCountedWithItsLength() throws Exception {
        rig.context.getRegistry().bind("anyName", registry);
        rig.settings.setDevice("simulator://" + UUID.randomUUID() + "?pin=1234");
        rig.context.addRoutes(events("events", "default"));
        rig.context.start();

        awaitValue(1, "sim7028.outages");
        awaitValue(0, "sim7028.modem.ready");
        awaitValue(0, "sim7028.modems.ready");
        FunctionTimer outages = registry.get("sim7028.outages").functionTimer();
        await().atMost(SOON).until(() -> outages.totalTime(TimeUnit.MILLISECONDS) > 0);
        await().atMost(SOON).until(() -> value("sim7028.modem.down") > 0);
        assertThat(value("sim7028.signal.rsrp")).isNaN();
    }

    // ---- beginning and end

    @Test
    void aModemHasMetersAsLongAsItIsInUse() throws Exception {
        rig.context.getRegistry().bind("anyName", registry);
        Sim7028ModemConfiguration settings = new Sim7028ModemConfiguration();
        settings.setDevice("simulator://roof-" + rig.name);
        rig.component.getModems().put("roof", settings);
        rig.context.addRoutes(events("cellar", "default"));
        rig.context.addRoutes(events("roof", "roof"));
        rig.context.start();
        int both = registry.getMeters().size();
        awaitValue(1, "sim7028.modem.ready", "modem", "roof");
        awaitValue(1, "sim7028.modem.ready", "modem", "default");

        for (int i = 0; i < 3; i++) {
            rig.context.getRouteController().stopRoute("roof");
            assertThat(registry.find("sim7028.modem.ready").tag("modem", "roof").meters())
                    .isEmpty();
            assertThat(value("sim7028.modems")).isEqualTo(1);
            rig.context.getRouteController().startRoute("roof");
            assertThat(registry.getMeters()).hasSize(both);
        }
        awaitValue(1, "sim7028.modem.ready", "modem", "roof");

        rig.context.stop();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aRegistryMayComeAfterTheModem() throws Exception {
        rig.start();
        assertThat(rig.component.modemSnapshots()).hasSize(1);

        Sim7028Metrics binder = new Sim7028Metrics(rig.component);
        binder.bindTo(registry);
        binder.bindTo(registry);

        awaitValue(1, "sim7028.modem.ready", "modem", "default");
        rig.component.stop();
        assertThat(registry.getMeters()).isEmpty();
        rig.component.start();
        assertThat(names(registry)).contains("sim7028.modems");
    }

    @Test
    void aRegistryMayComeBeforeTheStartOrWithIt() throws Exception {
        new Sim7028Metrics(rig.component).bindTo(registry);
        SimpleMeterRegistry late = new SimpleMeterRegistry();
        rig.context.addStartupListener(
                (context, already) -> context.getRegistry().bind("late", late));
        rig.context.addRoutes(events("events", "default"));
        rig.context.start();

        awaitValue(1, "sim7028.modem.ready", "modem", "default");
        assertThat(names(late)).isEqualTo(names(registry));
    }

    @Test
    void ofSeveralRegistriesTheNamedOneIsTakenOrTheCompositeOrAll() throws Exception {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        SimpleMeterRegistry part = new SimpleMeterRegistry();
        composite.add(part);
        rig.context.getRegistry().bind("part", part);
        rig.context.getRegistry().bind("other", registry);
        rig.context.getRegistry().bind("whole", composite);
        rig.context.addRoutes(events("events", "default"));
        rig.context.start();
        assertThat(names(part)).contains("sim7028.modem.ready");
        assertThat(names(registry)).isEmpty();

        rig.component.stop();
        rig.context.getRegistry().bind("metricsRegistry", registry);
        rig.component.start();
        assertThat(names(part)).isEmpty();
        assertThat(names(registry)).contains("sim7028.modems");

        rig.component.stop();
        rig.context.getRegistry().unbind("metricsRegistry");
        rig.context.getRegistry().unbind("whole");
        rig.component.start();
        assertThat(names(part)).contains("sim7028.modems").isEqualTo(names(registry));
    }

    @Test
    void withoutTheTagTheMetersAreSumsThatNeverFall() throws Exception {
        rig.component.setMetricsModemTag(false);
        rig.context.getRegistry().bind("anyName", registry);
        try (TcpPeer peer = new TcpPeer()) {
            String uri = "sim7028:tcp:127.0.0.1:" + peer.port();
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:out").routeId("out").to(uri);
                }
            });
            rig.template.sendBody("direct:out", "HELLO");
            awaitValue(5, "sim7028.data.sent");
            int before = registry.getMeters().size();

            rig.template.stop();
            rig.context.getRouteController().stopRoute("out");
            awaitValue(0, "sim7028.modems");
            assertThat(value("sim7028.data.sent")).isEqualTo(5);

            rig.context.getRouteController().startRoute("out");
            rig.template.start();
            rig.template.sendBody("direct:out", "AGAIN");
            awaitValue(10, "sim7028.data.sent");
            awaitValue(2, "sim7028.messages.completed", "outcome", "confirmed");
            awaitValue(1, "sim7028.links.open");
            awaitValue(1, "sim7028.modems.ready");
            assertThat(registry.getMeters()).hasSize(before).allSatisfy(meter -> assertThat(
                            meter.getId().getTag("modem"))
                    .isNull());
        }
    }

    @Test
    void whereMetersAreNotWantedTheyAreRegisteredByHandOnly() throws Exception {
        rig.component.setMetricsEnabled(false);
        rig.context.getRegistry().bind("anyName", registry);
        rig.start();
        assertThat(registry.getMeters()).isEmpty();

        new Sim7028Metrics(rig.component).bindTo(registry);

        assertThat(names(registry)).contains("sim7028.modem.ready");
    }

    @Test
    @ExpectedLog("^Meters of modems are missing, because the registry of meters failed: .*broken")
    void aRegistryThatFailsFailsNoRoute() throws Exception {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                throw new IllegalStateException("broken");
            }
        });
        rig.context.getRegistry().bind("anyName", registry);

        rig.start();

        assertThat(rig.component.modemSnapshots()).hasSize(1);
    }

    // ---- the page

    @Test
    void thePageNamesEveryMeter() throws Exception {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new Sim7028Metrics(rig.component).bindTo(registry);
        new Sim7028Metrics(rig.component).bindTo(prometheus);
        rig.start();
        Map<String, List<String>> rows = rows();

        assertThat(names(registry)).isEqualTo(rows.keySet());
        Set<String> scraped = prometheus
                .scrape()
                .lines()
                .filter(line -> line.startsWith("sim7028"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(scraped)
                .isEqualTo(rows.values().stream()
                        .flatMap(row -> Arrays.stream(row.get(1).split(", ")))
                        .collect(Collectors.toCollection(TreeSet::new)));
        rows.forEach((name, row) -> assertThat(
                        registry.get(name).meters().iterator().next().getId().getBaseUnit())
                .as(name)
                .isEqualTo(row.get(2).isEmpty() ? null : row.get(2).toLowerCase(Locale.ROOT)));
    }

    @Test
    void thePageNamesTheSums() throws Exception {
        rig.component.setMetricsModemTag(false);
        new Sim7028Metrics(rig.component).bindTo(registry);
        rig.start();
        Map<String, List<String>> rows = rows();
        rows.values().removeIf(row -> row.get(3).equals("–"));

        assertThat(names(registry)).isEqualTo(rows.keySet());
    }

    /** The columns of each meter of the page, by name. */
    private static Map<String, List<String>> rows() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf("<!-- begin meters");
        Map<String, List<String>> rows = new TreeMap<>();
        page.substring(from, page.indexOf("<!-- end meters", from))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .forEach(row -> rows.put(row.get(0), row));
        return rows;
    }

    @Test
    void theExampleOfThePageRuns() throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.sim7028.device", "simulator://" + rig.name);
        main.addInitialProperty("camel.main.name", "camel-1");
        try (TcpPeer peer = new TcpPeer()) {
            RouteBuilder routes = new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:out").to("sim7028:tcp:127.0.0.1:" + peer.port());
                }
            };
            // as in the page
            PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            main.bind("metricsRegistry", prometheus);
            main.configure().addRoutesBuilder(routes);
            main.start();
            main.getCamelTemplate().sendBody("direct:out", "HELLO");

            String page = Files.readString(PAGE);
            assertThat(prometheus.scrape().lines()).anyMatch(line -> page.contains("`" + line + "`"));
            String java = page.substring(page.indexOf("PrometheusMeterRegistry"));
            assertThat(Files.readString(Path.of("src/test/java/io/github/sim7028/camel/MetricsTest.java"))
                            .replaceAll("\n +", "\n"))
                    .contains(java.substring(0, java.indexOf("```")));
        } finally {
            main.stop();
        }
    }
}
