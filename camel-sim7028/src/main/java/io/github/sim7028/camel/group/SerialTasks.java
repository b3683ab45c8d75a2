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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing at a time for each modem, in the order in which the things were given, on the caller's thread only if there is no other. */
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
     * Runs a task when the earlier ones of the modem have ended.
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
            hand(() -> begin(modem, task, mine));
        } else {
            before.thenRun(() -> hand(() -> begin(modem, task, mine)));
        }
        return mine;
    }

    private void hand(Runnable task) {
        try {
            workers.execute(task);
        } catch (Throwable e) {
            // without a thread of its own rather than never: a modem that is not given back would be the modem of two
            // nodes
            LOG.error("No thread could be had for a modem of a group", e);
            task.run();
        }
    }

    /** Completes when what the modem has to do now is done, never exceptionally; null if that is nothing. */
    CompletableFuture<Void> last(String modem) {
        lock.lock();
        try {
            return last.get(modem);
        } finally {
            lock.unlock();
        }
    }

    private void begin(String modem, Supplier<? extends CompletionStage<?>> task, CompletableFuture<Void> mine) {
        CompletionStage<?> end;
        try {
            end = task.get();
        } catch (Throwable e) {
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
