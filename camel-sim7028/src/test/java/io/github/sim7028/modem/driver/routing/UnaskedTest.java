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
import io.github.sim7028.kit.Clients;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.IpRange;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the module says and nobody asked for, in the whole driver. */
@ExpectedLog(Said.CONFIRMATION_LATE)
@ExpectedLog(Said.CLIENT_WITHOUT_ADDRESS)
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

    @Test
    void theZoneOfAnAddressStaysInTheModule() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            Clients acceptor = new Clients();
            rig.ready().server(new ServerSpec(7000, 0, 3, List.of(IpRange.parse("fe80::/10")), 0), acceptor);
            rig.settle();
            rig.module.say(ScriptedModule.lines("+CLIENT: 1,0,fe80::1%eth0:4711"));
            rig.settle();
            assertThat(acceptor.accepted).singleElement().satisfies(client -> {
                assertThat(client.host()).isEqualTo("fe80::1");
                assertThat(client.port()).isEqualTo(4711);
            });
        }
    }

    /** What the module says of a client goes into the book of links, which takes addresses only. */
    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.9:0", "10.0.0.9:99999", "10.0.0.9\u001b[31m:4711", "who are you\":4711", "AT+CFUN=0:4711"
            })
    void aClientWithoutAnAddressIsClosedAndItsNumberIsFree(String client) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            Clients acceptor = new Clients();
            lease.server(new ServerSpec(7000, 0, 3, List.of(), 0), acceptor);
            rig.settle();
            rig.module.clear();
            rig.module.say(ScriptedModule.lines("+CLIENT: 1,0," + client));
            rig.settle();
            rig.pass(Duration.ofSeconds(1));
            // before the number is used again, the module is asked whether it is open
            assertThat(rig.module.commands()).contains("AT+CIPOPEN?");
            rig.module.say(ScriptedModule.lines("+CLIENT: 1,0,10.0.0.9:4711"));
            rig.settle();
            assertThat(acceptor.accepted).hasSize(1);
            assertThat(lease.modem().status().state()).isEqualTo(ModemState.READY);
        }
    }
}
