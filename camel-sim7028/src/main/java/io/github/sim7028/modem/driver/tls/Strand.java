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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the state of one link with TLS lives: tasks run one at a time, in order, on workers. It is not the modem's loop, as engines, certificates and
 * their checks may be foreign code and take their time.
 */
final class Strand implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Strand.class);

    private final ModemRuntime runtime;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** One more than there are tasks, until it is started. */
    private final AtomicInteger pending = new AtomicInteger(1);

    private volatile Thread here;

    Strand(ModemRuntime runtime) {
        this.runtime = runtime;
    }

    /** What was given before runs now, and not before. */
    void start() {
        if (pending.decrementAndGet() > 0) {
            runtime.run(this::drain);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (pending.getAndIncrement() == 0) {
            runtime.run(this::drain);
        }
    }

    private void drain() {
        Thread outer = here;
        do {
            here = Thread.currentThread();
            try {
                tasks.remove().run();
            } catch (RuntimeException | Error e) {
                LOG.error("A task of a link with TLS failed; the link continues with the next task", e);
            } finally {
                here = outer;
            }
        } while (pending.decrementAndGet() > 0);
    }

    @Override
    public Timer after(long millis, Runnable task) {
        boolean[] cancelled = new boolean[1];
        Future<?> future;
        try {
            future = runtime.timer()
                    .schedule(
                            () -> execute(() -> {
                                if (!cancelled[0]) {
                                    task.run();
                                }
                            }),
                            millis,
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has been stopped: nothing is scheduled any more", e);
            return () -> {};
        }
        return () -> {
            cancelled[0] = true;
            future.cancel(false);
        };
    }

    @Override
    public boolean inLoop() {
        return here == Thread.currentThread();
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(runtime.nanoTime().getAsLong());
    }
}
