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

import java.util.List;

/**
 * The network registration of the module (AT+CEREG?).
 *
 * @param stat       {@code <stat>}, see 3GPP TS 27.007
 * @param registered whether data can be transferred, in the home network or roaming
 * @param words      the meaning
 */
public record RegistrationState(int stat, boolean registered, String words) implements AsMap {

    private static final int HOME = 1;
    private static final int SEARCHING = 2;
    private static final int ROAMING = 5;
    private static final List<String> WORDS = List.of(
            "not registered and not searching",
            "registered, home network",
            "searching for a network",
            "registration denied",
            "unknown, for example out of coverage",
            "registered, roaming");

    /** The registration for a value of {@code <stat>}. */
    public static RegistrationState of(int stat) {
        boolean known = stat >= 0 && stat < WORDS.size();
        return new RegistrationState(
                stat, stat == HOME || stat == ROAMING, known ? WORDS.get(stat) : "no registration for data");
    }

    /** Whether the module is looking for a network; it is left alone then. */
    public boolean searching() {
        return stat == SEARCHING;
    }
}
