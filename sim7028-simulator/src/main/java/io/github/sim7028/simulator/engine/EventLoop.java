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
package io.github.sim7028.simulator.engine;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of a virtual modem: sockets, timers and the UART all happen on it, so nothing behind it needs a
 * lock. It sleeps until a socket, a timer, a task or the {@link Work}'s own deadline calls; deadlines of the work are
 * met to some ten microseconds, timers to a millisecond.
 */
public final class EventLoop implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());
    private static final long SPIN_NANOS = 100_000;
    private static final long SELECT_NANOS = 2_000_000;
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    /** What is done in every turn of the loop. */
    public interface Work {

        /** Does what can be done now. */
        void turn();

        /** Nanoseconds until {@link #turn} has something to do by the clock; {@link Long#MAX_VALUE} for never. */
        long nanosToNext();
    }

    /** A scheduled action that can be called off. */
    public final class Timer implements Comparable<Timer> {
        private final long due;
        private final long order;
        private final Runnable action;

        private Timer(long due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }

        /** Calls it off; harmless when it has run. */
        public void cancel() {
            timers.remove(this);
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private volatile boolean stopping;
    private Work work;
    private long timerOrder;

    /** Makes a loop; {@link #start} runs it on a daemon thread of this name. */
    public EventLoop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread, which does {@code work} in every turn. */
    public void start(Work work) {
        this.work = work;
        thread.start();
    }

    /** Has the loop make a turn soon. Any thread. */
    public void signal() {
        if (!signalled.getAndSet(true) && !inLoop()) {
            selector.wakeup();
            LockSupport.unpark(thread);
        }
    }

    /** Runs a task on the loop's thread. Any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        signal();
    }

    /** Whether the caller is the loop's thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Runs a task on the loop's thread and waits for what it returns. */
    public <T> T call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        };
        if (inLoop()) {
            run.run();
        } else {
            execute(run);
        }
        try {
            for (long left = CALL_LIMIT.toMillis(); ; left -= 100) {
                try {
                    return result.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (!thread.isAlive() || left <= 0) {
                        throw new IllegalStateException("The virtual modem is closed", e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the virtual modem", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs an action after a delay. Loop thread only. */
    public Timer schedule(long delay, TimeUnit unit, Runnable action) {
        Timer timer = new Timer(System.nanoTime() + unit.toNanos(delay), timerOrder++, action);
        timers.add(timer);
        return timer;
    }

    /** Has {@code action} run whenever the channel is ready for one of {@code ops}. Loop thread only. */
    public SelectionKey register(SelectableChannel channel, int ops, Runnable action) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, ops, action);
    }

    /** Stops the thread, waits for its end and closes every channel that is registered. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        LockSupport.unpark(thread);
        if (thread.getState() == Thread.State.NEW) {
            closeAll();
        } else if (!inLoop()) {
            boolean interrupted = false;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (thread.isAlive() && System.nanoTime() < end) {
                try {
                    thread.join(1000);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!stopping) {
                signalled.set(false);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guard(task);
                }
                runTimers();
                runSelected();
                guard(work::turn);
                await();
            }
        } finally {
            closeAll();
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().due - now <= 0) {
            guard(timers.poll().action);
        }
    }

    private void runSelected() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                guard((Runnable) key.attachment());
            }
        }
        selector.selectedKeys().clear();
    }

    private void await() {
        try {
            long precise = work.nanosToNext();
            long now = System.nanoTime();
            long coarse = timers.isEmpty() ? Long.MAX_VALUE : Math.max(0, timers.peek().due - now);
            if (signalled.get() || precise <= 0 || coarse <= 0) {
                selector.selectNow();
            } else if (Math.min(precise, coarse) == Long.MAX_VALUE) {
                selector.select();
            } else if (coarse <= precise) {
                selector.select(Math.max(1, coarse / 1_000_000));
            } else if (precise > SELECT_NANOS) {
                selector.select((precise - 1_000_000) / 1_000_000);
            } else if (selector.selectNow() == 0) {
                awaitPrecisely(precise, now);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Parks, and spins at the end: a selector's clock is too coarse for the byte times of a UART. */
    private void awaitPrecisely(long nanos, long from) {
        while (!signalled.get() && !stopping) {
            long left = nanos - (System.nanoTime() - from);
            if (left <= 0) {
                return;
            } else if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void closeAll() {
        for (SelectionKey key : selector.keys()) {
            closeQuietly(key.channel());
        }
        closeQuietly(selector);
    }

    private static void guard(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Task of the virtual modem failed", e);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "Closing failed", e);
        }
    }
}
