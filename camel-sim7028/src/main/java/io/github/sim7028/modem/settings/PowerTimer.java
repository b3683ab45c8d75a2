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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The timers of power saving, as 3GPP codes them: a few bits for the unit and the count, so that not every duration can be requested. A value
 * that cannot be coded is refused with its nearest neighbours.
 */
public enum PowerTimer {
    /** T3412 extended (3GPP TS 24.008, 10.5.7.4a): a unit of three bits and a count of five. */
    PERIODIC_UPDATE(units(600, "000", 3600, "001", 36_000, "010", 2, "011", 30, "100", 60, "101", 1_152_000, "110"), 1),
    /** T3324 (3GPP TS 24.008, 10.5.7.3): the same with fewer units; 0 ends the active time at once. */
    ACTIVE_TIME(units(2, "000", 60, "001", 360, "010"), 0),
    /** The eDRX cycle in NB-IoT (3GPP TS 24.008, 10.5.5.32). */
    EDRX_CYCLE(cycles());

    private static final int LARGEST_COUNT = 31;

    /** The code to use for each duration. */
    private final TreeMap<Duration, String> codes;
    /** Each code, of which several may stand for one duration. */
    private final Map<String, Duration> durations = new HashMap<>();

    PowerTimer(Map<Duration, String> units, int first) {
        codes = new TreeMap<>();
        // of two codes for one duration the one with the smaller unit
        units.entrySet().stream()
                .sorted(Map.Entry.<Duration, String>comparingByKey().reversed())
                .forEach(unit -> {
                    for (int count = first; count <= LARGEST_COUNT; count++) {
                        String bits = Integer.toBinaryString(32 + count).substring(1);
                        codes.put(unit.getKey().multipliedBy(count), unit.getValue() + bits);
                        durations.put(unit.getValue() + bits, unit.getKey().multipliedBy(count));
                    }
                });
    }

    PowerTimer(TreeMap<Duration, String> cycles) {
        codes = cycles;
        cycles.forEach((duration, bits) -> durations.put(bits, duration));
    }

    private static Map<Duration, String> units(Object... secondsAndBits) {
        Map<Duration, String> units = new TreeMap<>();
        for (int i = 0; i < secondsAndBits.length; i += 2) {
            units.put(Duration.ofSeconds((int) secondsAndBits[i]), (String) secondsAndBits[i + 1]);
        }
        return units;
    }

    private static TreeMap<Duration, String> cycles() {
        TreeMap<Duration, String> cycles = new TreeMap<>();
        Duration cycle = Duration.ofMillis(20_480);
        for (String bits : List.of("0010", "0011", "0101", "1001", "1010", "1011", "1100", "1101", "1110", "1111")) {
            cycles.put(cycle, bits);
            cycle = cycle.multipliedBy(2);
        }
        return cycles;
    }

    /**
     * The bits for a duration.
     *
     * @throws IllegalArgumentException naming the option, and the nearest durations that there are bits for
     */
    public String code(String option, Duration value) {
        String code = codes.get(value);
        if (code != null) {
            return code;
        }
        List<String> nearest = new ArrayList<>();
        if (codes.floorKey(value) != null) {
            nearest.add(Limits.words(codes.floorKey(value)));
        }
        if (codes.ceilingKey(value) != null) {
            nearest.add(Limits.words(codes.ceilingKey(value)));
        }
        throw new IllegalArgumentException(option + ": " + Limits.words(value)
                + " is not a value that the network knows; nearest " + (nearest.size() == 1 ? "is " : "are ")
                + String.join(" and ", nearest));
    }

    /** The duration for bits; null if they stand for none, as for a timer that is switched off. */
    public Duration decode(String bits) {
        return durations.get(bits);
    }
}
