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

import io.github.sim7028.line.LineFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * The threads on which modems run; their creator shuts them down.
 *
 * @param any      threads of whatever kind, virtual ones among them
 * @param platform platform threads, for what waits in native code
 * @param timer    counts time; its own tasks are always short
 * @param nanoTime the time it goes by, in nanoseconds
 */
public record ModemRuntime(Threads any, Threads platform, ScheduledExecutorService timer, LongSupplier nanoTime) {

    /**
     * Threads of one kind.
     *
     * @param workers runs loops and callbacks; must be able to run as many tasks side by side as there are modems
     * @param readers makes the threads that read lines: one a line, and now and then one that stands in for it
     */
    public record Threads(Executor workers, ThreadFactory readers) {}

    /** One that goes by the JVM's own time. */
    public ModemRuntime(Threads any, Threads platform, ScheduledExecutorService timer) {
        this(any, platform, timer, System::nanoTime);
    }

    /** One where all threads are platform threads. */
    public ModemRuntime(Threads platform, ScheduledExecutorService timer) {
        this(platform, platform, timer);
    }

    /** Workers for callbacks and other code that is not the driver's. */
    public Executor workers() {
        return any.workers();
    }

    /** Those that may read, write and close the lines of a device. */
    public Threads of(LineFactory line) {
        return line.virtualThreads() ? any : platform;
    }

    /** Runs what must not be lost: on a worker, or here when they have been shut down. */
    public void run(Runnable task) {
        run(any, task);
    }

    /** The same for what may wait in native code: a device that is opened, a name that is looked up. */
    public void runNative(Runnable task) {
        run(platform, task);
    }

    private static void run(Threads threads, Runnable task) {
        try {
            threads.workers().execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
