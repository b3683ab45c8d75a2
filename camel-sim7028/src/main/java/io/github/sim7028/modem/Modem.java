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

import io.github.sim7028.modem.report.AsMap;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Instant;
import java.util.List;

/** One SIM7028, which its supervisor keeps running as long as there is a lease of the modem. Thread-safe. */
public interface Modem {

    ModemProfile profile();

    /** The current state. */
    ModemStatus status();

    /** The counters of the modem. */
    Counters counters();

    /** All that is known of the modem without a query; never waits. */
    ModemSnapshot snapshot();

    /** Queries and controls the modem. */
    ModemOperations operations();

    /** Adds a listener, which receives all events from now on. */
    void addListener(ModemListener listener);

    /** Adds a listener, which receives the current state, and then all events. */
    void follow(ModemListener listener);

    void removeListener(ModemListener listener);

    /** Whether the modem is down for a reason that waiting does not remove, such as a SIM that requires a PIN that is not configured. */
    boolean incurable();

    /**
     * The latest part of the dialogue with the module, in the words of the log at DEBUG: secrets and personal numbers are masked, payload
     * is only counted, and text from outside is escaped and cut. Lines are kept from the first call until 30 s after the last call, at
     * most 200 of them; a modem that nobody watches keeps none.
     *
     * @param last the number of the last line that the caller has, 0 for none
     * @return the later lines, the oldest first
     */
    List<DialogueLine> dialogueAfter(long last);

    /**
     * A command, an answer or another line of the dialogue with a module.
     *
     * @param number   grows with each line of a modem
     * @param time     the time at which the line was written or received
     * @param toModule whether the line went to the module
     * @param text     the masked text
     */
    record DialogueLine(long number, Instant time, boolean toModule, String text) implements AsMap {}

    /**
     * Closes the line immediately and permanently, for an owner that must not send anything more to the module. After this method has returned, no
     * write starts any more, not even the rest of a message; a write under way ends with the line. Messages fail, as not sent or with an unknown
     * outcome. Leases remain valid but have no effect any more, and are given back as usual.
     *
     * @param reason the reason, which the failures of the messages under way contain
     */
    void abort(String reason);
}
