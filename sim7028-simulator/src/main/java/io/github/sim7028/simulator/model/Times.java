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

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The times of one module.
 *
 * @param profile what holds where no time is set
 * @param own those that are set
 * @param scale the network's times, those of 3GPP among them, pass so many times as fast; at least 1
 */
public record Times(TimeProfile profile, Map<ModuleTime, Duration> own, int scale) {

    /** Those of tests. */
    public static final Times FAST = new Times(TimeProfile.FAST, Map.of(), 1);

    /** Copies what is set. */
    public Times {
        Map<ModuleTime, Duration> copy = new EnumMap<>(ModuleTime.class);
        copy.putAll(own);
        own = Collections.unmodifiableMap(copy);
    }

    /** The same on the base of another profile. */
    public Times with(TimeProfile other) {
        return new Times(other, own, scale);
    }

    /** The same with one time set. */
    public Times with(ModuleTime time, Duration value) {
        Map<ModuleTime, Duration> more = new EnumMap<>(ModuleTime.class);
        more.putAll(own);
        more.put(time, value);
        return new Times(profile, more, scale);
    }

    /** The same with another scale. */
    public Times withScale(int times) {
        return new Times(profile, own, times);
    }

    /** How long it is said to take, before the scale. */
    public Duration nominal(ModuleTime time) {
        return own.getOrDefault(time, profile.of(time));
    }

    /** How long it takes here. */
    public Duration of(ModuleTime time) {
        return time.ofTheNetwork() ? scaled(nominal(time)) : nominal(time);
    }

    /** The profile, and each time as an option. */
    @Override
    public String toString() {
        return Stream.concat(
                        Arrays.stream(ModuleTime.values())
                                .map(time -> time.optionName() + '=' + Durations.format(nominal(time))),
                        scale > 1 ? Stream.of("timeScale=" + scale) : Stream.empty())
                .collect(Collectors.joining(", ", profile.optionName() + " (", ")"));
    }

    /** How long a time of the network takes here. */
    public Duration scaled(Duration ofTheNetwork) {
        return ofTheNetwork.dividedBy(scale);
    }
}
