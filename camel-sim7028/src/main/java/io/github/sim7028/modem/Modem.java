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
package io.github.sim7028.modem;

import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;

/** One SIM7028: kept up by its own supervisor for as long as there is a lease of it. Any thread may call it. */
public interface Modem {

    ModemProfile profile();

    /** The current state. */
    ModemStatus status();

    /** What has gone through it so far. */
    Counters counters();

    /** All that is known of the modem without a query; never waits. */
    ModemSnapshot snapshot();

    /** Queries and controls the modem. */
    ModemOperations operations();

    /** Adds a listener, which is told of everything that happens from now on. */
    void addListener(ModemListener listener);

    /** Adds a listener, which is told of the current state, and then of everything that happens. */
    void follow(ModemListener listener);

    void removeListener(ModemListener listener);

    /** Whether it is down for a reason that waiting does not cure, such as a SIM that wants a PIN nobody has given. */
    boolean incurable();

    /**
     * Closes the line at once and for good, for an owner who must not say another word to the module. When this method has returned no
     * write begins any more, not even the rest of a message; one under way ends with the line. Messages fail, as not sent or with an unknown
     * outcome. Leases remain valid, serve nothing more, and are given back as usual.
     *
     * @param reason why, for people who read of the messages that were under way
     */
    void abort(String reason);
}
