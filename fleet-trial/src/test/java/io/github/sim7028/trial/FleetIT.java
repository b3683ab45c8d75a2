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
package io.github.sim7028.trial;

import static io.github.sim7028.trial.Stage.GATEWAY;
import static io.github.sim7028.trial.Stage.LIMIT;
import static io.github.sim7028.trial.Stage.MODEMS;
import static io.github.sim7028.trial.Stage.TAKEOVER_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.trial.books.Books;
import io.github.sim7028.trial.world.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

/**
 * Nodes as users run them, in JVMs of their own: killed, paused, cut off, replaced. Whatever happens, the books agree: each command has
 * an outcome that is true, and no node writes to a modem of another.
 */
class FleetIT {

    /** What a node says, as a warning, whose lease is over. */
    static final String LEASE_OVER =
            "Kafka has not (confirmed for too long that this node owns its modems: \\d+ modems? (is|are) closed until"
                    + " Kafka does|accepted the claims of commands for \\d+ s)";

    static final String LINE_ENDED = "is down: (the line ended|writing to the line failed)";
    /** What the next owner says when the module ends the sending of the former one. */
    static final String LATE_CONFIRMATION = "confirmed \\d+ of \\d+ bytes .* though no message awaits a confirmation";

    static final String NO_MEMBER = "is no longer a member of the group";
    static final String KAFKA_CLIENT = "org\\.apache\\.kafka|o\\.a\\.k|o\\.a\\.kafka";

    @RegisterExtension
    static final Stage stage = new Stage();

    @Test
    void nodesThatJoinLeaveAndAreReplacedConfirmEachCommand() throws Exception {
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS).doors(4), 1, 2);
        stage.load();
        assertThat(stage.books().telemetryLost()).as("while nothing happens").isZero();
        stage.load();
        trial.node(3);
        trial.awaitServed(LIMIT, 1, 2, 3);
        trial.stop(1);
        trial.awaitServed(LIMIT, 2, 3);
        trial.node(4);
        trial.awaitServed(LIMIT, 2, 3, 4);
        trial.stop(2);
        trial.awaitServed(LIMIT, 3, 4);
        stage.awaitLoad();

        Books books = stage.books();

        assertThat(books.confirmed()).isEqualTo(trial.sent()).isPositive();
        assertThat(books.notSent() + books.unknown() + books.both()).isZero();
        assertThat(books.kicked() + books.refused())
                .as("lines of former owners")
                .isZero();
        assertThat(books.moves()).isGreaterThan(MODEMS / 2);
    }

    @Test
    void aNodeThatIsKilledLosesItsModemsToTheOthers() throws Exception {
        stage.expect(LATE_CONFIRMATION);
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS), 1, 2, 3);
        stage.load();
        trial.kill(1);
        trial.awaitServed(TAKEOVER_LIMIT, 2, 3);
        stage.awaitLoad();
        trial.node(1);
        trial.awaitServed(LIMIT, 1, 2, 3);

        Books books = stage.books();

        assertThat(books.notSent()).isZero();
        assertThat(books.confirmed()).isGreaterThan(trial.sent() * 3 / 4);
    }

    @Test
    void aNodeThatIsPausedIsKickedAndWritesNothingWhenItGoesOn() throws Exception {
        stage.expect(LEASE_OVER, NO_MEMBER, LINE_ENDED, KAFKA_CLIENT, LATE_CONFIRMATION);
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS), 1, 2, 3);
        stage.load();
        trial.running(1).pause();
        trial.awaitServed(TAKEOVER_LIMIT, 2, 3);
        stage.awaitLoad();
        trial.running(1).resume();
        trial.awaitServed(LIMIT, 1, 2, 3);

        Books books = stage.books();

        assertThat(books.kicked()).isPositive();
        assertThat(books.refused()).isZero();
        assertThat(books.confirmed()).isGreaterThan(trial.sent() * 3 / 4);
    }

    @Test
    void aPausedNodeIsInTheWayWhereTheTerminalServerDoesNotKick() throws Exception {
        stage.expect(LEASE_OVER, NO_MEMBER, LINE_ENDED, KAFKA_CLIENT, LATE_CONFIRMATION);
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS).kick(false), 1, 2, 3);
        int served = trial.world().hosts().get(1);
        stage.load();
        trial.running(1).pause();
        await().until(() -> trial.books().refused() >= served);
        assertThat(trial.world().hosts().get(1)).isEqualTo(served);
        trial.running(1).resume();
        trial.awaitServed(LIMIT, 1, 2, 3);

        Books books = stage.books();

        assertThat(books.kicked()).isZero();
        assertThat(books.confirmed()).isGreaterThan(trial.sent() * 3 / 4);
    }

    @Test
    void aNodeThatIsCutOffFromKafkaClosesItsLinesBeforeTheOthersGetItsModems() throws Exception {
        stage.expect(LEASE_OVER, NO_MEMBER, LINE_ENDED, KAFKA_CLIENT, LATE_CONFIRMATION);
        Trial trial = stage.prepare(TrialSettings.of(GATEWAY, MODEMS));
        trial.node(1, "127.0.0.1:" + stage.detour().port());
        trial.node(2);
        trial.node(3);
        trial.awaitServed(LIMIT, 1, 2, 3);
        stage.load();
        try {
            stage.detour().cut();
            trial.awaitServed(TAKEOVER_LIMIT, 2, 3);
            stage.awaitLoad();
        } finally {
            stage.detour().heal();
        }
        trial.awaitServed(LIMIT, 1, 2, 3);

        Books books = stage.books();

        assertThat(books.kicked() + books.refused())
                .as("lines that were still open")
                .isZero();
    }

    @Test
    @ExpectedLog(value = "could not be established|disconnected", logger = "NetworkClient")
    @ExpectedLog(value = "in produce request|error produce response", logger = "Sender")
    @ExpectedLog(
            value = "Error sending fetch request",
            logger = "FetchSessionHandler",
            level = Level.INFO,
            stack = true)
    void nobodyTalksToAModemWhileTheBrokerIsAwayAndAllGoesOnWhenItIsBack() throws Exception {
        stage.expect(LEASE_OVER, NO_MEMBER, LINE_ENDED, KAFKA_CLIENT, LATE_CONFIRMATION, "events are not in topic");
        stage.expect("publishing to topic \\S+ failed: .* not present in metadata");
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS), 1, 2, 3);
        stage.load();
        stage.broker().kill();
        await().until(() -> trial.world().hosts().isEmpty());
        stage.broker().start();
        trial.awaitServed(LIMIT, 1, 2, 3);
        stage.awaitLoad();

        Books books = stage.books();

        assertThat(books.kicked() + books.refused()).isZero();
    }

    @Test
    void aNodeThatIsKilledBetweenPromptAndPayloadLeavesAModemThatTheNextOwnerCanUse() throws Exception {
        stage.expect(LATE_CONFIRMATION);
        Trial trial = stage.start(TrialSettings.of(GATEWAY, MODEMS).doors(2), 1, 2);
        String modem = World.modem(7);
        trial.world().stall(modem, "delay 8s line='>' times=1");
        String lost = trial.command(modem);
        int owner = trial.world().awaitStalled();
        trial.kill(owner);
        trial.awaitServed(TAKEOVER_LIMIT, 3 - owner);
        String next = trial.command(modem);

        Books books = stage.books();

        assertThat(trial.outcomesOf(lost)).containsExactly("UNKNOWN owner-lost");
        assertThat(trial.outcomesOf(next)).containsExactly("CONFIRMED");
        assertThat(books.confirmed()).isEqualTo(1);
    }

    @Test
    void aHandOverThatTakesTooLongIsCutBeforeTheNextNodeGetsTheModem() throws Exception {
        stage.expect("the hand-over took longer than handOverTimeout \\(1000 ms\\)", LATE_CONFIRMATION);
        Trial trial = stage.start(
                TrialSettings.of(GATEWAY, MODEMS)
                        .handOver(Duration.ofSeconds(1))
                        .doors(2),
                1,
                2);
        int moving = trial.world().hosts().get(1);
        for (String modem : trial.world().modems()) {
            trial.world().stall(modem, "delay 15s line='+CIPSEND: *' times=1");
            trial.command(modem);
        }
        for (int i = 0; i < MODEMS; i++) {
            trial.world().awaitStalled();
        }
        trial.stop(1);
        trial.awaitServed(LIMIT, 2);

        Books books = stage.books();

        assertThat(books.kicked() + books.refused())
                .as("lines that were still open")
                .isZero();
        assertThat(books.unknown()).as("commands of modems that moved").isEqualTo(moving);
        assertThat(books.confirmed()).as("commands of modems that stayed").isEqualTo(MODEMS - moving);
    }
}
