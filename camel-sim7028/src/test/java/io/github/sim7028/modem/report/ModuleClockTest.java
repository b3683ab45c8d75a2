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

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleClockTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026/03/09,08:41:39+12 | 2026-03-09T05:41:39Z | +03:00",
                "26/03/09,08:41:39+12   | 2026-03-09T05:41:39Z | +03:00",
                "2026/03/09,08:41:39-28 | 2026-03-09T15:41:39Z | -07:00",
                "2026/03/09,08:41:39+22 | 2026-03-09T03:11:39Z | +05:30",
                "2026/03/09,08:41:39+00 | 2026-03-09T08:41:39Z | +00:00",
            })
    void yearsHaveTwoOrFourDigitsAndZonesAreQuartersOfAnHour(String text, Instant time, String zone) {
        assertThat(ModuleClock.of(text)).isEqualTo(new ModuleClock(true, time, "2026-03-09T08:41:39", zone, text));
    }

    @Test
    void withoutAZoneTheMomentIsNotKnown() {
        assertThat(ModuleClock.of("2026/03/09,08:41:00"))
                .isEqualTo(new ModuleClock(true, null, "2026-03-09T08:41:00", null, "2026/03/09,08:41:00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2000/01/01,00:00:12+00 | 2000-01-01T00:00:12",
                "2000/01/03,10:00:00    | 2000-01-03T10:00:00",
                "00/01/01,00:00:12+00   | 2000-01-01T00:00:12",
                "80/01/06,00:04:31+00   | 1980-01-06T00:04:31",
                "1980/01/06,00:04:31+32 | 1980-01-06T00:04:31",
            })
    void aClockThatCountsFromItsOwnBeginningIsNotSet(String text, String local) {
        ModuleClock clock = ModuleClock.of(text);
        assertThat(clock.set()).isFalse();
        assertThat(clock.time()).isNull();
        assertThat(clock.local()).isEqualTo(local);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000/00/00,00:00:00", "2026/13/40,25:61:61+12", "2026/03/09,08:41:39+99", "soon"})
    void whatCannotBeReadIsShownAndIsNotSet(String text) {
        assertThat(ModuleClock.of(text)).isEqualTo(new ModuleClock(false, null, null, null, text));
    }
}
