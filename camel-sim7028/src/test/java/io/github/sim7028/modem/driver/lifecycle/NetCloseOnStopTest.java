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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Changed;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The option {@code netCloseOnStop}. */
class NetCloseOnStopTest {

    private static VirtualRig rig(boolean close) {
        return new VirtualRig(profile -> profile.with(Changed.with(profile.network(), "closeOnStop", close)));
    }

    private static long closings(VirtualRig rig) {
        return rig.module.count("AT+NETCLOSE");
    }

    private static void useAndStop(VirtualRig rig) throws Exception {
        ModemLease modem = rig.ready();
        LinkLease link = modem.link(VirtualRig.PEER, null);
        rig.send(link, "m", Duration.ofSeconds(2));
        rig.await(link.release(), Duration.ofSeconds(2));
        rig.module.clear();
        rig.await(modem.release(), Duration.ofSeconds(2));
    }

    @Test
    void theNetworkIsClosedWithTheLastLease() throws Exception {
        try (VirtualRig rig = rig(true)) {
            useAndStop(rig);
            assertThat(closings(rig)).isEqualTo(1);
        }
    }

    @Test
    void theNetworkStaysOpenAndTheModemComesUpAgain() throws Exception {
        try (VirtualRig rig = rig(false)) {
            useAndStop(rig);
            assertThat(closings(rig)).isZero();
            useAndStop(rig);
            assertThat(closings(rig)).isZero();
        }
    }
}
