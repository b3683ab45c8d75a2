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

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtListener;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.NetClose;
import io.github.sim7028.at.Urc;
import io.github.sim7028.line.Line;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
    private Loop.Timer keepAlive = () -> {};

    Supervisor(ModemProfile profile, ModemRuntime runtime, ModemLoop loop, StatusBoard board, LinkTable links) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.board = board;
        this.links = links;
        unknown = new UnknownLines(profile.name());
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
                    retryLater(e.getMessage());
                }
            });
        }
    }

    private void lineOpened(int mine, Line line) {
        if (!running || mine != round) {
            line.close();
            return;
        }
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
        watchIdle();
    }

    /** Asks a module that has said nothing for a while, so that a dead or restarted one is noticed before the next message. */
    private void watchIdle() {
        long interval = profile.recovery().keepAliveInterval().toMillis();
        if (interval == 0) {
            return;
        }
        int mine = round;
        AtDialogue dialogue = session.dialogue();
        long quiet = loop.now() - dialogue.lastReceived();
        keepAlive = loop.after(Math.max(1, interval - quiet), () -> {
            if (!running || mine != round) {
                return;
            }
            if (!dialogue.idle() || loop.now() - dialogue.lastReceived() < interval) {
                watchIdle();
                return;
            }
            dialogue.execute(Commands.networkOpen()).whenComplete((open, failure) -> {
                if (!running || mine != round) {
                    return;
                }
                if (failure == null && !open) {
                    restarted("the module says that its network is closed: it must have restarted");
                } else {
                    // a module that did not answer at all has been given up by the dialogue
                    watchIdle();
                }
            });
        });
    }

    private void failed(Throwable reason) {
        if (reason instanceof Sim7028Exception) {
            // the module answers: only what it said is wrong
            retryLater(reason.getMessage());
        } else {
            closeSession(reason.getMessage(), reason);
            retryLater(reason.getMessage());
        }
    }

    private void retryLater(String reason) {
        int mine = ++round;
        failures++;
        Duration pause = profile.recovery().delayBefore(failures);
        board.waiting(reason, pause);
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
        keepAlive.cancel();
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
        retryLater(reason);
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
        } else if (urc instanceof Urc.Unknown line) {
            unknown.saw(line.line());
        } else if (!(urc instanceof Urc.Notice)) {
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
        if (++restarts > PROMPT_RESTARTS) {
            retryLater(reason + ", " + restarts + " times in a row");
        } else {
            bringUp();
        }
    }

    private void networkLost() {
        if (board.current().state() == ModemState.READY) {
            LOG.warn("Modem '{}': the network closed unexpectedly; it is opened again", profile.name());
            round++;
            lost("the network closed unexpectedly", null);
            bringUp();
        }
    }

    // ---- stopping

    /** Closes network and line; {@code whenDone} runs on the loop. */
    void stop(Runnable whenDone) {
        running = false;
        round++;
        boolean wasReady = board.current().state() == ModemState.READY;
        keepAlive.cancel();
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
        if (last == null) {
            whenDone.run();
        } else {
            runtime.workers().execute(() -> {
                try {
                    last.awaitReader(STOP_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                whenDone.run();
            });
        }
    }
}
