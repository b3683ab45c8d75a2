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
 * Everything about a modem at once.
 *
 * @param modem        what users call it
 * @param device       where it is attached
 * @param state        how far it has come
 * @param reason       why it stands there, empty when all is well
 * @param since        when it came there
 * @param nextAttempt  when it is tried again, null when nothing is planned
 * @param signal       as last known, null before the module was first asked
 * @param registration as last known, null before the module was first asked
 * @param operator     the network operator, empty when there is none or it is not known
 * @param address      the module's own address, empty while the network is closed
 * @param links        the links that are open, none while the network is closed
 * @param counters     what has gone through it
 * @param lastError    what went wrong last, null when nothing has
 */
public record ModemReport(
        String modem,
        String device,
        ModemState state,
        String reason,
        Instant since,
        Instant nextAttempt,
        SignalQuality signal,
        RegistrationState registration,
        String operator,
        String address,
        List<LinkReport> links,
        Counters counters,
        LastError lastError)
        implements AsMap {

    public ModemReport {
        links = List.copyOf(links);
    }
}
