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
package io.github.sim7028.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.junit.VirtualModemExtension;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands around the network that the note does not have and that programs in the field use: bands, cells, operator, time. */
@Timeout(60)
class NetworkCommandsTest {

    @RegisterExtension
    final VirtualModemExtension sim = new VirtualModemExtension();

    private Terminal terminal;

    @BeforeEach
    void plugIn() throws IOException {
        terminal = Terminal.at(sim.modem());
    }

    @AfterEach
    void unplug() {
        terminal.close();
    }

    @Test
    void bandsHoldFromTheNextTimeTheRadioIsSwitchedOnAndOverARestart() {
        String all = "1,2,3,4,5,8,12,13,18,19,20,25,28,66,71,85";
        terminal.asks("AT+QCBAND=?", "+QCBAND: (0),(" + all + ")", "OK")
                .asks("AT+QCBAND?", "+QCBAND: 0," + all, "OK")
                .asks("AT+QCBAND=0,20", "OK");
        assertThat(cell()).contains(",EUTRAN-BAND8,3487,");
        terminal.asks("AT+CFUN=0", "OK").command("AT+CFUN=1").readThrough("OK\r\n");
        assertThat(cell()).contains(",EUTRAN-BAND20,6187,");
        terminal.asks("AT+QCBAND=0,2,4,12,13,66", "OK").asks("AT+QCRST", "OK").readThrough("*ATREADY: 1\r\n");
        terminal.type("ATE0\r").readThrough("OK\r\n");
        terminal.asks("AT+QCBAND?", "+QCBAND: 0,2,4,12,13,66", "OK");
        assertThat(cell()).contains(",EUTRAN-BAND2,637,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+QCBAND=0",
                "AT+QCBAND=1,20",
                "AT+QCBAND=0,7",
                "AT+CTZR=4",
                "AT+CTZU=2",
                "AT+QCLEDMODE=2",
                "AT+CNTP",
                "AT+CNTP=\"\"",
                "AT+CNTP=\"a\",97",
                "AT+CNTP=\"a\",x",
                "AT+CCLK=\"2026/13/01,00:00:00+00\"",
                "AT+CCLK=2026",
                "AT+CGAUTH=7,1,\"u\",\"p\"",
                "AT+CGAUTH=0,1",
                "AT+CGATT=2",
                "AT+COPS=5"
            })
    void whatDoesNotFitIsAnError(String command) {
        terminal.asks(command, "ERROR");
    }

    @Test
    void cellsAreShownWhileThereIsOne() {
        terminal.asks(
                "AT+QCBCINFO",
                "+QCBCINFOSC: 3487,42,-98,-9,\"460\",\"00\",\"0B28B002\",\"2A2E\"",
                "+QCBCINFONC: 3487,43,-107,-18",
                "OK");
        terminal.asks("AT+CFUN=0", "OK").asks("AT+QCBCINFO", "OK");
    }

    @Test
    void theOperatorIsShownInThreeFormsAndCanBeLeft() {
        terminal.asks("AT+COPS?", "+COPS: 0,2,\"46000\",9", "OK")
                .asks("AT+COPS=3,0", "OK")
                .asks("AT+COPS?", "+COPS: 0,0,\"CHINA MOBILE\",9", "OK")
                .asks("AT+COPS=1,2,\"26201\"", "ERROR")
                .asks("AT+COPS=1,2,\"46000\"", "OK")
                .asks("AT+COPS?", "+COPS: 1,2,\"46000\",9", "OK")
                .asks("AT+COPS=2", "OK")
                .asks("AT+COPS?", "+COPS: 2", "OK")
                .asks("AT+CGATT?", "+CGATT: 0", "OK")
                .asks("AT+CGATT=1", "Network Available", "OK")
                .asks("AT+CGATT?", "+CGATT: 1", "OK")
                .asks("AT+COPS=0", "OK")
                .asks("AT+CGATT=0", "OK")
                .asks("AT+COPS?", "+COPS: 0", "OK");
    }

    @Test
    void withoutTheRadioTheRefusalIsThePlatformsOwn() {
        terminal.asks("AT+CFUN=0", "OK")
                .asks("AT+COPS=0", "ERROR")
                .asks("AT+CMEE=1", "OK")
                .asks("AT+CGATT=1", "+CME ERROR: 500")
                .asks("AT+CMEE=2", "OK")
                .asks("AT+COPS=?", "+CME ERROR: UE is in minimal function mode");
    }

    @Test
    void aContextHasParametersWhileItIsActive() {
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: 0").command("AT+CGCONTRDP");
        assertThat(terminal.readThrough("OK\r\n"))
                .matches("\\R\\+CGCONTRDP: [01],5,\"[a-z.]*\",\"10.84.17.161.255.255.255.0\",\"10.84.17.1\","
                        + "\"183.230.126.224\",\"183.230.126.225\",,,,,1500\\R\\ROK\\R");
        terminal.asks("AT+CGCONTRDP=4", "OK");
    }

    @Test
    void smallSettingsAreKeptAndAsked() {
        terminal.asks("AT+CTZR=?", "+CTZR: (0-3)", "OK")
                .asks("AT+CTZR=3", "OK")
                .asks("AT+CTZR?", "+CTZR: 3", "OK")
                .asks("AT+CTZU?", "+CTZU: 1", "OK")
                .asks("AT+CTZU=0", "OK")
                .asks("AT+CTZU?", "+CTZU: 0", "OK")
                .asks("AT+QCLEDMODE=0", "OK")
                .asks("AT+QCLEDMODE?", "+QCLEDMODE: 0", "OK")
                .asks("AT+QCPSMR=1", "OK")
                .asks("AT+QCPSMR?", "+QCPSMR: 1", "OK");
    }

    @Test
    void theClockIsSetByHandAndByATimeServer() throws IOException {
        try (VirtualModem modem = VirtualModem.builder()
                        .dialect("clock-unset")
                        .host("pool.ntp.org", "127.0.0.1")
                        .start();
                Terminal other = Terminal.at(modem)) {
            assertThat(clock(other)).matches("2000/01/01,00:0.:..\\+00");
            other.asks("AT+CNTP=\"pool.ntp.org\",-12", "OK")
                    .asks("AT+CNTP?", "+CNTP: \"pool.ntp.org\",-12", "OK")
                    .asks("AT+CNTP", "OK", "+CNTP: 0");
            assertThat(clock(other)).matches("20[2-9]\\d/.*-12");
            other.asks("AT+CCLK=\"26/03/09,08:41:39+12\"", "OK");
            assertThat(clock(other)).matches("2026/03/09,08:4[12]:..\\+12");
            other.asks("AT+CNTP=\"nowhere.invalid\"", "OK").asks("AT+CNTP", "OK", "+CNTP: 4");
            other.asks("AT+CNTP=\"192.0.2.1\"", "OK").asks("AT+CNTP", "OK", "+CNTP: 6");
            other.asks("AT+CFUN=0", "OK").asks("AT+CNTP", "OK", "+CNTP: 4");
        }
    }

    private static String clock(Terminal terminal) {
        String answer = terminal.command("AT+CCLK?").readThrough("OK\r\n");
        return answer.substring(answer.indexOf('"') + 1, answer.lastIndexOf('"'));
    }

    private String cell() {
        return terminal.command("AT+CPSI?").readThrough("OK\r\n");
    }
}
