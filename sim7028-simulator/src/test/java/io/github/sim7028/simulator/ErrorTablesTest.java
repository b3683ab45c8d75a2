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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.junit.VirtualModemExtension;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every row of Tables 2 and 3 (5.1, 5.2) can be had. */
@Timeout(60)
class ErrorTablesTest {

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

    @ParameterizedTest
    @EnumSource
    void eachErrorInfoComesInWordsAndNumbers(ErrorInfo error) {
        sim.modem().faults().add(Fault.ipError(error, "CIPACK"));
        terminal.asks("AT+CIPACK=0", "+IP ERROR: " + error.words(), "ERROR")
                .asks("AT+CIPCCFG=,,,0", "OK")
                .asks("AT+CIPACK=0", "+IP ERROR: " + error.number(), "ERROR");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SUCCESS")
    void eachErrComesInTheFormOfItsCommand(ErrorCode error) {
        int code = error.number();
        assertThat(error.words()).isNotBlank();
        sim.modem().faults().add(Fault.fail(error, "*"));
        terminal.asks("AT+NETOPEN", "OK", "+NETOPEN: " + code)
                .asks("AT+CIPOPEN=0,\"TCP\",\"127.0.0.1\",80", "OK", "+CIPOPEN: 0," + code)
                .asks("AT+CIPOPEN=1,\"UDP\",,,80", "+CIPOPEN: 1," + code, "ERROR")
                .asks("AT+CIPSEND=0,5", "+CIPERROR: " + code, "ERROR")
                .asks("AT+CIPCLOSE=0", "+CIPCLOSE: 0," + code, "ERROR")
                .asks("AT+SERVERSTART=80,0", "+CIPERROR: " + code, "ERROR")
                .asks("AT+SERVERSTOP=1", "+SERVERSTOP: 1," + code, "ERROR")
                .asks("AT+NETCLOSE", "+NETCLOSE: " + code, "ERROR");
        sim.modem().faults().clear();
        terminal.asks("AT+NETOPEN?", "+NETOPEN: 0", "OK");
    }

    @Test
    void theTablesAreTheNotes() {
        assertThat(ErrorInfo.values()).hasSize(23);
        assertThat(ErrorInfo.NO_DATA.number()).isEqualTo(22);
        assertThat(ErrorCode.values()).hasSize(13);
        assertThat(ErrorCode.UNKNOWN.number()).isEqualTo(12);
    }
}
