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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.ExpectedLog;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

    private final Missing producer = new Missing();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final EventPublisher events = new EventPublisher(producer, executor);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void eventsAreInOrder() {
        for (int i = 0; i < 20; i++) {
            events.publish(event("m" + i));
        }
        await().until(() -> producer.history().size() == 20);
        assertThat(producer.history()).extracting(ProducerRecord::key).startsWith("m0", "m1", "m2");
        assertThat(events.dropped()).isZero();
    }

    @Test
    void anEventIsTriedAgain() {
        producer.missing = 2;
        events.publish(event("first"));
        events.publish(event("second"));

        await().until(() -> producer.history().size() == 2);
        assertThat(producer.history()).extracting(ProducerRecord::key).containsExactly("first", "second");
        assertThat(events.dropped()).isZero();
    }

    @Test
    @ExpectedLog("\\d+ events are not in topic events: Topic events not present in metadata; \\d+ so far")
    void eventsThatKafkaDoesNotTakeAreDroppedAndCounted() {
        producer.missing = 3;
        events.publish(event("first"));
        events.publish(event("second"));

        await().until(() -> events.dropped() == 2);
        events.publish(event("third"));
        await().until(() -> producer.history().size() == 1);
        assertThat(events.dropped()).isEqualTo(2);
    }

    @Test
    @ExpectedLog("\\d+ events are not in topic events: too large; \\d+ so far")
    void anEventThatTheBrokerRefusesLaterIsCounted() {
        producer.later = true;
        events.publish(event("first"));
        await().until(() -> producer.history().size() == 1);
        // the publisher has gone on
        events.publish(event("second"));
        await().until(() -> producer.history().size() == 2);

        producer.errorNext(new RecordTooLargeException("too large"));

        await().until(() -> events.dropped() == 1);
    }

    @Test
    @ExpectedLog("1 events are not in topic events: 10000 events wait already; \\d+ so far")
    void noMoreEventsWaitThanThereIsRoomFor() {
        CountDownLatch go = new CountDownLatch(1);
        producer.hold = go;
        events.publish(event("first"));
        for (int i = 0; i < 10_000; i++) {
            events.publish(event("m" + i));
        }
        assertThat(events.dropped()).isEqualTo(1);
        go.countDown();
        await().until(() -> producer.history().size() == 10_000);
    }

    private static ProducerRecord<String, byte[]> event(String modem) {
        return new ProducerRecord<>("events", modem, new byte[0]);
    }

    /** A producer whose topic is missing for some attempts. */
    private static final class Missing extends MockProducer<String, byte[]> {

        volatile int missing;
        volatile boolean later;
        volatile CountDownLatch hold;

        Missing() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> event, Callback callback) {
            if (hold != null) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            if (missing > 0) {
                missing--;
                callback.onCompletion(null, new TimeoutException("Topic events not present in metadata"));
                return null;
            }
            Future<RecordMetadata> sent = super.send(event, callback);
            if (!later) {
                completeNext();
            }
            return sent;
        }
    }
}
