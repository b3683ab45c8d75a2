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

import static io.github.sim7028.kit.ScriptedModule.lines;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.Said;
import io.github.sim7028.kit.ScriptedModule;
import io.github.sim7028.kit.VirtualRig;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.report.Diagnosis;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the module's own address stands, when it comes, and which one shows that there is no connection. */
class AddressQueryTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** A module that tells its address in one place only. */
    private static void tells(ScriptedModule module, String ipAddr, String cgdcont, String cgpaddr) {
        module.answer(command -> switch (command) {
            case "AT+COPS?" -> answer("+COPS: 0");
            case "AT+CREG?" -> answer("+CREG: 0,0");
            case "AT+CGREG?" -> answer("+CGREG: 0,0");
            case "AT+CPSI?" -> answer("+CPSI: NO SERVICE");
            case "AT+IPADDR" -> answer(ipAddr);
            case "AT+CGDCONT?" -> answer(cgdcont);
            case "AT+CGPADDR" -> answer(cgpaddr);
            default -> null;
        });
    }

    private static String answer(String line) {
        return line == null ? lines("OK") : line.equals("ERROR") ? lines("ERROR") : lines(line, "OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+IPADDR: 10.0.0.2 |                                        |",
                "+IPADDR:          | +CGDCONT: 0,\"IP\",\"apn\",\"10.0.0.2\",0,0 |",
                "                  | +CGDCONT: 0,\"IP\",\"apn\",\"10.0.0.2\",0,0 | ERROR",
                "ERROR             | +CGDCONT: 0,\"IP\",\"apn\",\"10.0.0.2\",0,0 |",
                "+IPADDR: 0.0.0.0  | +CGDCONT: 0,\"IP\",\"apn\",\"0.0.0.0\",0,0  | +CGPADDR: 0,\"10.0.0.2\"",
                "+IPADDR:          | ERROR                                  | +CGPADDR: 0,\"10.0.0.2\"",
                "                  | +CGDCONT: 0,\"IP\",\"apn\"             | +CGPADDR:0,10.0.0.2"
            })
    void theAddressIsFoundWhereverItStands(String ipAddr, String cgdcont, String cgpaddr) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            tells(rig.module, ipAddr, cgdcont, cgpaddr);
            ModemLease lease = rig.ready();
            assertThat(rig.module.count("AT+IPADDR")).isOne();
            if (!"ERROR".equals(ipAddr)) {
                assertThat(rig.await(lease.operations().ipAddress(), SOON).address())
                        .isEqualTo("10.0.0.2");
            }
            assertThat(rig.await(lease.operations().status(), SOON).address())
                    .isEqualTo("ERROR".equals(ipAddr) ? "" : "10.0.0.2");
        }
    }

    @Test
    void anAddressThatComesSomeSecondsLaterIsAwaited() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            tells(rig.module, "+IPADDR:", "+CGDCONT: 0,\"IP\",\"apn\"", null);
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.OPENING_NETWORK, Duration.ofMinutes(1));
            rig.pass(Duration.ofSeconds(3));
            assertThat(modem.status().state()).isEqualTo(ModemState.OPENING_NETWORK);
            assertThat(rig.module.count("AT+IPADDR")).isEqualTo(3);
            rig.module.answer(command -> null);
            rig.awaitState(modem, ModemState.READY, Duration.ofSeconds(1));
        }
    }

    @Test
    void aModuleThatNeverTellsItsAddressServesAllTheSame() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            tells(rig.module, null, null, null);
            rig.ready();
            assertThat(rig.module.count("AT+IPADDR")).isEqualTo(5);
        }
    }

    @Test
    void aFirmwareThatKnowsNoneOfTheCommandsIsNotWaitedFor() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            tells(rig.module, "ERROR", "ERROR", "ERROR");
            rig.ready();
            assertThat(rig.module.count("AT+IPADDR")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.4"})
    @ExpectedLog(Said.MODEM_DOWN)
    void aLoopbackAddressIsNoContextAndTheRecoveryGoesOn(String loopback) throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            tells(rig.module, "+IPADDR:", "+CGDCONT: 0,\"IP\",\"apn\",\"" + loopback + "\",0,0", null);
            Modem modem = rig.lease().modem();
            rig.awaitState(modem, ModemState.WAITING, Duration.ofSeconds(15));
            assertThat(modem.status().reason())
                    .isEqualTo("the network opened without a usable address (" + loopback
                            + " in PDP context 0): no APN is set: most networks require an APN, set the option apn to"
                            + " the APN of your SIM's contract");
            rig.passUntil(() -> rig.module.count("AT+NETCLOSE") == 1, Duration.ofMinutes(1));
            rig.passUntil(() -> rig.module.count("AT+QCRST") == 1, Duration.ofMinutes(10));
            rig.module.answer(command -> null);
            rig.module.rebootLoudly();
            rig.awaitState(modem, ModemState.READY, Duration.ofMinutes(5));
        }
    }

    @Test
    void aDiagnosisNamesTheAddressOfTheContextAndOneThatIsNotUsable() throws Exception {
        try (VirtualRig rig = new VirtualRig()) {
            ModemLease lease = rig.ready();
            tells(rig.module, "+IPADDR:", "+CGDCONT: 0,\"IP\",\"apn\",\"10.0.0.2\",0,0", null);
            assertThat(addressStep(rig, lease)).contains("the module's own address is 10.0.0.2");
            tells(rig.module, "+IPADDR:", "+CGDCONT: 0,\"IP\",\"apn\",\"127.0.0.1\",0,0", null);
            assertThat(addressStep(rig, lease)).contains("no usable address (127.0.0.1)");
            tells(rig.module, "+IPADDR:", "+CGDCONT: 0,\"IP\",\"apn\"", null);
            assertThat(addressStep(rig, lease)).contains("no usable address");
        }
    }

    private static String addressStep(VirtualRig rig, ModemLease lease) {
        Diagnosis found =
                rig.await(lease.operations().diagnose().orTimeout(1, TimeUnit.MINUTES), Duration.ofMinutes(1));
        return found.steps().stream()
                .filter(step -> step.name().equals("address"))
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
