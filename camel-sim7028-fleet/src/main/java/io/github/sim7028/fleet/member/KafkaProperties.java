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

import io.github.sim7028.fleet.claim.Window;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The properties of Kafka's clients: what the fleet relies on, and what users add, such as TLS. */
public final class KafkaProperties {

    /** The fleet relies on them. */
    private static final Set<String> OWN = Set.of(
            "bootstrap.servers",
            "client.id",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "group.remote.assignor",
            "enable.auto.commit",
            "auto.offset.reset",
            "partition.assignment.strategy",
            "session.timeout.ms",
            "heartbeat.interval.ms",
            "max.poll.interval.ms",
            "max.poll.records",
            "allow.auto.create.topics",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "acks",
            "enable.idempotence",
            "retries",
            "delivery.timeout.ms",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "partitioner.ignore.keys",
            "transactional.id",
            "transaction.timeout.ms");

    private final String brokers;
    private final FleetSettings settings;
    private final Map<String, Object> added;

    /**
     * @param brokers {@code host:port,host:port}
     * @param added   further properties of consumers and producers
     * @throws IllegalArgumentException if one of the further properties is not known, or is the fleet's own
     */
    public KafkaProperties(String brokers, FleetSettings settings, Map<String, ?> added) {
        if (brokers == null || brokers.isBlank()) {
            throw new IllegalArgumentException("the option brokers is required, for example kafka-1:9092,kafka-2:9092");
        }
        this.brokers = brokers;
        this.settings = settings;
        this.added = new HashMap<>(added);
        check(this.added.keySet());
    }

    private static void check(Set<String> names) {
        Set<String> own = new TreeSet<>(names);
        own.retainAll(OWN);
        if (!own.isEmpty()) {
            throw new IllegalArgumentException(
                    "the properties " + own + " of the option kafka cannot be set: the fleet relies on its own values");
        }
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(ConsumerConfig.configNames());
        unknown.removeAll(ProducerConfig.configNames());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the properties " + unknown
                    + " of the option kafka are no properties of Kafka's consumer or producer");
        }
    }

    /** Those of the member of the group. */
    public Map<String, Object> consumer() {
        Map<String, Object> all = known(ConsumerConfig.configNames());
        // a command of a transaction that was aborted must not be run
        all.putIfAbsent("isolation.level", "read_committed");
        all.put("bootstrap.servers", brokers);
        all.put("client.id", settings.node());
        all.put("group.id", settings.group());
        all.put("group.protocol", "classic");
        all.put("enable.auto.commit", false);
        all.put("auto.offset.reset", "none");
        all.put("allow.auto.create.topics", false);
        all.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        all.put("session.timeout.ms", (int) settings.sessionTimeout().toMillis());
        all.put("heartbeat.interval.ms", (int) settings.heartbeat().toMillis());
        all.put("max.poll.interval.ms", (int) settings.rebalanceTimeout().toMillis());
        all.put("max.poll.records", Window.MAX_BATCH);
        all.put("key.deserializer", StringDeserializer.class.getName());
        all.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return all;
    }

    /** Those of a consumer that reads a whole topic, such as the inventory, without a group. */
    public Map<String, Object> reader() {
        Map<String, Object> all = known(ConsumerConfig.configNames());
        all.putIfAbsent("isolation.level", "read_committed");
        all.put("bootstrap.servers", brokers);
        all.put("client.id", settings.node() + "-reader");
        all.put("enable.auto.commit", false);
        // what is no longer there was replaced by a later record
        all.put("auto.offset.reset", "earliest");
        all.put("allow.auto.create.topics", false);
        all.put("key.deserializer", StringDeserializer.class.getName());
        all.put("value.deserializer", ByteArrayDeserializer.class.getName());
        return all;
    }

    /** Those of the client that asks how the topic of commands is set up. */
    public Map<String, Object> admin() {
        Map<String, Object> all = known(AdminClientConfig.configNames());
        all.put("bootstrap.servers", brokers);
        all.put("client.id", settings.node() + "-admin");
        return all;
    }

    /** Those of the producer of telemetry, outcomes and events. */
    public Map<String, Object> producer() {
        Map<String, Object> all = known(ProducerConfig.configNames());
        all.putIfAbsent("linger.ms", 5);
        // a topic that does not exist keeps the caller waiting for this time
        all.putIfAbsent("max.block.ms", 500);
        all.put("bootstrap.servers", brokers);
        all.put("client.id", settings.node());
        all.put("acks", "all");
        all.put("enable.idempotence", true);
        // what is given up after a while may be in Kafka all the same, and to publish it again would double an outcome
        all.put("delivery.timeout.ms", Integer.MAX_VALUE);
        all.put("key.serializer", StringSerializer.class.getName());
        all.put("value.serializer", ByteArraySerializer.class.getName());
        return all;
    }

    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> known = new HashMap<>(added);
        known.keySet().retainAll(names);
        return known;
    }
}
