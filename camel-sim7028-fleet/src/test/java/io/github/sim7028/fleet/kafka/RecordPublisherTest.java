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
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordPublisherTest {

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final RecordPublisher publisher = new RecordPublisher(producer, executor);

    private final AtomicInteger failures = new AtomicInteger(2);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void anOutcomeIsDoneWhenKafkaHasAcknowledgedIt() {
        CompletableFuture<Void> published = publisher.publish(entry(0), entry(0));
        await().until(() -> producer.history().size() == 1);
        assertThat(published).isNotDone();

        producer.completeNext();

        await().until(published::isDone);
        assertThat(publisher.trouble()).isNull();
    }

    @Test
    @ExpectedLog("publishing to topic outcomes failed: .*; the record is published again after a pause")
    void whatKafkaRefusesIsPublishedAgainUntilItIsTaken() {
        CompletableFuture<Void> published = publisher.publish(entry(0), entry(0));
        for (int i = 0; i < 2; i++) {
            await().until(() -> producer.errorNext(new TopicAuthorizationException("outcomes")));
            await().until(() -> publisher.trouble() != null);
        }
        assertThat(publisher.trouble()).startsWith("publishing to topic outcomes failed");
        await().until(producer::completeNext);

        await().until(published::isDone);
        await().until(() -> publisher.trouble() == null);
        assertThat(producer.history()).hasSize(3);
    }

    @Test
    @ExpectedLog("publishing to topic outcomes failed: .*; the record is published again after a pause")
    void aRecordThatIsTooLargeIsPublishedSmaller() {
        CompletableFuture<Void> published = publisher.publish(entry(2_000_000), entry(1));
        await().until(() -> producer.errorNext(new RecordTooLargeException("2000000 bytes")));
        await().until(() -> producer.history().size() == 2);
        await().until(producer::completeNext);

        await().until(published::isDone);
        assertThat(producer.history().get(1).value()).hasSize(1);
        await().until(() -> publisher.trouble() == null);
    }

    @Test
    @ExpectedLog("publishing to topic outcomes failed: .*; the record is published again after a pause")
    void theTroubleLastsUntilAllRecordsArePublished() {
        CompletableFuture<Void> refused = publisher.publish(entry(0), entry(0));
        await().until(() -> producer.errorNext(new TopicAuthorizationException("outcomes")));
        await().until(() -> producer.history().size() == 2);
        CompletableFuture<Void> other = publisher.publish(entry(1), entry(0));
        await().until(() -> producer.history().size() == 3);
        await().until(() -> producer.errorNext(new TopicAuthorizationException("outcomes")));
        await().until(producer::completeNext);
        await().until(other::isDone);
        assertThat(refused).isNotDone();
        assertThat(publisher.trouble()).startsWith("publishing to topic outcomes failed");

        await().until(producer::completeNext);
        await().until(refused::isDone);
        await().until(() -> publisher.trouble() == null);
    }

    @Test
    @ExpectedLog("publishing to topic outcomes failed: lz4; the record is published again after a pause")
    void anErrorOfTheProducerLosesNoOutcome() {
        LinkageError failure = new NoClassDefFoundError("lz4");
        @SuppressWarnings("unchecked") // a proxy has no type parameters
        Producer<String, byte[]> failing = (Producer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw failure;
                    }
                    return method.invoke(producer, arguments);
                });
        CompletableFuture<Void> published = new RecordPublisher(failing, executor).publish(entry(0), entry(0));
        await().until(producer::completeNext);

        await().until(published::isDone);
    }

    private static ProducerRecord<String, byte[]> entry(int size) {
        return new ProducerRecord<>("outcomes", "m", new byte[size]);
    }
}
