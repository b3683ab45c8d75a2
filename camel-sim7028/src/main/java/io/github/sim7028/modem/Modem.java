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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One SIM7028: kept up by its own supervisor for as long as somebody holds a lease. */
public final class Modem {

    /** How long an aborted stop may take to give the module what it waits for. */
    private static final long CUT_MILLIS = 1500;

    private final ModemProfile profile;
    private final ScheduledExecutorService timer;
    private final ModemRuntime runtime;
    private final ModemLoop loop;
    private final LineKeeper line;
    private final StatusBoard board;
    private final LinkTable links;
    private final Supervisor supervisor;
    private final ModemOperations operations;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    Modem(ModemProfile profile, ModemRuntime runtime) {
        this.profile = profile;
        timer = runtime.timer();
        this.runtime = runtime;
        loop = new ModemLoop(runtime.of(profile.line()).workers(), runtime.timer(), runtime.nanoTime());
        board = new StatusBoard(profile.name(), new EventStream(profile.name(), runtime.workers()), loop::now);
        links = new LinkTable(profile, runtime, loop, board);
        line = new LineKeeper(profile, runtime, loop);
        supervisor = new Supervisor(profile, runtime, loop, line, board, links);
        operations = new Operations(profile, runtime, loop, line, board, links, supervisor);
    }

    public ModemProfile profile() {
        return profile;
    }

    /** Where it stands now. */
    public ModemStatus status() {
        return board.current();
    }

    /** What has gone through it so far. */
    public Counters counters() {
        return board.counters().snapshot();
    }

    /** All that is known of it without asking it; never waits. */
    public ModemSnapshot snapshot() {
        return board.snapshot(profile.line().toString(), links.snapshots());
    }

    /** Asking and steering it. */
    public ModemOperations operations() {
        return operations;
    }

    /** Hears of everything that happens from now on. */
    public void addListener(ModemListener listener) {
        board.events().add(listener);
    }

    /** Hears where the modem stands now, and then of everything that happens. */
    public void follow(ModemListener listener) {
        board.events().add(listener, () -> new ModemEvent.StatusChanged(status().since(), status()));
    }

    public void removeListener(ModemListener listener) {
        board.events().remove(listener);
    }

    /** Comes up in the background, after whoever used the same line before has let go of it. */
    void start(CompletionStage<Void> after) {
        after.whenComplete((v, failure) -> loop.execute(supervisor::start));
    }

    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return links.lease(spec, receiver);
    }

    ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        return links.lease(spec, acceptor);
    }

    /** It will be stopped soon: messages wait for it and for connections no more. */
    void stopping() {
        loop.execute(links::stopping);
    }

    /** Closes network and line, the first time it is called; never completes exceptionally. */
    CompletableFuture<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            loop.execute(() -> supervisor.stop(() -> runtime.run(() -> stopped.complete(null))));
        }
        return stopped;
    }

    /** Whether it is down for a reason that waiting does not cure, such as a SIM that wants a PIN nobody has given. */
    public boolean incurable() {
        return board.incurable();
    }

    /**
     * Ends a stop that takes too long. The module is still given what it waits for; then the line is closed under whatever waits for
     * it.
     */
    void abort() {
        loop.execute(supervisor::hurryStop);
        try {
            timer.schedule(line::cut, CUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            line.cut();
        }
    }
}
