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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryPublisherTest {

    private final Kafka kafka = new Kafka();
    private final TelemetryPublisher publisher =
            new TelemetryPublisher(kafka, Executors.newSingleThreadScheduledExecutor());

    @AfterEach
    void stop() {
        publisher.close(Duration.ZERO);
    }

    private CompletableFuture<Void> publish(String body) {
        return publisher.publish(new ProducerRecord<>("up", "roof", body.getBytes()));
    }

    @Test
    void completesWhenKafkaHasAcknowledgedAndNotBefore() {
        CompletableFuture<Void> published = publish("1");
        await().until(() -> kafka.history().size() == 1);
        assertThat(published).isNotDone();
        assertThat(publisher.waiting()).isOne();

        kafka.completeNext();

        await().until(published::isDone);
        assertThat(published).isNotCompletedExceptionally();
        assertThat(publisher.waiting()).isZero();
    }

    @Test
    void nothingWaitsForKafkaWhenTheNodeHasGivenUp() {
        CompletableFuture<Void> before = publish("1");
        publisher.stopSoon(Duration.ZERO);
        await().until(before::isCompletedExceptionally);

        assertThat(publish("2")).isCompletedExceptionally();
        assertThat(publisher.waiting()).isZero();
    }

    @Test
    @ExpectedLog("Kafka does not take telemetry: no broker; telemetry waits, and modems hold back")
    void waitsWhileKafkaIsAwayAndKeepsTheOrder() {
        kafka.away = true;
        IntStream.range(0, 5).forEach(i -> publish("" + i));
        await().until(() -> kafka.refused >= 3);
        assertThat(publisher.trouble()).isEqualTo("Kafka does not take telemetry: no broker");
        assertThat(publisher.waiting()).isEqualTo(5);

        kafka.away = false;

        await().until(() -> kafka.history().size() == 5);
        assertThat(kafka.history().stream().map(sent -> new String(sent.value())))
                .containsExactly("0", "1", "2", "3", "4");
        assertThat(publisher.trouble()).isNull();
    }

    @Test
    void whatKafkaRefusesFailsAndTheNextGoesOn() {
        kafka.sendException = new RecordTooLargeException("too large");
        CompletableFuture<Void> large = publish("large");
        await().until(large::isCompletedExceptionally);
        kafka.sendException = null;

        CompletableFuture<Void> next = publish("next");
        await().until(() -> kafka.history().size() == 1);
        kafka.completeNext();
        await().until(next::isDone);
        assertThat(next).isNotCompletedExceptionally();
    }

    @Test
    void whatIsNotAcknowledgedWhenTheNodeStopsFails() {
        CompletableFuture<Void> published = publish("1");
        await().until(() -> kafka.history().size() == 1);

        publisher.stopSoon(Duration.ZERO);

        await().until(published::isCompletedExceptionally);
    }

    @Test
    void nothingWaitsAfterTheClose() {
        publisher.close(Duration.ZERO);

        assertThat(publish("late")).isCompletedExceptionally();
        assertThat(publisher.waiting()).isZero();
    }

    /** Kafka's mock, which can refuse as the real client does that knows no broker: before it returns. */
    private static final class Kafka extends MockProducer<String, byte[]> {

        volatile boolean away;
        volatile int refused;

        Kafka() {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> sent, Callback callback) {
            if (away) {
                refused++;
                callback.onCompletion(null, new TimeoutException("no broker"));
                return CompletableFuture.failedFuture(new TimeoutException("no broker"));
            }
            return super.send(sent, callback);
        }
    }
}
