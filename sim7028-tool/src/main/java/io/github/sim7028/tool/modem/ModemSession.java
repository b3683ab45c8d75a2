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
package io.github.sim7028.tool.modem;

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.ModemRegistry;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.ToolException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The driver of the component with one modem, for one command of the tool. */
public final class ModemSession implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final ExecutorService workers = Executors.newCachedThreadPool(daemons("sim7028-worker"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("sim7028-timer"));
    private final ModemRegistry registry;
    private final ModemLease lease;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Starts the modem in the background. */
    public ModemSession(ModemProfile profile) throws Sim7028Exception {
        timer.setRemoveOnCancelPolicy(true);
        registry = new ModemRegistry(
                new ModemRuntime(new ModemRuntime.Threads(workers, daemons("sim7028-reader")), timer));
        lease = registry.lease(profile);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + '-' + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The modem. */
    public Modem modem() {
        return lease.modem();
    }

    LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return lease.link(spec, receiver);
    }

    ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        return lease.server(spec, acceptor);
    }

    /**
     * Waits until the modem is ready, or until waiting makes no sense: the first attempt has failed, or the time is over.
     *
     * @param progress is told each new status
     */
    public ModemStatus awaitSettled(Duration limit, Consumer<ModemStatus> progress) throws InterruptedException {
        BlockingQueue<ModemStatus> news = new LinkedBlockingQueue<>();
        ModemListener listener = event -> {
            if (event instanceof ModemEvent.StatusChanged changed) {
                news.add(changed.status());
            }
        };
        modem().follow(listener);
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                ModemStatus status = news.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (status == null || closed.get()) {
                    return modem().status();
                }
                progress.accept(status);
                if (status.state() == ModemState.READY || status.state() == ModemState.WAITING || modem().incurable()) {
                    return status;
                }
            }
        } finally {
            modem().removeListener(listener);
        }
    }

    /** The same for a command that needs a modem that is ready. */
    void awaitReady(Duration limit, Consumer<ModemStatus> progress) throws InterruptedException, ToolException {
        ModemStatus status = awaitSettled(limit, progress);
        if (status.state() != ModemState.READY) {
            throw new ToolException(
                    ExitCodes.UNAVAILABLE, "The modem is not ready: " + OptionWords.in(status.describe()));
        }
    }

    /** Closes links, network and line; what is under way fails. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            registry.stopping();
            registry.close(CLOSING);
            workers.shutdown();
            timer.shutdownNow();
        }
    }
}
