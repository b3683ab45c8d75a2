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

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modems of one component: one {@link Modem} a profile name, shared by counted leases. */
public class ModemRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ModemRegistry.class);

    /** How long modems may take to end once their lines are closed. */
    private static final Duration ABORT = Duration.ofSeconds(2);

    private final ModemRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> modems = new HashMap<>();
    /** Those in use, and those that are still being stopped. */
    private final Set<DefaultModem> alive = new HashSet<>();

    public ModemRegistry(ModemRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * A share in the modem of this profile; the first one starts it in the background, without waiting. A modem that has been aborted under its leases
     * gets no more of them: another one starts when its line is closed.
     *
     * @throws Sim7028ConfigurationException when a modem of this name runs with other settings
     */
    public ModemLease lease(ModemProfile profile) throws Sim7028ConfigurationException {
        lock.lock();
        try {
            Entry entry =
                    modems.compute(profile.name(), (name, now) -> now == null || now.isEnding() ? new Entry(now) : now);
            if (entry.modem == null) {
                entry.modem = new DefaultModem(profile, runtime);
                alive.add(entry.modem);
                entry.modem.start(entry.stopped);
            } else {
                requireSame(entry.modem.profile(), profile);
            }
            entry.leases++;
            return new Lease(entry, entry.modem);
        } finally {
            lock.unlock();
        }
    }

    private List<DefaultModem> running() {
        lock.lock();
        try {
            List<DefaultModem> running = new ArrayList<>();
            modems.values().stream()
                    .map(entry -> entry.modem)
                    .filter(modem -> modem != null)
                    .forEach(running::add);
            return running;
        } finally {
            lock.unlock();
        }
    }

    private static void requireSame(ModemProfile running, ModemProfile wanted) throws Sim7028ConfigurationException {
        List<String> differences = running.differencesFrom(wanted);
        if (!differences.isEmpty()) {
            throw new Sim7028ConfigurationException("modem '" + running.name() + "' already runs with other settings: "
                    + String.join(", ", differences) + "; they hold for all endpoints of a modem");
        }
    }

    private CompletableFuture<Void> release(Entry entry) {
        DefaultModem last;
        CompletableFuture<Void> before;
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        lock.lock();
        try {
            if (--entry.leases > 0) {
                return CompletableFuture.completedFuture(null);
            }
            last = entry.modem;
            before = entry.stopped;
            entry.modem = null;
            entry.stopped = stopped;
        } finally {
            lock.unlock();
        }
        LOG.debug("Modem '{}' is no longer needed", last.profile().name());
        // the one before may still have the line that the one after waits for
        CompletableFuture.allOf(before, last.stop()).whenComplete((v, failure) -> {
            forget(entry, last, stopped);
            stopped.complete(null);
        });
        return stopped;
    }

    private void forget(Entry entry, DefaultModem modem, CompletableFuture<Void> stopped) {
        lock.lock();
        try {
            alive.remove(modem);
            if (entry.modem == null && entry.stopped == stopped) {
                modems.values().remove(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    /** All modems will be stopped soon: messages no longer wait for a modem or a connection. */
    public void stopping() {
        running().forEach(DefaultModem::stopping);
    }

    /**
     * Ends all modems, even if there are leases. When this method returns, all requests to them have come to an
     * end: what was handed over to be sent is confirmed, not sent or unknown, and the workers say so.
     *
     * @param patience how long they may take to close network and line; then their lines are just closed
     */
    public void close(Duration patience) {
        List<DefaultModem> left;
        lock.lock();
        try {
            left = List.copyOf(alive);
        } finally {
            lock.unlock();
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(left.stream().map(DefaultModem::stop).toArray(CompletableFuture[]::new));
        // the stopping thread may have been interrupted before; the end of the modems is awaited all the same
        boolean interrupted = Thread.interrupted();
        try {
            interrupted |= awaitInterrupted(all, patience);
            if (!all.isDone()) {
                LOG.debug("Modems did not stop within {}: their lines are closed", patience);
                left.forEach(DefaultModem::hurryStop);
                interrupted |= awaitInterrupted(all, ABORT);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether it was interrupted. */
    private static boolean awaitInterrupted(CompletableFuture<Void> all, Duration limit) {
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Modems are still being stopped after {}", limit, e);
        }
        return false;
    }

    private static final class Entry {
        private DefaultModem modem;
        private int leases;
        /** When the previous modem has released the line. */
        private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

        /** @param before whose modem is ending; null for none */
        Entry(Entry before) {
            if (before != null) {
                stopped = CompletableFuture.allOf(before.stopped, before.modem.whenStopped());
            }
        }

        /** Whether the modem is being stopped though there are leases. */
        boolean isEnding() {
            return modem != null && modem.isStopping();
        }
    }

    private final class Lease implements ModemLease {
        private final Entry entry;
        private final DefaultModem modem;
        private CompletableFuture<Void> released;

        Lease(Entry entry, DefaultModem modem) {
            this.entry = entry;
            this.modem = modem;
        }

        @Override
        public Modem modem() {
            return modem;
        }

        @Override
        public LinkLease link(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
            return modem.link(spec, receiver);
        }

        @Override
        public ServerLease server(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
            return modem.server(spec, acceptor);
        }

        @Override
        public CompletableFuture<Void> release() {
            lock.lock();
            try {
                if (released != null) {
                    return released;
                }
                released = new CompletableFuture<>();
            } finally {
                lock.unlock();
            }
            ModemRegistry.this.release(entry).whenComplete((v, failure) -> released.complete(null));
            return released;
        }
    }
}
