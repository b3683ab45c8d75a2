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
package io.github.sim7028.modem.driver.pacing;

import io.github.sim7028.at.spi.OnLoop;
import java.util.function.LongSupplier;

/** Lets something happen so often and no more: a number of times at once, and after that one time in each interval. */
@OnLoop
public final class RateLimit {

    private final LongSupplier clock;
    private final int burst;
    private final long interval;
    private double left;
    private long countedAt;

    /**
     * @param clock    milliseconds that only grow
     * @param burst    how often it may happen at once
     * @param interval how long it takes until it may happen once more, in milliseconds
     */
    public RateLimit(LongSupplier clock, int burst, long interval) {
        this.clock = clock;
        this.burst = burst;
        this.interval = interval;
        left = burst;
        countedAt = clock.getAsLong();
    }

    /** Whether it may happen now; counts it if so. */
    public boolean allows() {
        long now = clock.getAsLong();
        left = Math.min(burst, left + (double) (now - countedAt) / interval);
        countedAt = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
