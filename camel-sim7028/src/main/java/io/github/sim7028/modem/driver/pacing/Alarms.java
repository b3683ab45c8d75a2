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

import io.github.sim7028.at.spi.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms of one loop. The clock, which all modems share, is only asked for the earliest of them, and is left alone when that is
 * cancelled while others wait: almost every alarm is a limit that is not reached, and each later one finds the clock set already.
 */
final class Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(SerialLoop.class);

    private final Loop loop;
    private final ScheduledExecutorService clock;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Alarm> waiting = new PriorityQueue<>();
    private long numbers;
    /** What the clock is set to; null while it is not set. */
    private Wake next;

    private record Wake(long due, Future<?> set) {}

    Alarms(Loop loop, ScheduledExecutorService clock, LongSupplier nanoTime) {
        this.loop = loop;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Loop.Timer add(Runnable task, long millis) {
        Alarm alarm = new Alarm(task);
        set(alarm, millis);
        return alarm;
    }

    private void set(Alarm alarm, long millis) {
        lock.lock();
        try {
            alarm.due = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
            alarm.number = numbers++;
            waiting.add(alarm);
            if (next == null || alarm.due - next.due < 0) {
                setClock(alarm.due);
            }
        } finally {
            lock.unlock();
        }
    }

    private void setClock(long due) {
        if (next != null) {
            next.set.cancel(false);
        }
        try {
            long nanos = due - nanoTime.getAsLong();
            next = new Wake(due, clock.schedule(() -> ring(due), nanos, TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has been stopped: nothing is scheduled any more", e);
            next = null;
        }
    }

    /** On the clock's thread. */
    private void ring(long due) {
        List<Alarm> ringing = new ArrayList<>(1);
        lock.lock();
        try {
            if (next == null || next.due != due) {
                // the clock was set to an earlier time when it began to ring
                return;
            }
            next = null;
            while (!waiting.isEmpty() && waiting.peek().due - due <= 0) {
                ringing.add(waiting.remove());
            }
            if (!waiting.isEmpty()) {
                setClock(waiting.peek().due);
            }
        } finally {
            lock.unlock();
        }
        ringing.forEach(loop::execute);
    }

    private void remove(Alarm alarm) {
        lock.lock();
        try {
            waiting.remove(alarm);
            if (waiting.isEmpty() && next != null) {
                // of a modem that has been stopped nothing is to be kept
                next.set.cancel(false);
                next = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Alarm implements Loop.Timer, Runnable, Comparable<Alarm> {
        private final Runnable task;
        private long due;
        private long number;
        private boolean graced;
        private volatile boolean cancelled;

        Alarm(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (cancelled) {
                return;
            }
            if (graced || nanoTime.getAsLong() - due <= TimeUnit.MILLISECONDS.toNanos(Loop.LATE_MILLIS)) {
                task.run();
            } else {
                graced = true;
                set(this, Loop.GRACE_MILLIS);
            }
        }

        /** By the difference, as times of {@link System#nanoTime} have to be; those of one time in the order in which they were set. */
        @Override
        public int compareTo(Alarm other) {
            long later = due - other.due;
            return Long.signum(later != 0 ? later : number - other.number);
        }

        @Override
        public void cancel() {
            cancelled = true;
            remove(this);
        }
    }
}
