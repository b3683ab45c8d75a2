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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How the answer of the module to one question reads. */
final class Reading {

    private final String text;
    private final boolean known;
    private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    private final Map<ModuleTime, Duration> times = new EnumMap<>(ModuleTime.class);

    private Reading(String text, boolean known) {
        this.text = text;
        this.known = known;
    }

    /** An answer that the project knows. */
    static Reading of(String text) {
        return new Reading(text, true);
    }

    /** An answer that nobody has seen before: the project wants to hear of it. */
    static Reading unknown(String text) {
        return new Reading(text, false);
    }

    /** The answer differs from the simulator's default in this way, if the condition holds. */
    Reading with(Quirk quirk, boolean condition) {
        if (condition) {
            quirks.add(quirk);
        }
        return this;
    }

    /** How long the module took. */
    Reading with(ModuleTime time, long millis) {
        times.put(time, Duration.ofMillis(millis));
        return this;
    }

    String text() {
        return text;
    }

    boolean known() {
        return known;
    }

    Set<Quirk> quirks() {
        return quirks;
    }

    Map<ModuleTime, Duration> times() {
        return times;
    }
}
