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

/** The module that sleeps, as {@link Sleep} sees it. */
public interface Sleeper {

    /** What the host has set. */
    PowerSaving settings();

    /** Whether the module is registered. */
    boolean registered();

    /** Whether the module runs and is between two commands. */
    boolean idle();

    /** Whether nothing is under way either: no input, no output, no link that opens or sends. */
    boolean quiet();

    /** When the last byte came or went, as {@link System#nanoTime} says. */
    long lastByte();

    /** The same for the last byte that went. */
    long said();

    /** Switches the UART's output off, or on again. */
    void uart(boolean on);

    /** Starts as after a boot, but still registered. */
    void startAgain(boolean loud);
}
