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
package io.github.sim7028.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.line.LineGuard;
import io.github.sim7028.testlog.ExpectedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Who listens to a group knows which modems it has. */
class DefaultModemGroupTest {

    private final DefaultModemGroup group = new DefaultModemGroup(List.of("roof", "cellar"));

    /** Keeps what it is told. */
    private static final class Notes implements ModemGroup.Listener {
        final List<String> told = new ArrayList<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();

        @Override
        public void gained(String modem) {
            told.add("+" + modem);
        }

        @Override
        public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
            told.add("-" + modem + " " + loss);
            return end;
        }
    }

    @Test
    @ExpectedLog(value = "A listener of a modem group failed: a bug", level = Level.ERROR)
    void aModemWhoseListenerFailsIsNotReady() {
        group.listen(new ModemGroup.Listener() {
            @Override
            public void gained(String modem) {}

            @Override
            public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public boolean ready(String modem) {
                if (modem.equals("roof")) {
                    throw new StackOverflowError("a bug");
                }
                return true;
            }
        });

        assertThat(group.isReady("roof")).isFalse();
        assertThat(group.isReady("cellar")).isTrue();
    }

    @Test
    void aListenerIsToldOfWhatIsThereAndThenOfChanges() {
        Notes notes = new Notes();
        group.listen(notes);
        group.add("gate");
        group.add("gate");
        group.remove("roof", ModemGroup.Loss.HANDED_OVER);
        assertThat(notes.told).containsExactly("+roof", "+cellar", "+gate", "-roof HANDED_OVER");
        assertThat(group.modems()).containsExactlyInAnyOrder("cellar", "gate");

        group.ignore(notes);
        group.add("roof");
        assertThat(notes.told).hasSize(4);
    }

    @Test
    void aModemIsGoneWhenAllListenersHaveGivenItBack() {
        Notes first = new Notes();
        Notes second = new Notes();
        group.listen(first);
        group.listen(second);

        CompletableFuture<Void> gone = group.remove("roof", ModemGroup.Loss.HANDED_OVER);
        first.end.complete(null);
        assertThat(gone).isNotDone();
        second.end.completeExceptionally(new IllegalStateException());
        assertThat(gone).isCompleted();
    }

    @Test
    void eachOwnershipHasItsOwnGuard() {
        List<LineGuard> made = new ArrayList<>();
        Sim7028ModemConfiguration options = new Sim7028ModemConfiguration();
        group.add("gate", options, () -> {
            LineGuard guard = new LineGuard() {
                @Override
                public boolean mayTalk() {
                    return true;
                }

                @Override
                public String why() {
                    return "";
                }
            };
            made.add(guard);
            return guard;
        });
        assertThat(group.configuration("gate")).isSameAs(options);
        assertThat(group.guard("gate")).isNotSameAs(group.guard("gate"));
        assertThat(made).hasSize(2);
        assertThat(group.guard("roof")).isNull();
        assertThat(group.configuration("roof")).isNull();
        assertThat(group.guard("unknown")).isNull();
    }

    /** A listener that is told of a modem changes the group itself: others hear of it afterwards, in the same order. */
    @Test
    void changesAreToldInOneOrder() {
        Notes notes = new Notes();
        group.listen(new ModemGroup.Listener() {
            @Override
            public void gained(String modem) {
                if (modem.equals("gate")) {
                    group.remove("gate", ModemGroup.Loss.FENCED);
                }
            }

            @Override
            public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
                return CompletableFuture.completedFuture(null);
            }
        });
        group.listen(notes);
        notes.told.clear();
        group.add("gate");
        assertThat(notes.told).containsExactly("+gate", "-gate FENCED");
    }

    /** Throws what the JVM throws when a listener recurses without end, and returns nothing. */
    private static final class Broken implements ModemGroup.Listener {

        @Override
        public void gained(String modem) {
            throw new StackOverflowError();
        }

        @Override
        public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
            if (modem.equals("roof")) {
                throw new StackOverflowError();
            }
            return null;
        }
    }

    @Test
    @ExpectedLog(value = "A listener of a modem group failed", level = Level.ERROR, stack = true)
    void aListenerThatIsBrokenHarmsNoOther() {
        Notes notes = new Notes();
        notes.end.complete(null);
        group.listen(new Broken());
        group.listen(notes);
        group.add("gate");
        assertThat(group.remove("roof", ModemGroup.Loss.FENCED)).isCompleted();
        assertThat(group.remove("gate", ModemGroup.Loss.HANDED_OVER)).isCompleted();
        assertThat(notes.told).containsExactly("+roof", "+cellar", "+gate", "-roof FENCED", "-gate HANDED_OVER");
    }

    /** Who is told of a modem adds a listener and removes it: the removal is not made before the addition. */
    @Test
    void aListenerIsRemovedInTurn() {
        Notes notes = new Notes();
        group.listen(new ModemGroup.Listener() {
            @Override
            public void gained(String modem) {
                if (modem.equals("gate")) {
                    group.listen(notes);
                    group.ignore(notes);
                }
            }

            @Override
            public CompletableFuture<Void> lost(String modem, ModemGroup.Loss loss) {
                return CompletableFuture.completedFuture(null);
            }
        });
        group.add("gate");
        notes.told.clear();
        group.remove("gate", ModemGroup.Loss.HANDED_OVER);
        assertThat(notes.told).isEmpty();
    }
}
