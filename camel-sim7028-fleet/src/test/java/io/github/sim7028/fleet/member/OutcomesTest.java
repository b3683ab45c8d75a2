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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.claim.Command;
import io.github.sim7028.fleet.kafka.EventPublisher;
import io.github.sim7028.fleet.kafka.RecordPublisher;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private final Picky producer = new Picky();
    private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService telling = Executors.newSingleThreadScheduledExecutor();
    private final Outcomes outcomes = new Outcomes(
            Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 4, 256, Duration.ofSeconds(60)),
            new RecordPublisher(producer, publishing),
            new EventPublisher(producer, telling));

    @AfterEach
    void stop() {
        publishing.shutdownNow();
        telling.shutdownNow();
    }

    @Test
    void whatASenderMadeTooLongIsCut() {
        String longText = "x".repeat(2_000_000);
        outcomes.report(command(longText, longText), Outcome.notSent("no modem '" + longText + "'"), 3)
                .join();

        ProducerRecord<String, byte[]> sent = producer.history().get(0);
        assertThat(sent.key()).hasSize(1000);
        assertThat(Rig.header(sent, "id")).hasSize(1000);
        assertThat(Rig.header(sent, "why")).hasSizeLessThan(2100);
        assertThat(new String(sent.value(), UTF_8))
                .startsWith("NOT_SENT no modem")
                .hasSizeLessThan(2100);
    }

    @Test
    void aTextFromOutsideBeginsNoLine() {
        outcomes.report(command("m", "id"), Outcome.unknown("one\ntwo"), 3).join();

        assertThat(new String(producer.history().get(0).value(), UTF_8)).isEqualTo("UNKNOWN one\\x0Atwo");
    }

    @Test
    @ExpectedLog("publishing to topic outcomes failed: too large; the record is published again after a pause")
    void anOutcomeThatKafkaFindsTooLargeIsPublishedWithWhatIdentifiesTheCommand() {
        producer.largest = 400;
        outcomes.report(command("m", "i".repeat(600)), Outcome.unknown("w".repeat(600)), 3)
                .join();

        ProducerRecord<String, byte[]> sent =
                producer.history().get(producer.history().size() - 1);
        assertThat(sent.key()).isEqualTo("m");
        assertThat(new String(sent.value(), UTF_8)).isEqualTo("UNKNOWN");
        assertThat(Rig.header(sent, "id")).isEqualTo("i".repeat(100));
        assertThat(Rig.header(sent, "outcome")).isEqualTo("UNKNOWN");
        assertThat(Rig.header(sent, "partition")).isEqualTo("1");
        assertThat(Rig.header(sent, "offset")).isEqualTo("7");
        assertThat(Rig.header(sent, "node")).isEqualTo("node-1");
        assertThat(Rig.header(sent, "epoch")).isEqualTo("3");
    }

    /** A producer waits for the metadata of a topic that does not exist. */
    @Test
    void noOutcomeWaitsForAnEvent() {
        CountDownLatch go = new CountDownLatch(1);
        producer.holdEvents = go;
        for (int i = 0; i < 100; i++) {
            outcomes.event("m" + i, "gained", "", 3);
        }
        CompletableFuture<Void> reported = outcomes.report(command("m", "id"), Outcome.confirmed(1, 1), 3);

        await().until(reported::isDone);
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsOnly("outcomes");
        go.countDown();
        await().until(() -> producer.history().size() == 101);
    }

    private static Command command(String modem, String id) {
        return new Command(1, 7, id, modem, new byte[0], Map.of(), 0);
    }

    private static final class Picky extends MockProducer<String, byte[]> {

        volatile int largest = Integer.MAX_VALUE;
        volatile CountDownLatch holdEvents;

        Picky() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> sent, Callback callback) {
            if (holdEvents != null && sent.topic().equals("events")) {
                try {
                    holdEvents.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            int size = sent.value().length;
            for (var header : sent.headers()) {
                size += header.value().length;
            }
            if (size > largest) {
                callback.onCompletion(null, new RecordTooLargeException("too large"));
                return null;
            }
            return super.send(sent, callback);
        }
    }
}
