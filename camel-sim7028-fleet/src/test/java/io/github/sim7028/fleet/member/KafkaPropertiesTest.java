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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {

    private static final FleetSettings SETTINGS =
            Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 4, 256, Duration.ofSeconds(60));

    @Test
    void theTimesFitTogether() {
        assertThat(SETTINGS.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(SETTINGS.lease()).isEqualTo(Duration.ofMillis(4500));
        assertThat(SETTINGS.rebalanceTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(SETTINGS.leaseWithoutPoll()).isEqualTo(Duration.ofSeconds(4));
        Map<String, Object> consumer = properties(Map.of()).consumer();
        assertThat(consumer)
                .containsEntry("session.timeout.ms", 6000)
                .containsEntry("heartbeat.interval.ms", 1000)
                .containsEntry("max.poll.interval.ms", 6000)
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
                        Rig.settings(Duration.ofMillis(500), Duration.ofMillis(1500), 4, 256, Duration.ofSeconds(60)))
                .hasMessage("the option sessionTimeout is 500 ms, allowed is 2000 to 300000 ms");
        assertThatThrownBy(() -> Rig.settings(Duration.ofSeconds(6), Duration.ZERO, 4, 256, Duration.ofSeconds(60)))
                .hasMessage("the option handOverTimeout is 0 ms, allowed is 100 to 300000 ms");
        assertThatThrownBy(() ->
                        Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 0, 256, Duration.ofSeconds(60)))
                .hasMessage("the option maxUnderWay is 0, allowed is 1 to 64");
        assertThatThrownBy(() ->
                        Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 4, 513, Duration.ofSeconds(60)))
                .hasMessage("the option maxUnfinished is 513, allowed is 1 to 512");
    }

    /** While a node hands over, the others cannot commit: their lease is to be longer. */
    @Test
    void timesWithWhichAHandOverWouldEndTheLeaseOfOtherNodesAreRefused() {
        assertThatThrownBy(() -> times(6_000, 5_000))
                .hasMessage(
                        "the options sessionTimeout (6000 ms) and handOverTimeout (5000 ms) do not fit together: nodes "
                                + "that wait for the hand-over of another node would lose their modems. Set "
                                + "handOverTimeout to less than 2000 ms, or sessionTimeout to more than 10500 ms");
        assertThat(times(6_000, 1_999).lease()).isEqualTo(Duration.ofMillis(4500));
        assertThat(times(10_501, 5_000).lease()).isGreaterThan(Duration.ofMillis(5000 + 1500 + 1750));
        assertThatThrownBy(() -> times(10_500, 5_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> times(2_400, 500)).hasMessageContaining("sessionTimeout to more than 2400 ms");
        assertThat(times(2_403, 500).lease()).isPositive();
    }

    /** In a hand-over the poll thread waits for several commits. */
    @Test
    void aCommitTakesNoLongerThanHalfAHandOverOrAHeartbeat() {
        assertThat(times(6_000, 1_500).commitTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(times(12_000, 5_000).commitTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(times(300_000, 60_000).commitTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void eachTopicHasOneUse() {
        assertThatThrownBy(() -> topics("down", "up", "down", "events"))
                .hasMessage("the options downTopic and outcomesTopic have the same topic 'down'; each requires a topic "
                        + "of its own");
        assertThatThrownBy(() -> topics("down", "up", "outcomes", "up"))
                .hasMessage("the options eventsTopic and upTopic have the same topic 'up'; each requires a topic of "
                        + "its own");
        FleetSettings settings = topics("down", "up", "outcomes", "events");
        settings.requireOther("modems", "modems");
        assertThatThrownBy(() -> settings.requireOther("modems", "down"))
                .hasMessage(
                        "the options modems and downTopic have the same topic 'down'; each requires a topic of its own");
    }

    private static FleetSettings topics(String down, String up, String outcomes, String events) {
        return new FleetSettings(
                "node",
                "group",
                down,
                up,
                outcomes,
                events,
                Duration.ofSeconds(6),
                Duration.ofMillis(1500),
                4,
                256,
                Duration.ofSeconds(60),
                FleetSettings.OnNoOffset.FAIL);
    }

    /** All allowed combinations: the lease is valid from one commit to the next, and through a hand-over, of another node, too. */
    @Property
    void withAllTimesThatAreAllowedThereIsALease(
            @ForAll @IntRange(min = 2_000, max = 300_000) int session,
            @ForAll @IntRange(min = 100, max = 300_000) int handOver) {
        FleetSettings settings;
        try {
            settings = times(session, handOver);
        } catch (IllegalArgumentException e) {
            return;
        }
        Duration longest = settings.handOverTimeout().plus(settings.afterCut()).plus(settings.reports());
        assertThat(settings.leaseWithoutPoll()).isGreaterThan(longest);
        assertThat(settings.lease()).isGreaterThan(longest.plus(settings.heartbeat()));
        assertThat(settings.lease()).isGreaterThan(settings.heartbeat().multipliedBy(2));
        assertThat(settings.lease()).isLessThan(settings.sessionTimeout());
        assertThat(settings.leaseWithoutPoll()).isLessThan(settings.rebalanceTimeout());
    }

    private static FleetSettings times(long session, long handOver) {
        return Rig.settings(Duration.ofMillis(session), Duration.ofMillis(handOver), 4, 256, Duration.ofSeconds(60));
    }

    @Test
    void aMissingTopicDoesNotKeepThePublisherForLong() {
        assertThat(new ProducerConfig(properties(Map.of()).producer()).getLong("max.block.ms"))
                .isEqualTo(500);
        assertThat(new ProducerConfig(properties(Map.of("max.block.ms", "900")).producer()).getLong("max.block.ms"))
                .isEqualTo(900);
    }

    private static KafkaProperties properties(Map<String, ?> added) {
        return new KafkaProperties("kafka-1:9092", SETTINGS, added);
    }
}
