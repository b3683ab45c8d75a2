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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Loop} that borrows a worker thread only while it has something to do. */
public final class SerialLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(SerialLoop.class);

    /** The loop that each thread is on. */
    private static final ThreadLocal<SerialLoop> HERE = new ThreadLocal<>();

    private final Executor workers;
    private final Alarms alarms;
    private final LongSupplier nanoTime;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    /** @param nanoTime the time the clock goes by */
    public SerialLoop(Executor workers, ScheduledExecutorService clock, LongSupplier nanoTime) {
        this.workers = workers;
        this.nanoTime = nanoTime;
        alarms = new Alarms(this, clock, nanoTime);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            drainElsewhere();
        }
    }

    /**
     * Runs a task on the caller's thread if nothing else runs or waits, which saves waking a worker; otherwise as
     * {@link #execute}. What comes to the loop meanwhile is left to a worker.
     *
     * @param queued runs here as soon as the task has its place: whatever comes to the loop from then on comes after it
     */
    public void executeHere(Runnable task, Runnable queued) {
        tasks.add(task);
        queued.run();
        if (pending.getAndIncrement() == 0) {
            runNext();
            if (pending.decrementAndGet() > 0) {
                drainElsewhere();
            }
        }
    }

    private void drainElsewhere() {
        try {
            workers.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // the workers have been shut down: what still waits must come to its end all the same
            drain();
        }
    }

    private void drain() {
        do {
            runNext();
        } while (pending.decrementAndGet() > 0);
    }

    private void runNext() {
        SerialLoop outer = HERE.get();
        HERE.set(this);
        try {
            tasks.remove().run();
        } catch (RuntimeException | Error e) {
            LOG.error("A task of a modem failed; the modem continues with the next task", e);
        } finally {
            HERE.set(outer);
        }
    }

    @Override
    public Timer after(long millis, Runnable task) {
        return alarms.add(task, millis);
    }

    @Override
    public boolean inLoop() {
        return HERE.get() == this;
    }

    /** Whether the current thread is on a loop, of whichever modem. */
    public static boolean isOnAny() {
        return HERE.get() != null;
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }
}
