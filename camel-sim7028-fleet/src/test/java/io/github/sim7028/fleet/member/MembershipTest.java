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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class MembershipTest {

    private static final Outcome CONFIRMED = Outcome.confirmed(5, 5);

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aNodeTakesTheModemsOfItsPartitionsAfterItsFirstCommit() {
        rig.start().own(1);

        assertThat(rig.modems.owned.keySet()).isEqualTo(rig.modems.of(1, Rig.PARTITIONS));
        assertThat(rig.modems.owned.get(Rig.modem(1)).mayTalk()).isTrue();
        rig.awaitCommitted(1, 0, "1:4:");
        await().untilAsserted(() -> assertThat(rig.events(Rig.modem(1))).containsExactly("gained"));
        await().until(() -> rig.node.status().healthy());
        assertThat(rig.node.status().partitions()).isEqualTo(1);
    }

    @Test
    void aCommandIsClaimedThenStartedThenReportedThenDone() {
        rig.start().own(1);
        rig.command(1, "c");
        rig.runner.awaitStarted("c");
        rig.awaitCommitted(1, 0, "1:4:C");

        rig.runner.end("c", CONFIRMED);

        rig.awaitOutcome("c", "CONFIRMED");
        rig.awaitCommitted(1, 1, "1:4:");
        var outcome = rig.producer.history().stream()
                .filter(sent -> sent.topic().equals("outcomes"))
                .findFirst()
                .orElseThrow();
        assertThat(outcome.key()).isEqualTo(Rig.modem(1));
        assertThat(Rig.header(outcome, "outcome")).isEqualTo("CONFIRMED");
        assertThat(Rig.header(outcome, "requested")).isEqualTo("5");
        assertThat(Rig.header(outcome, "confirmed")).isEqualTo("5");
        assertThat(Rig.header(outcome, "partition")).isEqualTo("1");
        assertThat(Rig.header(outcome, "offset")).isEqualTo("0");
        assertThat(Rig.header(outcome, "node")).isEqualTo("node-1");
        assertThat(Rig.header(outcome, "epoch")).isNotEmpty();
    }

    @Test
    void noCommandStartsWhoseClaimIsNotCommitted() {
        rig.start().own(1);
        for (boolean arrives : new boolean[] {false, true}) {
            rig.broker.failedCommitsArrive = arrives;
            for (var failure : List.<Supplier<KafkaException>>of(
                    CommitFailedException::new, RebalanceInProgressException::new, TimeoutException::new)) {
                String id = failure.get().getClass().getSimpleName() + arrives;
                rig.broker.fail = failure;
                rig.command(1, id);
                await().until(() -> rig.node.status().unfinished() == 1);
                long commits = rig.broker.attempts.get();
                await().until(() -> rig.broker.attempts.get() > commits + 2);
                assertThat(rig.runner.started).doesNotContain(id);

                rig.broker.fail = null;
                rig.runner.end(id, CONFIRMED);
                rig.awaitOutcome(id, "CONFIRMED");
                await().until(() -> rig.node.status().unfinished() == 0);
            }
        }
        assertThat(rig.runner.started).doesNotHaveDuplicates();
    }

    @Test
    void aModemHasAtMostMaxUnderWayCommandsAndInOrder() {
        rig.start().own(1);
        Rig.ids(5).forEach(id -> rig.command(1, id));
        rig.command(1, Rig.modem(1, 1), "other");

        rig.runner.awaitStarted("c0", "c1", "other");
        await().until(() -> rig.node.status().unfinished() == 6);
        assertThat(rig.runner.started).containsExactly("c0", "c1", "other");
        rig.runner.end("c1", CONFIRMED);
        rig.runner.awaitStarted("c2");
        assertThat(rig.runner.started).doesNotContain("c3");
        rig.awaitCommitted(1, 0, "1:4:CDCW2C");
    }

    @Test
    void theNextOwnerReportsClaimedCommandsAsUnknownAndRunsTheOthers() {
        rig.start();
        rig.committed(2, 10, "1:4:CDW");
        rig.own(2);
        Rig.ids(4).forEach(id -> rig.command(2, id));

        rig.awaitOutcome("c0", "UNKNOWN owner-lost");
        rig.runner.end("c2", CONFIRMED);
        rig.runner.end("c3", CONFIRMED);
        rig.awaitOutcome("c2", "CONFIRMED");
        rig.awaitOutcome("c3", "CONFIRMED");
        rig.awaitCommitted(2, 14, "1:4:");
        assertThat(rig.runner.started).containsExactly("c2", "c3");
        assertThat(rig.outcomes("c1")).isEmpty();
    }

    @Test
    void whatNoModemWillGetIsClaimedAndReportedAsNotSent() {
        rig.start().own(1);
        rig.command(1, null, "noKey");
        rig.command(1, Rig.modem(2), "wrongPartition");
        rig.command(1, unknownOf(1), "unknown");
        rig.command(1, "good");

        rig.awaitOutcome("noKey", "NOT_SENT the record has no key; the key is the name of the modem");
        rig.awaitOutcome(
                "wrongPartition",
                "NOT_SENT wrong partition: Kafka's default partitioner puts the key '" + Rig.modem(2)
                        + "' into partition 2");
        rig.awaitOutcome("unknown", "NOT_SENT the inventory has no modem '" + unknownOf(1) + "'");
        rig.runner.end("good", CONFIRMED);
        rig.awaitCommitted(1, 4, "1:4:");
        assertThat(rig.broker.commits)
                .as("claimed before it was reported")
                .anyMatch(commit -> commit.containsKey(Rig.partition(1))
                        && commit.get(Rig.partition(1)).metadata().startsWith("1:4:C"));
        assertThat(rig.runner.started).containsExactly("good");
    }

    @Test
    void aFullPartitionIsPausedAndReadOnLater() {
        rig.settings = Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 1, 3, Duration.ofSeconds(60));
        rig.start().own(1, 2);
        Rig.ids(3).forEach(id -> rig.command(1, id));
        await().until(() -> rig.broker.paused().contains(Rig.partition(1)));
        rig.command(1, "later");
        rig.command(2, "other");
        rig.runner.awaitStarted("other");

        for (String id : Rig.ids(3)) {
            rig.runner.end(id, CONFIRMED);
        }
        rig.runner.end("later", CONFIRMED);
        rig.awaitOutcome("later", "CONFIRMED");
    }

    @Test
    void commandsOfAModemThatConfirmsNothingEndAfterMaxWait() {
        rig.settings = Rig.settings(Duration.ofSeconds(6), Duration.ofMillis(1500), 1, 8, Duration.ofSeconds(1));
        rig.start().own(1);
        Rig.ids(3).forEach(id -> rig.command(1, id));

        String why = "NOT_SENT modem '" + Rig.modem(1) + "' has confirmed nothing for maxWait (1 s)";
        rig.awaitOutcome("c1", why);
        rig.awaitOutcome("c2", why);
        rig.runner.end("c0", CONFIRMED);
        rig.awaitCommitted(1, 3, "1:4:");
    }

    @Test
    void aHandOverFinishesWhatHasBegunAndCommits() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        rig.start().own(1, 2);
        rig.command(1, "begun");
        rig.command(1, "notSent");
        rig.command(1, "waiting");
        rig.runner.awaitStarted("begun", "notSent");
        rig.modems.handOver = release;
        rig.assign(2);
        await().until(() -> rig.modems.steps.contains("handing over " + Rig.modem(1)));

        // commands of the partition that stays go on
        rig.broker.onPoll(() -> {});
        rig.runner.end("notSent", Outcome.notSent("the modem is being handed over"));
        rig.runner.end("begun", CONFIRMED);
        assertThat(rig.modems.owns(Rig.modem(1))).isTrue();
        release.complete(null);

        rig.awaitOutcome("begun", "CONFIRMED");
        await().until(() -> !rig.broker.assignment().contains(Rig.partition(1)));
        rig.awaitCommitted(1, 1, "1:4:");
        assertThat(rig.outcomes("notSent")).as("the next owner sends it").isEmpty();
        assertThat(rig.runner.started).doesNotContain("waiting");
        await().untilAsserted(() -> assertThat(rig.events(Rig.modem(1))).containsExactly("gained", "lost"));
        assertThat(rig.modems.steps).noneMatch(step -> step.startsWith("cut"));
    }

    @Test
    void theCommandsOfPartitionsThatStayGoOnDuringAHandOver() {
        rig.start().own(1, 2);
        Rig.ids(3).forEach(id -> rig.command(2, id));
        rig.runner.awaitStarted("c0", "c1");
        CompletableFuture<Void> release = new CompletableFuture<>();
        rig.modems.handOver = release;
        rig.assign(2);
        await().until(() -> rig.modems.steps.contains("handing over " + Rig.modem(1)));

        rig.runner.end("c0", CONFIRMED);

        rig.runner.awaitStarted("c2");
        rig.awaitCommitted(2, 1, "1:4:C2");
        assertThat(rig.modems.owned.get(Rig.modem(1)).mayTalk()).isTrue();
        release.complete(null);
        await().until(() -> !rig.modems.owns(Rig.modem(1)));
    }

    @Test
    @ExpectedLog("the hand-over took longer than handOverTimeout \\(1000 ms\\) of partition 1: the modems are cut")
    void aHandOverThatTakesTooLongIsCutBeforeTheOthersGetTheModems() {
        rig.settings = Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(1), 2, 16, Duration.ofSeconds(60));
        rig.start().own(1, 2);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        Ownership ownership = rig.modems.owned.get(Rig.modem(1));
        rig.modems.handOver = new CompletableFuture<>();
        long began = System.nanoTime();
        rig.assign(2);

        // MockConsumer takes the partition away when the callback returns
        await().until(() -> !rig.broker.assignment().contains(Rig.partition(1)));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(
                        Duration.ofSeconds(1), rig.settings.leaseWithoutPoll().plusSeconds(1));
        assertThat(ownership.mayTalk()).isFalse();
        assertThat(ownership.why()).contains("handOverTimeout");
        await().until(() -> rig.modems.steps.contains("cut " + Rig.modem(1) + " mayTalk=false"));
        rig.awaitOutcome("begun", "UNKNOWN the hand-over took longer than handOverTimeout (1000 ms)");
        rig.awaitCommitted(1, 1, "1:4:");
        assertThat(rig.modems.owned.get(Rig.modem(2)).mayTalk()).isTrue();

        // what the command says now changes nothing
        rig.runner.end("begun", CONFIRMED);
        rig.command(2, "next");
        rig.runner.end("next", CONFIRMED);
        rig.awaitOutcome("next", "CONFIRMED");
        assertThat(rig.outcomes("begun")).hasSize(1);
    }

    @Test
    @ExpectedLog("is no longer a member of the group: 1 partitions are lost")
    void aNodeThatWasEvictedCutsItsModemsAndStillReportsWhatItKnows() {
        rig.start().own(1);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        Ownership ownership = rig.modems.owned.get(Rig.modem(1));

        rig.broker.onPoll(() -> rig.broker.lose(Rig.partition(1)));

        await().until(() -> rig.modems.steps.contains("cut " + Rig.modem(1) + " mayTalk=false"));
        assertThat(ownership.why()).isEqualTo("this node is no longer a member of the group");
        rig.runner.end("begun", CONFIRMED);
        rig.awaitOutcome("begun", "CONFIRMED");
        await().untilAsserted(() -> assertThat(rig.events(Rig.modem(1))).containsExactly("gained", "fenced"));
        assertThat(rig.broker.committedNow(Rig.partition(1)).metadata())
                .as("nothing is committed any more")
                .isEqualTo("1:4:C");
    }

    @Test
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems: \\d+ modems are closed")
    void withoutKafkaTheLeaseEndsAndTheModemsAreCutUntilKafkaIsBack() {
        rig.settings = Rig.settings(Duration.ofSeconds(2), Duration.ofMillis(300), 2, 16, Duration.ofSeconds(60));
        rig.start().own(1);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        Ownership before = rig.modems.owned.get(Rig.modem(1));
        rig.broker.fail = TimeoutException::new;

        await().until(() -> rig.modems.steps.contains("cut " + Rig.modem(1) + " mayTalk=false"));
        assertThat(before.mayTalk()).isFalse();
        await().until(() -> !rig.node.status().healthy());
        rig.runner.end("begun", Outcome.notSent("the line is closed"));

        rig.broker.fail = null;
        await().until(() -> rig.modems.owns(Rig.modem(1)));
        assertThat(before.mayTalk()).as("an ownership does not begin again").isFalse();
        assertThat(rig.modems.owned.get(Rig.modem(1)).mayTalk()).isTrue();
        // not a byte was sent: it waited, and is sent now
        rig.runner.end("begun", CONFIRMED);
        rig.awaitOutcome("begun", "CONFIRMED");
        await().until(() -> rig.node.status().healthy());
    }

    @Test
    void aNodeThatStopsHandsItsModemsOver() {
        rig.start().own(1, 3);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        rig.runner.end("begun", CONFIRMED);

        rig.close();

        rig.awaitOutcome("begun", "CONFIRMED");
        rig.awaitCommitted(1, 1, "1:4:");
        assertThat(rig.modems.owned).isEmpty();
        assertThat(rig.broker.closed()).isTrue();
        assertThat(rig.events(Rig.modem(1))).containsExactly("gained", "lost");
        assertThat(rig.node.status().trouble()).isEqualTo("the node has left the fleet");
    }

    private static String unknownOf(int partition) {
        return IntStream.range(1000, 2000)
                .mapToObj(i -> "unknown-" + i)
                .filter(name -> Partitions.of(name, Rig.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }
}
