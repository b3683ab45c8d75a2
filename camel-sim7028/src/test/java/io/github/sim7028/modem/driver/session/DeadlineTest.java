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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {

    private static final long HOUR = 3_600_000;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger overdue = new AtomicInteger();
    private final Deadline deadline = new Deadline(timer, overdue::incrementAndGet);

    @AfterEach
    void endThreads() {
        timer.shutdownNow();
    }

    @Test
    void whatTakesTooLongIsNoticedAsLongAsItLasts() {
        deadline.begin(10);
        await().until(() -> overdue.get() >= 2);
        deadline.end();
        await().until(() -> timer.getQueue().isEmpty());
    }

    @Test
    void whatIsOverInTimeIsNotEvenWhenItIsDoneAgainAndAgain() {
        for (int i = 0; i < 100_000; i++) {
            deadline.begin(HOUR);
            deadline.end();
        }
        assertThat(overdue).hasValue(0);
        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void whatBeginsAfterTheClockWasLookedAtIsNoticed() {
        deadline.begin(10);
        deadline.end();
        await().until(() -> timer.getQueue().isEmpty());
        deadline.begin(10);
        await().until(() -> overdue.get() > 0);
    }
}
