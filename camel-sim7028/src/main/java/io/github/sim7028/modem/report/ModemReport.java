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
package io.github.sim7028.modem.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All values of a modem at once.
 *
 * @param modem        the name of the modem
 * @param device       the device of the modem
 * @param state        the current state
 * @param reason       the reason for the current state, empty if there is no problem
 * @param since        the time of the last state change
 * @param nextAttempt  the time of the next attempt, null if none is planned
 * @param signal       the last known value, null before the first query
 * @param cell         the last known serving cell, null before the first query
 * @param registration the last known value, null before the first query
 * @param power        how the module sleeps; null before the first bring-up
 * @param operator     the network operator, empty if there is none or if the operator is unknown
 * @param address      the module's own address, empty while the network is closed
 * @param links        the open links, empty while the network is closed
 * @param counters     the counters
 * @param lastError    the last error, null if there was none
 */
public record ModemReport(
        String modem,
        String device,
        ModemState state,
        String reason,
        Instant since,
        Instant nextAttempt,
        SignalQuality signal,
        ServingCell cell,
        RegistrationState registration,
        Power power,
        String operator,
        String address,
        List<LinkReport> links,
        Counters counters,
        LastError lastError)
        implements AsMap {

    public ModemReport {
        links = List.copyOf(links);
    }

    /**
     * How the module sleeps, and what the network has granted of that.
     *
     * @param mode           the option powerSaving: off, psm, edrx or keep
     * @param granted        whether the network has granted what was requested; null if nothing was requested, or if the module does not tell
     * @param activeTime     the granted active time (T3324) of PSM, null if there is none
     * @param periodicUpdate the granted time of the periodic update (T3412 extended) of PSM, null if there is none
     * @param edrxCycle      the granted cycle of eDRX, null if there is none
     */
    public record Power(String mode, Boolean granted, Duration activeTime, Duration periodicUpdate, Duration edrxCycle)
            implements AsMap {

        /** Nothing is known of what the network grants. */
        public static Power of(String mode) {
            return new Power(mode, null, null, null, null);
        }
    }
}
