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
package io.github.sim7028.simulator.control;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** When something happens: real time, or that of a test. */
@FunctionalInterface
public interface Timeline {

    /** Runs an action once this time has passed. */
    void after(Duration time, Runnable action);

    /** Real time, on a thread of its own that ends with {@link Real#close}. */
    static Real real() {
        return new Real();
    }

    /** Real time. */
    final class Real implements Timeline, AutoCloseable {

        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sim7028-timeline");
            thread.setDaemon(true);
            return thread;
        });

        private Real() {
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        @Override
        public void after(Duration time, Runnable action) {
            executor.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** What has not happened yet does not happen. */
        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}
