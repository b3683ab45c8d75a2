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

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is left of settings and sockets when a module wakes from the sleep of power saving. */
public enum AfterSleep {

    /** Depends on the depth: after hibernation as after a boot, otherwise everything is kept. */
    DEPTH,
    /** Everything is kept. */
    KEPT,
    /** As after a boot, with its lines. */
    BOOT,
    /** As after a boot, and no line says so. */
    SILENT_BOOT;

    /** The name in options: {@code silent-boot}. */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of this option name. */
    public static AfterSleep of(String optionName) {
        return Arrays.stream(values())
                .filter(value -> value.optionName().equals(optionName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be "
                        + Arrays.stream(values()).map(AfterSleep::optionName).collect(Collectors.joining(", "))));
    }

    boolean keeps(Depth depth) {
        return this == KEPT || this == DEPTH && depth != Depth.HIBERNATE;
    }
}
