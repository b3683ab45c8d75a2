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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What V.250 has and the note does not mention: S-registers, {@code A/}, dialling, the form of results. */
@Timeout(60)
class TerminalCommandsTest {

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
    void registersAreSetAndAsked() {
        terminal.asks("ATS0?", "000", "OK")
                .asks("ATS0=2S7=30", "OK")
                .asks("ATS0?", "002", "OK")
                .asks("ATS7?;+CMEE?", "030", "+CMEE: 0", "OK")
                .asks("ATS3?", "013", "OK")
                .asks("ATS0=?", "S0: (0-255)", "OK")
                .asks("ATZ", "OK")
                .type("ATE0\r")
                .readThrough("OK\r\n");
        terminal.asks("ATS0?", "000", "OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATS0=256", "ATS1=1", "ATS3=10", "ATS99?", "ATS0", "ATS?"})
    void aRegisterThatIsNotThereAndAValueThatDoesNotFitAreErrors(String command) {
        terminal.asks(command, "ERROR");
    }

    /** The init strings of wvdial as it comes. */
    @Test
    void theInitStringsOfWvdialAreAnsweredAndACallIsNot() {
        terminal.type("ATZ\r").sees("\r\nOK\r\n");
        terminal.type("ATQ0 V1 E1 S0=0 &C1 &D2 +FCLASS=0\r").sees("ATQ0 V1 E1 S0=0 &C1 &D2 +FCLASS=0\r\r\nOK\r\n");
        terminal.type("ATDT*99#\r").sees("ATDT*99#\r\r\nNO CARRIER\r\n");
        terminal.type("ATH;E0\r").sees("ATH;E0\r\r\nOK\r\n");
        terminal.asks("ATD*99***1#;+CSQ", "NO CARRIER").asks("ATA", "NO CARRIER");
    }

    @Test
    void aSlashRepeatsTheLastLineWithoutACr() {
        terminal.type("A/").says("OK");
        terminal.asks("AT+CSQ", "+CSQ: 23,0", "OK").type("a/").says("+CSQ: 23,0", "OK");
        terminal.type("A/\r").says("+CSQ: 23,0", "OK").isQuiet();
        assertThat(sim.modem().commands()).containsSubsequence("AT+CSQ", "AT+CSQ", "AT+CSQ", "AT");
    }

    @Test
    void resultsAreSilentOrNumbers() {
        terminal.asks("ATV0").sees("0\r");
        terminal.type("AT+NOSUCH\r").sees("4\r");
        terminal.type("ATD1\r").sees("3\r");
        terminal.type("AT+CSQ\r").sees("\r\n+CSQ: 23,0\r\n0\r");
        terminal.type("ATV1\r").says("OK");
        terminal.command("ATQ1")
                .asks("AT+CSQ", "+CSQ: 23,0")
                .command("AT+NOSUCH")
                .asks("ATQ0", "OK");
    }

    @Test
    void thePinAndThePasswordOfAnApnAreInNoTranscript() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (VirtualModem modem = VirtualModem.builder()
                        .simPin("4321")
                        .faults("delay 1ms command=CGAUTH")
                        .transcript(lines::add)
                        .start();
                Terminal other = Terminal.at(modem)) {
            other.asks("AT+CPIN=\"4321\"", "OK", "+CPIN: READY", "Network Available")
                    .asks("AT+CGAUTH=0,1,\"user\",\"swordfish\"", "OK")
                    .asks("at+cgauth=0,2,\"user\",\"swordfish\";+CGAUTH?", "+CGAUTH: 0,2,\"user\"", "OK")
                    .asks("AT+CGAUTH=1,1,\"user\",\"swordfish", "ERROR");
            assertThat(modem.settings().authentications.get(0).password()).isEqualTo("swordfish");
            assertThat(modem.settings().authentications.toString()).doesNotContain("swordfish");
        }
        assertThat(lines)
                .anyMatch(line -> line.contains("AT+CPIN=***"))
                .anyMatch(line -> line.contains("AT+CGAUTH=0,1,***"))
                .noneMatch(line -> line.contains("4321") || line.contains("swordfish"));
    }
}
