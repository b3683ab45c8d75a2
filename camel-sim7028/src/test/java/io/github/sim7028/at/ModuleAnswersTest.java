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
import io.github.sim7028.at.command.ModuleCommands;
import io.github.sim7028.at.command.SimCommands;
import io.github.sim7028.kit.Bench;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    @ValueSource(strings = {"maker", "imei", "imsi", "card", "clock"})
    void anOkAloneTellsNothing(String name) {
        assertThat(answered(command(name), "OK")).isEmpty();
    }
}
