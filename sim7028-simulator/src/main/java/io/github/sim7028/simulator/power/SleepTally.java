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

import io.github.sim7028.simulator.model.Transcript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what a module sleeps, and writes it down. */
final class SleepTally {

    private final Transcript transcript;
    private long sleeps;
    private long lostBytes;
    private final Map<WakeCause, Long> wakes = new EnumMap<>(WakeCause.class);

    SleepTally(Transcript transcript) {
        this.transcript = transcript;
    }

    void sleeps(Depth depth) {
        transcript.event("asleep: " + depth.name().toLowerCase(Locale.ROOT));
        sleeps++;
    }

    void wakes(WakeCause cause) {
        transcript.event("wakes up: " + cause.name().toLowerCase(Locale.ROOT));
        wakes.merge(cause, 1L, Long::sum);
    }

    void loses(int bytes, Depth depth) {
        if (bytes > 0) {
            transcript.event((depth == Depth.LIGHT ? "lost at wake-up: " : "asleep, lost: ")
                    + bytes
                    + (bytes == 1 ? " byte" : " bytes"));
            lostBytes += bytes;
        }
    }

    void clear() {
        sleeps = 0;
        lostBytes = 0;
        wakes.clear();
    }

    SleepCounts counts(long updates) {
        return new SleepCounts(sleeps, wakes, updates, lostBytes);
    }
}
