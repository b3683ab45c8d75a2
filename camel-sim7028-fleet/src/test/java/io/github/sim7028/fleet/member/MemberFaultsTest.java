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

import io.github.sim7028.testlog.ExpectedLog;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.event.Level;

/** What must not go on unseen: a member of the group in which something has failed. */
@Execution(ExecutionMode.CONCURRENT)
class MemberFaultsTest {

    private static final Outcome CONFIRMED = Outcome.confirmed(5, 5);

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    @ExpectedLog(value = "Node node-1 has left the fleet", level = Level.ERROR, stack = true)
    @ExpectedLog(value = "Node node-1 could not give its partitions back", level = Level.ERROR, stack = true)
    void aNodeWhoseHandOverFailsOwnsNothingAnyMore() {
        rig.start().own(1, 2);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        // the command has not ended: the hand-over waits, and fails when it commits
        Ownership given = rig.modems.owned.get(Rig.modem(1));
        Ownership kept = rig.modems.owned.get(Rig.modem(2));
        rig.broker.fail = () -> new IllegalStateException("a bug");

        rig.assign(2);

        await().until(() -> rig.modems.owned.isEmpty());
        assertThat(given.mayTalk()).isFalse();
        assertThat(kept.mayTalk()).isFalse();
        await().untilAsserted(() -> assertThat(rig.node.status().trouble())
                .isEqualTo("the node has left the fleet: giving partitions back or taking them failed; start the node "
                        + "again"));
        assertThat(rig.broker.closed()).isTrue();
    }

    @Test
    @ExpectedLog(value = "Node node-1 has left the fleet", level = Level.ERROR, stack = true)
    void aNodeThatFailsLeavesTheGroupAndGivesItsModemsBack() {
        rig.start().own(1);
        rig.broker.onPoll(() -> {
            throw new IllegalStateException("a bug");
        });

        await().until(() -> rig.broker.closed());
        assertThat(rig.modems.owned).isEmpty();
        assertThat(rig.node.status().trouble()).isEqualTo("the node has left the fleet: a bug; start the node again");
    }

    @Test
    @ExpectedLog("Node node-1 cannot take part in the fleet: too late; the next attempt follows after a pause")
    void whatAFailedPollHasReadIsReadAgain() {
        rig.start().own(1);
        rig.runner.immediately = CONFIRMED;
        rig.command(1, "first");
        rig.awaitOutcome("first", "CONFIRMED");
        rig.broker.afterReading = new TimeoutException("too late");

        rig.command(1, "second");

        rig.awaitOutcome("second", "CONFIRMED");
        rig.awaitCommitted(1, 2, "1:4:");
    }

    @Test
    @ExpectedLog(
            value = "The commands of partition 2 are not run: the record at offset 1 cannot be read: zstd",
            level = Level.ERROR)
    void aPartitionThatCannotBeReadDoesNotStopTheOthers() {
        rig.start().own(1, 2, 3);
        rig.command(2, "begun");
        rig.runner.awaitStarted("begun");
        rig.runner.immediately = CONFIRMED;
        rig.runner.end("begun", CONFIRMED);
        rig.broker.poisoned = 2;
        rig.broker.poison = new KafkaException(
                "Received exception when fetching the next record from down-2. If needed, please seek past the record",
                new KafkaException("zstd"));

        await().until(() -> rig.node.status().failed().containsKey(2));
        assertThat(rig.node.status().healthy()).isFalse();
        assertThat(rig.broker.paused()).containsExactly(Rig.partition(2));
        rig.command(1, "one");
        rig.command(3, "three");
        rig.awaitOutcome("one", "CONFIRMED");
        rig.awaitOutcome("three", "CONFIRMED");
        await().until(() -> !rig.modems.owns(Rig.modem(2)));
        assertThat(rig.node.status().trouble()).isNull();
    }

    @Test
    @ExpectedLog(
            value = "The commands of partition 2 are not run: the record at offset 0 cannot be read: "
                    + "net/jpountz/lz4/LZ4Factory",
            level = Level.ERROR)
    void thePartitionIsFoundAlsoWhereTheFailureDoesNotNameIt() {
        rig.start().own(0, 1, 2, 3);
        rig.runner.immediately = CONFIRMED;
        rig.broker.poisoned = 2;
        rig.broker.poison = new NoClassDefFoundError("net/jpountz/lz4/LZ4Factory");

        await().until(() -> rig.node.status().failed().containsKey(2));
        rig.command(0, "zero");
        rig.command(3, "three");
        rig.awaitOutcome("zero", "CONFIRMED");
        rig.awaitOutcome("three", "CONFIRMED");
        assertThat(rig.node.status().failed()).hasSize(1);
    }

    @Test
    @ExpectedLog("Node node-1 cannot take part in the fleet: Not authorized to access group: group; the next attempt")
    void commandsUnderWayEndAndAreCommittedWhileThePollFails() {
        rig.start().own(1);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        Ownership ownership = rig.modems.owned.get(Rig.modem(1));
        rig.broker.poisoned = 1;
        rig.broker.poison = GroupAuthorizationException.forGroupId("group");
        await().until(() -> rig.node.status().trouble() != null);

        rig.runner.end("begun", CONFIRMED);

        rig.awaitOutcome("begun", "CONFIRMED");
        rig.awaitCommitted(1, 1, "1:4:");
        assertThat(ownership.mayTalk()).isTrue();
        rig.broker.poison = null;
        await().until(() -> rig.node.status().healthy());
    }

    @Test
    @ExpectedLog("Node node-1 cannot take part in the fleet: always")
    void aFailureThatIsOfNoPartitionLeavesNonePaused() {
        rig.start().own(1, 2);
        rig.broker.onPoll(() -> rig.broker.alwaysFail = new KafkaException("always"));
        await().until(() -> "always".equals(rig.node.status().trouble()));

        rig.broker.alwaysFail = null;

        await().until(() -> rig.node.status().healthy());
        assertThat(rig.broker.paused()).isEmpty();
    }

    @Test
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems")
    void commitsThatTakeLongerThanTheLeaseAreATrouble() {
        rig.settings = Rig.settings(Duration.ofSeconds(2), Duration.ofMillis(300), 2, 16, Duration.ofSeconds(60));
        rig.start().own(1);
        rig.broker.duringCommit = () -> rig.jump(rig.settings.lease());

        await().until(() -> rig.node.status().trouble() != null);
        assertThat(rig.node.status().trouble())
                .isEqualTo("Kafka accepts commits so late that the lease (1166 ms) is over before, and the modems are "
                        + "closed. Set sessionTimeout to a longer time");
        rig.broker.duringCommit = () -> {};
        await().until(() -> rig.node.status().healthy());
    }

    @Test
    void theEndOfATransactionIsPassed() {
        rig.start().own(1);
        rig.runner.immediately = CONFIRMED;
        rig.command(1, "last");
        rig.awaitCommitted(1, 1, "1:4:");

        // the consumer skips the marker at offset 1
        rig.broker.passed = Map.of(Rig.partition(1), new OffsetAndMetadata(2));

        rig.awaitCommitted(1, 2, "1:4:");
    }

    @Test
    @ExpectedLog(
            "Kafka has not accepted the claims of commands for \\d+ s: not now; the next attempt follows after a pause")
    void commitsThatFailAreRepeatedAfterAGrowingPauseAndTheReasonIsShown() {
        rig.start().own(1);
        rig.broker.fail = () -> new KafkaException("not now");
        rig.command(1, "waits");
        await().untilAsserted(() -> assertThat(rig.node.status().trouble())
                .isEqualTo("Kafka does not accept the claims of commands: not now"));
        long attempts = rig.broker.attempts.get();
        long begin = System.nanoTime();
        await().until(() -> rig.broker.attempts.get() >= attempts + 5);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(500));

        rig.jump(rig.settings.lease());
        await().until(() -> rig.modems.owned.isEmpty());
        long later = rig.broker.attempts.get();
        await().until(() -> rig.broker.attempts.get() > later + 1);
        rig.broker.fail = null;

        await().untilAsserted(() -> assertThat(rig.node.status().trouble()).isNull());
        rig.runner.awaitStarted("waits");
    }

    @Test
    void aNodeThatWasNotStartedCanBeStopped() {
        rig.prepare();

        rig.node.stop(Duration.ofSeconds(1));

        assertThat(rig.broker.closed()).isTrue();
    }

    @Test
    @ExpectedLog("the modem 'modem-\\d+' could not be taken: no such port")
    @ExpectedLog("the modem 'modem-\\d+' could not be closed: no such port")
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems")
    void whatFailsWithOneModemDoesNotConcernTheOthers() {
        String bad = Rig.modem(1);
        rig.modems.before = modem -> {
            if (modem.equals(bad)) {
                throw new NoClassDefFoundError("no such port");
            }
        };
        rig.start().assign(1);
        await().until(() ->
                rig.modems.owned.size() == rig.modems.of(1, Rig.PARTITIONS).size() - 1);
        await().untilAsserted(() -> assertThat(rig.node.status().trouble())
                .isEqualTo("the modem '" + bad + "' could not be taken: no such port"));
        // a modem that could not be taken is tried again
        rig.modems.before = modem -> {};
        rig.pass(Duration.ofSeconds(2));
        await().until(() -> rig.modems.owns(bad));
        // the watch of the lease goes on after a modem that could not be closed
        for (int i = 0; i < 2; i++) {
            Ownership last = rig.modems.owned.get(bad);
            rig.modems.before = modem -> {
                throw new IllegalStateException("no such port");
            };
            rig.broker.fail = TimeoutException::new;
            rig.jump(rig.settings.lease());
            await().until(() -> rig.node.status().modems() == 0);
            assertThat(last.mayTalk()).isFalse();
            rig.modems.before = modem -> {};
            rig.broker.fail = null;
            rig.pass(Duration.ofSeconds(2));
            await().until(() -> rig.modems.owned.values().stream().allMatch(Ownership::mayTalk));
        }
        await().until(() -> rig.node.status().healthy());
        assertThat(Map.copyOf(rig.modems.owned)).containsKey(bad);
    }

    @Test
    @ExpectedLog(value = "The command c to modem '.*' could not be run: a bug", level = Level.ERROR)
    void aCommandThatCannotBeRunIsUnknown() {
        rig.runner.failing = new NoClassDefFoundError("a bug");
        rig.start().own(1);
        rig.command(1, "c");

        rig.awaitOutcome("c", "UNKNOWN the node could not run the command");
        rig.runner.failing = null;
        rig.command(1, "next");
        rig.runner.end("next", CONFIRMED);
        rig.awaitOutcome("next", "CONFIRMED");
    }
}
