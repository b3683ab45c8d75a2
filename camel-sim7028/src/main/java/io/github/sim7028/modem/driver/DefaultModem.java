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
package io.github.sim7028.modem.driver;

import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.lifecycle.Supervisor;
import io.github.sim7028.modem.driver.operation.DefaultModemOperations;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.EventPublisher;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.Counters;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of one modem together, and takes what is asked of it onto its loop. */
final class DefaultModem implements Modem {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultModem.class);

    /** How long an aborted stop may take to give the module what it waits for. */
    private static final long CUT_MILLIS = 1500;

    private final ModemProfile profile;
    private final ScheduledExecutorService timer;
    private final ModemRuntime runtime;
    private final SerialLoop loop;
    private final LineManager line;
    private final StatusBoard board;
    private final LinkManager links;
    private final Supervisor supervisor;
    private final ModemOperations operations;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    DefaultModem(ModemProfile profile, ModemRuntime runtime) {
        this.profile = profile;
        timer = runtime.timer();
        this.runtime = runtime;
        loop = new SerialLoop(runtime.of(profile.line()).workers(), runtime.timer(), runtime.nanoTime());
        board = new StatusBoard(profile.name(), new EventPublisher(profile.name(), runtime.workers()), loop::now);
        links = new LinkManager(profile, runtime, loop, board);
        line = new LineManager(profile, runtime, loop);
        supervisor = new Supervisor(profile, runtime, loop, line, board, links);
        operations = new DefaultModemOperations(profile, runtime, loop, line, board, links, supervisor.steering());
    }

    @Override
    public ModemProfile profile() {
        return profile;
    }

    @Override
    public ModemStatus status() {
        return board.current();
    }

    @Override
    public Counters counters() {
        return board.counters().snapshot();
    }

    @Override
    public ModemSnapshot snapshot() {
        return board.snapshot(profile.line().toString(), links.snapshots());
    }

    @Override
    public ModemOperations operations() {
        return operations;
    }

    @Override
    public void addListener(ModemListener listener) {
        board.events().add(listener);
    }

    @Override
    public void follow(ModemListener listener) {
        board.events().add(listener, () -> new ModemEvent.StatusChanged(status().since(), status()));
    }

    @Override
    public void removeListener(ModemListener listener) {
        board.events().remove(listener);
    }

    @Override
    public List<DialogueLine> dialogueAfter(long last) {
        return line.log().readAfter(last).stream()
                .map(entry -> new DialogueLine(entry.number(), entry.time(), entry.toModule(), entry.text()))
                .toList();
    }

    /** Comes up in the background, after the previous user of the same line has released it. */
    void start(CompletionStage<Void> after) {
        after.whenComplete((v, failure) -> loop.execute(supervisor::start));
    }

    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return links.lease(spec, receiver);
    }

    ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        return links.lease(spec, acceptor);
    }

    /** The modem will be stopped soon: messages no longer wait for the modem or for connections. */
    void stopping() {
        loop.execute(links::stopping);
    }

    /** Closes network and line, the first time it is called; never completes exceptionally. */
    CompletableFuture<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            loop.execute(() -> end(() -> supervisor.stop(this::stopped)));
        }
        return stopped;
    }

    boolean isStopping() {
        return stopping.get();
    }

    /** Completes when network and line are closed, never exceptionally. */
    CompletableFuture<Void> whenStopped() {
        return stopped;
    }

    @Override
    public boolean incurable() {
        return board.incurable();
    }

    @Override
    public void abort(String reason) {
        // before the line ends, so that its end is not taken for an outage
        if (stopping.compareAndSet(false, true)) {
            loop.execute(() -> end(() -> supervisor.abort(reason, this::stopped)));
        } else {
            loop.execute(supervisor::hurryStop);
        }
        line.fence();
    }

    /** Whatever fails in the end, it is the end: others wait for it. */
    @OnLoop
    private void end(Runnable ending) {
        try {
            ending.run();
        } catch (RuntimeException | Error e) {
            LOG.error("Modem '{}' could not be stopped in order: its line is closed", profile.name(), e);
            line.close("the modem could not be stopped in order", this::stopped);
        }
    }

    private void stopped() {
        runtime.run(() -> stopped.complete(null));
    }

    /**
     * Ends a stop that takes too long. The module is still given what it waits for; then the line is closed under whatever waits for
     * it.
     */
    void hurryStop() {
        loop.execute(supervisor::hurryStop);
        try {
            timer.schedule(line::cut, CUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            line.cut();
        }
    }
}
