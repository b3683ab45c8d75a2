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
import java.util.Locale;
import java.util.stream.Collectors;

/** How long what a module does takes, where no option says otherwise. */
public enum TimeProfile {

    /** As seen on hardware; for people and for long runs. */
    REAL,
    /** As fast as it goes; for tests. */
    FAST;

    /** The name in options: {@code real}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile of this option name. */
    public static TimeProfile of(String optionName) {
        return Arrays.stream(values())
                .filter(profile -> profile.optionName().equals(optionName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values()).map(TimeProfile::optionName).collect(Collectors.joining(" or "))));
    }

    Duration of(ModuleTime time) {
        return this == REAL ? time.real() : time.fast();
    }
}
