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
import io.github.sim7028.kit.ModemRig;
import io.github.sim7028.kit.TcpPeer;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.TimeProfile;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A module that needs its time, though less than hardware: for a boot, the search, the network, and a number after its link. */
@Timeout(120)
class RealTimesTest {

    private static byte[] text(int reading) {
        return ("reading " + reading + "\n").getBytes(US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @ExpectedLog(Said.RESTARTED)
    void linksComeAndGoAndSurviveARestart(boolean numberFailsWith10) throws Exception {
        try (TcpPeer peer = new TcpPeer();
                ModemRig rig = new ModemRig(
                        modem -> (numberFailsWith10 ? modem.dialect(Quirk.BUSY_NUMBER_10) : modem)
                                .times(TimeProfile.REAL)
                                .timeScale(50)
                                .bootTime(Duration.ofSeconds(1))
                                .linkRelease(Duration.ofSeconds(1)),
                        profile -> profile)) {
            Modem modem = rig.ready();
            StringBuilder all = new StringBuilder();
            for (int reading = 0; reading < 3; reading++) {
                LinkLease link = rig.lease().link(LinkSpec.tcp("127.0.0.1", peer.port()), null);
                assertThat(ModemRig.send(link, text(reading)).isConfirmed()).isTrue();
                all.append(new String(text(reading), US_ASCII));
                ModemRig.await(link.release());
                if (reading == 1) {
                    rig.virtual.reboot(true);
                    await().until(() -> modem.status().state() != ModemState.READY);
                    ModemRig.awaitState(modem, ModemState.READY);
                }
            }
            await().atMost(ModemRig.LIMIT).until(() -> new String(peer.got(), US_ASCII).contentEquals(all));
            assertThat(rig.virtual.searches()).isEqualTo(2);
        }
    }
}
