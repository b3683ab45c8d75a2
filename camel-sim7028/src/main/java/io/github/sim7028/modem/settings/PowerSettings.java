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

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of sleep.
 *
 * @param mode           whether the module may sleep
 * @param wakeUp         wakes a module that does not hear its line; null for none
 * @param periodicUpdate with PSM, after how long the module reports to the network by itself (T3412 extended)
 * @param activeTime     with PSM, for how long the module can still be reached after its last traffic (T3324)
 * @param edrxCycle      with eDRX, how often the module listens to the network
 * @param release        for how long the network keeps the radio connection after the last traffic, before the active time begins; a guess
 *                       that must not be too short
 */
public record PowerSettings(
        PowerSaving mode,
        WakeUp wakeUp,
        Duration periodicUpdate,
        Duration activeTime,
        Duration edrxCycle,
        Duration release) {

    public static final PowerSettings DEFAULT = new PowerSettings(
            PowerSaving.OFF,
            null,
            Duration.ofHours(20),
            Duration.ofMinutes(1),
            Duration.ofMillis(81_920),
            Duration.ofSeconds(30));

    public PowerSettings {
        Objects.requireNonNull(mode, "powerSaving");
        PowerTimer.PERIODIC_UPDATE.code("psmPeriodicUpdate", periodicUpdate);
        PowerTimer.ACTIVE_TIME.code("psmActiveTime", activeTime);
        PowerTimer.EDRX_CYCLE.code("edrxCycle", edrxCycle);
        if (activeTime.compareTo(periodicUpdate) >= 0) {
            throw new IllegalArgumentException("psmActiveTime: " + Limits.words(activeTime)
                    + " leaves no time to sleep; the value must be less than psmPeriodicUpdate="
                    + Limits.words(periodicUpdate));
        }
    }

    public PowerSettings with(PowerSaving other) {
        return new PowerSettings(other, wakeUp, periodicUpdate, activeTime, edrxCycle, release);
    }

    public PowerSettings with(WakeUp bean) {
        return new PowerSettings(mode, bean, periodicUpdate, activeTime, edrxCycle, release);
    }

    /** Whether the module sleeps so deeply that its links are gone, and the driver wakes it. */
    public boolean sleeps() {
        return mode == PowerSaving.PSM;
    }

    /** Whether the module may be asleep after a pause: also where its sleep is left as it is. */
    public boolean maySleep() {
        return sleeps() || mode == PowerSaving.KEEP;
    }

    /** {@link #periodicUpdate} as AT+CPSMS takes it. */
    public String periodicUpdateCode() {
        return PowerTimer.PERIODIC_UPDATE.code("psmPeriodicUpdate", periodicUpdate);
    }

    /** {@link #activeTime} as AT+CPSMS takes it. */
    public String activeTimeCode() {
        return PowerTimer.ACTIVE_TIME.code("psmActiveTime", activeTime);
    }

    /** {@link #edrxCycle} as AT+CEDRXS takes it. */
    public String edrxCycleCode() {
        return PowerTimer.EDRX_CYCLE.code("edrxCycle", edrxCycle);
    }
}
