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
package io.github.sim7028.modem.driver.session;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices when something that is done over and over takes too long. Doing it costs no timer each time: one looks at the clock
 * when the first could be overdue, and goes on as long as anything is under way.
 */
final class Deadline {

    private static final long NONE = 0;

    private final ScheduledExecutorService timer;
    private final Runnable overdue;
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile long deadline = NONE;
    private volatile long limit;

    /** @param overdue runs on the timer, again and again as long as it lasts; must be short */
    Deadline(ScheduledExecutorService timer, Runnable overdue) {
        this.timer = timer;
        this.overdue = overdue;
    }

    /**
     * Something begins that may take so long; only one thing at a time.
     *
     * @throws RejectedExecutionException when the timer has been shut down
     */
    void begin(long millis) {
        limit = TimeUnit.MILLISECONDS.toNanos(millis);
        // an odd number, as NONE is even
        deadline = System.nanoTime() + limit | 1;
        arm();
    }

    void end() {
        deadline = NONE;
    }

    private void arm() {
        if (!armed.get() && armed.compareAndSet(false, true)) {
            try {
                lookIn(limit);
            } catch (RejectedExecutionException e) {
                armed.set(false);
                deadline = NONE;
                throw e;
            }
        }
    }

    private void lookIn(long nanos) {
        timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long until = deadline;
        if (until == NONE) {
            armed.set(false);
            if (deadline != NONE) {
                // begun meanwhile
                arm();
            }
            return;
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
            overdue.run();
        }
        lookIn(left > 0 ? left : limit);
    }
}
