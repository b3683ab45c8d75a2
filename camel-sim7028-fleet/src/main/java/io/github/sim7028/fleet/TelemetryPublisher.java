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

import io.github.sim7028.fleet.kafka.Backoff;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes telemetry, one record after the other. While Kafka does not answer, records wait, and with them the modems that sent them; what Kafka refuses
 * fails.
 */
final class TelemetryPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryPublisher.class);

    /** Modems send the next piece when the last one is in Kafka; other senders might not wait. */
    static final int MAX_WAITING = 100_000;

    private static final class Entry {
        final ProducerRecord<String, byte[]> telemetry;
        final CompletableFuture<Void> published = new CompletableFuture<>();
        /** Kafka's client has not taken the record. */
        boolean notTaken;

        Entry(ProducerRecord<String, byte[]> telemetry) {
            this.telemetry = telemetry;
        }
    }

    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService executor;
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final Set<Entry> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean pumping = new AtomicBoolean();
    private final Backoff pause = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private volatile String trouble;
    private volatile boolean closed;

    /** @param executor one thread, which the producer may block */
    TelemetryPublisher(Producer<String, byte[]> producer, ScheduledExecutorService executor) {
        this.producer = producer;
        this.executor = executor;
    }

    /** Completes when Kafka has acknowledged the record; exceptionally when Kafka refuses the record, or this node stops. */
    CompletableFuture<Void> publish(ProducerRecord<String, byte[]> telemetry) {
        Entry entry = new Entry(telemetry);
        if (waiting.size() >= MAX_WAITING) {
            entry.published.completeExceptionally(new IllegalStateException(
                    "Kafka does not take telemetry fast enough: " + MAX_WAITING + " messages wait already"));
            return entry.published;
        }
        waiting.add(entry);
        entry.published.whenComplete((v, failure) -> waiting.remove(entry));
        queue.add(entry);
        pumpSoon(0);
        if (closed) {
            giveUp();
        }
        return entry.published;
    }

    /** Why telemetry is not published at the moment, null if all is well. */
    String trouble() {
        return trouble;
    }

    /** How many messages have not been acknowledged. */
    int waiting() {
        return waiting.size();
    }

    private void pumpSoon(long delay) {
        if (pumping.compareAndSet(false, true)) {
            try {
                executor.schedule(this::pump, delay, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                giveUp();
            }
        }
    }

    private void pump() {
        long delay = 0;
        try {
            Entry next = queue.peek();
            while (next != null && (next.published.isDone() || taken(next))) {
                queue.poll();
                next = queue.peek();
            }
            delay = next == null ? 0 : pause.next();
        } finally {
            pumping.set(false);
        }
        if (!queue.isEmpty() && !closed) {
            pumpSoon(delay);
        }
    }

    /** Whether Kafka's client has taken the record, or refused it for good. */
    private boolean taken(Entry entry) {
        entry.notTaken = false;
        Thread sender = Thread.currentThread();
        try {
            producer.send(entry.telemetry, (metadata, failure) -> {
                if (failure == null) {
                    entry.published.complete(null);
                } else if (failure instanceof TimeoutException && Thread.currentThread() == sender) {
                    // called before send returns: the client knows no broker, or its memory is full
                    entry.notTaken = true;
                    troubled(failure);
                } else {
                    entry.published.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | Error e) {
            entry.published.completeExceptionally(e);
        }
        if (!entry.notTaken) {
            recovered();
        }
        return !entry.notTaken;
    }

    private void troubled(Exception failure) {
        if (trouble == null) {
            LOG.warn("Kafka does not take telemetry: {}; telemetry waits, and modems hold back", failure.getMessage());
        }
        trouble = "Kafka does not take telemetry: " + failure.getMessage();
    }

    private void recovered() {
        pause.reset();
        if (trouble != null) {
            trouble = null;
            LOG.info("Kafka takes telemetry again");
        }
    }

    /** This node stops: gives Kafka a last time, then fails what is left. */
    void stopSoon(Duration limit) {
        try {
            executor.schedule(this::giveUp, limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            giveUp();
        }
    }

    /** From now on nothing waits for Kafka. */
    private void giveUp() {
        closed = true;
        waiting.forEach(entry -> entry.published.completeExceptionally(new IllegalStateException(
                "Kafka has not acknowledged the message before this node stopped; it may be in Kafka")));
    }

    void close(Duration limit) {
        closed = true;
        executor.shutdownNow();
        try {
            producer.close(limit);
        } finally {
            giveUp();
        }
    }
}
