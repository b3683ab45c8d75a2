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

import java.util.Map;

/**
 * What a module has slept so far.
 *
 * @param sleeps how often it fell asleep
 * @param wakes how often it woke, by cause; a cause that did not occur is 0
 * @param periodicUpdates how often it updated its registration by itself (T3412), which wakes nothing but its radio
 * @param lostBytes how many bytes of the host were lost because it slept
 */
public record SleepCounts(long sleeps, Map<WakeCause, Long> wakes, long periodicUpdates, long lostBytes) {

    /** Copies the wakes. */
    public SleepCounts {
        wakes = Map.copyOf(wakes);
    }

    /** How often it woke for this cause. */
    public long wakes(WakeCause cause) {
        return wakes.getOrDefault(cause, 0L);
    }

    /** How often it woke. */
    public long allWakes() {
        return wakes.values().stream().mapToLong(Long::longValue).sum();
    }
}
