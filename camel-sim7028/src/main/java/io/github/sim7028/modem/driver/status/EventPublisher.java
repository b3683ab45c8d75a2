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
package io.github.sim7028.modem.driver.status;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/** Takes a modem's events to its listeners, each with a queue of its own, so that none holds up the modem or another. */
public final class EventPublisher {

    private final String modem;
    private final Executor workers;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    public EventPublisher(String modem, Executor workers) {
        this.modem = modem;
        this.workers = workers;
    }

    public void add(ModemListener listener) {
        subscriptions.add(new Subscription(listener));
    }

    /** @param first the first event for the listener; created when no event can be missed any more */
    public void add(ModemListener listener, Supplier<ModemEvent> first) {
        Subscription subscription = new Subscription(listener);
        subscriptions.add(subscription);
        subscription.offer(first.get());
    }

    /** The event under way may still be delivered, no other. */
    public void remove(ModemListener listener) {
        for (Subscription subscription : subscriptions) {
            if (subscription.listener == listener) {
                subscriptions.remove(subscription);
                subscription.end();
                return;
            }
        }
    }

    public boolean wanted() {
        return !subscriptions.isEmpty();
    }

    /** Never waits. */
    public void publish(ModemEvent event) {
        subscriptions.forEach(subscription -> subscription.offer(event));
    }

    private final class Subscription {
        private final ModemListener listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final Deque<ModemEvent> waiting = new ArrayDeque<>();
        private boolean running;
        private boolean ended;
        private long dropped;
        private final LogThrottle failures = new LogThrottle();
        private final LogThrottle tooSlow = new LogThrottle();
        private final LogThrottle caughtUp = new LogThrottle();
        /** Dropped before the listener caught up, and not logged yet. */
        private final AtomicLong missed = new AtomicLong();

        Subscription(ModemListener listener) {
            this.listener = listener;
        }

        void offer(ModemEvent event) {
            boolean start;
            boolean firstDropped = false;
            lock.lock();
            try {
                if (ended) {
                    return;
                }
                if (waiting.size() >= ModemListener.CAPACITY) {
                    waiting.remove();
                    firstDropped = ++dropped == 1;
                }
                waiting.add(event);
                start = !running;
                running = true;
            } finally {
                lock.unlock();
            }
            if (firstDropped) {
                tooSlow.log(
                        LOG,
                        Level.WARN,
                        "A listener of modem '{}' is too slow: {} events are waiting, the oldest events are"
                                + " dropped (their number is logged when the listener has caught up)",
                        modem,
                        ModemListener.CAPACITY);
            }
            if (start) {
                start();
            }
        }

        void end() {
            lock.lock();
            try {
                ended = true;
                waiting.clear();
            } finally {
                lock.unlock();
            }
        }

        private void start() {
            try {
                workers.execute(this::deliver);
            } catch (RejectedExecutionException e) {
                LOG.debug("The component has been stopped: listeners of modem '{}' receive no more events", modem, e);
                end();
            }
        }

        private void deliver() {
            for (ModemEvent event = next(); event != null; event = next()) {
                ModemEvent told = event;
                Fence.run(() -> listener.happened(told), e -> failed(told, e));
            }
        }

        private void failed(ModemEvent event, Throwable thrown) {
            failures.log(
                    LOG,
                    Level.WARN,
                    "A listener of modem '{}' failed on {}: {}",
                    modem,
                    event.type(),
                    thrown.toString());
            LOG.debug("A listener of modem '{}' failed", modem, thrown);
        }

        private ModemEvent next() {
            long last = 0;
            ModemEvent event;
            lock.lock();
            try {
                event = waiting.poll();
                if (event == null) {
                    running = false;
                    last = dropped;
                    dropped = 0;
                }
            } finally {
                lock.unlock();
            }
            if (last > 0) {
                caughtUpAfter(last);
            }
            return event;
        }

        /** In a flood of events this happens many times a second. */
        private void caughtUpAfter(long last) {
            long all = missed.addAndGet(last);
            if (caughtUp.log(
                    LOG,
                    Level.INFO,
                    "A listener of modem '{}' was too slow and missed {}",
                    modem,
                    Counted.of(all, "event"))) {
                missed.addAndGet(-all);
            }
        }
    }
}
