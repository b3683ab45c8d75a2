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
package io.github.sim7028.modem.driver.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.VirtualTime;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ModemLifecycleTest {

    private static final Set<State> WITH_LINE = EnumSet.of(
            State.CONFIGURING,
            State.JOINING,
            State.READY,
            State.ASLEEP,
            State.CLOSING_NETWORK,
            State.NETWORK_CLOSED,
            State.RESTARTING,
            State.WAITING);

    private final ModemLifecycle life = new ModemLifecycle(new VirtualTime());

    private Step in(State state, Event event) {
        life.begin(state);
        return life.on(event);
    }

    /** The events that mean something in a state, with what is done. */
    private String row(State state) {
        life.begin(state);
        return Stream.of(Event.values())
                .filter(event -> life.on(event) != Step.NOTHING)
                .map(event -> event + " " + life.on(event))
                .collect(Collectors.joining(", "));
    }

    @Test
    void theStraightWayUp() {
        assertThat(life.on(Event.START)).isEqualTo(Step.OPEN_LINE);
        assertThat(in(State.OPENING_LINE, Event.LINE_OPENED)).isEqualTo(Step.BRING_UP);
        life.begin(State.CONFIGURING);
        life.enter(State.JOINING);
        life.enter(State.READY);
        assertThat(row(State.READY))
                .isEqualTo(
                        "SILENT LOSE_LINE, RESTARTED COME_BACK, NETWORK_LOST COME_BACK, NOTHING_GETS_THROUGH BRING_UP,"
                                + " FELL_ASLEEP LET_SLEEP, CLOSE_WANTED CLOSE_NETWORK, RECONNECT_WANTED REOPEN_LINE, RESTART_TAKEN AWAIT_BOOT, STOP SHUT_DOWN");
    }

    @Test
    void aModuleThatSleepsIsWokenAndWhatItSaysMeanwhileMeansNothing() {
        life.begin(State.CONFIGURING);
        life.enter(State.READY);
        life.begin(State.ASLEEP);
        assertThat(row(State.ASLEEP))
                .isEqualTo("SILENT LOSE_LINE, WAKING_WANTED WAKE_UP, CLOSE_WANTED CLOSE_NETWORK, OPEN_WANTED WAKE_UP,"
                        + " RECONNECT_WANTED REOPEN_LINE, RESTART_TAKEN AWAIT_BOOT, STOP SHUT_DOWN");
    }

    @Test
    void aModemThatStartsOrHasStoppedHearsOfNothingElse() {
        assertThat(row(State.NEW)).isEqualTo("START OPEN_LINE, STOP SHUT_DOWN");
        assertThat(row(State.STOPPED)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void silenceCostsTheLineWhereverThereIsOne(State state) {
        assertThat(in(state, Event.SILENT)).isEqualTo(WITH_LINE.contains(state) ? Step.LOSE_LINE : Step.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"READY"},
            mode = Mode.EXCLUDE)
    void onlyAReadyModemLosesItsNetwork(State state) {
        assertThat(in(state, Event.NETWORK_LOST)).isEqualTo(Step.NOTHING);
        assertThat(in(state, Event.NOTHING_GETS_THROUGH)).isEqualTo(Step.NOTHING);
    }

    @Test
    void aRestartMeansNothingBeforeTheModuleHasBeenToldAnything() {
        assertThat(in(State.CONFIGURING, Event.RESTARTED)).isEqualTo(Step.NOTHING);
        life.enter(State.JOINING);
        assertThat(life.on(Event.RESTARTED)).isEqualTo(Step.COME_BACK);
        life.forgotten();
        assertThat(in(State.WAITING, Event.RESTARTED)).isEqualTo(Step.NOTHING);
    }

    @Test
    void aRestartIsNoticedInAPauseAfterTheModuleWasConfigured() {
        life.begin(State.JOINING);
        assertThat(in(State.WAITING, Event.RESTARTED)).isEqualTo(Step.COME_BACK);
        assertThat(in(State.RESTARTING, Event.RESTARTED)).isEqualTo(Step.COME_BACK);
    }

    @Test
    void aNetworkThatIsBeingClosedOrIsClosedNeedsNotBeClosed() {
        assertThat(in(State.CLOSING_NETWORK, Event.CLOSE_WANTED)).isEqualTo(Step.NOTHING);
        assertThat(in(State.NETWORK_CLOSED, Event.CLOSE_WANTED)).isEqualTo(Step.NOTHING);
        assertThat(in(State.CLOSING_NETWORK, Event.OPEN_WANTED)).isEqualTo(Step.NOTHING);
        assertThat(in(State.NETWORK_CLOSED, Event.OPEN_WANTED)).isEqualTo(Step.BRING_UP);
    }

    @Test
    void operatorsEndAPause() {
        for (Event request : EnumSet.of(Event.CLOSE_WANTED, Event.RECONNECT_WANTED)) {
            assertThat(in(State.WAITING_WITHOUT_LINE, request)).isEqualTo(Step.OPEN_LINE);
        }
        assertThat(in(State.WAITING_WITHOUT_LINE, Event.OPEN_WANTED))
                .isEqualTo(in(State.WAITING_WITHOUT_LINE, Event.PAUSE_OVER));
        assertThat(in(State.WAITING, Event.OPEN_WANTED)).isEqualTo(in(State.WAITING, Event.PAUSE_OVER));
    }

    @Test
    void operatorsWaitForALineThatIsBeingOpenedOrClosed() {
        for (State state : EnumSet.of(State.OPENING_LINE, State.REOPENING_LINE, State.SWITCHING_POWER)) {
            for (Event request :
                    EnumSet.of(Event.CLOSE_WANTED, Event.OPEN_WANTED, Event.RECONNECT_WANTED, Event.RESTART_TAKEN)) {
                assertThat(in(state, request)).isEqualTo(Step.NOTHING);
            }
        }
    }

    @Test
    void whatBelongsToAnEarlierBeginningIsRecognised() {
        BooleanSupplier opening = life.begin(State.OPENING_LINE);
        assertThat(opening.getAsBoolean()).isTrue();
        BooleanSupplier configuring = life.begin(State.CONFIGURING);
        assertThat(opening.getAsBoolean()).isFalse();
        life.enter(State.JOINING);
        assertThat(configuring.getAsBoolean()).isTrue();
        life.interrupt();
        assertThat(configuring.getAsBoolean()).isFalse();
        assertThat(life.begin(State.STOPPED).getAsBoolean()).isFalse();
    }
}
