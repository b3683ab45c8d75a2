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

import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.power.WakeCause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes of a user through a module with PSM. */
@Timeout(120)
class PsmRouteTest {

    /** {@code -Dsleep.readings=1000} for as many as are wanted; each takes some two seconds. */
    private static final int READINGS = Integer.getInteger("sleep.readings", 3);

    private final List<String> events = new CopyOnWriteArrayList<>();

    private RouteRig rig;

    @BeforeEach
    void sleepSoon() {
        rig = new RouteRig(modem -> modem.timeScale(10).time(ModuleTime.UART_SILENCE, Duration.ofSeconds(1)));
        rig.settings.setPowerSaving(PowerSaving.PSM);
        rig.settings.setPsmActiveTime(0);
        rig.settings.releaseWithin(Duration.ofMillis(1300));
    }

    private ModemReport status() {
        return rig.operate("status").getMessage().getBody(ModemReport.class);
    }

    private void awaitSleep() {
        await().atMost(RouteRig.SOON)
                .until(() -> rig.virtual.asleep()
                        && rig.component.directory().snapshots().get(0).state() == ModemState.ASLEEP);
    }

    private HealthCheck.Result health(String id) {
        return HealthCheckHelper.invokeReadiness(rig.context, "full").stream()
                .filter(result -> result.getCheck().getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readingsWakeTheModuleOnceEachAndWhatThePeerAnswersIsReceived() throws Exception {
        try (TcpPeer peer = TcpPeer.echo();
                RouteRig routes = rig) {
            String uri = "sim7028:tcp:127.0.0.1:" + peer.port() + "?framing=line";
            routes.start(routes.keeping("answers", uri), new RouteBuilder() {
                @Override
                public void configure() {
                    from("sim7028:modem?events=state")
                            .process(exchange -> events.add(
                                    exchange.getMessage().getHeader(Sim7028Constants.EVENT_TYPE, String.class)));
                }
            });
            List<String> readings = new ArrayList<>();
            for (int i = 1; i <= READINGS; i++) {
                awaitSleep();
                readings.add("reading " + i);
                routes.sends(uri, readings.get(i - 1));
                await().atMost(RouteRig.SOON).until(() -> routes.received.size() == readings.size());
            }
            awaitSleep();
            assertThat(routes.bodies()).containsExactlyElementsOf(readings);
            assertThat(new String(peer.got(), StandardCharsets.US_ASCII).lines())
                    .containsExactlyElementsOf(readings);
            assertThat(routes.virtual.sleepCounts().wakes(WakeCause.HOST)).isEqualTo(READINGS);
            assertThat(routes.caught).isEmpty();
            assertThat(events.stream().filter(type -> type.equals("asleep") || type.equals("awake")))
                    .containsExactlyElementsOf(
                            Stream.iterate("asleep", type -> type.equals("asleep") ? "awake" : "asleep")
                                    .limit(2L * READINGS + 1)
                                    .toList());
        }
    }

    @Test
    void healthIsUpWhileTheModuleSleepsAndTheStatusTellsWhatIsGranted() throws Exception {
        try (TcpPeer peer = TcpPeer.echo();
                RouteRig routes = rig) {
            HealthCheckHelper.getHealthCheckRegistry(routes.context).register(new ConsumersHealthCheckRepository());
            routes.start(routes.keeping("answers", "sim7028:tcp:127.0.0.1:" + peer.port()));
            awaitSleep();
            assertThat(List.of(health("sim7028-modem-default"), health("consumer:answers")))
                    .allSatisfy(result -> {
                        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                        assertThat(result.getDetails()).containsEntry("reason", "asleep");
                    });
            assertThat(status().power())
                    .isEqualTo(new ModemReport.Power("psm", true, Duration.ZERO, Duration.ofHours(20), null));
            assertThat(routes.virtual.sleepCounts().wakes(WakeCause.HOST)).isZero();
        }
    }
}
