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
package io.github.sim7028.fleet.member;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records that must not get lost, off the poll thread. The producer itself repeats what Kafka did not acknowledge, without an
 * end and without duplicates; what the producer refuses, such as a topic without permission, is not in Kafka and is published again after a
 * growing pause.
 */
final class RecordPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RecordPublisher.class);

    private final Producer<String, byte[]> producer;
    private final ScheduledExecutorService executor;
    private final Backoff pause = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
    private volatile String trouble;

    /** @param executor has one thread, so that the records of a modem keep their order */
    RecordPublisher(Producer<String, byte[]> producer, ScheduledExecutorService executor) {
        this.producer = producer;
        this.executor = executor;
    }

    /** Completes when Kafka has acknowledged the record; not at all if this node stops before. */
    CompletableFuture<Void> publish(ProducerRecord<String, byte[]> entry) {
        CompletableFuture<Void> published = new CompletableFuture<>();
        execute(() -> send(entry, published), 0);
        return published;
    }

    /** Why records are not published at the moment, null if all is well. */
    String trouble() {
        return trouble;
    }

    private void send(ProducerRecord<String, byte[]> entry, CompletableFuture<Void> published) {
        try {
            producer.send(entry, (metadata, failure) -> {
                if (failure == null) {
                    if (trouble != null) {
                        execute(this::recovered, 0);
                    }
                    published.complete(null);
                } else {
                    execute(() -> retry(entry, published, failure), 0);
                }
            });
        } catch (RuntimeException e) {
            retry(entry, published, e);
        }
    }

    private void recovered() {
        trouble = null;
        pause.reset();
    }

    private void retry(ProducerRecord<String, byte[]> entry, CompletableFuture<Void> published, Exception failure) {
        String reason = "publishing to topic " + entry.topic() + " failed: " + failure.getMessage();
        if (trouble == null) {
            LOG.warn("{}; the record is published again after a pause", reason);
        }
        trouble = reason;
        execute(() -> send(entry, published), pause.next());
    }

    private void execute(Runnable task, long delay) {
        try {
            executor.schedule(task, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("A record is not published, as this node has stopped");
        }
    }
}
