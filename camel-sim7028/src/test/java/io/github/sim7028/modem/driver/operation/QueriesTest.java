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
package io.github.sim7028.modem.driver.operation;

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.Said;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.report.ContextsReport.PdpContext;
import io.github.sim7028.modem.report.HostPing;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.ServingCell;
import io.github.sim7028.modem.report.SupplyVoltage;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What modules with other firmware are asked about themselves, and what they leave out. */
@Timeout(60)
class QueriesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ERROR = lines("ERROR");

    private final VirtualRig rig = new VirtualRig();
    private final Map<String, String> firmware = new HashMap<>();

    private ModemOperations ready() throws Exception {
        ModemOperations modem = rig.ready().modem().operations();
        rig.module.answer(firmware::get);
        rig.module.clear();
        return modem;
    }

    private void answers(String command, String... answer) {
        firmware.put(command, lines(answer));
    }

    private <T> T asked(CompletableFuture<T> operation) {
        return rig.await(operation, SOON);
    }

    private Sim7028CommandException failure(CompletableFuture<?> operation) {
        try {
            throw new AssertionError("it succeeded: " + asked(operation));
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(Sim7028CommandException.class);
            return (Sim7028CommandException) e.getCause();
        }
    }

    @AfterEach
    void close() {
        rig.module.answer(command -> null);
        rig.close();
    }

    @Test
    void anIdentityIsPutTogether() throws Exception {
        answers("AT+CGMI", "SIMCOM INCORPORATED", "OK");
        answers("AT+CGMM", "SIM7028", "OK");
        answers("AT+CGMR", "2110B07SIM7028", "OK");
        answers("AT+CGSN", "860000000000017", "OK");
        answers("AT+CIMI", "460000123456789", "OK");
        answers("AT+CICCID", "+CICCID: 89860012345678901234", "OK");
        ModuleIdentity identity = asked(ready().identity());
        assertThat(identity)
                .isEqualTo(new ModuleIdentity(
                        "SIMCOM INCORPORATED",
                        "SIM7028",
                        "2110B07SIM7028",
                        "860000000000017",
                        "460000123456789",
                        "89860012345678901234"));
        assertThat(identity.toMap()).containsEntry("imei", "860000000000017").hasSize(6);
        assertThat(identity.toString())
                .contains("SIM7028", "imei=***")
                .doesNotContain("860000000000017", "460000123456789", "89860012345678901234");
    }

    @Test
    void whatAFirmwareRefusesIsLeftOut() throws Exception {
        answers("AT+CGMI", "ERROR");
        answers("AT+CGMM", "+CGMM: SIM7028", "OK");
        answers("AT+CGMR", "+CME ERROR: 100");
        answers("AT+CGSN", "SN0042", "OK");
        answers("AT+CGSN=1", "+CGSN: \"860000000000017\"", "OK");
        answers("AT+CIMI", "+CME ERROR: 11");
        answers("AT+CICCID", "ERROR");
        answers("AT+ICCID", "+ICCID: 89860012345678901234", "OK");
        assertThat(asked(ready().identity()))
                .isEqualTo(new ModuleIdentity(null, "SIM7028", null, "860000000000017", null, "89860012345678901234"));
    }

    @Test
    void aFirmwareThatRefusesAllFailsTheQuery() throws Exception {
        for (String command : new String[] {
            "AT+CGMI", "AT+CGMM", "AT+CGMR", "AT+CGSN", "AT+CGSN=1", "AT+CIMI", "AT+CICCID", "AT+ICCID"
        }) {
            firmware.put(command, ERROR);
        }
        Sim7028CommandException failure = failure(ready().identity());
        assertThat(failure).hasMessageContaining("AT+CGMI, AT+CGMM, AT+CGMR").hasMessageContaining("ERROR");
        assertThat(failure.getCommand()).isEqualTo("AT+CGMI");
    }

    @Test
    @ExpectedLog(Said.NO_ANSWER)
    void aModuleThatFallsSilentFailsTheQuery() throws Exception {
        ModemOperations modem = ready();
        rig.module.answer(command -> command.equals("AT+CGMM") ? "" : null);
        CompletableFuture<ModuleIdentity> asking = modem.identity();
        rig.passUntil(asking::isDone, Duration.ofMinutes(1));
        assertThat(failure(asking)).hasMessageContaining("AT+CGMM: no answer");
    }

    @Test
    void aCellIsDescribedByBothItsAnswers() throws Exception {
        answers("AT+CPSI?", "+CPSI: NB,Online,310-260,0x1A2B,44005,77,EUTRAN-BAND4,2175,0,0,-11,-95,-80,9", "OK");
        answers("AT+CESQ", "+CESQ: 99,99,255,255,17,46", "OK");
        ModemOperations modem = ready();
        ServingCell cell = asked(modem.cell());
        assertThat(cell)
                .isEqualTo(new ServingCell(true, "NB", "Online", "310260", 0x1A2B, 44005L, 77, 4, 2175, -95, -11.5, 9));
        assertThat(asked(modem.status()).cell()).isEqualTo(cell);
    }

    @Test
    void aFirmwareMayRefuseEitherAnswerOfACell() throws Exception {
        firmware.put("AT+CPSI?", ERROR);
        answers("AT+CESQ", "+CESQ:99,99,255,255,31,70", "OK");
        answers("AT+COPS?", "+COPS: 0", "OK");
        ModemOperations modem = ready();
        assertThat(asked(modem.cell()))
                .isEqualTo(new ServingCell(null, null, null, null, null, null, null, null, null, -71, -4.5, null));
        answers("AT+CPSI?", "+CPSI: NO SERVICE,Online", "OK");
        firmware.put("AT+CESQ", ERROR);
        ServingCell none = asked(modem.cell());
        assertThat(none.inService()).isFalse();
        assertThat(none.describe()).isEqualTo("no service");
        firmware.put("AT+CPSI?", ERROR);
        assertThat(failure(modem.cell())).hasMessageContaining("AT+CPSI?, AT+CESQ");
        assertThat(asked(modem.status()).address())
                .as("the rest is asked all the same")
                .isEqualTo("10.0.0.2");
    }

    @Test
    void theClockIsShown() throws Exception {
        answers("AT+CCLK?", "+CCLK: \"2026/03/09,08:41:39+12\"", "OK");
        ModuleClock clock = asked(ready().clock());
        assertThat(clock.time()).isEqualTo(Instant.parse("2026-03-09T05:41:39Z"));
        assertThat(clock.toMap())
                .containsEntry("set", true)
                .containsEntry("time", "2026-03-09T05:41:39Z")
                .containsEntry("zone", "+03:00");
    }

    @Test
    void contextsAreJoinedByTheirNumbers() throws Exception {
        answers(
                "AT+CGDCONT?",
                "+CGDCONT: 0,\"IP\",\"iot.example\",\"10.1.2.3\",0,0",
                "+CGDCONT: 1,\"IPV6\",\"\"",
                "OK");
        answers("AT+CGACT?", "+CGACT: 0,1", "+CGACT: 1,0", "OK");
        answers("AT+CGPADDR", "+CGPADDR: 0", "+CGPADDR: 1", "OK");
        assertThat(asked(ready().contexts()).contexts())
                .containsExactly(
                        new PdpContext(0, "IP", "iot.example", true, List.of("10.1.2.3")),
                        new PdpContext(1, "IPV6", "", false, List.of()));
    }

    @Test
    void aFirmwareMayRefuseAnyPartOfContexts() throws Exception {
        answers("AT+CGDCONT?", "ERROR");
        answers("AT+CGACT?", "ERROR");
        answers("AT+CGPADDR", "+CGPADDR: 0,\"10.1.2.3\"", "OK");
        ModemOperations modem = ready();
        assertThat(asked(modem.contexts()).contexts())
                .containsExactly(new PdpContext(0, null, null, null, List.of("10.1.2.3")));
        answers("AT+CGPADDR", "+CME ERROR: 100");
        assertThat(failure(modem.contexts())).hasMessageContaining("AT+CGDCONT?, AT+CGACT?, AT+CGPADDR");
        firmware.clear();
        assertThat(asked(modem.contexts()).contexts()).as("none is defined").isEmpty();
    }

    @Test
    void aHostIsPinged() throws Exception {
        answers(
                "AT+QCPING=\"host.example\"",
                "OK",
                "+QCPING: SUCC, dest: 10.0.0.1, RTT: 600 ms",
                "+QCPING: FAIL",
                "+QCPING: SUCC, dest: 10.0.0.1, RTT: 400 ms",
                "+QCPING: DONE");
        answers("AT+QCPING=\"10.0.0.9\"", "OK", "+QCPING: FAIL", "+QCPING: DONE");
        answers("AT+QCPING=\"10.0.0.8\"", "+CME ERROR: 30");
        ModemOperations modem = ready();
        assertThat(asked(modem.ping("host.example")))
                .isEqualTo(new HostPing(
                        "host.example",
                        true,
                        "10.0.0.1",
                        3,
                        2,
                        Duration.ofMillis(400),
                        Duration.ofMillis(500),
                        Duration.ofMillis(600)));
        assertThat(asked(modem.ping("10.0.0.9")))
                .isEqualTo(new HostPing("10.0.0.9", false, null, 1, 0, null, null, null));
        assertThat(failure(modem.ping("10.0.0.8"))).hasMessageContaining("no network service");
        rig.module.clear();
        assertThatThrownBy(() -> asked(modem.ping("a\"\rAT+CFUN=0")))
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(rig.module.commands()).isEmpty();
    }

    @Test
    void aPingTakesItsTime() throws Exception {
        answers("AT+QCPING=\"host.example\"", "OK");
        ModemOperations modem = ready();
        CompletableFuture<HostPing> ping = modem.ping("host.example");
        rig.pass(Duration.ofSeconds(20));
        assertThat(ping).isNotDone();
        rig.module.say(lines("+QCPING: SUCC, dest: 10.0.0.1, RTT: 19000 ms", "+QCPING: DONE"));
        assertThat(asked(ping).average()).isEqualTo(Duration.ofSeconds(19));
    }

    @Test
    void aCommandThatIsRefusedOrTellsNothingFailsTheQuery() throws Exception {
        firmware.put("AT+CCLK?", ERROR);
        ModemOperations modem = ready();
        assertThat(failure(modem.clock())).hasMessage("AT+CCLK? failed: ERROR");
        assertThat(failure(modem.battery())).hasMessage("AT+QCADC=Vbat: the module answers without a value");
        firmware.put("AT+QCADC=Vbat", lines("VBAT, 3587", "OK"));
        assertThat(asked(modem.battery())).isEqualTo(new SupplyVoltage(3587));
    }
}
