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

import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Step;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.RegistrationState;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Brings one modem up and back up: line, bring-up, ready, and after a loss from as far down as necessary. It receives every event, asks
 * {@link ModemLifecycle} what that means, and has it done.
 */
@OnLoop
public final class Supervisor implements ModuleListener, RecoveryLadder.Above {

    private final ModemProfile profile;
    private final LineManager line;
    private final StatusBoard board;
    private final LinkManager links;
    private final ModemLifecycle life;
    private final BringUpWaiters next = new BringUpWaiters();
    private final UrcDispatcher urcs;
    private final RecoveryPolicy recovery;
    private final KeepAlive idle;
    private final SleepWatch sleep;
    private final Attempts attempts;
    private final Losses losses;
    private final Restarts restarts;
    private final NetworkClosing closing;
    private final OperatorControl steering;
    private final Shutdown shutdown;

    public Supervisor(
            ModemProfile profile,
            ModemRuntime runtime,
            Loop loop,
            LineManager line,
            StatusBoard board,
            LinkManager links) {
        this.profile = profile;
        this.line = line;
        this.board = board;
        this.links = links;
        life = new ModemLifecycle(loop);
        recovery = new RecoveryPolicy(loop, profile.recovery());
        // a module that is to sleep is not asked for a sign of life
        long interval = profile.power().sleeps()
                ? 0
                : profile.recovery().keepAliveInterval().toMillis();
        idle = new KeepAlive(loop, interval, board, this);
        sleep = new SleepWatch(loop, profile, board, links::busy, () -> happened(Event.FELL_ASLEEP));
        losses = new Losses(life, links, line, recovery, idle, sleep);
        attempts = new Attempts(
                profile, runtime, loop, line, board, links, life, recovery, idle, sleep, next, this::happened);
        restarts = new Restarts(
                profile, runtime, loop, line, board, life, losses, recovery, next, attempts::afterBoot, this::happened);
        closing = new NetworkClosing(profile, line, board, life, next, this::happened);
        steering = new OperatorControl(life, next, restarts, this::happened);
        shutdown = new Shutdown(loop, line);
        urcs = new UrcDispatcher(profile.name(), board, links.dispatch(), this);
        RecoveryLadder ladder = new RecoveryLadder(profile.name(), loop, profile.recovery(), links::commands);
        ladder.above(this);
        links.outcomes(ladder);
        links.whenWanted(() -> happened(Event.WAKING_WANTED));
    }

    /** What operators ask for. */
    @AnyThread
    public OperatorControl steering() {
        return steering;
    }

    /** Unless it has been stopped before its turn came. */
    public void start() {
        happened(Event.START);
    }

    /** Handles an event that needs no further data. */
    private void happened(Event event) {
        Step step = life.on(event);
        switch (step) {
            case NOTHING -> {}
            case OPEN_LINE -> attempts.openLine(urcs);
            case RETRY_LINE -> retryLine();
            case BRING_UP -> bringUp();
            case CONFIGURE -> attempts.configure();
            case CLOSE_NETWORK -> {
                losses.lost("the network is closed on request", null);
                closing.begin(attempts::failed);
            }
            case REST -> rest();
            case REOPEN_LINE -> reopenLine();
            case LET_SLEEP -> letSleep();
            case WAKE_UP -> {
                board.waking();
                attempts.configure();
            }
            default -> throw new IllegalStateException(event + " needs more than " + step);
        }
    }

    // ---- steps

    private void retryLine() {
        if (!life.networkUnwanted() && recovery.takeStep(false) == RecoveryPolicy.Step.POWER_CYCLE) {
            restarts.switchPower();
        } else {
            attempts.openLine(urcs);
        }
    }

    private void bringUp() {
        if (life.networkUnwanted()) {
            closing.begin(attempts::failed);
            return;
        }
        RecoveryPolicy.Step due = recovery.takeStep(true);
        if (due == RecoveryPolicy.Step.NOTHING) {
            attempts.configure();
            return;
        }
        attempts.restarted();
        if (due == RecoveryPolicy.Step.RESTART) {
            restarts.restart();
        } else {
            restarts.switchPower();
        }
    }

    private void rest() {
        if (life.networkUnwanted()) {
            closing.rest();
            if (profile.power().sleeps()) {
                // until the network is wanted again it has time to fall asleep
                attempts.deaf();
            }
        } else {
            bringUp();
        }
    }

    private void letSleep() {
        losses.asleep("the module sleeps");
        life.begin(State.ASLEEP);
        board.asleep();
        attempts.deaf();
    }

    /** Closes the line and opens it again. */
    private void reopenLine() {
        String reason = "the line is closed and opened again on request";
        losses.lost(reason, null);
        BooleanSupplier current = life.begin(State.REOPENING_LINE);
        line.close(reason, () -> {
            if (current.getAsBoolean()) {
                happened(Event.LINE_CLOSED);
            }
        });
        board.enter(ModemState.OPENING_LINE, reason);
    }

    /** What was up has ended by itself. */
    private void comeBack(String reason, String step) {
        Duration pause = recovery.lost();
        if (pause.isZero()) {
            board.lost(reason, step);
            bringUp();
        } else {
            attempts.after(pause, reason, null);
        }
    }

    // ---- reports about the module

    @Override
    public void silent(String said) {
        if (fellAsleepEarly()) {
            letSleep();
            happened(Event.WAKING_WANTED);
        } else if (life.on(Event.SILENT) == Step.LOSE_LINE) {
            attempts.deaf();
            loseLine(
                    attempts.answered()
                            ? SilenceAdvice.answersNoMore(said, profile)
                            : SilenceAdvice.neverAnswered(profile),
                    null);
        }
    }

    @Override
    public void lineLost(String reason, Throwable cause) {
        if (life.on(Event.SILENT) == Step.LOSE_LINE) {
            loseLine(reason, cause);
        }
    }

    private void loseLine(String reason, Throwable cause) {
        losses.lost(reason, cause);
        line.close(reason, cause);
        if (line.fenced()) {
            // no outage: whoever has fenced the line ends the modem next
            life.begin(State.WAITING_WITHOUT_LINE);
        } else {
            attempts.later(reason, cause, 1);
        }
    }

    /** Whether a silent module is taken for one that sleeps before its time; after real success only, otherwise it may be broken. */
    private boolean fellAsleepEarly() {
        if (!profile.power().sleeps() || life.on(Event.FELL_ASLEEP) != Step.LET_SLEEP) {
            return false;
        }
        if (!links.busy()) {
            sleep.silent();
        }
        recovery.down();
        return recovery.lost().isZero();
    }

    @Override
    public void booted(String reason) {
        if (!restarts.booted()) {
            restarted(reason);
        }
    }

    @Override
    public void echoed(String reason) {
        if (!restarts.echoed()) {
            restarted(reason);
        }
    }

    @Override
    public void restarted(String reason) {
        if (life.on(Event.RESTARTED) != Step.COME_BACK) {
            links.doubts().clear();
            return;
        }
        life.forgotten();
        attempts.restarted();
        losses.restarted(reason);
        restarts.note(reason);
        comeBack(reason, "the module is configured again");
    }

    @Override
    public void networkLost(String reason) {
        if (life.on(Event.NETWORK_LOST) == Step.COME_BACK) {
            losses.lost(reason, null);
            attempts.networkLost();
            comeBack(reason, "the network is opened again");
        }
    }

    // ---- what the links see

    @Override
    public void through(boolean delivered) {
        recovery.through(delivered);
        board.doubt("");
    }

    @Override
    public void nothingGetsThrough(String seen, boolean sure) {
        if (life.on(Event.NOTHING_GETS_THROUGH) == Step.BRING_UP) {
            // one peer alone may be the reason: then the module is restarted later; a search is not interrupted for
            // this
            recovery.suspect(searches() ? 0 : sure ? 2 : 1);
            board.doubt(seen);
            board.lost(
                    seen,
                    recovery.stepIsDue()
                            ? "the next step of recovery is taken"
                            : "the network is closed and opened again");
            losses.lost(seen, null);
            bringUp();
        }
    }

    /** Whether the module has said that it is looking for a network. */
    private boolean searches() {
        RegistrationState registration = board.radio().registration();
        return registration != null && registration.searching();
    }

    // ---- stopping

    /** Closes network and line; {@code whenDone} runs on the loop. */
    public void stop(Runnable whenDone) {
        // a module that has lost its network and looks for it is left alone
        boolean closeNetwork = life.state() == State.READY && profile.network().closeOnStop() && !searches();
        end("the modem is being stopped");
        shutdown.run(closeNetwork, this::stopped, whenDone);
    }

    /** Waits no longer for the network to close. */
    public void hurryStop() {
        shutdown.hurry();
    }

    /** Closes the line without a word; {@code whenDone} runs on the loop. */
    public void abort(String reason, Runnable whenDone) {
        end(reason);
        shutdown.close(reason, this::stopped, whenDone);
    }

    private void end(String reason) {
        life.begin(State.STOPPED);
        attempts.stop();
        idle.stop();
        sleep.stop();
        links.stop(reason);
    }

    private void stopped() {
        board.enter(ModemState.STOPPED);
        next.failed(new Sim7028ModemUnavailableException(profile.name(), board.current()));
    }
}
