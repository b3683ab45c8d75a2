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
package io.github.sim7028.fleet.inventory;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.fleet.kafka.Backoff;
import io.github.sim7028.line.util.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic with the modems: the key is the name of the modem, the value has a line {@code option=value} for each option, and a record without a
 * value removes the modem. Each node reads the whole topic, without a group, and then follows the topic. A record that cannot be used is refused and
 * named; all other modems are not concerned.
 */
public final class TopicInventory implements InventorySource {

    private static final Logger LOG = LoggerFactory.getLogger(TopicInventory.class);
    private static final Duration READ_ALL = Duration.ofSeconds(60);
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final String topic;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final ModemRecords records;
    private final Thread thread;
    private final Backoff pause = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private Consumer<Inventory> changed;
    private Inventory inForce;
    /** Released when this object is closed. */
    private final Semaphore pausing = new Semaphore(0);

    private volatile boolean closed;
    private volatile String kafkaTrouble;

    /**
     * @param consumer with the properties of {@code KafkaProperties.reader()}; closed by this object
     * @param template makes a copy of the options that all modems have in common
     * @param threads  makes the thread that follows the topic
     */
    public TopicInventory(
            String topic,
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            CamelContext context,
            Supplier<Sim7028ModemConfiguration> template,
            ThreadFactory threads) {
        this.topic = topic;
        this.consumer = consumer;
        this.records = new ModemRecords(new ModemOptions(context, template));
        this.thread = threads.newThread(this::follow);
    }

    @Override
    public Inventory start(Consumer<Inventory> changed) throws InventoryException {
        this.changed = changed;
        try {
            readAll();
        } catch (KafkaException e) {
            throw new InventoryException(
                    "the inventory in topic " + topic + " cannot be read: " + ForeignText.messageOf(e));
        }
        inForce = records.inventory();
        thread.start();
        return inForce;
    }

    private void readAll() throws InventoryException {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ASK).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new InventoryException(
                    "the topic " + topic + " does not exist; create it with one partition and cleanup.policy=compact");
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> end = consumer.endOffsets(partitions, ASK);
        long limit = System.nanoTime() + READ_ALL.toNanos();
        while (partitions.stream().anyMatch(partition -> consumer.position(partition, ASK) < end.get(partition))) {
            if (System.nanoTime() - limit > 0) {
                throw new InventoryException(
                        "the inventory in topic " + topic + " could not be read within " + READ_ALL.toSeconds() + " s");
            }
            take();
        }
    }

    private boolean take() {
        boolean any = false;
        for (ConsumerRecord<String, byte[]> read : consumer.poll(POLL)) {
            records.take(read);
            any = true;
        }
        return any;
    }

    @Override
    public String trouble() {
        return kafkaTrouble == null ? records.trouble() : kafkaTrouble;
    }

    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close(CloseOptions.timeout(CLOSE));
            return;
        }
        consumer.wakeup();
        pausing.release();
        try {
            thread.join(CLOSE.plusSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        try {
            while (!closed) {
                try {
                    if (take()) {
                        review();
                    }
                    pause.reset();
                    kafkaTrouble = null;
                } catch (WakeupException e) {
                    // closed
                } catch (InterruptException e) {
                    closed = true;
                } catch (Throwable e) {
                    failed(e);
                }
            }
        } finally {
            // an interrupt would end the closing
            Thread.interrupted();
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void review() {
        Inventory fresh = records.inventory();
        if (!fresh.same(inForce)) {
            LOG.info(
                    "The inventory in topic {} has changed: {} modems",
                    topic,
                    fresh.names().size());
            inForce = fresh;
            changed.accept(fresh);
        }
    }

    private void failed(Throwable failure) {
        if (kafkaTrouble == null) {
            LOG.warn(
                    "The inventory in topic {} cannot be followed: {}; the inventory that was read before stays in"
                            + " force, and the next attempt follows after a pause",
                    topic,
                    ForeignText.messageOf(failure));
        }
        kafkaTrouble = "the inventory in topic " + topic + " cannot be followed: " + ForeignText.messageOf(failure);
        try {
            pausing.tryAcquire(pause.next(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
