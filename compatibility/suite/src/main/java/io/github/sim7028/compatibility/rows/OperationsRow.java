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
package io.github.sim7028.compatibility.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.camel.Sim7028Constants;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.report.CommandAnswer;
import io.github.sim7028.modem.report.ContextsReport;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.HostPing;
import io.github.sim7028.modem.report.LinkTraffic;
import io.github.sim7028.modem.report.LinksReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.NetworkAddress;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.report.ResolvedName;
import io.github.sim7028.modem.report.RoundTrip;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SignalQuality;
import io.github.sim7028.modem.report.SupplyVoltage;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

public class OperationsRow {

    @Test
    @ExpectedLog("^Modem '[^']*'(:| is down:) the module restarted")
    void everyOperationAnswersWithItsRecord() throws Exception {
        try (Peer peer = Peer.keeping();
                Rig rig = new Rig()) {
            rig.settings.setAllowRawCommands(true);
            rig.start();
            rig.sends(peer.uri(), "HELLO");

            assertThat(rig.operate("status", ModemReport.class).counters().confirmed())
                    .isEqualTo(1);
            assertThat(rig.operate("signal", SignalQuality.class).dbm()).isEqualTo(-67);
            assertThat(rig.operate("cell", ServingCell.class).band()).isEqualTo(8);
            assertThat(rig.operate("registration", RegistrationState.class).registered())
                    .isTrue();
            assertThat(rig.operate("ipAddress", NetworkAddress.class).address()).isNotBlank();
            assertThat(rig.operate("links", LinksReport.class).links()).hasSize(1);
            assertThat(rig.operate("acknowledged&link=0", LinkTraffic.class).sent())
                    .isEqualTo(5);
            assertThat(rig.operate("contexts", ContextsReport.class).contexts()).hasSize(1);
            assertThat(rig.operate("ping", RoundTrip.class).time()).isPositive();
            assertThat(rig.operate("identity", ModuleIdentity.class).model()).isEqualTo("SIM7028");
            assertThat(rig.operate("clock", ModuleClock.class).set()).isTrue();
            assertThat(rig.operate("battery", SupplyVoltage.class).millivolts()).isEqualTo(3600);
            assertThat(rig.operate("diagnose", Diagnosis.class).summary()).isEqualTo("No problem found");
            for (String operation : new String[] {"netClose", "netOpen", "reconnect", "restart"}) {
                assertThat(rig.operate(operation, ModemStatus.class).state())
                        .as(operation)
                        .isEqualTo(operation.equals("netClose") ? ModemState.NETWORK_CLOSED : ModemState.READY);
            }
        }
    }

    @Test
    void headersAndBodiesGiveOperationsWhatTheyNeed() throws Exception {
        try (Rig rig = new Rig()) {
            rig.settings.setAllowRawCommands(true);
            rig.start();

            assertThat(rig.sends("sim7028:modem", null, Map.of(Sim7028Constants.OPERATION, "signal"))
                            .getBody())
                    .isInstanceOf(SignalQuality.class);
            assertThat(rig.sends("sim7028:modem?operation=resolve", "telemetry.example")
                            .getBody(ResolvedName.class)
                            .address())
                    .isEqualTo("127.0.0.1");
            assertThat(rig.sends(
                                    "sim7028:modem?operation=ping",
                                    null,
                                    Map.of(Sim7028Constants.REMOTE_HOST, "telemetry.example"))
                            .getBody(HostPing.class)
                            .reachable())
                    .isTrue();
            assertThat(rig.sends("sim7028:modem?operation=command", "AT+CGSN")
                            .getBody(CommandAnswer.class)
                            .lines())
                    .containsExactly("860000000000017");
            assertThat(rig.send("sim7028:modem?operation=acknowledged", 1).getException())
                    .isInstanceOf(Sim7028CommandException.class)
                    .hasMessage("AT+CIPACK=1 failed: +IP ERROR: 11 Connection is not created");
        }
    }

    @Test
    void recordsAreReadByTheSimpleLanguage() throws Exception {
        try (Rig rig = new Rig()) {
            rig.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:report")
                            .to("sim7028:modem?operation=cell")
                            .setBody(simple("band ${body.band}, RSRP ${body.rsrp} dBm, map ${body.toMap[sinr]}"));
                }
            });

            assertThat(rig.sends("direct:report", null).getBody()).isEqualTo("band 8, RSRP -98 dBm, map 12");
        }
    }
}
