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

import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.setup.SetupMemory;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Attempts to come up: each opens the line or configures the module, and ends with a modem that is ready, or with a pause. */
@OnLoop
final class Attempts {

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final Loop loop;
    private final LineManager line;
    private final StatusBoard board;
    private final LinkManager links;
    private final ModemLifecycle life;
    private final RecoveryPolicy recovery;
    private final KeepAlive idle;
    private final SleepWatch sleep;
    private final BringUpWaiters next;
    private final Consumer<Event> events;
    private final ProgressReporter progress;
    private final SetupMemory memory;
    private final ModuleWakeUp wakeUp;
    /** The last one; null before the first. */
    private BringUp bringUp;
    /** Whether the module has only lost its network since the last one succeeded. */
    private boolean keepsSettings;

    /** Whether the module has ever answered. */
    private boolean answered;

    /** Whether the module has not answered since, and may be asleep. */
    private boolean deaf;

    private int linesOpened;

    /**
     * @param next   receives the result of each attempt
     * @param events receives the events of the attempts
     */
    Attempts(
            ModemProfile profile,
            ModemRuntime runtime,
            Loop loop,
            LineManager line,
            StatusBoard board,
            LinkManager links,
            ModemLifecycle life,
            RecoveryPolicy recovery,
            KeepAlive idle,
            SleepWatch sleep,
            BringUpWaiters next,
            Consumer<Event> events) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.line = line;
        this.board = board;
        this.links = links;
        this.life = life;
        this.recovery = recovery;
        this.idle = idle;
        this.sleep = sleep;
        this.next = next;
        this.events = events;
        memory = new SetupMemory(profile.name());
        wakeUp = new ModuleWakeUp(profile, runtime, loop);
        // an earlier run of this program has left it asleep
        deaf = profile.power().sleeps();
        progress = new ProgressReporter(
                loop, board, line::dialogue, profile.network().registrationTimeout());
    }

    /** @param urcs receives the unsolicited lines of the module */
    void openLine(AtListener urcs) {
        BooleanSupplier current = life.begin(State.OPENING_LINE);
        board.enter(ModemState.OPENING_LINE);
        progress.enter(ModemState.OPENING_LINE);
        line.open(
                current,
                urcs,
                this::lineOpened,
                e -> later(e.getMessage(), e, profile.recovery().powerCycle() == null ? 0 : 1));
    }

    private void lineOpened() {
        if (linesOpened++ > 0) {
            board.counters().lineReopened();
        }
        // it had time to fall asleep
        deaf |= profile.power().sleeps();
        events.accept(Event.LINE_OPENED);
    }

    void configure() {
        BooleanSupplier current = life.begin(State.CONFIGURING);
        if (!deaf) {
            bringUp(current);
            return;
        }
        wakeUp.wake(line.session(), () -> {
            if (current.getAsBoolean()) {
                bringUp(current);
            }
        });
    }

    private void bringUp(BooleanSupplier current) {
        if (profile.power().maySleep()) {
            line.dialogue().expectSleep();
        }
        boolean again = keepsSettings && bringUp.canRepeat(line.dialogue());
        keepsSettings = false;
        if (again) {
            follow(bringUp.again(current, links.buffersByChoice()), current);
        } else {
            whole(current);
        }
    }

    private void whole(BooleanSupplier current) {
        boolean buffered = links.buffersByChoice();
        bringUp = new BringUp(profile, runtime, line.dialogue(), loop, buffered, memory, current, this::progressed);
        follow(bringUp.run(), current);
    }

    private void follow(CompletionStage<ModuleFacts> attempt, BooleanSupplier current) {
        attempt.whenComplete((facts, failure) -> {
            if (!current.getAsBoolean()) {
                return;
            }
            if (failure != null) {
                failed(Futures.unwrapped(failure));
            } else if (facts == null) {
                whole(current);
            } else {
                ready(facts);
            }
        });
    }

    /** A modem that was ready has lost its network: its settings need not be made again, if it shows that it has them. */
    void networkLost() {
        keepsSettings = true;
    }

    private void progressed(ModemState state) {
        if (state != ModemState.CONFIGURING) {
            life.enter(State.JOINING);
            answered = true;
            deaf = false;
            wakeUp.answered();
        }
        board.enter(state);
        progress.enter(state);
    }

    /** The module has lost its settings. */
    void restarted() {
        keepsSettings = false;
    }

    /** The module does not answer any more: the next attempts begin by waking the module. */
    void deaf() {
        deaf = true;
    }

    /** Asks whether the module still has the settings of the last attempt; null if no query tells. */
    Supplier<AtCommand<Boolean>> afterBoot() {
        return bringUp == null ? null : bringUp.proof().afterBoot();
    }

    /** Whether the module has ever answered. */
    boolean answered() {
        return answered;
    }

    private void ready(ModuleFacts facts) {
        life.enter(State.READY);
        recovery.ready();
        progress.stop();
        board.ready(facts, profile.line().toString());
        links.up(line.session(), facts);
        idle.start(line.dialogue(), bringUp.proof().inUse());
        sleep.start(line.dialogue());
        next.succeeded();
    }

    /** An attempt on an open line has failed. */
    void failed(Throwable reason) {
        if (!(reason instanceof Sim7028Exception)) {
            // otherwise the module answers: only what it said is wrong
            line.close(reason.getMessage(), reason);
        }
        later(reason.getMessage(), reason, weight(reason));
    }

    /** A search that took its whole time is enough for a restart; what only another configuration cures is never. */
    private static int weight(Throwable reason) {
        if (reason instanceof Sim7028ConfigurationException) {
            return 0;
        }
        return reason instanceof NotRegisteredException ? RecoveryPolicy.FIRST_RESTART : 1;
    }

    /**
     * The next attempt comes after a pause, which is longer each time.
     *
     * @param weight as how many failures it counts that a restart of the module may cure
     */
    void later(String reason, Throwable cause, int weight) {
        after(recovery.failed(weight), reason, cause);
    }

    /** The next attempt comes after this pause. */
    void after(Duration pause, String reason, Throwable cause) {
        BooleanSupplier current = life.begin(line.session() == null ? State.WAITING_WITHOUT_LINE : State.WAITING);
        progress.stop();
        // what has not helped is not relied on
        keepsSettings = false;
        board.waiting(reason, pause, cause);
        next.failed(
                cause instanceof AtErrorException || cause instanceof Sim7028Exception
                        ? cause
                        : new Sim7028ModemUnavailableException(profile.name(), board.current()));
        loop.after(pause.toMillis(), () -> {
            if (current.getAsBoolean()) {
                events.accept(Event.PAUSE_OVER);
            }
        });
    }

    /** There are no more. */
    void stop() {
        progress.stop();
    }
}
