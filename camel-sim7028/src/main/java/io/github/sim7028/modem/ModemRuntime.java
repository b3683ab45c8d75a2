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
package io.github.sim7028.modem;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The threads modems run on; whoever makes them shuts them down.
 *
 * @param workers runs loops and callbacks; must be able to run as many tasks side by side as there are modems
 * @param timer   counts time; its own tasks are always short
 * @param readers makes the one thread that reads a line
 */
public record ModemRuntime(Executor workers, ScheduledExecutorService timer, ThreadFactory readers) {

    /** Runs what must not be lost: on a worker, or here when they have been shut down. */
    void run(Runnable task) {
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
