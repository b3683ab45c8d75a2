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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerSaving;

/** What to check where a module does not answer; the commonest reason of all is the wrong port or baud rate. */
public final class SilenceAdvice {

    public static final String WORDS =
            "that it has power, that the option device names its AT port and not another of its ports, and that the options"
                    + " baudRate and flowControl are those of the module";

    /** What wakes a SIM7028 that sleeps so deeply that its UART is off. */
    public static final String WAKES =
            "a falling edge at its wake pin (a bean in the option wakeUp can give it), a byte at 9600 baud, or a power"
                    + " cycle";

    private SilenceAdvice() {}

    /** Of a module that was well before: why that may be. */
    public static String guess(ModemProfile profile) {
        return profile.power().mode() == PowerSaving.KEEP
                ? "is probably asleep, as powerSaving=keep lets it sleep"
                : "may be asleep, hang, or have no power";
    }

    /** Of a module that was well before. */
    static String answersNoMore(String said, ModemProfile profile) {
        return said + ": the module answered before and " + guess(profile) + "; what wakes it is " + WAKES;
    }

    /** Of a module that has never answered. */
    static String neverAnswered(ModemProfile profile) {
        return "the module does not answer on " + profile.line() + ": check " + WORDS
                + ". A module that has been idle may also be asleep; what wakes it is " + WAKES;
    }
}
