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
package io.github.sim7028.modem.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingCellTest {

    private static final String WHOLE = "NB,Online,460-00,0x2A2E,187215874,42,EUTRAN-BAND8,3687,0,0,-9,-98,-70,12";

    @Test
    void readsAllFields() {
        assertThat(ServingCell.of(WHOLE))
                .isEqualTo(
                        new ServingCell(true, "NB", "Online", "46000", 0x2A2E, 187215874L, 42, 8, 3687, -98, -9.0, 12));
    }

    @Test
    void readsTheOlderNameOfTheMode() {
        ServingCell cell = ServingCell.of(WHOLE.replace("NB,", "LTE NB-IOT, "));
        assertThat(cell.mode()).isEqualTo("LTE NB-IOT");
        assertThat(cell.state()).isEqualTo("Online");
        assertThat(cell.movedFrom(ServingCell.of(WHOLE))).isFalse();
    }

    @Test
    void readsLevelsInTenthsOfADecibel() {
        ServingCell cell = ServingCell.of("NB,Online,460-00,0x2A2E,1,42,EUTRAN-BAND8,3687,0,0,-94,-854,-545,15");
        assertThat(cell.rsrp()).isEqualTo(-85);
        assertThat(cell.rsrq()).isEqualTo(-9.4);
        assertThat(cell.sinr()).isEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO SERVICE", "NO SERVICE,Online", "no service, Offline", ""})
    void knowsThatThereIsNoCell(String text) {
        ServingCell cell = ServingCell.of(text);
        assertThat(cell.inService()).isFalse();
        assertThat(cell.cell()).isNull();
        assertThat(cell.describe()).isEqualTo("no service");
    }

    @Test
    void leavesOutWhatATruncatedLineLacks() {
        assertThat(ServingCell.of("NB,Online,310-260"))
                .isEqualTo(new ServingCell(
                        true, "NB", "Online", "310260", null, null, null, null, null, null, null, null));
        assertThat(ServingCell.of("NB,Online,310-260,0x2A2E,187215874,42,EUTRAN-BAND8,3687,0,0,-9")
                        .rsrq())
                .isEqualTo(-9.0);
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        ServingCell cell = ServingCell.of("NB,Online,,0xZZ,99999999999999999999,,BAND,-,0,0,x,0,-70,");
        assertThat(cell)
                .isEqualTo(new ServingCell(true, "NB", "Online", null, null, null, null, null, null, null, null, null));
    }

    /** 3GPP TS 27.007, 8.69. */
    @ParameterizedTest
    @CsvSource({"31,70,-4.5,-71", "22,43,-9.0,-98", "0,0,-20.0,-141", "34,97,-3.0,-44"})
    void levelsAreDecoded(int rsrqCode, int rsrpCode, double rsrq, int rsrp) {
        ServingCell cell = ServingCell.UNKNOWN.withLevels(rsrqCode, rsrpCode);
        assertThat(cell.rsrq()).isEqualTo(rsrq);
        assertThat(cell.rsrp()).isEqualTo(rsrp);
    }

    @Test
    void unknownLevelsChangeNothing() {
        assertThat(ServingCell.of(WHOLE).withLevels(255, 255)).isEqualTo(ServingCell.of(WHOLE));
        assertThat(ServingCell.UNKNOWN.withLevels(255, 255)).isEqualTo(ServingCell.UNKNOWN);
    }

    @Test
    void isDescribedInOneLine() {
        assertThat(ServingCell.of(WHOLE).describe())
                .isEqualTo(
                        "NB, operator 46000, band 8, cell 187215874, TAC 10798, RSRP -98 dBm, RSRQ -9.0 dB, SINR 12 dB");
        assertThat(ServingCell.UNKNOWN.withLevels(31, 70).describe())
                .isEqualTo("unknown cell, RSRP -71 dBm, RSRQ -4.5 dB");
    }
}
