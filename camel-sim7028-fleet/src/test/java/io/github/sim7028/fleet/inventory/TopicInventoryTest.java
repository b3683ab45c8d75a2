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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.camel.Sim7028ModemConfiguration;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicInventoryTest {

    private static final String PLACE = "the inventory in topic modems, partition ";

    private final CamelContext context = new DefaultCamelContext();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Inventory> changes = new CopyOnWriteArrayList<>();
    private final long[] next = new long[2];
    private TopicInventory source;

    @BeforeEach
    void start() {
        context.start();
        consumer.updatePartitions(
                "modems",
                IntStream.range(0, 2)
                        .mapToObj(p -> new PartitionInfo("modems", p, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        source = new TopicInventory(
                "modems",
                consumer,
                context,
                () -> {
                    Sim7028ModemConfiguration common = new Sim7028ModemConfiguration();
                    common.setApn("common.example");
                    return common;
                },
                task -> new Thread(task, "inventory"));
    }

    @AfterEach
    void stop() {
        source.close();
        assertThat(consumer.closed()).isTrue();
        context.stop();
    }

    @Test
    void theWholeTopicIsReadAndTheLastRecordOfAModemHolds() throws Exception {
        records(
                entry(0, "roof", "device=socket://10.0.0.1:2001\n# the APN\napn = iot.example\n\nsendTimeout=60s\n"),
                entry(0, "gone", "device=simulator://gone"),
                entry(1, "cellar", "device=simulator://a"),
                entry(0, "gone", null),
                entry(1, "cellar", "device=simulator://b"));

        Inventory inventory = source.start(changes::add);

        assertThat(inventory.names()).containsExactlyInAnyOrder("roof", "cellar");
        assertThat(inventory.configuration("roof").getDevice()).isEqualTo("socket://10.0.0.1:2001");
        assertThat(inventory.configuration("roof").getApn()).isEqualTo("iot.example");
        assertThat(inventory.configuration("roof").getSendTimeout()).isEqualTo(60_000);
        assertThat(inventory.configuration("cellar").getDevice()).isEqualTo("simulator://b");
        assertThat(inventory.configuration("cellar").getApn()).isEqualTo("common.example");
        assertThat(source.trouble()).isNull();
    }

    @Test
    void laterRecordsAreFollowed() throws Exception {
        records(entry(0, "roof", "device=simulator://a"), entry(1, "cellar", "device=simulator://b"));
        Inventory first = source.start(changes::add);

        later(entry(0, "roof", "device=simulator://a\napn=other.example"));
        await().until(() -> changes.size() == 1);
        assertThat(first.changedIn(changes.get(0))).containsExactly("roof");
        later(entry(1, "cellar", null));
        await().until(() -> changes.size() == 2);
        assertThat(changes.get(1).names()).containsExactly("roof");
    }

    @Test
    @ExpectedLog(PLACE + "0, offset \\d+, modem '.*', option .*; the fleet does not have the modem")
    @ExpectedLog(PLACE + "0, offset \\d+, modem 'kept', option .*; the modem keeps the options that it has")
    @ExpectedLog(PLACE + "1, offset \\d+ is not used: the record has no key; the key is the name of the modem")
    void aRecordThatCannotBeUsedConcernsNoOtherModem() throws Exception {
        records(
                entry(0, "kept", "device=simulator://kept"),
                entry(0, "kept", "device=simulator://kept\ncolour=red"),
                entry(0, "default", "device=simulator://a"),
                entry(0, "noDevice", "apn=x"),
                entry(0, "noEquals", "device=simulator://b\n4711"),
                entry(0, "wrong", "device=simulator://c\nsendTimeout=soon"),
                entry(0, "twice", "device=simulator://d\ndevice=simulator://e"),
                entry(0, "noText", "\ufffe"),
                entry(1, null, "device=simulator://f"),
                entry(1, "good", "device=simulator://good"));

        Inventory inventory = source.start(changes::add);

        assertThat(inventory.names()).containsExactlyInAnyOrder("kept", "good");
        assertThat(source.trouble())
                .isEqualTo(PLACE
                        + "0, offset 2, modem 'default', option name is 'default', which has a meaning of its own "
                        + "(and 6 more)");
        for (String name : List.of("kept", "default", "noDevice", "noEquals", "wrong", "twice", "noText")) {
            later(entry(0, name, null));
        }
        await().until(() -> source.trouble() == null);
        await().until(() -> !changes.isEmpty());
        assertThat(changes.get(changes.size() - 1).names()).containsExactly("good");
    }

    @Test
    @ExpectedLog(PLACE + "\\d, offset \\d+, modem 'newer', option device is .*, which modem 'older' has already; .*")
    void ofTwoModemsWithOneDeviceTheOlderRecordHoldsOnAllNodes() throws Exception {
        // the newer record is read first
        records(at(2000, entry(0, "newer", "device=socket://h:1")), at(1000, entry(1, "older", "device=socket://h:1")));

        Inventory inventory = source.start(changes::add);

        assertThat(inventory.names()).containsExactly("older");
        assertThat(source.trouble())
                .isEqualTo(PLACE + "0, offset 0, modem 'newer', option device is h:1, which modem 'older' has already");
        later(entry(1, "older", null));
        await().until(() -> changes.size() == 1);
        assertThat(changes.get(0).names()).containsExactly("newer");
        await().until(() -> source.trouble() == null);
    }

    @Test
    @ExpectedLog(PLACE + "0, offset \\d+, modem '.*', option .*; the fleet does not have the modem")
    void secretsAreOnlyInTheEnvironment() throws Exception {
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(any -> any.getKey().matches("\\w+") && any.getValue().matches("[\\w/.-]{1,40}"))
                .findFirst()
                .orElseThrow();
        context.getPropertiesComponent().addInitialProperty("pin", "4711");
        records(
                entry(
                        0,
                        "good",
                        "device=simulator://a\napnAuthentication=pap\napnUser={{env:" + variable.getKey()
                                + "}}\napnPassword={{env:" + variable.getKey() + "}}"),
                entry(0, "plain", "device=simulator://b\nsimPin=4711"),
                entry(0, "property", "device=simulator://c\napn={{pin}}"),
                entry(0, "missing", "device=simulator://d\nsimPin={{env:NO_SUCH_VARIABLE_HERE}}"));

        Inventory inventory = source.start(changes::add);

        assertThat(inventory.names()).containsExactly("good");
        assertThat(inventory.configuration("good").getApnPassword()).isEqualTo(variable.getValue());
        assertThat(source.trouble()).doesNotContain("4711").contains("(and 2 more)");
    }

    @Test
    @ExpectedLog(
            "The inventory in topic modems cannot be followed: no broker; the inventory that was read before stays in "
                    + "force, and the next attempt follows after a pause")
    void withoutKafkaTheInventoryStaysInForce() throws Exception {
        records(entry(0, "roof", "device=simulator://a"));
        source.start(changes::add);

        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("no broker")));
        await().until(() -> source.trouble() != null);
        assertThat(source.trouble()).isEqualTo("the inventory in topic modems cannot be followed: no broker");

        await().until(() -> source.trouble() == null);
        later(entry(0, "roof", "device=simulator://b"));
        await().until(() -> changes.size() == 1);
    }

    @Test
    void aMissingTopicIsNamed() {
        consumer.updatePartitions("modems", List.of());
        assertThatThrownBy(() -> source.start(changes::add))
                .isInstanceOf(InventoryException.class)
                .hasMessage("the topic modems does not exist; create it with one partition and cleanup.policy=compact");
    }

    private ConsumerRecord<String, byte[]> entry(int partition, String name, String text) {
        return new ConsumerRecord<>(
                "modems",
                partition,
                next[partition]++,
                name,
                text == null ? null : text.equals("\ufffe") ? new byte[] {(byte) 0xff} : text.getBytes(UTF_8));
    }

    private static ConsumerRecord<String, byte[]> at(long time, ConsumerRecord<String, byte[]> entry) {
        return new ConsumerRecord<>(
                entry.topic(),
                entry.partition(),
                entry.offset(),
                time,
                TimestampType.CREATE_TIME,
                0,
                0,
                entry.key(),
                entry.value(),
                new RecordHeaders(),
                Optional.empty());
    }

    @SafeVarargs
    private void records(ConsumerRecord<String, byte[]>... entries) {
        for (int p = 0; p < 2; p++) {
            consumer.updateBeginningOffsets(Map.of(new TopicPartition("modems", p), 0L));
            consumer.updateEndOffsets(Map.of(new TopicPartition("modems", p), next[p]));
        }
        consumer.schedulePollTask(() -> {
            for (ConsumerRecord<String, byte[]> entry : entries) {
                consumer.addRecord(entry);
            }
        });
    }

    private void later(ConsumerRecord<String, byte[]> entry) {
        consumer.schedulePollTask(() -> consumer.addRecord(entry));
    }
}
