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
import static org.awaitility.Awaitility.await;

import io.github.sim7028.fleet.member.FleetSettings.OnNoOffset;
import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a node begins to read a partition, and when it does not. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(value = "The commands of partition \\d are not run: ", level = org.slf4j.event.Level.ERROR)
class StartOfPartitionTest {

    private static final String WHAT_TO_DO =
            ". Set onNoOffset to earliest, to run all commands that Kafka has, or to latest, to skip them";

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void commandsWithoutACommittedOffsetAreNotRunUnlessToldSo() {
        rig.start();
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 7L));

        assertRefused("the group has no committed offset, but the partition has had 7 commands" + WHAT_TO_DO);
    }

    @Test
    void commandsThatKafkaDeletedAreNotSkippedSilently() {
        rig.start();
        rig.committed(1, 5, "1:4:CD");
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(1), 9L));

        assertRefused("Kafka has deleted the commands 5 to 8 before they were done" + WHAT_TO_DO);
    }

    @Test
    void commandsThatKafkaDeletesWhileTheNodeRunsAreNotSkippedSilently() {
        rig.start().own(1, 2);
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(1), 9L));
        rig.command(1, "behind");

        await().untilAsserted(() -> assertThat(rig.node.status().failed())
                .isEqualTo(Map.of(1, "Kafka has deleted the commands 0 to 8 before they were done" + WHAT_TO_DO)));
        await().until(() -> !rig.modems.owns(Rig.modem(1)));
        assertThat(rig.modems.owns(Rig.modem(2))).isTrue();
        assertThat(rig.runner.started).isEmpty();
    }

    @Test
    void anOffsetBehindTheEndIsRefused() {
        rig.start();
        rig.committed(1, 50, "1:4:");
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 3L));

        assertRefused("the committed offset 50 is greater than the end offset of the partition, 3" + WHAT_TO_DO);
    }

    @Test
    void aTopicWithAnotherNumberOfPartitionsIsRefused() {
        rig.start();
        rig.committed(1, 5, "1:3:");

        rig.assign(1, 2);

        // no partition: their modems belong to partitions that were counted otherwise
        String why = "the topic down has 4 partitions, and had 3 before: the modems would belong to other "
                + "partitions. Use a new topic and a new group";
        await().untilAsserted(() -> assertThat(rig.node.status().failed()).isEqualTo(Map.of(1, why, 2, why)));
        assertThat(rig.modems.owned).isEmpty();
    }

    @Test
    void partitionsThatAreAddedWhileTheNodeRunsAreRefused() {
        rig.start().own(1);
        rig.partitions(8);
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(5), 0L));
        rig.broker.updateEndOffsets(Map.of(Rig.partition(5), 0L));
        rig.assign(1, 5);

        await().untilAsserted(() -> assertThat(rig.node.status().failed())
                .isEqualTo(Map.of(
                        5,
                        "the topic down has 8 partitions, and had 4 before: the modems would belong to "
                                + "other partitions. Use a new topic and a new group")));
        assertThat(rig.node.status().healthy()).isFalse();
        assertThat(rig.modems.owned.keySet()).isEqualTo(rig.modems.of(1, Rig.PARTITIONS));
    }

    @Test
    void aPartitionThatTheNodeDoesNotKnowOfYetIsRefused() {
        rig.start();
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(5), 0L));
        rig.broker.updateEndOffsets(Map.of(Rig.partition(5), 0L));
        rig.assign(5);

        await().untilAsserted(() -> assertThat(rig.node.status().failed())
                .isEqualTo(Map.of(
                        5,
                        "the topic down has more than 4 partitions now: the modems would belong to other partitions. "
                                + "Use a new topic and a new group")));
    }

    @Test
    @ExpectedLog("the committed offsets of 1 partitions cannot be read: .*; the next attempt follows after a pause")
    void commitsGoOnWhileTheOffsetsOfANewPartitionCannotBeRead() {
        rig.start().own(1);
        rig.broker.failLookUps = () -> new TimeoutException("no answer");
        long before = rig.broker.lookUps.get();
        rig.assign(1, 2);
        await().until(() -> rig.broker.lookUps.get() > before);
        Ownership ownership = rig.modems.owned.get(Rig.modem(1));
        rig.command(1, "meanwhile");
        rig.runner.end("meanwhile", Outcome.confirmed(1, 1));
        rig.awaitOutcome("meanwhile", "CONFIRMED");
        rig.pass(Duration.ofSeconds(30));

        assertThat(ownership.mayTalk()).isTrue();
        assertThat(rig.broker.lookUps.get() - before)
                .as("the pauses grow: 0.1, 0.2, 0.4 … 5 s")
                .isBetween(5L, 12L);
        assertThat(rig.node.status().trouble())
                .isEqualTo("the committed offsets of 1 partitions cannot be read: no answer");

        rig.broker.failLookUps = null;
        rig.pass(Duration.ofSeconds(5));
        await().until(() -> rig.modems.owns(Rig.modem(2)));
        await().until(() -> rig.node.status().healthy());
    }

    @Test
    void aPartitionThatComesBackBeginsWhereTheOtherOwnerEnded() {
        rig.start().own(1);
        rig.command(1, "first");
        rig.runner.end("first", Outcome.confirmed(1, 1));
        rig.awaitCommitted(1, 1, "1:4:");
        rig.assign(2);
        await().until(() -> rig.modems.owns(Rig.modem(2)) && !rig.modems.owns(Rig.modem(1)));
        rig.committed(1, 7, "1:4:");

        rig.own(1);
        rig.command(1, "seventh");

        rig.runner.end("seventh", Outcome.confirmed(1, 1));
        rig.awaitCommitted(1, 8, "1:4:");
    }

    @Test
    void whatAnEarlierOwnerClaimedIsReportedBeforeTheFirstCommitSucceeds() {
        rig.start();
        rig.committed(1, 5, "1:4:C");
        rig.broker.fail = TimeoutException::new;
        rig.assign(1);
        rig.command(1, "claimed");

        rig.awaitOutcome("claimed", "UNKNOWN owner-lost");
        assertThat(rig.modems.owned).isEmpty();
        var outcome = rig.producer.history().get(0);
        assertThat(Rig.header(outcome, "epoch")).isEqualTo("1");
    }

    @Test
    void theOffsetsOfOtherSoftwareAreRefused() {
        rig.start();
        rig.committed(1, 5, "");

        assertRefused("the offset was committed by other software: its metadata is empty");
    }

    @Test
    @ExpectedLog("down-1 begins at offset 6, as Kafka has deleted the commands 5 to 5 before they were done and "
            + "onNoOffset=earliest: the deleted commands have no outcome")
    void earliestRunsWhatKafkaHasButNothingThatIsClaimedOrDone() {
        rig.settings = settings(OnNoOffset.EARLIEST);
        rig.start();
        rig.committed(1, 5, "1:4:W2CD");
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(1), 6L));
        rig.own(1);
        for (String id : new String[] {"deleted", "waits", "claimed", "done", "new"}) {
            rig.command(1, id);
        }

        rig.awaitOutcome("claimed", "UNKNOWN owner-lost");
        rig.runner.end("new", Outcome.confirmed(1, 1));
        rig.runner.end("waits", Outcome.confirmed(1, 1));
        rig.awaitCommitted(1, 10, "1:4:");
        assertThat(rig.runner.started).containsExactly("waits", "new");
    }

    @Test
    @ExpectedLog(
            "down-1 begins at offset 2, as the group has no committed offset, but the partition has had 7 commands "
                    + "and onNoOffset=earliest: 5 commands are run; those that were sent before are sent again")
    void earliestSaysHowManyCommandsMayBeSentAgain() {
        rig.settings = settings(OnNoOffset.EARLIEST);
        rig.start();
        rig.broker.updateBeginningOffsets(Map.of(Rig.partition(1), 2L));
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 7L));
        rig.own(1);

        rig.awaitCommitted(1, 2, "1:4:");
    }

    @Test
    @ExpectedLog(
            "down-1 begins at its end, offset 3, as the committed offset 50 is greater than the end offset of the partition, 3 and "
                    + "onNoOffset=earliest: 3 commands are skipped and have no outcome")
    void earliestSendsNothingAgainThatIsDoneByWhatWasCommitted() {
        rig.settings = settings(OnNoOffset.EARLIEST);
        rig.start();
        rig.committed(1, 50, "1:4:");
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 3L));
        rig.own(1);

        rig.awaitCommitted(1, 3, "1:4:");
    }

    @Test
    @ExpectedLog(
            "down-1 begins at its end, offset 7, as the group has no committed offset, but the partition has had 7 "
                    + "commands and onNoOffset=latest: 7 commands are skipped and have no outcome")
    void latestSkipsWhatKafkaHas() {
        rig.settings = settings(OnNoOffset.LATEST);
        rig.start();
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 7L));
        rig.own(1);

        rig.awaitCommitted(1, 7, "1:4:");
    }

    private static FleetSettings settings(OnNoOffset onNoOffset) {
        return Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 2, 16, Duration.ofSeconds(60), onNoOffset);
    }

    private void assertRefused(String why) {
        rig.assign(1, 2);
        await().untilAsserted(() -> assertThat(rig.node.status().failed()).isEqualTo(Map.of(1, why)));
        // the other partitions are served
        await().until(() -> rig.modems.owns(Rig.modem(2)));
        assertThat(rig.modems.owns(Rig.modem(1))).isFalse();
        assertThat(rig.node.status().healthy()).isFalse();
        assertThat(rig.node.status().partitions()).isEqualTo(1);
    }
}
