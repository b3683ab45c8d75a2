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
package io.github.sim7028.simulator.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bands of NB-IoT that the module has, and where the cells of the simulated network are. */
public final class Bands {

    /** All bands with the lowest downlink EARFCN of each (3GPP TS 36.101). */
    private static final Map<Integer, Integer> LOWEST_EARFCN = new TreeMap<>(Map.ofEntries(
            Map.entry(1, 0),
            Map.entry(2, 600),
            Map.entry(3, 1200),
            Map.entry(4, 1950),
            Map.entry(5, 2400),
            Map.entry(8, 3450),
            Map.entry(12, 5010),
            Map.entry(13, 5180),
            Map.entry(18, 5850),
            Map.entry(19, 6000),
            Map.entry(20, 6150),
            Map.entry(25, 8040),
            Map.entry(28, 9210),
            Map.entry(66, 66_436),
            Map.entry(71, 68_586),
            Map.entry(85, 70_366)));

    /** The band that is found first. */
    private static final int PREFERRED = 8;

    /** The cell is so many channels above the lowest. */
    private static final int CHANNEL = 37;

    private Bands() {}

    /** All bands of the module, ascending. */
    public static List<Integer> all() {
        return List.copyOf(LOWEST_EARFCN.keySet());
    }

    /** The band of the cell that a module finds which searches these bands. */
    public static int serving(List<Integer> searched) {
        return searched.contains(PREFERRED) ? PREFERRED : searched.get(0);
    }

    /** The downlink EARFCN of the cell in a band. */
    public static int earfcn(int band) {
        return LOWEST_EARFCN.get(band) + CHANNEL;
    }
}
