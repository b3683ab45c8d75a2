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
package io.github.sim7028.modem.driver.setup;

import static io.github.sim7028.kit.VirtualRig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing the driver can do without keeps a modem down. */
@ExpectedLog(Said.SETTING_REFUSED)
@ExpectedLog(Said.MODEM_DOWN)
class RefusedSettingsTest {

    private static final List<String> DISPENSABLE = List.of(
            "AT+CMEE=",
            "AT+CEREG=1",
            "AT+CFUN?",
            "AT+CIPMODE=",
            "AT+CSOCKSETPN=",
            "AT+CIPCCFG=",
            "AT+CIPSRIP=1",
            "AT+CIPSENDMODE=0",
            "AT+CIPTIMEOUT=",
            "AT+CTCPKA=",
            "AT+CIPOPEN=?",
            "AT+SERVERSTART=?",
            "AT+IPADDR",
            "AT+CSQ");

    @Test
    void aFirmwareThatKnowsFewSettingsIsReadyAndCarriesMessages() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command ->
                    DISPENSABLE.stream().anyMatch(command::startsWith) ? ScriptedModule.lines("ERROR") : null);
            LinkLease link = rig.ready().link(PEER, null);
            CompletableFuture<Receipt> sending = link.send(VirtualRig.outbound("reading"));
            assertThat(rig.await(sending, Duration.ofSeconds(5)).isConfirmed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+CIPHEAD=1", "AT+CIPRXGET=1"})
    void whatTheDriverCannotDoWithoutIsNamed(String essential) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            rig.module.answer(command -> command.equals(essential) ? ScriptedModule.lines("ERROR") : null);
            Modem modem = rig.lease().modem();
            rig.passUntil(() -> modem.status().state() == ModemState.WAITING, Duration.ofMinutes(1));
            assertThat(modem.status().reason()).contains(essential);
        }
    }
}
