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
package io.github.sim7028.modem.driver.status;

import io.github.sim7028.modem.report.ModemState;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the outages of a modem and adds up their length. An outage begins when a modem that was ready is not ready any more,
 * or when an attempt to bring the modem up or to wake it fails; it ends when the modem is ready. A modem that sleeps or was stopped,
 * or whose network was closed on request, has no outage.
 */
final class Outages {

    /** @param began when the current outage began, null without an outage */
    private record Tally(long outages, long endedMillis, Long began) {}

    private final LongSupplier clock;
    /** Written on the loop only. */
    private volatile Tally tally = new Tally(0, 0, null);

    /** @param clock milliseconds */
    Outages(LongSupplier clock) {
        this.clock = clock;
    }

    /** The modem goes from one state to another. */
    void changed(ModemState from, ModemState to) {
        Tally now = tally;
        switch (to) {
            case READY, ASLEEP, STOPPED, NETWORK_CLOSED -> {
                if (now.began != null) {
                    tally = new Tally(now.outages, now.endedMillis + clock.getAsLong() - now.began, null);
                }
            }
            default -> {
                if (now.began == null && (from == ModemState.READY || to == ModemState.WAITING)) {
                    tally = new Tally(now.outages + 1, now.endedMillis, clock.getAsLong());
                }
            }
        }
    }

    /** The current one included. */
    Outages.Sum sum() {
        Tally now = tally;
        long current = now.began == null ? 0 : Math.max(0, clock.getAsLong() - now.began);
        return new Sum(now.outages, Duration.ofMillis(now.endedMillis + current));
    }

    /** How many, and how long all of them took together. */
    record Sum(long count, Duration time) {}
}
