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

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Says a thing that repeats at once, and then at growing intervals with how often it happened meanwhile: after 1, 2, 4 … min, at most an
 * hour. What has not happened for twice that time is new again. May be used from any thread.
 */
public final class LogThrottle {

    private static final long FIRST_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final LongSupplier clock;
    private boolean said;
    private long saidAt;
    private long lastAt;
    private long interval = FIRST_MILLIS;
    private long silent;

    public LogThrottle() {
        this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** @param clock milliseconds that only grow */
    public LogThrottle(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Logs the message if its time has come, and otherwise counts it; the next logged message contains the count.
     *
     * @param arguments the message's, as SLF4J has them
     * @return whether its time had come
     */
    public boolean log(Logger log, Level level, String message, Object... arguments) {
        String told = next();
        if (told != null) {
            log.atLevel(level).log(message + told, arguments);
        }
        return told != null;
    }

    /** What to add to the message now; null if the message is not to be logged. */
    private synchronized String next() {
        long now = clock.getAsLong();
        boolean fresh = !said || now - lastAt >= 2 * interval;
        lastAt = now;
        if (fresh) {
            interval = FIRST_MILLIS;
        } else if (now - saidAt < interval) {
            silent++;
            return null;
        } else {
            interval = Math.min(2 * interval, LONGEST_MILLIS);
        }
        String told = silent == 0 ? "" : " (" + silent + " more in " + (now - saidAt) / 1000 + " s)";
        said = true;
        saidAt = now;
        silent = 0;
        return told;
    }
}
