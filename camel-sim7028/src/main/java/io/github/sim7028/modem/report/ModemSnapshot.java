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
 * A modem as the driver knows it, at one moment; nothing is asked, so nothing is waited for.
 *
 * @param modem        what users call it
 * @param device       where it is attached
 * @param state        how far it has come
 * @param reason       why it stands there, empty when all is well
 * @param since        when it came there
 * @param nextAttempt  when it is tried again, null when nothing is planned
 * @param awaySince    since when it has not been ready, over all attempts; null while it is
 * @param signal       as last known, null before the module was first asked
 * @param registration as last known, null before the module was first heard of it
 * @param address      the module's own address, empty while it is not ready
 * @param links        the links that somebody has a share in
 * @param counters     what has gone through it
 * @param lastError    what went wrong last, null when nothing has
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
