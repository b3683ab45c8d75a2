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
package io.github.sim7028.fleet.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final Window window = new Window(100, Claims.none(4), 3);

    @Test
    void aCommandIsStartedOnlyWhenItsClaimIsCommitted() {
        read(100, 101);

        window.choose(command -> command.offset() == 101);

        assertThat(window.running()).isEmpty();
        assertThat(metadata()).isEqualTo("1:4:WC");
        assertThat(offsets(window.granted())).containsExactly(101L);
        assertThat(offsets(window.running())).containsExactly(101L);
        assertThat(window.changed()).isFalse();
    }

    @Test
    void aCommitThatFailedStartsNothing() {
        read(100);
        window.choose(command -> true);

        assertThat(offsets(window.refused())).containsExactly(100L);

        assertThat(window.running()).isEmpty();
        assertThat(window.claimed()).isZero();
        assertThat(window.changed()).as("Kafka may have the claim all the same").isTrue();
        assertThat(metadata()).isEqualTo("1:4:");
    }

    @Test
    void theBaseIsTheLowestUnfinishedCommand() {
        read(100, 101, 102);
        start();

        window.done(101);
        assertThat(window.base()).isEqualTo(100);
        assertThat(metadata()).isEqualTo("1:4:CDC");

        window.done(100);
        assertThat(window.base()).isEqualTo(102);
        assertThat(metadata()).isEqualTo("1:4:C");

        window.done(102);
        assertThat(window.base()).isEqualTo(103);
        assertThat(metadata()).isEqualTo("1:4:");
    }

    @Test
    void unfinishedCommandsAreCountedAndNotTheOffsetsBetween() {
        read(100);
        for (long offset = 101; offset < 1000; offset++) {
            read(offset);
            start();
            window.done(offset);
        }
        assertThat(window.full()).isFalse();

        read(1000, 1001);
        assertThat(window.full()).isTrue();
        assertThat(window.unfinished()).isEqualTo(3);
    }

    @Test
    void theNextOwnerKnowsWhatIsDoneAndWhatWasClaimed() {
        Window next = new Window(100, ClaimCodec.decode("1:4:CDWC"), 3);

        assertThat(next.add(command(100, "m"))).isEqualTo(Window.Arrival.ORPHANED);
        assertThat(next.add(command(101, "m"))).isEqualTo(Window.Arrival.DONE);
        assertThat(next.add(command(102, "m"))).isEqualTo(Window.Arrival.WAITING);
        assertThat(next.add(command(103, "m"))).isEqualTo(Window.Arrival.ORPHANED);
        assertThat(next.add(command(104, "m"))).isEqualTo(Window.Arrival.WAITING);
        Set<Long> offered = new HashSet<>();
        next.choose(command -> offered.add(command.offset()));
        assertThat(offered).containsExactlyInAnyOrder(102L, 104L);
    }

    @Test
    void claimsThatWereNotReadYetAreNotForgotten() {
        Window next = new Window(100, ClaimCodec.decode("1:4:CDWCD9"), 3);
        assertThat(ClaimCodec.encode(next.claims())).isEqualTo("1:4:CDWCD9");

        next.add(command(100, "m"));
        next.done(100);
        assertThat(next.base()).isEqualTo(101);
        assertThat(ClaimCodec.encode(next.claims())).isEqualTo("1:4:DWCD9");

        next.add(command(101, "m"));
        next.add(command(102, "m"));
        next.choose(command -> true);
        assertThat(next.base()).isEqualTo(102);
        assertThat(ClaimCodec.encode(next.claims())).isEqualTo("1:4:C2D9");
    }

    @Test
    void offsetsWithoutARecordAreDone() {
        read(103, 106);
        start();
        window.done(103);

        assertThat(window.base()).isEqualTo(106);
        assertThat(metadata()).isEqualTo("1:4:C");
    }

    @Test
    void whatTheConsumerHasPassedIsNotWaitedFor() {
        read(100);
        start();
        window.done(100);
        window.granted();
        assertThat(window.changed()).isFalse();

        // the end of a transaction is an offset without a command, and nothing follows
        window.reached(102);
        assertThat(window.changed()).isTrue();
        assertThat(window.base()).isEqualTo(102);
        assertThat(metadata()).isEqualTo("1:4:");

        window.reached(101);
        assertThat(window.base()).isEqualTo(102);
    }

    @Test
    void whatWasNotSentBecauseOfAHandOverWaitsAgain() {
        read(100);
        start();
        window.putBack(100);

        assertThat(metadata()).isEqualTo("1:4:");
        start();
        assertThat(offsets(window.running())).containsExactly(100L);
    }

    @Test
    void aRecordThatComesAgainIsNotTakenAgain() {
        read(100);
        assertThat(window.add(command(100, "m"))).isEqualTo(Window.Arrival.DONE);
        assertThat(window.unfinished()).isEqualTo(1);
    }

    private void start() {
        window.choose(command -> true);
        window.granted();
    }

    private void read(long... offsets) {
        for (long offset : offsets) {
            window.add(command(offset, "m"));
        }
    }

    private String metadata() {
        return ClaimCodec.encode(window.claims());
    }

    private static List<Long> offsets(Collection<Command> commands) {
        return commands.stream().map(Command::offset).toList();
    }

    static Command command(long offset, String modem) {
        return new Command(0, offset, "down-0-" + offset, modem, new byte[0], Map.of(), 0);
    }
}
