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

import io.github.sim7028.at.AtAbortedException;
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.AtListener;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Inquiries;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.NetClose;
import io.github.sim7028.at.Urc;
import io.github.sim7028.line.Line;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one modem up and back up: line, bring-up, ready, and after a loss from as far down as it takes. Lives on the
 * modem's loop.
 */
final class Supervisor implements AtListener {

    /** How long the network may take to close at stop before the line is closed anyway. */
    private static final long STOP_MILLIS = 5000;

    /** How long a module that was told to restart may take to say so before it is asked. */
    private static final long BOOT_MILLIS = 20_000;

    /** After how long without trouble the pauses start short again. */
    private static final long STABLE_MILLIS = 60_000;

    /** How many restarts of the module in a row are followed by another bring-up at once. */
    private static final int PROMPT_RESTARTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final ModemLoop loop;
    private final StatusBoard board;
    private final LinkTable links;
    private final PinGuard pin = new PinGuard();
    private final UnknownLines unknown;
    private Session session;
    private boolean running;
    /** Counts tries to come up, so that what belongs to an earlier one is recognised. */
    private int round;

    private int failures;
    private int restarts;
    private long readySince;
    private boolean configured;
    private final IdleWatch idle;
    private final NextBringUp next = new NextBringUp();
    /** The network stays closed until it is asked for. */
    private boolean held;

    private boolean closing;
    private String lineFailure = "";

    Supervisor(ModemProfile profile, ModemRuntime runtime, ModemLoop loop, StatusBoard board, LinkTable links) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.board = board;
        this.links = links;
        unknown = new UnknownLines(profile.name());
        idle = new IdleWatch(
                loop,
                profile.recovery().keepAliveInterval().toMillis(),
                board,
                () -> restarted("the module says that its network is closed: it must have restarted"));
    }

    void start() {
        running = true;
        openLine();
    }

    // ---- coming up

    private void openLine() {
        int mine = ++round;
        board.enter(ModemState.OPENING_LINE);
        try {
            runtime.workers().execute(() -> openLine(mine));
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has been stopped while modem '{}' was being opened", profile.name(), e);
        }
    }

    /** Blocks until the line is open; on a worker. */
    private void openLine(int mine) {
        try {
            Line line = profile.line().open();
            loop.execute(() -> lineOpened(mine, line));
        } catch (IOException | RuntimeException e) {
            loop.execute(() -> {
                if (running && mine == round) {
                    lineFailure = String.valueOf(e.getMessage());
                    retryLater(lineFailure, e);
                }
            });
        }
    }

    private void lineOpened(int mine, Line line) {
        if (!running || mine != round) {
            line.close();
            return;
        }
        lineFailure = "";
        session = new Session(
                profile.name(),
                line,
                loop,
                runtime,
                this,
                profile.recovery().commandTimeout().toMillis());
        session.start();
        bringUp();
    }

    private void bringUp() {
        if (held) {
            rest();
            return;
        }
        int mine = ++round;
        configured = false;
        boolean buffered = links.buffered();
        new BringUp(profile, session.dialogue(), loop, buffered, pin, this::progressed)
                .run()
                .whenComplete((facts, failure) -> {
                    if (!running || mine != round) {
                        return;
                    }
                    if (failure == null) {
                        ready(facts, buffered);
                    } else {
                        failed(BringUp.unwrapped(failure));
                    }
                });
    }

    private void progressed(ModemState state) {
        configured = state != ModemState.CONFIGURING;
        board.enter(state);
    }

    private void ready(ModemFacts facts, boolean buffered) {
        readySince = loop.now();
        board.ready(facts, profile.line().toString());
        links.up(session, facts, buffered);
        idle.start(session.dialogue());
        next.succeeded();
    }

    private void failed(Throwable reason) {
        if (reason instanceof Sim7028Exception) {
            // the module answers: only what it said is wrong
            retryLater(reason.getMessage(), reason);
        } else {
            closeSession(reason.getMessage(), reason);
            retryLater(reason.getMessage(), reason);
        }
    }

    private void retryLater(String reason, Throwable cause) {
        int mine = ++round;
        closing = false;
        failures++;
        Duration pause = profile.recovery().delayBefore(failures);
        board.waiting(reason, pause);
        next.failed(
                cause instanceof AtErrorException || cause instanceof Sim7028Exception
                        ? cause
                        : new Sim7028ModemUnavailableException(profile.name(), board.current()));
        loop.after(pause.toMillis(), () -> {
            if (running && mine == round) {
                again();
            }
        });
    }

    private void again() {
        if (session == null) {
            openLine();
        } else {
            bringUp();
        }
    }

    // ---- going down

    /** Everything above the line is lost; the links hear of it before anything is tried again. */
    private void lost(String reason, Throwable cause) {
        if (readySince > 0 && loop.now() - readySince > STABLE_MILLIS) {
            failures = 0;
            restarts = 0;
        }
        readySince = 0;
        idle.stop();
        links.down(reason);
        if (session != null) {
            session.dialogue().abortAll(reason, cause);
        }
    }

    private void closeSession(String reason, Throwable cause) {
        if (session != null) {
            session.close(reason, cause);
            session = null;
        }
    }

    @Override
    public void silent(String reason, Throwable cause) {
        if (!running || session == null) {
            return;
        }
        round++;
        lost(reason, cause);
        closeSession(reason, cause);
        retryLater(reason, cause);
    }

    @Override
    public void busy(boolean busy) {
        links.adjustReading();
    }

    @Override
    public void bodyLost(String header) {
        links.bodyLost(header);
    }

    @Override
    public void received(Urc urc) {
        if (urc instanceof Urc.Restarted) {
            restarted("the module restarted");
        } else if (urc instanceof Urc.EchoReturned) {
            if (configured) {
                restarted("the module repeats commands again: it must have restarted");
            }
        } else if (urc instanceof Urc.NetworkLost) {
            networkLost();
        } else if (urc instanceof Urc.RegistrationChanged changed) {
            board.radio().registration(changed.stat());
        } else if (urc instanceof Urc.Notice notice) {
            board.events().publish(new ModemEvent.Notice(Instant.now(), notice.line()));
        } else if (urc instanceof Urc.Unknown line) {
            unknown.saw(line.line());
            board.counters().unknownLine();
            board.events().publish(new ModemEvent.UnknownLine(Instant.now(), line.line()));
        } else {
            if (urc instanceof Urc.ClientAccepted client) {
                board.events()
                        .publish(new ModemEvent.ClientAccepted(
                                Instant.now(), client.link(), client.server(), client.host(), client.port()));
            }
            links.received(urc);
        }
    }

    private void restarted(String reason) {
        if (!running || session == null || !configured) {
            // nothing has been set yet that a restart could undo
            return;
        }
        LOG.warn("Modem '{}': {}; it is configured again", profile.name(), reason);
        round++;
        lost(reason, null);
        noteRestart(reason);
        if (++restarts > PROMPT_RESTARTS) {
            retryLater(reason + ", " + restarts + " times in a row", null);
        } else {
            bringUp();
        }
    }

    private void noteRestart(String reason) {
        board.counters().restarted();
        board.events().publish(new ModemEvent.ModuleRestarted(Instant.now(), reason));
    }

    private void networkLost() {
        board.events().publish(new ModemEvent.NetworkLost(Instant.now()));
        if (board.current().state() == ModemState.READY) {
            LOG.warn("Modem '{}': the network closed unexpectedly; it is opened again", profile.name());
            round++;
            lost("the network closed unexpectedly", null);
            bringUp();
        }
    }

    // ---- what operators ask for

    /** The dialogue with the module, ready or not; null while no line is open. */
    AtDialogue dialogue() {
        return session == null ? null : session.dialogue();
    }

    /** Why the line could not be opened the last time; empty when it could. */
    String lineFailure() {
        return lineFailure;
    }

    /** Closes the network; it stays closed until {@link #openNetwork()}. */
    CompletionStage<Void> closeNetwork() {
        if (held && !closing && board.current().state() == ModemState.NETWORK_CLOSED) {
            return CompletableFuture.completedFuture(null);
        }
        held = true;
        CompletionStage<Void> outcome = next.outcome();
        if (session != null && !closing) {
            lost("the network is closed on request", null);
            rest();
        } else if (session == null && board.current().state() == ModemState.WAITING) {
            openLine();
        }
        return outcome;
    }

    /** Completes when the modem is ready, or with why the next attempt failed. */
    CompletionStage<Void> openNetwork() {
        held = false;
        ModemState state = board.current().state();
        if (state == ModemState.READY) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> outcome = next.outcome();
        if (!closing && (state == ModemState.NETWORK_CLOSED || state == ModemState.WAITING)) {
            again();
        }
        return outcome;
    }

    /** Sees to it that the network is closed, and leaves it so. */
    private void rest() {
        int mine = ++round;
        closing = true;
        configured = false;
        board.enter(ModemState.NETWORK_CLOSED, "the network is being closed on request");
        AtDialogue dialogue = session.dialogue();
        long limit = profile.network().netOpenTimeout().toMillis() + BringUp.GRACE_MILLIS;
        dialogue.synchronise()
                .thenCompose(v -> dialogue.execute(Commands.echoOff()))
                .thenCompose(v -> dialogue.execute(Commands.networkOpen()))
                .thenCompose(open ->
                        open ? dialogue.execute(new NetClose(), limit) : CompletableFuture.<Void>completedFuture(null))
                .whenComplete((v, failure) -> {
                    if (!running || mine != round) {
                        return;
                    }
                    closing = false;
                    if (failure != null) {
                        failed(BringUp.unwrapped(failure));
                    } else if (held) {
                        configured = true;
                        board.enter(
                                ModemState.NETWORK_CLOSED,
                                "the network was closed on request, the operation netOpen opens it again");
                        next.succeeded();
                    } else {
                        bringUp();
                    }
                });
    }

    /** Closes the line and opens it again; completes when the modem is up, or with why it is not. */
    CompletionStage<Void> reconnect() {
        CompletionStage<Void> outcome = next.outcome();
        if (session == null) {
            if (board.current().state() == ModemState.WAITING) {
                openLine();
            }
            return outcome;
        }
        int mine = ++round;
        Session last = session;
        lost("the line is closed and opened again on request", null);
        closeSession("the line is closed and opened again on request", null);
        board.enter(ModemState.OPENING_LINE, "the line is closed and opened again on request");
        afterReader(last, () -> {
            if (running && mine == round) {
                openLine();
            }
        });
        return outcome;
    }

    /** Restarts the module; completes when it is up again, or with why it is not. Only while a line is open. */
    CompletionStage<Void> restart() {
        CompletionStage<Void> outcome = next.outcome();
        Session mine = session;
        mine.dialogue().execute(Inquiries.restart()).whenComplete((v, failure) -> {
            if (failure == null && running && session == mine) {
                restarting();
            } else if (failure != null && !(failure instanceof AtAbortedException)) {
                next.failed(failure);
            }
            // otherwise it restarted before it said OK, or is gone: the next bring-up tells
        });
        return outcome;
    }

    private void restarting() {
        int mine = ++round;
        lost("the module restarts on request", null);
        // its RDY may begin the bring-up at any time now
        configured = true;
        board.enter(ModemState.CONFIGURING, "the module restarts on request");
        loop.after(BOOT_MILLIS, () -> {
            if (running && mine == round) {
                noteRestart("the module was told to restart");
                bringUp();
            }
        });
    }

    // ---- stopping

    /** Closes network and line; {@code whenDone} runs on the loop. */
    void stop(Runnable whenDone) {
        running = false;
        round++;
        boolean wasReady = board.current().state() == ModemState.READY;
        idle.stop();
        links.down("the modem is being stopped");
        if (session == null || !wasReady || !profile.network().closeOnStop()) {
            finishStop(whenDone);
            return;
        }
        AtDialogue dialogue = session.dialogue();
        CompletableFuture<Void> limit = new CompletableFuture<>();
        Loop.Timer timer = loop.after(STOP_MILLIS, () -> limit.complete(null));
        dialogue.execute(new NetClose()).whenComplete((v, failure) -> limit.complete(null));
        limit.thenRun(() -> {
            timer.cancel();
            finishStop(whenDone);
        });
    }

    private void finishStop(Runnable whenDone) {
        Session last = session;
        closeSession("the modem has been stopped", null);
        board.enter(ModemState.STOPPED);
        next.failed(new Sim7028ModemUnavailableException(profile.name(), board.current()));
        if (last == null) {
            whenDone.run();
        } else {
            afterReader(last, whenDone);
        }
    }

    /** Runs something on the loop when a closed line's reader has ended. */
    private void afterReader(Session closed, Runnable then) {
        runtime.workers().execute(() -> {
            try {
                closed.awaitReader(STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.execute(then);
        });
    }
}
