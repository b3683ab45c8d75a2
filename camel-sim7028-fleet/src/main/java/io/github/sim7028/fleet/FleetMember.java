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

import io.github.sim7028.fleet.kafka.CleanupPolicy;
import io.github.sim7028.fleet.member.CommandRunner;
import io.github.sim7028.fleet.member.FleetNode;
import io.github.sim7028.fleet.member.FleetSettings;
import io.github.sim7028.fleet.member.KafkaProperties;
import java.time.Duration;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/** One membership of this node in the fleet, with the clients of Kafka that belong to it. */
final class FleetMember {

    /** For the last commit and for leaving the group, beside the hand-over itself. */
    private static final Duration TO_LEAVE = Duration.ofSeconds(10);

    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    private final FleetSettings settings;
    private final KafkaProducer<String, byte[]> producer;
    private final FleetNode node;

    /** Begins to join the group. */
    FleetMember(
            FleetSettings settings,
            KafkaProperties properties,
            OwnedModems modems,
            CommandRunner runner,
            ExecutorServiceManager threads) {
        this.settings = settings;
        producer = new KafkaProducer<>(properties.producer());
        try {
            node = new FleetNode(
                    settings,
                    new KafkaConsumer<>(properties.consumer()),
                    new CleanupPolicy(properties.admin())::requireDelete,
                    producer,
                    modems,
                    runner,
                    name -> task -> threads.newThread(name, task));
        } catch (RuntimeException | Error e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        node.start();
    }

    FleetNode node() {
        return node;
    }

    /** Leaves the group in order; then this node owns no modem. */
    void stop() {
        try {
            node.stop(settings.handOverTimeout().plus(TO_LEAVE));
        } finally {
            producer.close(TO_CLOSE);
        }
    }
}
