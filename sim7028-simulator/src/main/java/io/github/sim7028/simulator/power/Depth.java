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

import io.github.sim7028.simulator.model.PowerSaving;

/** How deep a module sleeps. */
enum Depth {
    /** Not at all. */
    AWAKE,
    /** Any byte wakes the module, and the first ones are lost. */
    LIGHT,
    /** The UART does not receive, except at 9600 baud. */
    DEEP,
    /** The UART has no power, except what listens for 9600 baud; the memory is lost. */
    HIBERNATE;

    private static final int LIGHT_SLEEP = 2;

    /** How deep the host lets the module sleep. */
    static Depth allowed(PowerSaving settings) {
        int depth = settings.sleepMode() == 0 ? 0 : settings.sleepDepth();
        return depth < LIGHT_SLEEP ? AWAKE : values()[depth - LIGHT_SLEEP + 1];
    }
}
