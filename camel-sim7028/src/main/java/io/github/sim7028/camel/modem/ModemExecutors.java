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
package io.github.sim7028.camel.modem;

import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadType;

/**
 * The threads that a component's modems and routes run on. Camel decides whether they are virtual; where they are, modems
 * whose lines wait in native code have platform threads beside them.
 */
public final class ModemExecutors {

    private static final String WORKER = "Sim7028Worker";
    private static final String READER = "Sim7028Reader";

    /** Minimum time, in ms, that callbacks of failed messages get when the stop timeout has expired. */
    private static final long MIN_CALLBACK_TIME = 1000;

    /** Maximum time, in ms, that such callbacks get, as a callback may be stuck. */
    private static final long MAX_CALLBACK_TIME = 3000;

    /** Many modems that come up at once start many workers, few of which are needed afterwards. */
    private static final long IDLE_SECONDS = 5;

    private final ExecutorServiceManager executors;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    /** Null where all threads are platform threads. */
    private final ExecutorService platformWorkers;

    public ModemExecutors(Object owner, ExecutorServiceManager executors) {
        this.executors = executors;
        workers = withShortIdleTime(executors.newCachedThreadPool(owner, WORKER));
        timer = executors.newScheduledThreadPool(owner, "Sim7028Timer", unboundedTimer());
        platformWorkers = ThreadType.current() == ThreadType.VIRTUAL
                ? withShortIdleTime(executors.getThreadPoolFactory().newCachedThreadPool(platform(WORKER)))
                : null;
    }

    private static ExecutorService withShortIdleTime(ExecutorService workers) {
        if (workers instanceof ThreadPoolExecutor pool) {
            pool.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        }
        return workers;
    }

    public ModemRuntime runtime() {
        ModemRuntime.Threads any = new ModemRuntime.Threads(workers, task -> executors.newThread(READER, task));
        return platformWorkers == null
                ? new ModemRuntime(any, timer)
                : new ModemRuntime(any, new ModemRuntime.Threads(platformWorkers, platform(READER)), timer);
    }

    /** Runs route code and whatever else may block. */
    public ExecutorService workers() {
        return workers;
    }

    /** Runs what is due. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Shuts the executors down; callbacks under way may finish within limits. */
    public void close(Duration limit) {
        if (platformWorkers != null) {
            // what modems hand over from now on runs on the caller's thread
            platformWorkers.shutdown();
        }
        executors.shutdownGraceful(workers, Math.max(MIN_CALLBACK_TIME, Math.min(limit.toMillis(), MAX_CALLBACK_TIME)));
        if (platformWorkers != null) {
            executors.shutdownNow(platformWorkers);
        }
        executors.shutdownNow(timer);
    }

    /** Camel's own factories make virtual threads wherever these are enabled. */
    private ThreadFactory platform(String name) {
        return task -> {
            Thread thread = new Thread(task, executors.resolveThreadName(name));
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * One thread for all deadlines. Camel's default profile refuses the thousand-and-first, and then the modems fail: what
     * is waited for is bounded where it begins, by queues of messages and commands, and cancelled deadlines are removed.
     */
    private static ThreadPoolProfile unboundedTimer() {
        ThreadPoolProfile profile = new ThreadPoolProfile("Sim7028Timer");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(1);
        profile.setMaxQueueSize(-1);
        return profile;
    }
}
