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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What operators ask for in an order that nobody expects. */
class OperatorControlTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void aNetworkIsClosedThoughAnEarlierCloseWasOvertakenByAReconnect() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Modem modem = rig.ready().modem();
            rig.module.answer(command -> command.equals("AT+NETCLOSE") ? ScriptedModule.SILENCE : null);
            modem.operations().netClose();
            rig.pass(Duration.ofSeconds(1));
            modem.operations().netOpen();
            rig.settle();
            rig.module.answer(command -> null);
            rig.await(modem.operations().reconnect(), LIMIT);
            rig.await(modem.operations().netClose(), LIMIT);
            assertThat(modem.status().state()).isEqualTo(ModemState.NETWORK_CLOSED);
        }
    }

    @Test
    void aNetworkIsClosedWhileACommandOfABringUpIsUnderWay() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals("AT+CEREG?") ? ScriptedModule.SILENCE : null);
            Modem modem = rig.lease().modem();
            rig.pass(Duration.ofSeconds(2));
            assertThat(modem.status().state()).isEqualTo(ModemState.REGISTERING);
            rig.await(modem.operations().netClose(), LIMIT);
            assertThat(modem.status().state()).isEqualTo(ModemState.NETWORK_CLOSED);
        }
    }

    @Test
    void nobodyWaitsForAModemThatHasBeenStopped() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            ModemOperations operations = lease.operations();
            rig.await(lease.release(), LIMIT);
            for (CompletableFuture<ModemStatus> asked :
                    List.of(operations.netClose(), operations.netOpen(), operations.reconnect())) {
                assertThatThrownBy(() -> rig.await(asked, Duration.ZERO))
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(Sim7028ModemUnavailableException.class);
            }
        }
    }
}
