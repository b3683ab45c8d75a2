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
package io.github.sim7028.fleet;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Runs what belongs to one modem in the order given, and different modems side by side. Bounded by what is claimed. */
final class ModemQueues {

    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();
    /** @param refused gets why the task is not run */
    private record Task(Runnable run, Consumer<Throwable> refused) {}

    /** Of the modems that have a worker: what waits for it. */
    private final Map<String, Queue<Task>> waiting = new HashMap<>();

    ModemQueues(Executor workers) {
        this.workers = workers;
    }

    /**
     * Runs a task, or says why not.
     *
     * @param run     never throws
     * @param refused gets the failure if no worker could be had, and never throws
     */
    void execute(String modem, Runnable run, Consumer<Throwable> refused) {
        Task task = new Task(run, refused);
        lock.lock();
        try {
            Queue<Task> queue = waiting.get(modem);
            if (queue != null) {
                queue.add(task);
                return;
            }
            waiting.put(modem, new ArrayDeque<>());
        } finally {
            lock.unlock();
        }
        try {
            workers.execute(() -> {
                for (Task next = task; next != null; next = next(modem)) {
                    next.run().run();
                }
            });
        } catch (Throwable e) {
            // no worker will come: also what came meanwhile ends
            for (Task next = task; next != null; next = next(modem)) {
                next.refused().accept(e);
            }
        }
    }

    private Task next(String modem) {
        lock.lock();
        try {
            Task next = waiting.get(modem).poll();
            if (next == null) {
                waiting.remove(modem);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
