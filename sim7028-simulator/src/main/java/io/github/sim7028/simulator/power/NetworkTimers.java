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

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The timers of power saving as 3GPP TS 24.008 codes them (10.5.7.3, 10.5.7.4a, 10.5.5.32). */
final class NetworkTimers {

    private static final int UNIT_BITS = 3;
    private static final String DEACTIVATED = "111";
    private static final Duration SHORTEST_CYCLE = Duration.ofMillis(20_480);
    private static final Duration WINDOW_STEP = Duration.ofMillis(2560);

    private static final Map<String, Duration> PERIODIC_UNITS = Map.of(
            "000", Duration.ofMinutes(10),
            "001", Duration.ofHours(1),
            "010", Duration.ofHours(10),
            "011", Duration.ofSeconds(2),
            "100", Duration.ofSeconds(30),
            "101", Duration.ofMinutes(1),
            "110", Duration.ofHours(320));

    private static final Map<String, Duration> ACTIVE_UNITS = Map.of(
            "000", Duration.ofSeconds(2),
            "001", Duration.ofMinutes(1),
            "010", Duration.ofMinutes(6));

    /** Multiples of the shortest cycle; all other values of NB-IoT mean the shortest. */
    private static final Map<String, Integer> CYCLES = Map.of(
            "0011", 2, "0101", 4, "1001", 8, "1010", 16, "1011", 32, "1100", 64, "1101", 128, "1110", 256, "1111", 512);

    private NetworkTimers() {}

    /** T3412 extended; empty when it is deactivated. */
    static Optional<Duration> periodicUpdate(String octet) {
        return timer(octet, PERIODIC_UNITS);
    }

    /** T3324; empty when it is deactivated, which is the same as no PSM. */
    static Optional<Duration> activeTime(String octet) {
        return timer(octet, ACTIVE_UNITS);
    }

    /** The cycle of eDRX in NB-IoT. */
    static Duration edrxCycle(String bits) {
        return SHORTEST_CYCLE.multipliedBy(CYCLES.getOrDefault(bits, 1));
    }

    /** The paging time window in NB-IoT. */
    static Duration pagingWindow(String bits) {
        return WINDOW_STEP.multipliedBy(Integer.parseInt(bits, 2) + 1L);
    }

    private static Optional<Duration> timer(String octet, Map<String, Duration> units) {
        String unit = octet.substring(0, UNIT_BITS);
        int count = Integer.parseInt(octet.substring(UNIT_BITS), 2);
        return unit.equals(DEACTIVATED)
                ? Optional.empty()
                // a unit that is not defined counts in minutes
                : Optional.of(units.getOrDefault(unit, Duration.ofMinutes(1)).multipliedBy(count));
    }
}
