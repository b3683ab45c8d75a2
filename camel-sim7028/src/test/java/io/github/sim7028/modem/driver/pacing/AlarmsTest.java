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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.spi.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Almost every alarm of a modem is a limit that is not reached: setting and cancelling one leaves the clock of all modems alone. */
class AlarmsTest {

    /** A clock that is set by the alarms and rung by the test. */
    private static final class Clock extends ScheduledThreadPoolExecutor {
        private record Setting(Runnable task, long due, Entry entry) {}

        private static final class Entry extends java.util.concurrent.FutureTask<Void>
                implements ScheduledFuture<Void> {
            Entry(Runnable task) {
                super(task, null);
            }

            @Override
            public long getDelay(TimeUnit unit) {
                return 0;
            }

            @Override
            public int compareTo(java.util.concurrent.Delayed other) {
                return 0;
            }
        }

        final List<Setting> settings = new ArrayList<>();
        /** Close to where it starts again from the lowest number, as a JVM's may. */
        final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5));

        Clock() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            Entry entry = new Entry(task);
            settings.add(new Setting(task, now.get() + unit.toNanos(delay), entry));
            return entry;
        }

        void pass(Duration time) {
            long end = now.get() + time.toNanos();
            while (true) {
                Setting first = null;
                for (Setting each : settings) {
                    if (!each.entry.isDone() && each.due - end <= 0 && (first == null || each.due - first.due < 0)) {
                        first = each;
                    }
                }
                if (first == null) {
                    now.set(end);
                    return;
                }
                now.set(first.due);
                first.entry.run();
            }
        }
    }

    private final Clock clock = new Clock();
    private final SerialLoop loop = new SerialLoop(Runnable::run, clock, clock.now::get);
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void limitsThatAreNotReachedSetTheClockOnceInTheirTime() {
        // a modem that is ready always waits for its next sign of life
        loop.after(60_000, () -> done.add("sign of life"));
        for (int send = 0; send < 1000; send++) {
            Loop.Timer limit = loop.after(9000, () -> done.add("overdue"));
            clock.pass(Duration.ofMillis(20));
            limit.cancel();
        }
        assertThat(done).isEmpty();
        // twenty seconds of a limit of nine
        assertThat(clock.settings).hasSizeBetween(1, 4);
    }

    @Test
    void eachRingsInItsTimeThoughTheClockIsSetForTheEarliestOnly() {
        loop.after(9000, () -> done.add("late"));
        loop.after(100, () -> done.add("early"));
        loop.after(100, () -> done.add("second"));
        Loop.Timer gone = loop.after(500, () -> done.add("gone"));
        clock.pass(Duration.ofMillis(99));
        assertThat(done).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("early", "second");
        gone.cancel();
        clock.pass(Duration.ofMillis(8899));
        assertThat(done).hasSize(2);
        clock.pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("early", "second", "late");
    }

    @Test
    void aTaskMaySetTheNext() {
        loop.after(10, () -> loop.after(10, () -> loop.after(10, () -> done.add("third"))));
        clock.pass(Duration.ofMillis(29));
        assertThat(done).isEmpty();
        clock.pass(Duration.ofMillis(1));
        assertThat(done).containsExactly("third");
    }
}
