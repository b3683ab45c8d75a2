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
package io.github.sim7028.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sim7028.trial.books.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the nodes publish, from the beginning on. */
final class Journal implements AutoCloseable {

    private static final long CLOSE_MILLIS = 5_000;
    private static final Pattern ID = Pattern.compile("<([^>]+)>");

    private final KafkaConsumer<String, byte[]> consumer;
    private final Topics topics;
    private final Thread thread;
    private final List<Published> outcomes = new ArrayList<>();
    private final List<Published> events = new ArrayList<>();
    private final List<String> up = new ArrayList<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile long lastNanos = System.nanoTime();

    Journal(String brokers, Topics topics) {
        this.topics = topics;
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "client.id", "journal"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = topics.published().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::read, "journal");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    note(entry);
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (RuntimeException e) {
            failures.add(e);
        } finally {
            consumer.close();
        }
    }

    private synchronized void note(ConsumerRecord<String, byte[]> entry) {
        lastNanos = System.nanoTime();
        if (entry.topic().equals(topics.up())) {
            Matcher id = ID.matcher(new String(entry.value(), UTF_8));
            while (id.find()) {
                up.add(id.group(1));
            }
        } else if (entry.topic().equals(topics.outcomes())) {
            Published outcome = published(entry, header(entry, "id"), header(entry, "outcome"));
            outcomes.add(outcome);
            answered.add(outcome.id());
            counts.computeIfAbsent(outcome.what(), what -> new AtomicInteger()).incrementAndGet();
        } else {
            events.add(published(entry, "", header(entry, "event")));
        }
    }

    private static Published published(ConsumerRecord<String, byte[]> entry, String id, String what) {
        return new Published(
                id,
                entry.key(),
                what,
                header(entry, "why"),
                header(entry, "node"),
                Integer.parseInt(header(entry, "epoch")),
                entry.timestamp() * 1000);
    }

    private static String header(ConsumerRecord<String, byte[]> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** The ids of commands that have an outcome. */
    Set<String> answered() {
        failures.forEach(failure -> {
            throw new IllegalStateException("the topics cannot be read", failure);
        });
        return answered;
    }

    /** How many outcomes of a kind there are. */
    int count(String what) {
        AtomicInteger count = counts.get(what);
        return count == null ? 0 : count.get();
    }

    /** Whether nothing new was published for so long. */
    boolean quiet(Duration time) {
        return System.nanoTime() - lastNanos > time.toNanos();
    }

    synchronized List<Published> outcomes() {
        return List.copyOf(outcomes);
    }

    synchronized List<Published> events() {
        return List.copyOf(events);
    }

    synchronized List<String> up() {
        return List.copyOf(up);
    }

    /** Waits for the consumer, which would miss a broker that ends before. */
    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
