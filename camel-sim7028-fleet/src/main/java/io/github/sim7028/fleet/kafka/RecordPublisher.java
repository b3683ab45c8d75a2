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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Publishes records that must not get lost, off the poll thread. The producer itself repeats what Kafka did not acknowledge, without an
 * end and without duplicates; what the producer refuses, such as a topic without permission, is not in Kafka and is published again after a
 * growing pause.
 */
public final class RecordPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordPublisher.class);

    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService executor;
    private final Backoff pause = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private final LogThrottle throttle = new LogThrottle();
    /** How many records were refused and are not published yet. */
    private final AtomicInteger refused = new AtomicInteger();

    private volatile String reason;

    private static final class Entry {
        final ProducerRecord<String, byte[]> smaller;
        final CompletableFuture<Void> published = new CompletableFuture<>();
        ProducerRecord<String, byte[]> sent;
        boolean refused;

        Entry(ProducerRecord<String, byte[]> whole, ProducerRecord<String, byte[]> smaller) {
            this.sent = whole;
            this.smaller = smaller;
        }
    }

    /** @param executor has one thread, so that the records of a modem keep their order */
    public RecordPublisher(Producer<String, byte[]> producer, ScheduledExecutorService executor) {
        this.producer = producer;
        this.executor = executor;
    }

    /**
     * Completes when Kafka has acknowledged the record; not at all if this node stops before.
     *
     * @param smaller published in place of a record that is too large for Kafka
     */
    public CompletableFuture<Void> publish(
            ProducerRecord<String, byte[]> whole, ProducerRecord<String, byte[]> smaller) {
        Entry entry = new Entry(whole, smaller);
        execute(() -> send(entry), 0);
        return entry.published;
    }

    /** Why records are not published at the moment, null if all are. */
    public String trouble() {
        return refused.get() > 0 ? reason : null;
    }

    private void send(Entry entry) {
        try {
            producer.send(entry.sent, (metadata, failure) -> {
                if (failure == null) {
                    published(entry);
                } else {
                    execute(() -> retry(entry, failure), 0);
                }
            });
        } catch (Throwable e) {
            retry(entry, e);
        }
    }

    private void published(Entry entry) {
        if (entry.refused) {
            execute(this::recovered, 0);
        }
        entry.published.complete(null);
    }

    private void recovered() {
        if (refused.decrementAndGet() == 0) {
            pause.reset();
        }
    }

    private void retry(Entry entry, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            entry.sent = entry.smaller;
        }
        reason = "publishing to topic " + entry.sent.topic() + " failed: " + ForeignText.messageOf(failure);
        if (!entry.refused) {
            entry.refused = true;
            refused.incrementAndGet();
        }
        throttle.log(LOG, Level.WARN, "{}; the record is published again after a pause", reason);
        execute(() -> send(entry), pause.next());
    }

    private void execute(Runnable task, long delay) {
        try {
            executor.schedule(task, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("A record is not published, as this node has stopped");
        }
    }
}
