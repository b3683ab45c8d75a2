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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * One partition whose owners die at any point, also between a commit and its answer, and between an outcome and its commit. Former owners
 * may finish later what they had started.
 */
class ClaimsPropertyTest {

    @Property(tries = 3000)
    void eachCommandIsSentAtMostOnceAndEndsWithAnOutcome(
            @ForAll @Size(max = 150) List<@IntRange(max = 1_000_000) Integer> script) {
        World world = new World();
        script.forEach(world::step);
        world.drain();
        world.check();
    }

    private static final class World {

        private static final int RECORDS = 40;

        private final boolean[] exists = new boolean[RECORDS];
        private final int[] sent = new int[RECORDS];
        private final int[] outcomes = new int[RECORDS];
        private final int[] definite = new int[RECORDS];

        private long committed = 0;
        private String metadata = ClaimCodec.encode(Claims.none(1));
        private Window window = new Window(0, Claims.none(1), 8);
        private int position = 0;
        private final List<Long> formerlyRunning = new ArrayList<>();

        World() {
            Arrays.fill(exists, true);
            for (int hole : new int[] {0, 7, 8, 20}) {
                exists[hole] = false;
            }
        }

        void step(int number) {
            int choice = number / 16;
            switch (number % 16) {
                case 0, 1, 2 -> read(1 + choice % 8);
                case 3, 4 -> {
                    choose(choice);
                    commit();
                    window.granted().forEach(this::start);
                }
                case 5 -> {
                    choose(choice);
                    window.refused();
                }
                case 6 -> {
                    choose(choice);
                    commit();
                    window.refused();
                }
                case 7, 8 -> end(choice, true, true);
                case 9 -> end(choice, true, false);
                case 10 -> end(choice, false, true);
                case 11 -> running(choice, command -> window.putBack(command.offset()));
                case 12 -> crash();
                case 13 -> {
                    // the outcome is published, the node dies before a commit says so
                    running(choice, command -> outcome(command.offset(), true, true));
                    crash();
                }
                case 14 -> {
                    // the claim is committed, the node dies before the answer
                    choose(choice);
                    commit();
                    window.refused();
                    crash();
                }
                default -> {
                    if (!formerlyRunning.isEmpty()) {
                        long offset = formerlyRunning.remove(choice % formerlyRunning.size());
                        outcomes[(int) offset]++;
                        definite[(int) offset]++;
                    }
                }
            }
        }

        private void read(int records) {
            for (int i = 0; i < records && position < RECORDS && !window.full(); i++, position++) {
                if (exists[position]) {
                    Command command = WindowTest.command(position, "m");
                    if (window.add(command) == Window.Arrival.ORPHANED) {
                        outcomes[position]++;
                        if (position % 3 != 0) {
                            window.done(position);
                        }
                    }
                }
            }
        }

        private void choose(int mask) {
            window.choose(command -> (mask >> (command.offset() % 8) & 1) == 1);
        }

        private void commit() {
            metadata = ClaimCodec.encode(window.claims());
            assertThat(metadata.length()).isLessThanOrEqualTo(ClaimCodec.MAX_BYTES);
            assertThat(window.base()).isGreaterThanOrEqualTo(committed);
            committed = window.base();
        }

        private void start(Command command) {
            assertThat(sent[(int) command.offset()])
                    .as("%s is sent again", command)
                    .isZero();
        }

        private void end(int choice, boolean wasSent, boolean isDefinite) {
            running(choice, command -> {
                outcome(command.offset(), wasSent, isDefinite);
                window.done(command.offset());
            });
        }

        private void outcome(long offset, boolean wasSent, boolean isDefinite) {
            sent[(int) offset] += wasSent ? 1 : 0;
            outcomes[(int) offset]++;
            definite[(int) offset] += isDefinite ? 1 : 0;
        }

        private void running(int choice, Consumer<Command> action) {
            List<Command> running = List.copyOf(window.running());
            if (!running.isEmpty()) {
                action.accept(running.get(choice % running.size()));
            }
        }

        private void crash() {
            for (Command command : window.running()) {
                // whether it was sent is not known: no other may send it
                int offset = (int) command.offset();
                if (sent[offset] == 0) {
                    sent[offset]++;
                    formerlyRunning.add(command.offset());
                }
            }
            window = new Window(committed, ClaimCodec.decode(metadata), 8);
            position = (int) committed;
        }

        void drain() {
            crash();
            while (window.base() < RECORDS) {
                read(8);
                choose(0xff);
                commit();
                window.granted().forEach(this::start);
                while (!window.running().isEmpty()) {
                    end(0, true, true);
                }
                for (long orphan = window.base(); orphan < position; orphan++) {
                    window.done(orphan);
                }
            }
        }

        void check() {
            for (int offset = 0; offset < RECORDS; offset++) {
                assertThat(outcomes[offset])
                        .as("outcomes of %d", offset)
                        .isGreaterThanOrEqualTo(exists[offset] ? 1 : 0);
                assertThat(definite[offset])
                        .as("definite outcomes of %d", offset)
                        .isLessThanOrEqualTo(1);
                assertThat(sent[offset]).as("%d was sent", offset).isLessThanOrEqualTo(1);
            }
        }
    }
}
