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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Modems that come late, go early, or are taken again: what becomes of their commands. */
@Execution(ExecutionMode.CONCURRENT)
class ModemStaysTest {

    private static final Outcome CONFIRMED = Outcome.confirmed(5, 5);
    private static final Outcome NOT_HERE = Outcome.notSent("the modem is not here");

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aModemThatComesWhileItsPartitionIsTakenIsTakenToo() {
        String late = Rig.modem(1, 2);
        rig.modems.names.remove(late);
        rig.start();
        rig.modems.afterRead = () -> {
            rig.modems.names.add(late);
            rig.node.inventoryChanged(Set.of());
        };

        rig.own(1);

        await().until(() -> rig.modems.owns(late));
    }

    @Test
    void aCommandWaitsUntilItsModemWasTaken() {
        CountDownLatch taken = new CountDownLatch(1);
        rig.modems.before = modem -> await().until(() -> taken.getCount() == 0);
        rig.start().assign(1);
        rig.awaitCommitted(1, 0, "1:4:");
        rig.command(1, "early");
        await().until(() -> rig.node.status().unfinished() == 1);
        rig.pass(Duration.ofSeconds(5));
        assertThat(rig.runner.started).isEmpty();

        taken.countDown();

        rig.runner.end("early", CONFIRMED);
        rig.awaitOutcome("early", "CONFIRMED");
    }

    @Test
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems: \\d+ modems are closed")
    void whatAnEarlierOwnershipDidNotSendWaitsAlsoWhenTheModemIsBackAlready() {
        rig.start().own(1);
        rig.command(1, "c");
        rig.runner.awaitStarted("c");
        Ownership first = endTheLease();
        await().until(() -> rig.modems.owns(Rig.modem(1)) && rig.modems.owned.get(Rig.modem(1)) != first);

        rig.runner.end("c", NOT_HERE);

        rig.runner.end("c", CONFIRMED);
        rig.awaitOutcome("c", "CONFIRMED");
        assertThat(rig.runner.started).containsExactly("c", "c");
    }

    @Test
    @ExpectedLog("Kafka has not confirmed for too long that this node owns its modems: \\d+ modems are closed")
    void theCommandsOfAModemThatWasCutDoNotKeepTheirPlacesForEver() {
        rig.start().own(1);
        rig.command(1, "c0");
        rig.command(1, "c1");
        rig.runner.awaitStarted("c0", "c1");
        Ownership first = endTheLease();
        await().until(() -> rig.modems.owns(Rig.modem(1)) && rig.modems.owned.get(Rig.modem(1)) != first);
        rig.command(1, "next");

        rig.pass(Duration.ofSeconds(11));

        String unknown = "UNKNOWN Kafka has not confirmed for too long that this node owns the modem";
        rig.awaitOutcome("c0", unknown);
        rig.awaitOutcome("c1", unknown);
        rig.runner.end("next", CONFIRMED);
        rig.awaitOutcome("next", "CONFIRMED");
        await().until(() -> rig.node.status().underWay() == 0);
        // what the command says now is too late
        rig.runner.end("c0", CONFIRMED);
        rig.command(1, "last");
        rig.runner.end("last", CONFIRMED);
        rig.awaitOutcome("last", "CONFIRMED");
        rig.awaitOutcome("c0", unknown);
    }

    @Test
    @ExpectedLog("is no longer a member of the group: 1 partitions are lost")
    void theCommandsOfAPartitionThatWasLostDoNotKeepTheirPlacesForEver() {
        rig.start().own(1, 2);
        rig.command(1, "lost");
        rig.runner.awaitStarted("lost");
        rig.broker.onPoll(() -> rig.broker.lose(Rig.partition(1)));
        await().until(() -> rig.node.status().partitions() == 1);
        assertThat(rig.node.status().underWay()).isEqualTo(1);

        rig.assign(2);
        rig.awaitCommitted(2, 0, "1:4:");
        rig.command(2, "other");
        rig.runner.end("other", CONFIRMED);
        rig.awaitOutcome("other", "CONFIRMED");
        rig.pass(Duration.ofSeconds(11));

        await().until(() -> rig.node.status().underWay() == 0);
        assertThat(rig.outcomes("lost")).as("the next owner reports it").isEmpty();
    }

    @Test
    void theCommandsOfAModemThatIsNotReadyStayUnclaimed() {
        rig.modems.notReady.add(Rig.modem(1));
        rig.start().own(1);
        rig.command(1, "waits");
        rig.command(1, Rig.modem(1, 1), "other");
        rig.runner.awaitStarted("other");
        rig.awaitCommitted(1, 0, "1:4:WC");
        rig.pass(Duration.ofSeconds(50));
        assertThat(rig.runner.started).containsExactly("other");

        rig.modems.notReady.clear();

        rig.runner.awaitStarted("waits");
        rig.runner.end("waits", CONFIRMED);
        rig.awaitOutcome("waits", "CONFIRMED");
    }

    @Test
    void theCommandsOfAModemThatIsNotReadyForMaxWaitAreNotSent() {
        rig.modems.notReady.add(Rig.modem(1));
        rig.start().own(1);
        rig.command(1, "waits");
        await().until(() -> rig.node.status().unfinished() == 1);

        rig.pass(Duration.ofSeconds(61));

        rig.awaitOutcome(
                "waits",
                "NOT_SENT modem '" + Rig.modem(1) + "' has confirmed nothing for maxWait (60 s) and is not ready");
        assertThat(rig.runner.started).isEmpty();
    }

    @Test
    void aChangedModemIsTakenAgainOnlyAfterItWasGivenBack() {
        String modem = Rig.modem(1);
        CompletableFuture<Void> free = new CompletableFuture<>();
        rig.start().own(1);
        rig.command(1, "begun");
        rig.runner.awaitStarted("begun");
        rig.modems.handOver = free;
        rig.modems.steps.clear();

        rig.node.inventoryChanged(Set.of(modem));

        await().until(() -> rig.modems.steps.contains("handing over " + modem));
        rig.command(1, "meanwhile");
        await().until(() -> rig.node.status().unfinished() == 2);
        rig.runner.end("begun", Outcome.notSent("the modem is being handed over"));
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.modems.steps).containsExactly("handing over " + modem);
        assertThat(rig.runner.started).containsExactly("begun");

        free.complete(null);

        rig.runner.end("meanwhile", CONFIRMED);
        rig.runner.end("begun", CONFIRMED);
        rig.awaitOutcome("begun", "CONFIRMED");
        rig.awaitOutcome("meanwhile", "CONFIRMED");
        assertThat(rig.modems.steps).containsExactly("handing over " + modem, "gained " + modem);
        await().untilAsserted(() -> assertThat(rig.events(modem)).containsExactly("gained", "lost", "gained"));
    }

    @Test
    void aChangedModemThatDoesNotBecomeFreeIsCutAndTakenAgain() {
        String modem = Rig.modem(1);
        rig.settings = Rig.settings(Duration.ofSeconds(6), Duration.ofSeconds(1), 2, 16, Duration.ofSeconds(60));
        rig.start().own(1);
        rig.modems.handOver = new CompletableFuture<>();
        rig.modems.steps.clear();

        rig.node.inventoryChanged(Set.of(modem));

        await().untilAsserted(() -> assertThat(rig.modems.steps)
                .containsExactly("handing over " + modem, "cut " + modem + " mayTalk=true", "gained " + modem));
    }

    @Test
    void modemsThatComeAndGoWithTheInventoryAreTakenAndGivenBack() {
        rig.start().own(1);
        String gone = Rig.modem(1);
        String fresh = fresh();
        rig.modems.names.remove(gone);
        rig.modems.names.add(fresh);

        rig.node.inventoryChanged(Set.of());

        await().until(() -> rig.modems.owns(fresh) && !rig.modems.owns(gone));
        rig.command(1, gone, "gone");
        rig.command(1, fresh, "fresh");
        rig.awaitOutcome("gone", "NOT_SENT the inventory has no modem '" + gone + "'");
        rig.runner.end("fresh", CONFIRMED);
        rig.awaitOutcome("fresh", "CONFIRMED");
    }

    @Test
    void aReviewDuringAHandOverTakesNoModem() {
        rig.start().own(1, 2);
        CompletableFuture<Void> free = new CompletableFuture<>();
        rig.modems.handOver = free;
        rig.assign(2);
        await().until(() -> rig.modems.steps.contains("handing over " + Rig.modem(1)));
        String fresh = fresh();
        rig.modems.names.add(fresh);
        rig.node.inventoryChanged(Set.of(Rig.modem(1)));
        rig.awaitCommitted(2, 0, "1:4:");

        free.complete(null);

        await().until(() -> !rig.broker.assignment().contains(Rig.partition(1)));
        await().until(() ->
                rig.node.status().modems() == rig.modems.of(2, Rig.PARTITIONS).size());
        assertThat(rig.modems.steps)
                .doesNotContain("gained " + fresh)
                .filteredOn(step -> step.endsWith(" " + Rig.modem(1)))
                .containsExactly("gained " + Rig.modem(1), "handing over " + Rig.modem(1));
    }

    /** A modem of partition 1 that the inventory does not have. */
    private static String fresh() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "fresh-" + i)
                .filter(name -> Partitions.of(name, Rig.PARTITIONS) == 1)
                .findFirst()
                .orElseThrow();
    }

    private Ownership endTheLease() {
        Ownership ownership = rig.modems.owned.get(Rig.modem(1));
        rig.broker.fail = TimeoutException::new;
        rig.jump(rig.settings.lease());
        await().until(() -> rig.modems.steps.contains("cut " + Rig.modem(1) + " mayTalk=false"));
        rig.broker.fail = null;
        return ownership;
    }
}
