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
package io.github.sim7028.fleet.kafka;

import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes the events of modems, in order, on a thread that may be kept waiting by the producer. No outcome waits for an event: an event that
 * Kafka does not take after a few attempts is dropped and counted, and the events that wait behind are dropped with it.
 */
public final class EventPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final int ATTEMPTS = 3;
    /** Events that wait, and events that Kafka has not acknowledged. The latter need room in the producer, as outcomes do. */
    private static final int MOST = 10_000;

    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService executor;
    private final LinkedBlockingQueue<ProducerRecord<String, byte[]>> waiting = new LinkedBlockingQueue<>(MOST);
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final LongAdder dropped = new LongAdder();
    private final LogThrottle throttle = new LogThrottle();
    private final Backoff pause = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    /** Only on the executor's thread. */
    private int attempts;

    /** @param executor has one thread, which does nothing else */
    public EventPublisher(Producer<String, byte[]> producer, ScheduledExecutorService executor) {
        this.producer = producer;
        this.executor = executor;
    }

    /** Returns at once. */
    public void publish(ProducerRecord<String, byte[]> event) {
        if (!waiting.offer(event)) {
            dropped(1, event.topic(), MOST + " events wait already");
        } else if (busy.compareAndSet(false, true)) {
            execute(0);
        }
    }

    /** How many events Kafka did not take. */
    public long dropped() {
        return dropped.sum();
    }

    /** All that wait, in one task: a node that stops accepts no further one. */
    private void next() {
        for (ProducerRecord<String, byte[]> event = waiting.peek(); event != null; event = waiting.peek()) {
            String refusal = refusal(event);
            if (refusal != null) {
                refused(event.topic(), refusal);
                return;
            }
            waiting.remove();
            attempts = 0;
            pause.reset();
        }
        busy.set(false);
        if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            execute(0);
        }
    }

    private void refused(String topic, String why) {
        if (++attempts >= ATTEMPTS) {
            attempts = 0;
            int count = waiting.size();
            for (int i = 0; i < count; i++) {
                waiting.remove();
            }
            dropped(count, topic, why);
        }
        execute(pause.next());
    }

    /** Hands an event to the producer. Returns why the producer does not take the event, or null. */
    private String refusal(ProducerRecord<String, byte[]> event) {
        if (unacknowledged.get() >= MOST) {
            return "Kafka has not acknowledged " + MOST + " events";
        }
        Sending sending = new Sending(event.topic());
        unacknowledged.incrementAndGet();
        try {
            producer.send(event, (metadata, failure) -> sending.ended(failure));
        } catch (Throwable e) {
            sending.ended(e);
        }
        return sending.returned();
    }

    /** One event that the producer has. The producer says either at once or later what became of the event. */
    private final class Sending {

        private final String topic;
        private boolean returned;
        private String refusal;

        Sending(String topic) {
            this.topic = topic;
        }

        synchronized void ended(Throwable failure) {
            unacknowledged.decrementAndGet();
            if (failure != null && returned) {
                dropped(1, topic, ForeignText.messageOf(failure));
            } else if (failure != null) {
                refusal = ForeignText.messageOf(failure);
            }
        }

        synchronized String returned() {
            returned = true;
            return refusal;
        }
    }

    private void dropped(int count, String topic, String why) {
        dropped.add(count);
        throttle.log(LOG, Level.WARN, "{} events are not in topic {}: {}; {} so far", count, topic, why, dropped.sum());
    }

    private void execute(long delay) {
        try {
            executor.schedule(this::next, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Events are not published, as this node has stopped");
        }
    }
}
