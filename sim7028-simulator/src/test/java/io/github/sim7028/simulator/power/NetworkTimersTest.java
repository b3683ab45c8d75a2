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
package io.github.sim7028.simulator.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.simulator.model.PowerSaving;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The octets of 3GPP. */
class NetworkTimersTest {

    @Test
    void theFactorysAreFiveMinutesAndTwentyHours() {
        assertThat(NetworkTimers.activeTime(PowerSaving.FACTORY.activeTime())).contains(Duration.ofMinutes(5));
        assertThat(NetworkTimers.periodicUpdate(PowerSaving.FACTORY.periodicUpdate()))
                .contains(Duration.ofHours(20));
    }

    @ParameterizedTest
    @CsvSource({
        "00000001, PT2S",
        "00011111, PT62S",
        "00100001, PT1M",
        "01000011, PT18M",
        "10100010, PT2M",
        "00000000, PT0S"
    })
    void theActiveTime(String octet, Duration time) {
        assertThat(NetworkTimers.activeTime(octet)).contains(time);
    }

    @ParameterizedTest
    @CsvSource({
        "00000001, PT10M",
        "00100001, PT1H",
        "01011111, PT310H",
        "01100001, PT2S",
        "10000010, PT1M",
        "10100010, PT2M",
        "11000001, PT320H"
    })
    void thePeriodicUpdate(String octet, Duration time) {
        assertThat(NetworkTimers.periodicUpdate(octet)).contains(time);
    }

    @Test
    void bothCanBeDeactivated() {
        assertThat(NetworkTimers.activeTime("11100000")).isEmpty();
        assertThat(NetworkTimers.periodicUpdate("11111111")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0010, 20480", "0011, 40960", "0101, 81920", "1001, 163840", "1111, 10485760", "0000, 20480"})
    void theCycle(String bits, long millis) {
        assertThat(NetworkTimers.edrxCycle(bits)).hasMillis(millis);
    }

    @ParameterizedTest
    @CsvSource({"0000, 2560", "0011, 10240", "1111, 40960"})
    void theWindow(String bits, long millis) {
        assertThat(NetworkTimers.pagingWindow(bits)).hasMillis(millis);
    }
}
