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

import java.time.Instant;
import java.util.List;

/**
 * The driver's state of a modem, at one moment, without a query to the module.
 *
 * @param modem        the name of the modem
 * @param device       the device of the modem
 * @param state        the current state
 * @param reason       the reason for the current state, empty if there is no problem
 * @param since        the time of the last state change
 * @param nextAttempt  the time of the next attempt, null if none is planned
 * @param awaySince    the time since which the modem is not ready, over all attempts; null while the modem is ready
 * @param signal       the last known value, null before the first query
 * @param cell         the last known serving cell, null before the first query
 * @param registration the last known value, null before the first report
 * @param address      the module's own address, empty while the modem is not ready
 * @param links        the links for which there is a lease
 * @param counters     the counters
 * @param lastError    the last error, null if there was none
 */
public record ModemSnapshot(
        String modem,
        String device,
        ModemState state,
        String reason,
        Instant since,
        Instant nextAttempt,
        Instant awaySince,
        SignalQuality signal,
        ServingCell cell,
        RegistrationState registration,
        String address,
        List<LinkSnapshot> links,
        Counters counters,
        LastError lastError)
        implements AsMap {

    public ModemSnapshot {
        links = List.copyOf(links);
    }

    public boolean ready() {
        return state == ModemState.READY;
    }

    public ModemStatus status() {
        return new ModemStatus(state, reason, since, nextAttempt);
    }
}
