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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.ModuleCommands;
import io.github.sim7028.at.command.Ping;
import io.github.sim7028.at.command.SimCommands;
import io.github.sim7028.kit.Bench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes in which modules of this family answer what they are asked about themselves. */
class ModuleAnswersTest {

    private final Bench bench = new Bench();

    private <R> R answered(AtCommand<R> command, String... lines) {
        CompletableFuture<R> asked = bench.dialogue.execute(command).toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo(command.text() + "\r");
        bench.line(lines);
        assertThat(asked).isCompleted();
        return asked.join();
    }

    private static AtCommand<List<String>> command(String name) {
        return switch (name) {
            case "maker" -> ModuleCommands.maker();
            case "model" -> ModuleCommands.model();
            case "firmware" -> ModuleCommands.firmware();
            case "imei" -> ModuleCommands.imei();
            case "imei=1" -> ModuleCommands.imeiByOtherForm();
            case "imsi" -> ModuleCommands.imsi();
            case "card" -> SimCommands.cardNumber();
            default -> ModuleCommands.clock();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "maker    | SIMCOM INCORPORATED                     | SIMCOM INCORPORATED",
                "maker    | +CGMI: \"SIMCOM INCORPORATED\"          | SIMCOM INCORPORATED",
                "model    | SIM7028                                 | SIM7028",
                "model    | +CGMM:SIM7028                           | SIM7028",
                "firmware | 2110B07SIM7028                          | 2110B07SIM7028",
                "firmware | +CGMR: 2110B01SIM7028                   | 2110B01SIM7028",
                "firmware | Revision:2110B07SIM7028                 | 2110B07SIM7028",
                "imei     | 860000000000017                         | 860000000000017",
                "imei     | +CGSN:\"860000000000017\"               | 860000000000017",
                "imei=1   | +CGSN: \"860000000000017\"              | 860000000000017",
                "imsi     | 460000123456789                         | 460000123456789",
                "imsi     | +CIMI: 460000123456789                  | 460000123456789",
                "card     | +CICCID: 89860012345678901234           | 89860012345678901234",
                "card     | +ICCID:89860012345678901234             | 89860012345678901234",
                "card     | 8986001234567890123F                    | 8986001234567890123F",
                "clock    | +CCLK: \"2026/03/09,08:41:39+12\"       | 2026/03/09,08:41:39+12",
                "clock    | +CCLK:26/03/09,08:41:39                 | 26/03/09,08:41:39",
            })
    void eachComesBareOrWithItsName(String name, String line, String value) {
        assertThat(answered(command(name), line, "OK")).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VBAT, 3600", "VBAT,3600", "+QCADC: VBAT, 3600", "+QCADC:3600", "3600", "VBAT: 3600 mV"})
    void theVoltageIsANumberOfMillivolts(String line) {
        assertThat(answered(ModuleCommands.supplyVoltage(), line, "OK")).containsExactly(3600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CEREG: 1",
                "+CGEV: ME PDN ACT 1",
                "SIM Ready",
                "Network Available",
                "SMS DONE",
                "+CIPRXGET: 1,0"
            })
    void whatTheModuleSaysMeanwhileIsNoAnswer(String line) {
        assertThat(answered(ModuleCommands.maker(), line, "SIMCOM", "OK")).containsExactly("SIMCOM");
        assertThat(bench.heard).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "+CGDCONT: 0,\"IP\",\"iot.example\"                          | IP   | iot.example |",
                "+CGDCONT:0,\"IP\",\"iot.example\",\"10.1.2.3\",0,0         | IP   | iot.example | 10.1.2.3",
                "+CGDCONT: 0,\"IPV6\",\"iot.example\",\"2001:db8::5\",0,0,0 | IPV6 | iot.example | 2001:db8::5",
                "+CGDCONT: 0,\"IP\",\"\",\"0.0.0.0\",0,0                    | IP   | ~~          |",
                "+CGDCONT: 0,\"IP\",\"iot.example\",,0,0                   | IP   | iot.example |",
                "+CGDCONT: 0,\"IP\",\"iot.example\",0,0                    | IP   | iot.example |",
            })
    void aContextMayTellItsAddress(String line, String type, String apn, String address) {
        assertThat(answered(DiagnosticCommands.contexts(), line, "OK"))
                .containsExactly(
                        new DiagnosticCommands.Context(0, type, apn, address == null ? List.of() : List.of(address)));
    }

    @Test
    void addressesOfContextsAreNoneOneOrTwo() {
        assertThat(answered(
                        DiagnosticCommands.addresses(),
                        "+CGPADDR: 0,\"10.1.2.3\"",
                        "+CGPADDR:1",
                        "+CGPADDR: 2,10.1.2.4",
                        "+CGPADDR: 3,\"10.1.2.5\",\"2001:db8::5\"",
                        "+CGPADDR: 4,\"0.0.0.0\"",
                        "+CGPADDR: 5,\"\"",
                        "OK"))
                .extracting(DiagnosticCommands.Addresses::list)
                .containsExactly(
                        List.of("10.1.2.3"),
                        List.of(),
                        List.of("10.1.2.4"),
                        List.of("10.1.2.5", "2001:db8::5"),
                        List.of(),
                        List.of());
    }

    @Test
    void aPingHasALineForEachRequest() {
        assertThat(answered(
                        new Ping("host.example", AtCommand.Urgency.QUESTION),
                        "OK",
                        "+QCPING: SUCC, dest: 10.0.0.1, RTT: 623 ms",
                        "+QCPING:FAIL",
                        "+QCPING:SUCC,dest:10.0.0.1,RTT:411 ms",
                        "+QCPING: DONE"))
                .isEqualTo(new Ping.Echoes("10.0.0.1", 3, 2, List.of(Duration.ofMillis(623), Duration.ofMillis(411))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maker", "imei", "imsi", "card", "clock"})
    void anOkAloneTellsNothing(String name) {
        assertThat(answered(command(name), "OK")).isEmpty();
    }
}
