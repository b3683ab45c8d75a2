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
package io.github.sim7028.camel.group;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing at a time for each modem, in the order in which the things were given. */
final class SerialTasks {

    private static final Logger LOG = LoggerFactory.getLogger(SerialTasks.class);

    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();
    /** The last task of each modem that has something to do. */
    private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

    SerialTasks(Executor workers) {
        this.workers = workers;
    }

    /**
     * Runs a task when the earlier ones of the modem have ended: here and now if there are none, otherwise on a worker.
     *
     * @param task returns when it will have ended
     * @return completes with the task, never exceptionally
     */
    CompletableFuture<Void> run(String modem, Supplier<? extends CompletionStage<?>> task) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before;
        lock.lock();
        try {
            before = last.put(modem, mine);
        } finally {
            lock.unlock();
        }
        if (before == null) {
            begin(modem, task, mine);
        } else {
            before.thenRun(() -> elsewhere(() -> begin(modem, task, mine)));
        }
        return mine;
    }

    private void elsewhere(Runnable run) {
        try {
            workers.execute(run);
        } catch (RejectedExecutionException e) {
            // the component has been stopped; what is left is to give back
            run.run();
        }
    }

    private void begin(String modem, Supplier<? extends CompletionStage<?>> task, CompletableFuture<Void> mine) {
        CompletionStage<?> end;
        try {
            end = task.get();
        } catch (RuntimeException | Error e) {
            LOG.error("A modem of a group could not be started or given back", e);
            end = CompletableFuture.completedFuture(null);
        }
        end.whenComplete((v, failure) -> {
            lock.lock();
            try {
                last.remove(modem, mine);
            } finally {
                lock.unlock();
            }
            mine.complete(null);
        });
    }
}
