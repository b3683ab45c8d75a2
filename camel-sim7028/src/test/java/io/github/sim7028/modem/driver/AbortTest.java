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
package io.github.sim7028.modem.driver;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.report.ModemState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An owner that may not say another word to its module. */
class AbortTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void aModemThatIsAbortedSaysNothingMore() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.module.confirm(command -> ScriptedModule.lines("OK"));
            CompletableFuture<Receipt> underWay = link.send(VirtualRig.outbound("under way"));
            rig.settle();
            CompletableFuture<Receipt> behind = link.send(VirtualRig.outbound("behind"));
            rig.settle();
            rig.module.clear();

            lease.modem().abort("another node owns it");

            assertThat(rig.failureOf(underWay, LIMIT).getOutcome()).isEqualTo(SendOutcome.UNKNOWN);
            assertThat(rig.failureOf(underWay, LIMIT)).hasMessageContaining("another node owns it");
            assertThat(rig.failureOf(behind, LIMIT).getOutcome()).isEqualTo(SendOutcome.NOT_SENT);
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
            rig.pass(LIMIT);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(rig.failureOf(link.send(VirtualRig.outbound("late")), LIMIT)
                            .getOutcome())
                    .isEqualTo(SendOutcome.NOT_SENT);
        }
    }

    @Test
    void aModemThatIsAbortedWhileItComesUpStaysDownUntilItIsLeasedAgain() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(
                    command -> command.equals("AT+CEREG?") ? ScriptedModule.lines("+CEREG: 1,2", "OK") : null);
            ModemLease lease = rig.lease();
            rig.pass(Duration.ofSeconds(2));

            lease.modem().abort("another node owns it");
            rig.settle();
            rig.module.clear();

            rig.pass(LIMIT);
            assertThat(rig.module.commands()).isEmpty();
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.STOPPED);
            rig.await(lease.release(), LIMIT);
            rig.module.answer(command -> null);
            rig.ready();
        }
    }
}
