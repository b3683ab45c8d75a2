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

import java.time.Duration;

/**
 * How a module sleeps.
 *
 * @param granted whether the network grants PSM and eDRX
 * @param after what is left after the sleep of power saving
 * @param rxWakes whether the board leads RXD to the wake pin
 * @param dtrWakes whether the board leads DTR to the wake pin
 * @param sleepAfter how long nothing is sent and received before the module falls into light sleep, whatever the network; zero for
 *     never
 * @param wakeLoss how many bytes are lost when the module wakes from light sleep
 */
public record SleepSetup(
        boolean granted, AfterSleep after, boolean rxWakes, boolean dtrWakes, Duration sleepAfter, int wakeLoss) {

    /** A network that grants what is asked for, and a board without wires for waking. */
    public static final SleepSetup DEFAULT = new SleepSetup(true, AfterSleep.DEPTH, false, false, Duration.ZERO, 3);

    /** The same at a UART of this rate: at {@link Sleep#WAKING_RATE} any byte wakes it. */
    public SleepSetup at(int rate) {
        return withRxWakes(rxWakes || rate == Sleep.WAKING_RATE);
    }

    /** The same with another network. */
    public SleepSetup withGranted(boolean value) {
        return new SleepSetup(value, after, rxWakes, dtrWakes, sleepAfter, wakeLoss);
    }

    /** The same with something else left after sleep. */
    public SleepSetup withAfter(AfterSleep value) {
        return new SleepSetup(granted, value, rxWakes, dtrWakes, sleepAfter, wakeLoss);
    }

    /** The same on another board. */
    public SleepSetup withRxWakes(boolean value) {
        return new SleepSetup(granted, after, value, dtrWakes, sleepAfter, wakeLoss);
    }

    /** The same on another board. */
    public SleepSetup withDtrWakes(boolean value) {
        return new SleepSetup(granted, after, rxWakes, value, sleepAfter, wakeLoss);
    }

    /** The same with another silence before light sleep. */
    public SleepSetup withSleepAfter(Duration value) {
        return new SleepSetup(granted, after, rxWakes, dtrWakes, value, wakeLoss);
    }

    /** The same with another loss. */
    public SleepSetup withWakeLoss(int value) {
        return new SleepSetup(granted, after, rxWakes, dtrWakes, sleepAfter, value);
    }
}
