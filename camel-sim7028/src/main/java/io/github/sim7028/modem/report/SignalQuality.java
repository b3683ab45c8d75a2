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

/**
 * The signal that the module receives from its cell (AT+CSQ).
 *
 * @param rssi    0 to 31, {@link #UNKNOWN} if the module does not know the value
 * @param dbm     received power in dBm, -113 (or less) to -51 (or more); null when unknown
 * @param quality the meaning: unknown, very weak, weak, fair, good, very good
 */
public record SignalQuality(int rssi, Integer dbm, String quality) implements AsMap {

    public static final int UNKNOWN = 99;

    private static final int WEAK = 5;
    private static final int FAIR = 10;
    private static final int GOOD = 15;
    private static final int VERY_GOOD = 20;
    private static final int HIGHEST = 31;
    private static final int LOWEST_DBM = -113;

    /** The signal quality for a value of {@code <rssi>}. */
    public static SignalQuality of(int rssi) {
        if (rssi < 0 || rssi > HIGHEST) {
            return new SignalQuality(UNKNOWN, null, "unknown");
        }
        String quality;
        if (rssi < WEAK) {
            quality = "very weak";
        } else if (rssi < FAIR) {
            quality = "weak";
        } else if (rssi < GOOD) {
            quality = "fair";
        } else {
            quality = rssi < VERY_GOOD ? "good" : "very good";
        }
        return new SignalQuality(rssi, LOWEST_DBM + 2 * rssi, quality);
    }

    public boolean known() {
        return rssi != UNKNOWN;
    }

    /** As in {@code 23 of 31 (-67 dBm, very good)}. */
    public String describe() {
        return known() ? rssi + " of " + HIGHEST + " (" + dbm + " dBm, " + quality + ")" : "unknown (99)";
    }
}
