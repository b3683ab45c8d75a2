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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where a node begins to read a partition, and when it does not. */
@Execution(ExecutionMode.CONCURRENT)
@ExpectedLog(value = "The commands of partition 1 are not run: ", level = org.slf4j.event.Level.ERROR)
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

        assertRefused("the committed offset 50 is behind the end of the partition, 3" + WHAT_TO_DO);
    }

    @Test
    void aTopicWithAnotherNumberOfPartitionsIsRefused() {
        rig.start();
        rig.committed(1, 5, "1:3:");

        assertRefused(
                "the topic down has 4 partitions, and had 3 when the offset was committed: the modems would belong "
                        + "to other partitions. Use a new topic and a new group");
    }

    @Test
    void theOffsetsOfOtherSoftwareAreRefused() {
        rig.start();
        rig.committed(1, 5, "");

        assertRefused("the offset was committed by other software: its metadata is empty");
    }

    @Test
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
    void latestSkipsWhatKafkaHas() {
        rig.settings = settings(OnNoOffset.LATEST);
        rig.start();
        rig.broker.updateEndOffsets(Map.of(Rig.partition(1), 7L));
        rig.own(1);

        rig.awaitCommitted(1, 7, "1:4:");
    }

    private static FleetSettings settings(OnNoOffset onNoOffset) {
        return Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(5), 2, 16, Duration.ofSeconds(60), onNoOffset);
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
