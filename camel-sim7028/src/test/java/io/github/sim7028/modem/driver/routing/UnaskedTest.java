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
package io.github.sim7028.modem.driver.routing;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.testlog.ExpectedLog;
import org.junit.jupiter.api.Test;

/** What the module says and nobody asked for, in the whole driver. */
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog(Said.LINK_CLOSED + "the module reported late that it sent -1")
class UnaskedTest {

    @Test
    void aConfirmationThatNobodyAwaitsIsCounted() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            LinkLease link = lease.link(PEER, null);
            rig.module.confirm(
                    command -> ScriptedModule.lines("OK", "+CIPSEND: 0,7,7", "+CIPSEND: 0,7,7", "+CIPSEND: 0,7,-1"));
            rig.await(link.send(VirtualRig.outbound("reading")), java.time.Duration.ofSeconds(20));
            rig.settle();
            assertThat(lease.modem().counters().strayConfirmations()).isEqualTo(2);
        }
    }
}
