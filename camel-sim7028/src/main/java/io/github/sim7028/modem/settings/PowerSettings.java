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

import java.util.Objects;

/**
 * The settings of sleep.
 *
 * @param mode   whether the module may sleep
 * @param wakeUp wakes a module that does not hear its line; null for none
 */
public record PowerSettings(PowerSaving mode, WakeUp wakeUp) {

    public static final PowerSettings DEFAULT = new PowerSettings(PowerSaving.OFF, null);

    public PowerSettings {
        Objects.requireNonNull(mode, "powerSaving");
    }

    public PowerSettings with(PowerSaving other) {
        return new PowerSettings(other, wakeUp);
    }

    public PowerSettings with(WakeUp bean) {
        return new PowerSettings(mode, bean);
    }
}
