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
package io.github.sim7028.trial.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.trial.world.WorldEntry;
import io.github.sim7028.trial.world.WorldEntry.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each thing that must not happen to a fleet is found in the books. */
class BooksTest {

    private static final String MODEM = "modem-00000";
    private static final long SECOND = 1_000_000;

    private final List<Sent> sent = new ArrayList<>();
    private final List<Published> outcomes = new ArrayList<>();
    private final List<Published> events = new ArrayList<>();
    private final List<String> up = new ArrayList<>();
    private final List<WorldEntry> seen = new ArrayList<>();

    @BeforeEach
    void oneOwner() {
        gained("node-1", 1, 100);
    }

    @Test
    void allIsWell() {
        sent("a", true);
        outcome("a", "CONFIRMED", "");
        wrote(1, 101);
        arrived("a");
        up.add("a");
        sent("b", true);
        outcome("b", "NOT_SENT", "refused");
        sent("c", true);
        outcome("c", "UNKNOWN", "owner-lost");
        arrived("c");
        sent("d", true);
        outcome("d", "UNKNOWN", "owner-lost");
        outcome("d", "CONFIRMED", "");
        arrived("d");
        gained("node-2", 2, 110);
        wrote(2, 111);
        gained("node-1", 3, 120);
        wrote(1, 121);

        Books books = books();

        assertThat(books.findings()).isEmpty();
        assertThat(books.confirmed()).isEqualTo(2);
        assertThat(books.notSent()).isEqualTo(1);
        assertThat(books.unknown()).isEqualTo(1);
        assertThat(books.both()).isEqualTo(1);
        assertThat(books.moves()).isEqualTo(2);
        assertThat(books.telemetryLost()).isEqualTo(2);
        assertThat(books.toString()).endsWith("The books agree.").contains("1 × NOT_SENT refused");
    }

    @Test
    void aCommandWithoutAnOutcome() {
        sent("a", true);

        assertFinding("command a to modem-00000 has no outcome");
    }

    @Test
    void aCommandThatKafkaPerhapsNeverHadNeedsNoOutcome() {
        sent("a", false);

        assertThat(books().findings()).isEmpty();
    }

    @Test
    void aConfirmedCommandThatDidNotArrive() {
        sent("a", true);
        outcome("a", "CONFIRMED", "");

        assertFinding("is CONFIRMED, but did not arrive");
    }

    @Test
    void aCommandThatWasNotSentAndArrived() {
        sent("a", true);
        outcome("a", "NOT_SENT", "refused");
        arrived("a");

        assertFinding("is NOT_SENT, but arrived");
    }

    @Test
    void aCommandThatArrivedTwice() {
        sent("a", true);
        outcome("a", "UNKNOWN", "owner-lost");
        arrived("a");
        arrived("a");

        assertFinding("arrived 2 times");
    }

    @Test
    void twoDefiniteOutcomes() {
        sent("a", true);
        outcome("a", "CONFIRMED", "");
        outcome("a", "NOT_SENT", "refused");
        arrived("a");

        assertFinding("has 2 definite outcomes");
    }

    @Test
    void aMessageThatNobodySent() {
        arrived("a");

        assertFinding("was never sent: a");
    }

    @Test
    void anAnswerThatCameUpTwice() {
        sent("a", true);
        outcome("a", "CONFIRMED", "");
        arrived("a");
        up.add("a");
        up.add("a");

        assertFinding("the answer to a came up 2 times");
    }

    @Test
    void aFormerOwnerThatWritesOn() {
        wrote(1, 101);
        gained("node-2", 2, 110);
        wrote(1, 111);

        assertFinding("node-1 wrote 7 bytes to modem-00000 that it did not own");
    }

    @Test
    void aFormerOwnerThatWritesBetweenTheNextOwnersBytes() {
        gained("node-2", 2, 110);
        wrote(2, 109);
        wrote(1, 109);

        assertFinding("node-1 wrote 7 bytes");
    }

    @Test
    void aNodeThatNeverOwnedTheModem() {
        wrote(2, 101);

        assertFinding("node-2 wrote 7 bytes");
    }

    @Test
    void aModemThatTwoNodesGainedInOneGeneration() {
        gained("node-2", 1, 110);

        assertFinding("was gained by two nodes at once");
    }

    @Test
    void aHandOverThatEndedAfterTheNextOwnershipBegan() {
        gained("node-2", 2, 110);
        events.add(new Published("", MODEM, "lost", "handed over", "node-1", 1, 115 * SECOND));

        assertFinding("was handed over after the next node had it");
    }

    private void assertFinding(String words) {
        Books books = books();
        assertThat(books.findings()).singleElement().asString().contains(words);
        assertThat(books.toString()).contains("1 entries do not agree");
    }

    private Books books() {
        return new Books(List.of(MODEM), sent, outcomes, events, up, seen, Map.of(1, "node-1", 2, "node-2"));
    }

    private void sent(String id, boolean stored) {
        sent.add(new Sent(id, MODEM, 100 * SECOND, stored));
    }

    private void outcome(String id, String what, String why) {
        outcomes.add(new Published(id, MODEM, what, why, "node-1", 1, 101 * SECOND));
    }

    private void gained(String node, int epoch, int second) {
        events.add(new Published("", MODEM, "gained", "", node, epoch, second * SECOND));
    }

    private void wrote(int door, int second) {
        seen.add(new WorldEntry(second * SECOND, MODEM, door, What.WROTE, "7"));
    }

    private void arrived(String id) {
        seen.add(new WorldEntry(101 * SECOND, "peer", 0, What.ARRIVED, id));
    }
}
