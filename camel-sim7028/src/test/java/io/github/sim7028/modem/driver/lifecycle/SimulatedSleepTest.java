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
package io.github.sim7028.modem.driver.lifecycle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.Said;
import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.Collector;
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.power.AfterSleep;
import io.github.sim7028.simulator.power.WakeCause;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sleep against the simulator, which sleeps and wakes as real modules do. */
@Timeout(120)
class SimulatedSleepTest {

    private static final PowerSettings PSM = Changed.with(
            PowerSettings.DEFAULT,
            "mode",
            PowerSaving.PSM,
            "activeTime",
            Duration.ZERO,
            "release",
            Duration.ofMillis(1300));

    private static final int READINGS = 2;

    private static byte[] text(int reading) {
        return ("reading " + reading + "\n").getBytes(US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(AfterSleep.class)
    void everyReadingGoesInAWakingOfItsOwnAndTheAnswerComesBack(AfterSleep after) throws Exception {
        try (TcpPeer peer = TcpPeer.echo();
                ModemRig rig = new ModemRig(
                        modem -> modem.timeScale(10)
                                .time(ModuleTime.UART_SILENCE, Duration.ofSeconds(1))
                                .afterSleep(after),
                        profile -> profile.with(PSM))) {
            Modem modem = rig.ready();
            Collector answers = new Collector();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", peer.port()), answers);
            StringBuilder all = new StringBuilder();
            for (int reading = 0; reading < READINGS; reading++) {
                ModemRig.awaitState(modem, ModemState.ASLEEP);
                await().atMost(ModemRig.LIMIT).until(rig.virtual::asleep);
                assertThat(ModemRig.send(link, text(reading)).isConfirmed()).isTrue();
                all.append(new String(text(reading), US_ASCII));
                await().atMost(ModemRig.LIMIT).until(() -> new String(answers.bytes(), US_ASCII).contentEquals(all));
            }
            assertThat(rig.virtual.sleepCounts().wakes(WakeCause.HOST)).isEqualTo(READINGS);
            assertThat(new String(peer.got(), US_ASCII)).isEqualTo(all.toString());
            assertThat(answers.failures()).isEmpty();
        }
    }

    /** A quarter of a day between two messages, and a restart each day. */
    @Test
    @ExpectedLog(Said.RESTARTED)
    void byDefaultAModuleInItsFactoryStateCarriesMessagesForAWeekThroughRestarts() throws Exception {
        try (TcpPeer peer = new TcpPeer();
                ModemRig rig = new ModemRig()) {
            Modem modem = rig.ready();
            LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", peer.port()), null);
            StringBuilder all = new StringBuilder();
            for (int reading = 0; reading < 28; reading++) {
                rig.virtual.skip(Duration.ofHours(6));
                assertThat(rig.virtual.asleep()).isFalse();
                assertThat(ModemRig.send(link, text(reading)).isConfirmed()).isTrue();
                all.append(new String(text(reading), US_ASCII));
                if (reading % 4 == 3) {
                    long boots = restarts(modem);
                    rig.virtual.reboot(true);
                    await().atMost(ModemRig.LIMIT).until(() -> restarts(modem) > boots);
                    ModemRig.awaitState(modem, ModemState.READY);
                }
            }
            await().atMost(ModemRig.LIMIT).until(() -> new String(peer.got(), US_ASCII).contentEquals(all));
            assertThat(rig.virtual.sleepCounts().sleeps()).isZero();
        }
    }

    private static long restarts(Modem modem) {
        return modem.snapshot().counters().restarts();
    }
}
