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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {

    private static final FleetSettings SETTINGS =
            Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(5), 4, 256, Duration.ofSeconds(60));

    @Test
    void theTimesFitTogether() {
        assertThat(SETTINGS.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(SETTINGS.lease()).isEqualTo(Duration.ofMillis(4500));
        assertThat(SETTINGS.rebalanceTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(SETTINGS.leaseWithoutPoll()).isEqualTo(Duration.ofSeconds(18));
        Map<String, Object> consumer = properties(Map.of()).consumer();
        assertThat(consumer)
                .containsEntry("session.timeout.ms", 6000)
                .containsEntry("heartbeat.interval.ms", 1000)
                .containsEntry("max.poll.interval.ms", 20000)
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("group.protocol", "classic")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void kafkaAcceptsTheProperties() {
        KafkaProperties properties =
                properties(Map.of("security.protocol", "SSL", "fetch.min.bytes", "2", "buffer.memory", "1000000"));

        assertThat(new ConsumerConfig(properties.consumer()).getInt("fetch.min.bytes"))
                .isEqualTo(2);
        assertThat(new ConsumerConfig(properties.consumer()).unused()).doesNotContain("buffer.memory");
        assertThat(new ProducerConfig(properties.producer()).getLong("buffer.memory"))
                .isEqualTo(1_000_000);
        assertThat(new ProducerConfig(properties.producer()).getString("security.protocol"))
                .isEqualTo("SSL");
    }

    @Test
    void whatTheFleetReliesOnCannotBeSet() {
        assertThatThrownBy(() -> properties(Map.of("group.protocol", "consumer", "acks", "0")))
                .hasMessage(
                        "the properties [acks, group.protocol] of the option kafka cannot be set: the fleet relies on "
                                + "its own values");
    }

    @Test
    void aMistypedPropertyIsRefusedWithoutItsValue() {
        assertThatThrownBy(() -> properties(Map.of("ssl.key.pasword", "secret")))
                .hasMessage(
                        "the properties [ssl.key.pasword] of the option kafka are no properties of Kafka's consumer "
                                + "or producer");
    }

    @Test
    void brokersAreRequired() {
        assertThatThrownBy(() -> new KafkaProperties(" ", SETTINGS, Map.of()))
                .hasMessage("the option brokers is required, for example kafka-1:9092,kafka-2:9092");
    }

    @Test
    void valuesOutOfRangeAreNamedWithTheirOption() {
        assertThatThrownBy(() ->
                        Rig.settings(Duration.ofMillis(500), Duration.ofSeconds(5), 4, 256, Duration.ofSeconds(60)))
                .hasMessage("the option sessionTimeout is 500 ms, allowed is 2000 to 300000 ms");
        assertThatThrownBy(() -> Rig.settings(Duration.ofSeconds(6), Duration.ZERO, 4, 256, Duration.ofSeconds(60)))
                .hasMessage("the option handOverTimeout is 0 ms, allowed is 1000 to 300000 ms");
        assertThatThrownBy(() ->
                        Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(5), 0, 256, Duration.ofSeconds(60)))
                .hasMessage("the option maxUnderWay is 0, allowed is 1 to 64");
        assertThatThrownBy(() ->
                        Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(5), 4, 513, Duration.ofSeconds(60)))
                .hasMessage("the option maxUnfinished is 513, allowed is 1 to 512");
    }

    private static KafkaProperties properties(Map<String, ?> added) {
        return new KafkaProperties("kafka-1:9092", SETTINGS, added);
    }
}
