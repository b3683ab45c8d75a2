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
package io.github.sim7028.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerialSettingsTest {

    @Test
    void theDefaultIsWhatTheModuleHas() {
        assertThat(SerialSettings.DEFAULT)
                .isEqualTo(new SerialSettings(115200, 8, 1, Parity.NONE, FlowControl.NONE))
                .hasToString("115200 8N1");
    }

    @ParameterizedTest
    @CsvSource({
        "0,8,1,baudRate: 0 is out of range (or the value is not a whole number),300 to 4000000",
        "299,8,1,baudRate: 299,300 to 4000000",
        "4000001,8,1,baudRate: 4000001,300 to 4000000",
        "115200,7,1,dataBits: 7,allowed is 8",
        "115200,9,1,dataBits: 9,allowed is 8",
        "115200,8,0,stopBits: 0,allowed are 1 and 2",
        "115200,8,3,stopBits: 3,allowed are 1 and 2",
    })
    void refusesAValueOutOfRangeAndNamesItAndTheRange(int baud, int data, int stop, String value, String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SerialSettings(baud, data, stop, Parity.NONE, FlowControl.NONE))
                .withMessageContaining(value)
                .withMessageContaining(range);
    }

    @ParameterizedTest
    @CsvSource({"none,NONE", "RtsCts,RTSCTS", "rts/cts,RTSCTS", "RTS_CTS,RTSCTS", "hardware,RTSCTS"})
    void readsAFlowControl(String name, FlowControl flowControl) {
        assertThat(FlowControl.of(name)).isEqualTo(flowControl);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xonxoff", "XON/XOFF", "software"})
    void refusesXonXoffWithTheReason(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowControl.of(name))
                .withMessageContaining("payload is binary")
                .withMessageContaining("none or rtscts");
    }

    @Test
    void readsAParityAndRefusesAnotherWord() {
        assertThat(Parity.of(" Even ")).isEqualTo(Parity.EVEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parity.of("straight"))
                .withMessageContaining("'straight'")
                .withMessageContaining("none, even, odd");
        assertThatIllegalArgumentException().isThrownBy(() -> FlowControl.of("dtr"));
    }
}
