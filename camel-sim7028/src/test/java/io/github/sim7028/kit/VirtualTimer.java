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
package io.github.sim7028.kit;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes only when a test says so. */
public final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {

    private final PriorityQueue<Alarm<?>> alarms = new PriorityQueue<>();
    private long now = TimeUnit.HOURS.toNanos(1);
    private long order;
    private boolean shutdown;

    public synchronized long nanoTime() {
        return now;
    }

    /** Goes on to the next alarm, at most by {@code most}; returns how far. Nothing rings yet: see {@link #ring}. */
    synchronized Duration advance(Duration most) {
        dropCancelled();
        long end = now + most.toNanos();
        long until = alarms.isEmpty() ? end : Math.min(end, Math.max(now, alarms.peek().at));
        long passed = until - now;
        now = until;
        return Duration.ofNanos(passed);
    }

    /** Lets time pass, and rings what is due on its way. */
    public void pass(Duration time) {
        Duration left = time;
        while (ring() || !left.isZero()) {
            left = left.minus(advance(left));
        }
    }

    /** The JVM stands still for so long: what was due meanwhile comes late. */
    public synchronized void standStill(Duration time) {
        now += time.toNanos();
    }

    /** Lets one alarm ring that is due, here; returns whether there was one. */
    boolean ring() {
        Alarm<?> due;
        synchronized (this) {
            dropCancelled();
            due = !alarms.isEmpty() && alarms.peek().at <= now ? alarms.remove() : null;
        }
        if (due == null) {
            return false;
        }
        due.run();
        return true;
    }

    private void dropCancelled() {
        while (!alarms.isEmpty() && alarms.peek().isCancelled()) {
            alarms.remove();
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        synchronized (this) {
            if (shutdown) {
                throw new RejectedExecutionException("the timer was shut down");
            }
            Alarm<V> alarm = new Alarm<>(task, now + unit.toNanos(delay), order++);
            alarms.add(alarm);
            return alarm;
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    task.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public void execute(Runnable task) {
        schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException("the driver repeats nothing at a fixed rate");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("the driver repeats nothing with a fixed delay");
    }

    @Override
    public synchronized void shutdown() {
        shutdown = true;
        alarms.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }

    private final class Alarm<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long at;
        private final long number;

        Alarm(Callable<V> task, long at, long number) {
            super(task);
            this.at = at;
            this.number = number;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Alarm<?> alarm = (Alarm<?>) other;
            int byTime = Long.compare(at, alarm.at);
            return byTime != 0 ? byTime : Long.compare(number, alarm.number);
        }
    }
}
