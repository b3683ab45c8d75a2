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
package io.github.sim7028.camel.modem;

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Modem;
import io.github.sim7028.modem.ModemLease;
import io.github.sim7028.modem.ModemListener;
import io.github.sim7028.modem.ModemOperations;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.tls.SecureLinks;
import io.github.sim7028.modem.report.ModemSnapshot;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer's or consumer's leases of a modem, and of a link or a server of it where it keeps one; released once. */
public final class ModemHandle {

    private static final Logger LOG = LoggerFactory.getLogger(ModemHandle.class);

    private static final String ROUTE_STOPPED = "the route was stopped";

    /** How long the modem is kept for a server or a TLS session to end; its own end stops what is left. */
    private static final long PARTING_SECONDS = 5;

    private final ModemProfile profile;
    private final Duration startupWait;
    private final ModemLease lease;
    private final SecureLinks secured;
    private final Consumer<ModemHandle> returned;
    /** What is kept is kept before the release or not at all. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile LinkLease link;
    private volatile ServerLease server;
    private volatile Runnable ending = () -> {};
    private boolean given;
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    /**
     * @param startupWait how long {@link #awaitStartup()} waits, null for not at all
     * @param secured     the links of the modem with TLS
     */
    ModemHandle(
            ModemProfile profile,
            Duration startupWait,
            ModemLease lease,
            SecureLinks secured,
            Consumer<ModemHandle> returned) {
        this.profile = profile;
        this.startupWait = startupWait;
        this.lease = lease;
        this.secured = secured;
        this.returned = returned;
    }

    public ModemProfile profile() {
        return profile;
    }

    /**
     * Leases a link until this handle is released.
     *
     * @throws NotStartedException when the handle has been released
     */
    public LinkLease keepLink(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        lock.lock();
        try {
            requireHeld();
            link = borrowLink(spec, receiver);
            return link;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leases a server until this handle is released.
     *
     * @throws NotStartedException when the handle has been released
     */
    public ServerLease keepServer(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        lock.lock();
        try {
            requireHeld();
            server = lease.server(spec, acceptor);
            return server;
        } finally {
            lock.unlock();
        }
    }

    /** A component that stops releases the handles of those that are still beginning, too. */
    private void requireHeld() {
        if (given) {
            throw new NotStartedException();
        }
    }

    /** Leases a link that the caller releases. */
    public LinkLease borrowLink(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return spec.tls() == null ? lease.link(spec, receiver) : secured.lease(spec, receiver);
    }

    /** How long a message that comes now may wait for the modem. */
    public Duration modemWait() {
        Modem modem = lease.modem();
        return modem == null || modem.status().state() == ModemState.READY
                ? Duration.ZERO
                : profile.transfer().modemWaitTimeout();
    }

    public ModemOperations operations() {
        return lease.operations();
    }

    /** Tells a listener the state of the modem, and then everything that happens. */
    public void listen(ModemListener listener) {
        lease.modem().follow(listener);
    }

    public void ignore(ModemListener listener) {
        lease.modem().removeListener(listener);
    }

    /** The current state of the modem; null where it is not known. */
    public ModemStatus status() {
        Modem modem = lease.modem();
        return modem == null ? null : modem.status();
    }

    /** All that is known of the modem; null where nothing is. */
    public ModemSnapshot snapshot() {
        Modem modem = lease.modem();
        return modem == null ? null : modem.snapshot();
    }

    /** Whether another handle has the very same modem, and not an earlier or later one of its name. */
    boolean sharesModem(ModemHandle other) {
        return lease.modem() == other.lease.modem();
    }

    /** Closes the line at once, for all users of the modem; the handle is still to be released. Never throws: others are to be aborted, too. */
    void abort(String reason) {
        Modem modem = lease.modem();
        if (modem != null) {
            Fence.run(() -> modem.abort(reason), e -> LOG.error("Modem '{}' could not be aborted", name(), e));
        }
    }

    /**
     * Sets what else ends with this handle, however it is released.
     *
     * @throws NotStartedException when the handle has been released
     */
    public void endWith(Runnable other) {
        lock.lock();
        try {
            requireHeld();
            ending = other;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the modem is ready, where its profile says so. */
    public void awaitStartup() throws Sim7028ModemUnavailableException {
        if (startupWait != null) {
            new StartupWaiter(lease.modem(), name()).await(startupWait);
        }
    }

    private String name() {
        return profile.name();
    }

    /** Releases the leases; waits for the modem as long as the stop timeout allows. */
    public void release(StopTimeout timeout) {
        if (!await(release(ROUTE_STOPPED), timeout.left())) {
            timeout.waitExpired();
        }
    }

    /** Releases many handles at once. */
    static void releaseAll(List<ModemHandle> handles, Duration limit) {
        await(
                CompletableFuture.allOf(handles.stream()
                        .map(handle -> handle.release(ROUTE_STOPPED))
                        .toArray(CompletableFuture[]::new)),
                limit);
    }

    /**
     * Releases the leases, and does not wait.
     *
     * @param reason why messages that have not begun are not sent
     * @return completes when link and modem are given back, never exceptionally
     */
    public CompletableFuture<Void> release(String reason) {
        if (give()) {
            ending.run();
            CompletableFuture<Void> linkGone =
                    link == null ? CompletableFuture.completedFuture(null) : link.release(reason);
            CompletableFuture<Void> modemGone =
                    serverGone().thenCompose(v -> sessionGone(linkGone)).thenCompose(v -> lease.release());
            returned.accept(this);
            CompletableFuture.allOf(linkGone, modemGone).whenComplete((v, failure) -> released.complete(null));
        }
        return released;
    }

    /** Whether this call is the first. */
    private boolean give() {
        lock.lock();
        try {
            boolean first = !given;
            given = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Completes when the handle has been released, never exceptionally. */
    CompletableFuture<Void> released() {
        return released;
    }

    /** The peer is told of the end of its TLS session while the modem is still there for that. */
    private CompletableFuture<Void> sessionGone(CompletableFuture<Void> linkGone) {
        return link == null || link.spec().tls() == null
                ? CompletableFuture.completedFuture(null)
                : linkGone.copy().completeOnTimeout(null, PARTING_SECONDS, TimeUnit.SECONDS);
    }

    /** A server is stopped while its modem is still there for that. */
    private CompletableFuture<Void> serverGone() {
        return server == null
                ? CompletableFuture.completedFuture(null)
                : server.release().completeOnTimeout(null, PARTING_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for what was released; returns whether that came to an end in time. */
    public static boolean await(CompletableFuture<Void> gone, Duration limit) {
        try {
            gone.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("A modem was not released within {}", limit, e);
        }
        return false;
    }
}
