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
package io.github.sim7028.modem.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.kit.Changed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timers of power saving as 3GPP TS 24.008 codes them. */
class PowerTimerTest {

    @ParameterizedTest
    @CsvSource({
        // unit and count of 10.5.7.4a: 2 s, 30 s, 1 min, 10 min, 1 h, 10 h, 320 h
        "PERIODIC_UPDATE, PT2S,      01100001",
        "PERIODIC_UPDATE, PT62S,     01111111",
        "PERIODIC_UPDATE, PT90S,     10000011",
        "PERIODIC_UPDATE, PT31M,     10111111",
        "PERIODIC_UPDATE, PT40M,     00000100",
        "PERIODIC_UPDATE, PT20H,     00110100",
        "PERIODIC_UPDATE, PT310H,    01011111",
        "PERIODIC_UPDATE, PT9920H,   11011111",
        // 10.5.7.3: 2 s, 1 min, 6 min
        "ACTIVE_TIME,     PT0S,      00000000",
        "ACTIVE_TIME,     PT30S,     00001111",
        "ACTIVE_TIME,     PT5M,      00100101",
        "ACTIVE_TIME,     PT186M,    01011111",
        // 10.5.5.32, NB-S1 mode
        "EDRX_CYCLE,      PT20.48S,  0010",
        "EDRX_CYCLE,      PT81.92S,  0101",
        "EDRX_CYCLE,      PT10485.76S, 1111"
    })
    void aDurationHasItsBits(PowerTimer timer, Duration duration, String bits) {
        assertThat(timer.code("option", duration)).isEqualTo(bits);
        assertThat(timer.decode(bits)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "PERIODIC_UPDATE, 00000110, PT1H",
        "PERIODIC_UPDATE, 00101010, PT10H",
        "ACTIVE_TIME, 00011110, PT1M",
        "PERIODIC_UPDATE, 00000001, PT10M",
        "PERIODIC_UPDATE, 00100001, PT1H",
        "PERIODIC_UPDATE, 01000010, PT20H",
        "ACTIVE_TIME, 00100001, PT1M",
        "ACTIVE_TIME, 01000010, PT12M"
    })
    void anyOfSeveralCodesForADurationIsUnderstood(PowerTimer timer, String bits, Duration duration) {
        assertThat(timer.decode(bits)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"PERIODIC_UPDATE, 11100000", "ACTIVE_TIME, 11111111", "ACTIVE_TIME, ''", "EDRX_CYCLE, 0000"})
    void aTimerThatIsOffHasNoDuration(PowerTimer timer, String bits) {
        assertThat(timer.decode(bits)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PERIODIC_UPDATE | PT3S    | option: 3s is not a value that the network knows; nearest are 2s and 4s",
                "PERIODIC_UPDATE | PT1S    | option: 1s is not a value that the network knows; nearest is 2s",
                "PERIODIC_UPDATE | PT32H   | option: 1920m is not a value that the network knows; nearest are 1860m and 2400m",
                "PERIODIC_UPDATE | PT9921H | option: 595260m is not a value that the network knows; nearest is 595200m",
                "ACTIVE_TIME     | PT61S   | option: 61s is not a value that the network knows; nearest are 1m and 62s",
                "EDRX_CYCLE      | PT80S   | option: 80s is not a value that the network knows; nearest are 40960ms and 81920ms"
            })
    void anyOtherDurationIsRefusedWithItsNeighbours(PowerTimer timer, Duration duration, String message) {
        assertThatThrownBy(() -> timer.code("option", duration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void anActiveTimeThatLeavesNoSleepIsRefused() {
        assertThatThrownBy(() -> Changed.with(
                        PowerSettings.DEFAULT,
                        "activeTime",
                        Duration.ofMinutes(10),
                        "periodicUpdate",
                        Duration.ofMinutes(10)))
                .hasMessage("psmActiveTime: 10m leaves no time to sleep; the value must be less than"
                        + " psmPeriodicUpdate=10m");
    }
}
