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

import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event.*;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event.FELL_ASLEEP;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event.WAKING_WANTED;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State.*;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State.ASLEEP;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step.*;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step.LET_SLEEP;
import static io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step.WAKE_UP;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ModemState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The life of a modem on one screen: what each event means in each state. What is not in the table means nothing there. {@link Supervisor}
 * asks what an event means, and enters the resulting state.
 */
@OnLoop
final class ModemLifecycle {

    /** Where the modem is; people see it as {@link ModemState}. */
    enum State {
        NEW,
        OPENING_LINE,
        /** It is not known yet whether the module answers and what it remembers. */
        CONFIGURING,
        /** The module has its first settings: SIM, registration and network follow. */
        JOINING,
        READY,
        /** The module sleeps, and is woken for the next message. */
        ASLEEP,
        CLOSING_NETWORK,
        NETWORK_CLOSED,
        RESTARTING,
        /** The next attempt has its time, the line is open. */
        WAITING,
        /** The next attempt has its time, and no line is open. */
        WAITING_WITHOUT_LINE,
        SWITCHING_POWER,
        REOPENING_LINE,
        STOPPED
    }

    /** What happens to a modem. */
    enum Event {
        START,
        LINE_OPENED,
        LINE_REFUSED,
        BROUGHT_UP,
        ATTEMPT_FAILED,
        PAUSE_OVER,
        BOOT_SEEN,
        NO_BOOT,
        POWER_SWITCHED,
        LINE_CLOSED,
        NETWORK_IS_CLOSED,
        SILENT,
        RESTARTED,
        NETWORK_LOST,
        NOTHING_GETS_THROUGH,
        FELL_ASLEEP,
        WAKING_WANTED,
        CLOSE_WANTED,
        OPEN_WANTED,
        RECONNECT_WANTED,
        RESTART_TAKEN,
        STOP
    }

    /** What is done then. */
    public enum Step {
        NOTHING,
        OPEN_LINE,
        /** The line is opened, or the power switched where that is due. */
        RETRY_LINE,
        /** The module is configured, restarted where that is due, or its network closed if it is not wanted. */
        BRING_UP,
        /** Immediately after real success, otherwise after a pause. */
        COME_BACK,
        SERVE,
        /** The links end, and nothing is sent to the module. */
        LET_SLEEP,
        /** The module is woken and configured. */
        WAKE_UP,
        /** A pause, and then the next attempt. */
        TRY_LATER,
        /** The line is closed, a pause, and then the next attempt. */
        LOSE_LINE,
        CONFIGURE,
        CLOSE_NETWORK,
        REST,
        REOPEN_LINE,
        AWAIT_BOOT,
        SHUT_DOWN
    }

    private static final Set<State> WITH_LINE =
            EnumSet.of(CONFIGURING, JOINING, READY, ASLEEP, CLOSING_NETWORK, NETWORK_CLOSED, RESTARTING, WAITING);

    private static final Map<State, Map<Event, Step>> TABLE = new EnumMap<>(State.class);

    static {
        // first what holds wherever the line is open; what a state says itself goes before
        WITH_LINE.forEach(state -> in(state)
                .on(SILENT, LOSE_LINE)
                .on(CLOSE_WANTED, CLOSE_NETWORK)
                .on(RECONNECT_WANTED, REOPEN_LINE)
                .on(RESTART_TAKEN, AWAIT_BOOT));
        EnumSet.complementOf(EnumSet.of(STOPPED)).forEach(state -> in(state).on(STOP, SHUT_DOWN));
        in(NEW).on(START, OPEN_LINE);
        in(OPENING_LINE).on(LINE_OPENED, BRING_UP).on(LINE_REFUSED, TRY_LATER);
        in(CONFIGURING).on(ATTEMPT_FAILED, TRY_LATER);
        in(JOINING).on(BROUGHT_UP, SERVE).on(ATTEMPT_FAILED, TRY_LATER).on(RESTARTED, COME_BACK);
        in(READY)
                .on(RESTARTED, COME_BACK)
                .on(NETWORK_LOST, COME_BACK)
                .on(NOTHING_GETS_THROUGH, BRING_UP)
                .on(FELL_ASLEEP, LET_SLEEP);
        // a module that wakes by itself, to update its registration, sleeps on
        in(ASLEEP).on(WAKING_WANTED, WAKE_UP).on(OPEN_WANTED, WAKE_UP);
        in(CLOSING_NETWORK)
                .on(NETWORK_IS_CLOSED, REST)
                .on(ATTEMPT_FAILED, TRY_LATER)
                .on(CLOSE_WANTED, NOTHING);
        in(NETWORK_CLOSED).on(OPEN_WANTED, BRING_UP).on(RESTARTED, COME_BACK).on(CLOSE_WANTED, NOTHING);
        in(RESTARTING).on(BOOT_SEEN, BRING_UP).on(NO_BOOT, CONFIGURE).on(RESTARTED, COME_BACK);
        in(WAITING).on(PAUSE_OVER, BRING_UP).on(OPEN_WANTED, BRING_UP).on(RESTARTED, COME_BACK);
        in(WAITING_WITHOUT_LINE)
                .on(PAUSE_OVER, RETRY_LINE)
                .on(OPEN_WANTED, RETRY_LINE)
                .on(CLOSE_WANTED, OPEN_LINE)
                .on(RECONNECT_WANTED, OPEN_LINE);
        in(SWITCHING_POWER).on(POWER_SWITCHED, OPEN_LINE);
        in(REOPENING_LINE).on(LINE_CLOSED, OPEN_LINE);
        in(STOPPED);
    }

    private final Loop loop;
    private State state = NEW;
    /** Whether the module has settings that a restart would undo. */
    private boolean configured;
    /** Whether the network is to stay closed until the operation netOpen. */
    private boolean networkUnwanted;
    /** Counts the activities, so that results of an earlier activity are recognised. */
    private int round;

    ModemLifecycle(Loop loop) {
        this.loop = loop;
    }

    /** What an event means now. */
    Step on(Event event) {
        loop.requireHere();
        if (event == RESTARTED && !configured) {
            // nothing has been set yet that a restart could undo
            return NOTHING;
        }
        return TABLE.get(state).getOrDefault(event, NOTHING);
    }

    State state() {
        return state;
    }

    /** Enters a state and starts an activity; the returned supplier is true until the next activity starts, or this one is interrupted. */
    BooleanSupplier begin(State next) {
        int mine = ++round;
        enter(next);
        return () -> state != STOPPED && mine == round;
    }

    /** Enters a state within the current activity. */
    void enter(State next) {
        loop.requireHere();
        state = next;
        switch (next) {
            case JOINING, READY, NETWORK_CLOSED -> configured = true;
            case CONFIGURING, CLOSING_NETWORK -> configured = false;
            default -> {}
        }
    }

    /** The current activity has no effect any more. */
    void interrupt() {
        round++;
    }

    boolean configured() {
        return configured;
    }

    /** The module remembers nothing. */
    void forgotten() {
        configured = false;
    }

    boolean networkUnwanted() {
        return networkUnwanted;
    }

    void wantNetwork(boolean wanted) {
        networkUnwanted = !wanted;
    }

    // ---- the table's words

    private static Row in(State state) {
        return new Row(TABLE.computeIfAbsent(state, s -> new EnumMap<>(Event.class)));
    }

    private record Row(Map<Event, Step> cells) {
        Row on(Event event, Step step) {
            cells.put(event, step);
            return this;
        }
    }
}
