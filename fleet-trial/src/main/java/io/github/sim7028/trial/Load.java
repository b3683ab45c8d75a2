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

import io.github.sim7028.trial.books.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends commands to modems at random, at a steady rate; an ordinary producer of Kafka that knows nothing of nodes. */
final class Load implements AutoCloseable {

    private static final long TICK_MILLIS = 10;

    private final KafkaProducer<String, byte[]> producer;
    private final String topic;
    private final List<String> modems;
    private final Random random;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private ScheduledFuture<?> ticks;
    private double due;
    private long lastTick;

    Load(String brokers, String topic, List<String> modems, long seed) {
        this.topic = topic;
        this.modems = modems;
        random = new Random(seed);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "client.id", "load", "linger.ms", 2),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Sends so many commands a second from now on. */
    void start(int perSecond) {
        stop();
        lastTick = System.nanoTime();
        due = 0;
        ticks = timer.scheduleAtFixedRate(() -> tick(perSecond), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick(int perSecond) {
        long now = System.nanoTime();
        due += (now - lastTick) * perSecond / 1e9;
        lastTick = now;
        for (; due >= 1; due--) {
            send(modems.get(random.nextInt(modems.size())));
        }
    }

    /** Sends so many commands at once. */
    void burst(int commands) {
        for (int i = 0; i < commands; i++) {
            send(modems.get(random.nextInt(modems.size())));
        }
    }

    /** Sends one command. @return its id */
    String send(String modem) {
        String id = String.format("c%07d", number.getAndIncrement());
        ProducerRecord<String, byte[]> command =
                new ProducerRecord<>(topic, modem, ("<" + id + "> for " + modem).getBytes(UTF_8));
        command.headers().add("id", id.getBytes(UTF_8));
        sent.add(new Sent(id, modem, System.currentTimeMillis() * 1000, false));
        producer.send(command, (metadata, failure) -> {
            if (failure == null) {
                stored.add(id);
            }
        });
        return id;
    }

    /** Ends the steady rate, and waits until Kafka has all. */
    void stop() {
        if (ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
        producer.flush();
    }

    /** All commands so far. */
    List<Sent> sent() {
        return sent.stream()
                .map(one -> new Sent(one.id(), one.modem(), one.micros(), stored.contains(one.id())))
                .toList();
    }

    /** How many commands Kafka has. */
    int stored() {
        return stored.size();
    }

    /** Whether each command that Kafka has is among these. */
    boolean allIn(Set<String> ids) {
        return ids.containsAll(stored);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
