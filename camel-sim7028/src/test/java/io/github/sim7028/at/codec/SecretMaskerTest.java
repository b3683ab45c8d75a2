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
package io.github.sim7028.at.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that belong to a person, in lines that go to logs and events. */
class SecretMaskerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "860000000000017               | ***",
                "\"860000000000017\"           | ***",
                "89860012345678901234          | ***",
                "8986001234567890123F          | ***",
                "+CGSN: \"860000000000017\"    | +CGSN: ***",
                "+CIMI:460000123456789         | +CIMI:***",
                "+ICCID: 89860012345678901234  | +ICCID: ***",
                "+CICCID:89860012345678901234  | +CICCID:***",
                "IMEI: 860000000000017         | IMEI: ***",
                "+CPN=\"1234\"                 | +CPN=***",
                "\"1234\"                      | ***",
                "1234                          | ***",
            })
    void areMasked(String line, String shown) {
        assertThat(SecretMasker.maskedLine(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+CPSI: NB,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3687,0,0,-9,-98,-67,12",
                "+CCLK: \"2026/03/09,08:41:39+12\"",
                "2110B07SIM7028",
                "VBAT, 3600",
                "+CGPADDR: 1,\"10.84.17.161\""
            })
    void whatNamesNobodyIsShown(String line) {
        assertThat(SecretMasker.maskedLine(line)).isEqualTo(line);
    }
}
