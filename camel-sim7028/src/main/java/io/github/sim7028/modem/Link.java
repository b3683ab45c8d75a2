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

import static io.github.sim7028.modem.ModemLog.LOG;

import io.github.sim7028.at.AtAbortedException;
import io.github.sim7028.at.AtCommand;
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.AtTimeoutException;
import io.github.sim7028.at.IpError;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.OpenLinks;
import io.github.sim7028.at.SocketError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A connection that this side makes: opened when somebody needs it, opened again after a loss, closed when nobody does.
 */
final class Link extends Connection implements LinkNumbers.Seeker, Attachment.Owner {

    private static final String ROUTE_STOPPED = "its route was stopped";

    /** For how long after its close a number may still be in use in the module, which says so then. */
    private static final long NUMBER_LINGERS_MILLIS = 10_000;

    private static final long LINGERING_PAUSE_MILLIS = 1000;

    /** The least pause before a number is asked for again. */
    private static final long NUMBERLESS_PAUSE_MILLIS = 1000;

    /** Given back, but the link is not closed yet. */
    private final List<Attachment> leaving = new ArrayList<>();

    private volatile int localPort;
    private volatile int leases;
    private volatile int receivers;
    private volatile Throwable trouble;
    /** Its pauses and what has been said of it; taken from the table on the loop. */
    private LinkHistory history;

    private volatile Instant nextAttempt;
    private Loop.Timer retry = () -> {};
    /** Nothing is tried before, on the loop's clock, whatever the history says. */
    private long holdUntil;
    /** Since when the module has not let go of a number, on the loop's clock; as long as it has not opened anything. */
    private long lingersSince = Long.MAX_VALUE;
    /** No number was free: a new message asks at once. */
    private boolean numberless;

    private Loop.Timer idle = () -> {};

    Link(LinkSpec key, LinkTable table) {
        super(key, table);
        localPort = key.localPort();
    }

    /** Whether nobody cares from which local port it goes, but the module has to be told one (3.3.1). */
    private boolean choosesPort() {
        return key().protocol() == Protocol.UDP && key().localPort() == 0;
    }

    // ---- leases, from any thread; the table's booking lock is held while they are counted

    Attachment lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028ConfigurationException {
        if (receiver != null && receivers > 0 && spec.protocol() == Protocol.TCP) {
            throw new Sim7028ConfigurationException("two consumers want " + spec + " of modem '" + modem()
                    + "': the bytes of one TCP connection can only go to one of them; give one of them another link, or"
                    + " route from one consumer to both places");
        }
        Attachment attachment = new Attachment(this, spec, receiver, table());
        leases++;
        receivers += attachment.receives() ? 1 : 0;
        table().loop().execute(() -> attach(attachment));
        return attachment;
    }

    @Override
    public void release(Attachment attachment) {
        table().book(() -> {
            leases--;
            receivers -= attachment.receives() ? 1 : 0;
        });
        table().loop().execute(() -> detach(attachment));
    }

    @Override
    public void reconnect(Attachment attachment, String reason) {
        table().loop().execute(() -> {
            if (open() && attachments().contains(attachment)) {
                // who asks so again and again is not to dial again and again
                failed(this + " is closed: " + reason, true);
                shut(reason);
            }
        });
    }

    boolean leased() {
        return leases > 0;
    }

    @Override
    boolean receives() {
        return receivers > 0;
    }

    boolean receivesDatagrams() {
        return key().protocol() == Protocol.UDP && receivers > 0;
    }

    @Override
    public CompletableFuture<Receipt> send(Attachment owner, Outbound outbound) {
        return take(owner, outbound, this::enqueue);
    }

    // ---- leases, on the loop

    private void attach(Attachment attachment) {
        attachments().add(attachment);
        if (phase() == Phase.OPEN) {
            attachment.opened(number());
        }
        table().adjustReceiveMode();
        ensureOpen();
        look();
    }

    private void detach(Attachment attachment) {
        attachments().remove(attachment);
        outgoing().failWaiting(attachment, ROUTE_STOPPED, null, true, null);
        table().adjustReceiveMode();
        table().adjustReading();
        if (!attachments().isEmpty() || phase() == Phase.CLOSED) {
            finishDetach(attachment);
        } else {
            leaving.add(attachment);
            leave();
        }
    }

    private void leave() {
        if (phase() == Phase.WAITING) {
            table().numbers().withdraw(this);
            freed();
        } else if (open()) {
            close("nobody needs it any more");
        }
        // an opening or closing under way ends in closed() by itself
    }

    private void finishDetach(Attachment attachment) {
        if (attachments().isEmpty()) {
            cancelTimers();
            table().forget(this);
        }
        attachment.released(table().runtime());
    }

    private void enqueue(Message message) {
        String refusal = whyNotKept(message);
        if (refusal != null) {
            message.fail(refusal, null, true, null, table().runtime());
            return;
        }
        idle.cancel();
        outgoing().add(message);
        outgoing().pump();
        if (numberless) {
            holdUntil = table().loop().now();
        }
        ensureOpen();
    }

    @Override
    String whyNotKept(Message message) {
        if (table().stopped()) {
            return LinkTable.STOPPED;
        }
        if (!attachments().contains(message.owner)) {
            return ROUTE_STOPPED;
        }
        return answersHere(message) ? null : ANOTHER_CONNECTION;
    }

    /** The modem will not come back: nothing waits for it. */
    void modemStopped() {
        outgoing().failWaiting(null, LinkTable.STOPPED, null, true, null);
    }

    // ---- opening

    private boolean needed() {
        // a receiver that has not caught up with the last connection needs no other one
        return attachments().stream().anyMatch(Attachment::receives) && backlog() < Attachment.MAX_STREAM_BACKLOG / 2
                || !outgoing().isEmpty();
    }

    @Override
    void roomAgain() {
        ensureOpen();
    }

    private void ensureOpen() {
        if (phase() != Phase.CLOSED || table().dialogue() == null) {
            return;
        }
        cancelRetry();
        if (!needed()) {
            return;
        }
        long left = pauseLeft();
        if (left > 0) {
            nextAttempt = Instant.now().plusMillis(left);
            retry = table().loop().after(left, this::ensureOpen);
        } else {
            enter(Phase.WAITING);
            table().numbers().request(this);
        }
    }

    private long pauseLeft() {
        return Math.max(history().left(), holdUntil - table().loop().now());
    }

    private void hold(long millis) {
        holdUntil = table().loop().now() + millis;
    }

    private LinkHistory history() {
        if (history == null) {
            history = table().histories().of(key());
        }
        return history;
    }

    @Override
    public int wantedNumber() {
        return key().number();
    }

    @Override
    public void granted(int granted) {
        number(granted);
        numberless = false;
        if (choosesPort()) {
            localPort = Dialling.anyPort(localPort);
        }
        int mine = begin(Phase.OPENING);
        AtCommand<Void> command = Dialling.command(key(), granted, localPort, table().transparent(), early()::clear);
        pending(command);
        long limit = table().profile().transfer().connectTimeout().toMillis() + BringUp.GRACE_MILLIS;
        table().dialogue().execute(command, limit).whenComplete((v, failure) -> {
            if (mine != generation()) {
                return;
            }
            if (failure != null) {
                openFailed(failure);
            } else if (doubtful()) {
                verifyOpen(mine);
            } else {
                opened();
            }
        });
    }

    /** An earlier result on this number never came. This one may be it: the module is asked where the link leads. */
    private void verifyOpen(int mine) {
        table().dialogue().execute(new OpenLinks()).whenComplete((open, failure) -> {
            if (mine != generation()) {
                return;
            }
            OpenLinks.Peer peer = failure == null ? open.get(number()) : null;
            if (peer != null && Dialling.leadsTo(key(), peer) && peer.server() < 0) {
                opened();
            } else {
                openFailed(failure != null ? failure : new Sim7028Exception("the module says that it is not open"));
            }
        });
    }

    private void opened() {
        nowOpen();
        table().ladder().opened(key());
        trouble = null;
        lingersSince = Long.MAX_VALUE;
        attachments().forEach(attachment -> attachment.opened(number()));
        if (attachments().isEmpty()) {
            leave();
            return;
        }
        startTraffic();
    }

    private void openFailed(Throwable failure) {
        AtError error = failure instanceof AtErrorException refused ? refused.error() : null;
        if (failure instanceof AtAbortedException || Ladder.isNetworkClosed(error)) {
            // the modem or its network went away: modemDown says so
            return;
        }
        if (lingers(error)) {
            LOG.debug("Modem '{}': the module has not let go of link {} yet, {} waits", modem(), number(), this);
            hold(LINGERING_PAUSE_MILLIS);
            shut("it could not be opened yet");
            return;
        }
        String why = "could not be opened: " + OpenFailure.words(failure);
        Sim7028CommandException reason = new Sim7028CommandException(this + " " + why, "AT+CIPOPEN", error, failure);
        trouble = reason;
        table().board().counters().trouble(reason.getMessage());
        if (failure instanceof AtTimeoutException) {
            doubt();
        }
        tell(reason.logged());
        if (SocketError.WRONG_PARAMETER.is(error) || IpError.INVALID_PARAMETER.is(error)) {
            outgoing().failWaiting(null, reason.getMessage(), error, false, reason);
        }
        failed(reason.getMessage(), false);
        shut("it could not be opened");
        table().ladder().openFailed(key(), failure);
    }

    /** A module lets go of a number some seconds after it said that it is closed; that is no fault. */
    private boolean lingers(AtError error) {
        boolean inUse =
                SocketError.BUSY.is(error) || SocketError.SOCKETS_OPENED.is(error) || SocketError.TIMEOUT.is(error);
        if (!inUse || !table().numbers().freedWithin(number(), NUMBER_LINGERS_MILLIS)) {
            return false;
        }
        lingersSince = Math.min(lingersSince, table().loop().now());
        return table().loop().now() - lingersSince <= NUMBER_LINGERS_MILLIS;
    }

    @Override
    public void refused(String reason) {
        enter(Phase.CLOSED);
        Sim7028NoLinkException none = new Sim7028NoLinkException(this + ": " + reason + " (modem '" + modem() + "')");
        if (!numberless) {
            LOG.warn("Modem '{}': {} has no link: {}", modem(), this, reason);
        }
        numberless = true;
        trouble = none;
        outgoing().failWaiting(null, none.getMessage(), null, true, none);
        tell(none);
        hold(Math.max(
                NUMBERLESS_PAUSE_MILLIS,
                table().profile().recovery().reconnectDelay().toMillis()));
        finishLeaving();
        ensureOpen();
    }

    // ---- closing

    @Override
    void announce(String what) {
        history().opened(what);
    }

    @Override
    void closedByPeer(String what) {
        trouble = new Sim7028Exception(what);
    }

    @Override
    void failed(String what, boolean usual) {
        if (trouble == null) {
            trouble = new Sim7028Exception(what);
        }
        history().failed(what, usual, needed());
    }

    @Override
    void endedWithoutFault() {
        history().ended();
    }

    @Override
    boolean pausing() {
        return phase() == Phase.CLOSED && pauseLeft() > 0;
    }

    @Override
    void delivered() {
        history().succeeded();
    }

    @Override
    void closed() {
        finishLeaving();
        ensureOpen();
    }

    @Override
    public void numberTaken() {
        giveWay();
        finishLeaving();
        ensureOpen();
    }

    private void finishLeaving() {
        List<Attachment> gone = List.copyOf(leaving);
        leaving.clear();
        gone.forEach(this::finishDetach);
    }

    // ---- room for others

    @Override
    public boolean evictable() {
        return phase() == Phase.OPEN && !receives() && outgoing().isEmpty();
    }

    @Override
    public void evict() {
        close("it is idle and another link needs its number");
    }

    @Override
    void sendingIdle() {
        if (evictable()) {
            table().numbers().reconsider();
        }
        long limit = table().profile().recovery().linkIdleTimeout().toMillis();
        if (limit > 0 && evictable()) {
            idle.cancel();
            idle = table().loop().after(limit, () -> {
                if (evictable()) {
                    close("it has been idle for "
                            + Limits.words(table().profile().recovery().linkIdleTimeout()));
                }
            });
        }
    }

    // ---- the modem's life

    void modemUp() {
        outgoing().modemReady();
        // a pause begun before goes on: a module that comes and goes is no reason to dial more often
        ensureOpen();
    }

    /** How often that may happen is a matter of the modem's own pauses. */
    void modemDown(String reason) {
        cancelTimers();
        cutOff(reason);
        endedWithoutFault();
        finishLeaving();
    }

    private void cancelTimers() {
        cancelRetry();
        idle.cancel();
    }

    private void cancelRetry() {
        nextAttempt = null;
        retry.cancel();
    }

    // ---- asked by the parts

    @Override
    boolean accepted() {
        return false;
    }

    @Override
    int localPort() {
        return localPort;
    }

    @Override
    Throwable whyWaiting() {
        ModemStatus status = table().status();
        if (status.state() != ModemState.READY) {
            return new Sim7028ModemUnavailableException(modem(), status);
        }
        return trouble != null
                ? trouble
                : new Sim7028Exception("messages before it on " + this + " are still under way");
    }

    @Override
    LinkView view() {
        boolean wanted = receives() || !outgoing().isEmpty();
        String why = trouble == null ? "" : trouble.getMessage() + LinkHistory.words(nextAttempt);
        return new LinkView(key(), number(), localPort, open(), wanted, why);
    }

    @Override
    public LinkSnapshot snapshot() {
        Throwable why = trouble;
        return snapshot(leases, receivers, why == null ? "" : why.getMessage(), nextAttempt);
    }

    @Override
    AtError lastError() {
        return trouble instanceof Sim7028CommandException failed ? failed.getError() : null;
    }

    @Override
    public String toString() {
        return key().protocol() == Protocol.UDP ? key().withLocalPort(localPort).toString() : key().toString();
    }
}
