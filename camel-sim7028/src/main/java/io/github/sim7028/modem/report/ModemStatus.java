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

import io.github.sim7028.line.util.TimeWords;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The status of a modem.
 *
 * @param state       the current state
 * @param reason      the reason for the current state, in plain words; empty if there is no problem
 * @param since       the time of the last state change
 * @param nextAttempt the time of the next attempt, null if none is planned
 */
public record ModemStatus(ModemState state, String reason, Instant since, Instant nextAttempt)
        implements Serializable, AsMap {

    /** One line for a log or a health page. */
    public String describe() {
        String why = reason.isEmpty() ? "" : ": " + reason;
        String next = nextAttempt == null ? "" : "; next attempt in " + untilNext();
        return state.words() + " since " + seconds(since) + why + next;
    }

    private String untilNext() {
        return TimeWords.span(
                Math.max(0, Duration.between(Instant.now(), nextAttempt).toMillis()));
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
