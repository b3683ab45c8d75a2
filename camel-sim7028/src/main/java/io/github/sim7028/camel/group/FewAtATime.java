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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a few tasks at a time on an executor: thousands of modems that come at once must not start a thread each. */
final class FewAtATime implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(FewAtATime.class);
    private static final int MOST = 16;

    private final Executor workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int running;

    FewAtATime(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            waiting.add(task);
            if (running == MOST) {
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        try {
            workers.execute(this::work);
        } catch (Throwable e) {
            // the component has been stopped, and what is left is to give back; or no thread could be made
            if (lastOfAll()) {
                work();
            }
        }
    }

    /** Whether no other worker takes what waits; otherwise this one goes. */
    private boolean lastOfAll() {
        lock.lock();
        try {
            if (running > 1) {
                running--;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("A task of the modems of a group failed", e);
            }
        }
    }

    private Runnable next() {
        lock.lock();
        try {
            Runnable task = waiting.poll();
            if (task == null) {
                running--;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
