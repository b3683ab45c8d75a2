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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.fleet.broker.KafkaBroker;
import io.github.sim7028.fleet.member.FleetSettings;
import io.github.sim7028.fleet.member.KafkaProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicInventoryIT {

    @TempDir
    static Path directory;

    @Test
    @SuppressWarnings("try") // close() of a context declares Exception
    void aCompactedTopicIsReadAndFollowed() throws Exception {
        FleetSettings settings = new FleetSettings(
                "node",
                "group",
                "down",
                "up",
                "outcomes",
                "events",
                Duration.ofSeconds(6),
                Duration.ofMillis(1500),
                4,
                256,
                Duration.ofSeconds(60),
                FleetSettings.OnNoOffset.FAIL);
        List<Inventory> changes = new CopyOnWriteArrayList<>();
        try (KafkaBroker broker = new KafkaBroker(directory, Map.of()).start();
                CamelContext context = new DefaultCamelContext()) {
            context.start();
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(
                                new NewTopic("modems", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
            try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                            Map.of("bootstrap.servers", broker.address()),
                            new StringSerializer(),
                            new ByteArraySerializer());
                    TopicInventory source = new TopicInventory(
                            "modems",
                            new KafkaConsumer<>(new KafkaProperties(broker.address(), settings, Map.of()).reader()),
                            context,
                            Sim7028ModemConfiguration::new,
                            task -> new Thread(task, "inventory"))) {
                for (int i = 0; i < 1000; i++) {
                    producer.send(entry("modem-" + i, "device=socket://10.0.0.1:" + (2000 + i)));
                }
                producer.flush();

                assertThat(source.start(changes::add).names()).hasSize(1000);

                producer.send(entry("modem-7", null));
                producer.send(entry("roof", "device=simulator://roof"));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !changes.isEmpty()
                                && changes.get(changes.size() - 1).has("roof"));
                assertThat(changes.get(changes.size() - 1).names())
                        .hasSize(1000)
                        .doesNotContain("modem-7");
                assertThat(source.trouble()).isNull();
            }
        }
    }

    private static ProducerRecord<String, byte[]> entry(String modem, String text) {
        return new ProducerRecord<>("modems", modem, text == null ? null : text.getBytes(UTF_8));
    }
}
