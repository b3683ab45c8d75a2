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
package io.github.sim7028.modem.driver.tls;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.modem.driver.send.SealedSender;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.settings.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS session on one connection of a link, from the handshake to the close_notify. */
@OnLoop
final class SecureConnection implements SealedSender.Session {

    private static final Logger LOG = LoggerFactory.getLogger(SecureConnection.class);

    /** How long a farewell may take: an alert, a close_notify, or the end of the connection after that of the peer. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /** How long a handshake may take at most: a server that is silent for so long does not answer any more. */
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(60);

    /** How many bytes may come while the certificates of the peer are checked; a handshake has some kilobytes. */
    private static final int MOST_AHEAD = 256 * 1024;

    /** Who uses it. */
    interface Owner {

        /** The session is established. */
        void established(SecureConnection on);

        /** Plain text of the peer. */
        void opened(SecureConnection on, byte[] plain);

        /** Plain text can be sealed again. */
        void ready();

        /**
         * The session cannot be established, or cannot go on; its connection is being closed.
         *
         * @param failure what the engine said; null if the time for the handshake was over
         */
        void failed(SecureConnection on, Sim7028Exception reason, Throwable failure);
    }

    private final Owner owner;
    private final LinkLease link;
    private final ModemRuntime runtime;
    private final Loop strand;
    private final TlsSession session;
    private final String peer;
    private final int number;
    private final long connection;
    private final Duration limit;
    private Loop.Timer timer;
    private boolean working;
    private boolean over;
    private boolean told;
    private boolean answered;
    private boolean renewing;
    private boolean leaving;
    /** Whether the connection itself has ended. */
    private boolean gone;
    /** When the handshake began, on the strand's clock. */
    private final long begin;

    /**
     * @param peer  what the certificate has to name
     * @param limit how long the handshake may take, 60 s at most
     */
    SecureConnection(
            Owner owner,
            LinkLease link,
            ModemRuntime runtime,
            Loop strand,
            TlsSession session,
            String peer,
            int number,
            long connection,
            Duration limit) {
        this.owner = owner;
        this.link = link;
        this.runtime = runtime;
        this.strand = strand;
        this.session = session;
        this.peer = peer;
        this.number = number;
        this.connection = connection;
        this.limit = limit.compareTo(LONGEST_HANDSHAKE) < 0 ? limit : LONGEST_HANDSHAKE;
        begin = strand.now();
        timer = strand.after(this.limit.toMillis(), this::tooLate);
    }

    int number() {
        return number;
    }

    @Override
    public long connection() {
        return connection;
    }

    /** Whether it has failed or was ended here, and its connection is being closed. */
    boolean isOver() {
        return over;
    }

    /** Whether the peer has ended the session with a close_notify. */
    boolean isClosedByPeer() {
        return session.isClosedByPeer();
    }

    /** How many bytes of an incomplete record have come. */
    int incomplete() {
        return session.incomplete();
    }

    /** What messages wait for while the session is not established. */
    Sim7028Exception whyWaiting() {
        return new Sim7028Exception(
                "the TLS handshake with " + peer + " has not ended since " + TimeWords.span(strand.now() - begin));
    }

    // ---- receiving

    void received(byte[] bytes) {
        // behind its close_notify a peer has nothing to say
        if (!over && !session.isClosedByPeer()) {
            session.feed(bytes);
            advance();
            if (!over && session.incomplete() > MOST_AHEAD) {
                broken(new SSLException("the peer sent " + session.incomplete() + " bytes during the handshake"));
            }
        }
    }

    /** Goes on as far as it can. */
    void advance() {
        if (over || working) {
            return;
        }
        // plain text may come with the end of the handshake, and is handed up behind it
        List<byte[]> plain = new ArrayList<>();
        ForeignCodeException failure = null;
        boolean tasks = false;
        try {
            tasks = session.advance(plain::add);
            sendFlight();
        } catch (ForeignCodeException e) {
            failure = e;
        }
        if (tasks) {
            work(session.tasks());
        }
        if (session.isEstablished() && !told) {
            told = true;
            timer.cancel();
            LOG.debug("TLS with {} is established: {}", peer, session.describe());
            link.established(connection);
            owner.established(this);
        }
        handUp(plain);
        if (over) {
            return;
        }
        if (failure != null) {
            broken(failure.getCause());
        } else if (session.isClosedByPeer()) {
            awaitEnd();
        } else {
            limitRenewal();
            if (ready()) {
                owner.ready();
            }
        }
    }

    private void handUp(List<byte[]> plain) {
        if (!plain.isEmpty() && !answered) {
            answered = true;
            link.answered(connection);
        }
        for (byte[] piece : plain) {
            if (!over) {
                owner.opened(this, piece);
            }
        }
    }

    /** A handshake in the middle of a session has the time of the first one. */
    private void limitRenewal() {
        boolean now = told && !session.isReady();
        if (now && !renewing) {
            timer = strand.after(limit.toMillis(), this::tooLate);
        } else if (!now && renewing) {
            timer.cancel();
        }
        renewing = now;
    }

    /** The certificates of the peer may be checked over a network: this keeps a worker, and nobody else waits. */
    private void work(List<Runnable> tasks) {
        working = true;
        Runnable all = () -> {
            tasks.forEach(task -> Fence.run(task::run, e -> LOG.debug("A task of TLS with {} failed", peer, e)));
            strand.execute(() -> {
                working = false;
                advance();
            });
        };
        try {
            runtime.workers().execute(all);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component has been stopped: the handshake with {} does not go on", peer, e);
        }
    }

    /** The connection usually ends with the session; one that a peer keeps open is ended here. */
    private void awaitEnd() {
        if (leaving) {
            return;
        }
        leaving = true;
        timer.cancel();
        timer = strand.after(FAREWELL.toMillis(), () -> close().thenRun(() -> strand.execute(this::leave)));
    }

    private void leave() {
        if (!gone) {
            link.reconnect("the peer has ended the TLS session");
        }
    }

    // ---- sending

    private void sendFlight() {
        byte[] flight = session.takeFlight();
        if (flight.length > 0) {
            sendOn(flight, limit).whenComplete((receipt, failure) -> {
                if (failure != null) {
                    LOG.debug("{} of TLS with {} were not confirmed", Counted.of(flight.length, "byte"), peer, failure);
                }
            });
        }
    }

    private CompletableFuture<Receipt> sendOn(byte[] bytes, Duration time) {
        return link.send(new Outbound(Payload.of(bytes), null, 0, time, false).onlyOn(connection));
    }

    @Override
    public boolean ready() {
        return told && !over && !working && session.isReady();
    }

    @Override
    public int recordRoom() {
        return session.recordRoom();
    }

    @Override
    public byte[] seal(byte[] plain) throws Sim7028Exception {
        try {
            return session.seal(plain);
        } catch (ForeignCodeException e) {
            throw new Sim7028Exception(TlsFailure.words(e.getCause(), peer), e.getCause());
        }
    }

    @Override
    public CompletableFuture<Receipt> send(Outbound sealed) {
        return link.send(sealed);
    }

    // ---- its end

    /** The connection has ended. */
    void ended() {
        gone = true;
        giveUp();
    }

    private void giveUp() {
        over = true;
        timer.cancel();
    }

    @Override
    public void broken(String reason) {
        giveUp();
        link.reset(connection, reason);
    }

    private void tooLate() {
        if (!over) {
            String option = limit.equals(LONGEST_HANDSHAKE) ? "" : " (connectTimeout)";
            Sim7028Exception reason = new Sim7028Exception(
                    "TLS failed: the handshake did not end within " + Limits.words(limit) + option);
            giveUp();
            link.reset(connection, reason.getMessage());
            owner.failed(this, reason, null);
        }
    }

    /** Tells the peer why, and closes the connection. */
    private void broken(Throwable failure) {
        Sim7028Exception reason = new Sim7028Exception(TlsFailure.words(failure, peer), failure);
        LOG.debug("{} ({})", reason.getMessage(), peer, failure);
        byte[] alert = farewell();
        giveUp();
        CompletableFuture<?> told =
                alert.length == 0 ? CompletableFuture.completedFuture(null) : sendOn(alert, FAREWELL);
        withinFarewell(told, () -> link.reset(connection, reason.getMessage()));
        owner.failed(this, reason, failure);
    }

    /** Ends the session as both sides wish; the future completes when the peer has been told, or that takes too long. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        byte[] notify = !over && told ? farewell() : new byte[0];
        giveUp();
        if (notify.length == 0) {
            closed.complete(null);
        } else {
            withinFarewell(sendOn(notify, FAREWELL), () -> closed.complete(null));
        }
        return closed;
    }

    /** The last words to the peer; none while the engine works, as it lets nobody in. */
    private byte[] farewell() {
        return working ? new byte[0] : session.close();
    }

    private void withinFarewell(CompletableFuture<?> sending, Runnable then) {
        boolean[] done = new boolean[1];
        Runnable once = () -> {
            if (!done[0]) {
                done[0] = true;
                then.run();
            }
        };
        Loop.Timer late = strand.after(FAREWELL.toMillis(), once);
        sending.whenComplete((v, failure) -> strand.execute(() -> {
            late.cancel();
            once.run();
        }));
    }
}
