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
package io.github.sim7028.kit;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The driver on a virtual clock does what it does on a real one. */
@ExpectedLog(Said.MODEM_DOWN + "reading from the line failed: ")
class VirtualRigTest {

    @Test
    void aMessageIsConfirmed() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            Receipt receipt = rig.await(link.send(VirtualRig.outbound("reading")), Duration.ofSeconds(5));
            assertThat(receipt.isConfirmed()).isTrue();
            assertThat(rig.module.payloads()).containsExactly("reading");
        }
    }

    @Test
    void aLateConfirmationIsAwaitedInVirtualTime() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            LinkLease link = rig.ready().link(PEER, null);
            rig.module.confirm(command -> {
                rig.module.sayAfter(Duration.ofSeconds(40), ScriptedModule.lines("+CIPSEND: 0,7,7"));
                return ScriptedModule.lines("OK");
            });
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("reading"));
            rig.pass(Duration.ofSeconds(39));
            assertThat(sending).isNotDone();
            assertThat(rig.await(sending, Duration.ofSeconds(2)).isConfirmed()).isTrue();
        }
    }

    @Test
    void anUnpluggedLineIsOpenedAgain() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            rig.module.unplug();
            rig.settle();
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.WAITING);
            rig.passUntil(() -> lease.modem().status().state() == ModemState.READY, Duration.ofSeconds(10));
            assertThat(rig.module.opened()).isEqualTo(2);
        }
    }
}
