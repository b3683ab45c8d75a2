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
package io.github.sim7028.modem.driver.sim;

import io.github.sim7028.modem.driver.sim.PinGuard.Decision;

/** What users are told when a PIN is not given. */
final class PinAdvice {

    private PinAdvice() {}

    /** @param told whether the SIM reports how many tries are left */
    static String on(Decision decision, boolean told) {
        return switch (decision.verdict()) {
            case GIVE -> throw new IllegalArgumentException("the PIN is given");
            case LAST_TRY ->
                "the SIM requires its PIN and " + (told ? "has" : "may have")
                        + " one try left, which is not used: unlock the SIM in a phone, and correct the option simPin";
            case REFUSED ->
                "the SIM refused the PIN; the PIN is not tried again, as three wrong PINs lock a SIM:"
                        + " correct the option simPin";
            case UNANSWERED ->
                "the PIN was entered, but the SIM is not ready and does not report how many tries are"
                        + " left: the PIN is not tried again, as the SIM may have refused it; check the option simPin,"
                        + (decision.notRemembered() == null
                                ? " and delete the files in stateDirectory to have the PIN tried once more"
                                : " and start the program again to have the PIN tried once more");
        };
    }
}
