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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.Futures;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.NetClose;
import io.github.sim7028.at.OnLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Brings one modem up and back up: line, bring-up, ready, and after a loss from as far down as it takes.
 */
@OnLoop
final class Supervisor implements Ladder.Above {

    /** How long the network may take to close at stop before the line is closed anyway. */
    private static final long STOP_MILLIS = 5000;

    /** What was written last has left the port by then, also at a slow baud rate. */
    private static final long SETTLE_MILLIS = 1000;

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final Loop loop;
    private final StatusBoard board;
    private final LinkTable links;
    private final UrcDispatch ear;
    private final LineKeeper line;
    private final Steering steering;
    private final Recovery recovery;
    private final Restarts restarts;
    private final IdleWatch idle;
    private final Progress progress;
    private final RefusedSettings refusals;
    private final NextBringUp next = new NextBringUp();
    private boolean running;
    /** Counts tries to come up, so that what belongs to an earlier one is recognised. */
    private int round;
    /** Whether there is something a restart of the module would undo. */
    private boolean configured;
    /** Whether it has ever answered. */
    private boolean answered;

    private int linesOpened;
    /** When the network is given no more time to close; null before the stop. */
    private CompletableFuture<Void> stopLimit;

    Supervisor(
            ModemProfile profile,
            ModemRuntime runtime,
            Loop loop,
            LineKeeper line,
            StatusBoard board,
            LinkTable links) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.board = board;
        this.links = links;
        recovery = new Recovery(loop, profile.recovery());
        Ladder ladder = new Ladder(profile.name(), loop, profile.recovery(), links::dialogue);
        ladder.above(this);
        links.outcomes(ladder);
        ear = new UrcDispatch(profile.name(), board, links, this);
        this.line = line;
        steering = new Steering(profile, board, this, line, next);
        restarts = new Restarts(profile, runtime, loop, board, this, recovery, line, next);
        refusals = new RefusedSettings(profile.name());
        progress = new Progress(loop, board, line::dialogue, profile.network().registrationTimeout());
        idle = new IdleWatch(
                loop, profile.recovery().keepAliveInterval().toMillis(), board, this::restarted, this::networkLost);
    }

    Steering steering() {
        return steering;
    }

    Restarts restarts() {
        return restarts;
    }

    boolean running() {
        return running;
    }

    /** Whether it has been told to stop: it does not come up any more. */
    boolean isStopped() {
        return stopLimit != null;
    }

    /** Begins another try; what it returns is true until the next one begins. */
    BooleanSupplier newRound() {
        steering.interrupted();
        int mine = ++round;
        return () -> running && mine == round;
    }

    /** Unless it has been stopped before its turn came. */
    void start() {
        if (stopLimit == null) {
            running = true;
            openLine();
        }
    }

    // ---- coming up

    void openLine() {
        BooleanSupplier current = newRound();
        board.enter(ModemState.OPENING_LINE);
        progress.enter(ModemState.OPENING_LINE);
        line.open(
                current,
                ear,
                this::lineOpened,
                e -> retryLater(e.getMessage(), e, profile.recovery().powerCycle() == null ? 0 : 1));
    }

    private void lineOpened() {
        if (linesOpened++ > 0) {
            board.counters().lineReopened();
        }
        bringUp();
    }

    void bringUp() {
        if (steering.held()) {
            steering.rest();
            return;
        }
        switch (recovery.takeStep(true)) {
            case RESTART -> restarts.restart();
            case POWER_CYCLE -> restarts.cyclePower();
            case NOTHING -> configure();
        }
    }

    void configure() {
        BooleanSupplier current = newRound();
        configured = false;
        boolean buffered = links.buffered();
        new BringUp(profile, runtime, line.dialogue(), loop, buffered, refusals, current, this::progressed)
                .run()
                .whenComplete((facts, failure) -> {
                    if (!current.getAsBoolean()) {
                        return;
                    }
                    if (failure == null) {
                        ready(facts, buffered);
                    } else {
                        failed(Futures.unwrapped(failure));
                    }
                });
    }

    private void progressed(ModemState state) {
        configured = state != ModemState.CONFIGURING;
        answered |= configured;
        board.enter(state);
        progress.enter(state);
    }

    boolean configured() {
        return configured;
    }

    void configured(boolean done) {
        configured = done;
    }

    private void ready(ModemFacts facts, boolean buffered) {
        recovery.ready();
        progress.stop();
        board.ready(facts, profile.line().toString());
        links.up(line.session(), facts, buffered);
        idle.start(line.dialogue());
        next.succeeded();
    }

    void failed(Throwable reason) {
        if (!(reason instanceof Sim7028Exception)) {
            // otherwise the module answers: only what it said is wrong
            line.close(reason.getMessage(), reason);
        }
        retryLater(reason.getMessage(), reason, weight(reason));
    }

    /** A search that took its whole time is enough for a restart; what only another configuration cures is never. */
    private static int weight(Throwable reason) {
        if (reason instanceof Sim7028ConfigurationException) {
            return 0;
        }
        return reason instanceof NotRegisteredException ? Recovery.FIRST_RESTART : 1;
    }

    /** @param weight as how many failures it counts that a restart of the module may cure */
    private void retryLater(String reason, Throwable cause, int weight) {
        tryAgainAfter(recovery.failed(weight), reason, cause);
    }

    private void tryAgainAfter(Duration pause, String reason, Throwable cause) {
        BooleanSupplier current = newRound();
        progress.stop();
        board.waiting(reason, pause, cause);
        next.failed(
                cause instanceof AtErrorException || cause instanceof Sim7028Exception
                        ? cause
                        : new Sim7028ModemUnavailableException(profile.name(), board.current()));
        loop.after(pause.toMillis(), () -> {
            if (current.getAsBoolean()) {
                again();
            }
        });
    }

    void again() {
        if (line.session() != null) {
            bringUp();
        } else if (!steering.held() && recovery.takeStep(false) == Recovery.Step.POWER_CYCLE) {
            restarts.cyclePower();
        } else {
            openLine();
        }
    }

    // ---- going down

    /** Everything above the line is lost; the module may still wait for a payload. */
    void lost(String reason, Throwable cause) {
        down(reason);
        if (line.session() != null) {
            line.dialogue().cutOff(reason, cause);
        }
    }

    /** As lost, by a restart: the module waits for nothing any more. */
    void forget(String reason) {
        down(reason);
        if (line.session() != null) {
            line.dialogue().abortAll(reason, null);
        }
        links.doubts().clear();
    }

    /** The links hear of it before anything is tried again. */
    private void down(String reason) {
        recovery.down();
        idle.stop();
        links.down(reason);
    }

    /** The module does not answer any more, or the line failed. */
    void silent(String said, Throwable cause) {
        if (!running || line.session() == null) {
            return;
        }
        String reason = answered || cause != null ? said : Findings.neverAnswered(profile);
        round++;
        lost(reason, cause);
        line.close(reason, cause);
        retryLater(reason, cause, 1);
    }

    /** The module says that it has booted. */
    void booted(String reason) {
        if (!restarts.booted()) {
            restarted(reason);
        }
    }

    /** The module repeats commands. */
    void echoed(String reason) {
        if (!restarts.echoed()) {
            restarted(reason);
        }
    }

    /** The module has forgotten what it was told. */
    void restarted(String reason) {
        if (!running || line.session() == null || !configured) {
            // nothing has been set yet that a restart could undo
            links.doubts().clear();
            return;
        }
        configured = false;
        round++;
        forget(reason);
        restarts.note(reason);
        comeBack(reason, "it is configured again");
    }

    /** What was up has ended by itself. */
    private void comeBack(String reason, String step) {
        Duration pause = recovery.lost();
        if (pause.isZero()) {
            board.lost(reason, step);
            bringUp();
        } else {
            tryAgainAfter(pause, reason, null);
        }
    }

    void networkLost(String seen) {
        if (running && board.current().state() == ModemState.READY) {
            round++;
            lost(seen, null);
            comeBack(seen, "it is opened again");
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
        if (!running || board.current().state() != ModemState.READY) {
            return;
        }
        // one peer alone may be the reason: then the module is restarted later
        recovery.suspect(sure ? 2 : 1);
        board.doubt(seen);
        board.lost(seen, recovery.stepIsDue() ? "a step more is taken" : "the network is closed and opened again");
        round++;
        lost(seen, null);
        bringUp();
    }

    // ---- stopping

    /** Closes network and line; {@code whenDone} runs on the loop. */
    void stop(Runnable whenDone) {
        running = false;
        round++;
        progress.stop();
        boolean wasReady = board.current().state() == ModemState.READY;
        stopLimit = new CompletableFuture<>();
        idle.stop();
        links.stop("the modem is being stopped");
        if (line.session() == null || !wasReady || !profile.network().closeOnStop()) {
            finishStop(whenDone);
            return;
        }
        Loop.Timer timer = loop.after(STOP_MILLIS, () -> stopLimit.complete(null));
        line.dialogue().execute(new NetClose()).whenComplete((v, failure) -> stopLimit.complete(null));
        stopLimit.thenRun(() -> {
            timer.cancel();
            finishStop(whenDone);
        });
    }

    /** Waits no longer for the network to close. */
    void hurryStop() {
        if (stopLimit != null) {
            stopLimit.complete(null);
        }
    }

    /** A module that waits for a payload would take the next user's commands for it: it is given what it waits for. */
    private void finishStop(Runnable whenDone) {
        boolean owing = line.session() != null && line.dialogue().settle("the modem has been stopped");
        if (owing) {
            loop.after(SETTLE_MILLIS, () -> closeLine(whenDone));
        } else {
            closeLine(whenDone);
        }
    }

    private void closeLine(Runnable whenDone) {
        line.close("the modem has been stopped", whenDone);
        board.enter(ModemState.STOPPED);
        next.failed(new Sim7028ModemUnavailableException(profile.name(), board.current()));
    }
}
