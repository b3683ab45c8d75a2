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
package io.github.sim7028.modem.driver.link;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.error.SocketError;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.driver.send.LinkSender;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.TransferSettings;
import java.time.Instant;

/**
 * Opens one link that this side dials: asks for a number, dials, believes the module or asks it again, and pauses before the next attempt.
 */
@OnLoop
final class LinkOpener implements ConnectionListener {

    /** For how long after its close a number may still be in use in the module, which refuses the number then. */
    private static final long NUMBER_LINGERS_MILLIS = 10_000;

    private static final long LINGERING_PAUSE_MILLIS = 1000;

    /** The least pause before a number is asked for again. */
    private static final long NUMBERLESS_PAUSE_MILLIS = 1000;

    /** The link that is opened. */
    interface Dialled extends LinkNumberPool.Seeker {

        /** Whether the link is needed. */
        boolean needed();

        /** It is open. */
        void opened();

        /** Reports a failure to the leases. */
        void tell(Sim7028Exception reason);

        /** It is closed, and nothing is under way any more. */
        void closed();
    }

    private final Dialled link;
    private final LinkSpec key;
    private final LinkContext context;
    private final LinkState state;
    private final LinkSender outgoing;

    private volatile Throwable trouble;
    private volatile Instant nextAttempt;
    /** The pauses and what has been logged; taken from the context on the loop. */
    private LinkHistory history;

    private Loop.Timer retry = () -> {};
    /** The earliest time of an attempt, on the loop's clock, independent of the history. */
    private long holdUntil;
    /** Since when the module has not released a number, on the loop's clock; as long as it has not opened anything. */
    private long lingersSince = Long.MAX_VALUE;
    /** No number was free: a new message requests a number immediately. */
    private boolean numberless;

    LinkOpener(Dialled link, LinkSpec key, LinkContext context, LinkState state, LinkSender outgoing) {
        this.link = link;
        this.key = key;
        this.context = context;
        this.state = state;
        this.outgoing = outgoing;
        state.localPort(key.localPort());
    }

    // ---- asked from anywhere

    /** Why it is not open: what happened the last time; null when all is well. */
    Throwable trouble() {
        return trouble;
    }

    /** When it is tried again, null when that is not waited for. */
    Instant nextAttempt() {
        return nextAttempt;
    }

    // ---- what the link says

    private LinkHistory history() {
        if (history == null) {
            history = context.history(key);
        }
        return history;
    }

    /** Something new is to be sent: the pause after no number was free is over. */
    void wanted() {
        if (numberless) {
            holdUntil = context.loop().now();
        }
        ensureOpen();
    }

    @Override
    public void opened(String what) {
        if (key.tls() == null) {
            history().opened(what);
        } else {
            history().connected(what);
        }
    }

    /** The TLS session on it is established. */
    void established() {
        history().established();
    }

    @Override
    public void closedByPeer(String what) {
        trouble = new Sim7028Exception(what);
    }

    @Override
    public void failed(String what, boolean usual) {
        if (trouble == null) {
            trouble = new Sim7028Exception(what);
        }
        history().failed(what, usual, link.needed());
    }

    @Override
    public void ended() {
        history().ended();
    }

    /** Something got through. */
    void delivered() {
        history().succeeded();
    }

    /** Whether it waits before it is opened again. */
    boolean pausing() {
        return state.phase() == LinkState.Phase.CLOSED && pauseLeft() > 0;
    }

    void cancelRetry() {
        nextAttempt = null;
        retry.cancel();
    }

    // ---- opening

    void ensureOpen() {
        if (state.phase() != LinkState.Phase.CLOSED || context.commands() == null) {
            return;
        }
        cancelRetry();
        if (!link.needed()) {
            return;
        }
        long left = pauseLeft();
        if (left > 0) {
            nextAttempt = Instant.now().plusMillis(left);
            retry = context.loop().after(left, this::ensureOpen);
        } else {
            state.enter(LinkState.Phase.WAITING);
            context.numbers().request(link);
        }
    }

    private long pauseLeft() {
        return Math.max(history().left(), holdUntil - context.loop().now());
    }

    private void hold(long millis) {
        holdUntil = context.loop().now() + millis;
    }

    void granted(int number) {
        state.number(number);
        numberless = false;
        if (choosesPort()) {
            state.localPort(Dialling.anyPort(state.localPort()));
        }
        int mine = state.begin(LinkState.Phase.OPENING);
        AtCommand<Void> command =
                Dialling.command(key, number, state.localPort(), context.transparent(), state.early()::clear);
        state.pending(command);
        long limit = context.transfer().connectTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
        context.commands().execute(command, limit).whenComplete((v, failure) -> {
            if (mine != state.generation()) {
                return;
            }
            if (failure != null) {
                openFailed(failure);
            } else if (context.doubts().opening(state.number())) {
                verifyOpen(mine);
            } else {
                opened();
            }
        });
    }

    /** Whether the driver chooses the local port because the module requires one (3.3.1). */
    private boolean choosesPort() {
        return key.protocol() == Protocol.UDP && key.localPort() == 0;
    }

    /** An earlier result on this number never came. This one may be it: the module is asked where the link leads. */
    private void verifyOpen(int mine) {
        context.commands().execute(new OpenLinksQuery()).whenComplete((open, failure) -> {
            if (mine != state.generation()) {
                return;
            }
            OpenLinksQuery.Peer peer = failure == null ? open.get(state.number()) : null;
            if (peer != null && Dialling.leadsTo(key, peer) && peer.server() < 0) {
                opened();
            } else {
                openFailed(
                        failure != null
                                ? failure
                                : new Sim7028Exception("the module reports that the link is not open"));
            }
        });
    }

    private void opened() {
        trouble = null;
        lingersSince = Long.MAX_VALUE;
        link.opened();
    }

    private void openFailed(Throwable failure) {
        AtError error = AtErrorException.errorOf(failure);
        if (failure instanceof AtAbortedException || OpenFailure.isNetworkClosed(error)) {
            // the modem or its network is lost: modemDown reports this
            return;
        }
        if (lingers(error)) {
            LOG.debug(
                    "Modem '{}': the module has not released link {} yet, {} waits",
                    context.name(),
                    state.number(),
                    link);
            hold(LINGERING_PAUSE_MILLIS);
            state.shut("the link could not be opened yet");
            return;
        }
        String why = "could not be opened: " + OpenFailure.words(failure);
        Sim7028CommandException reason = new Sim7028CommandException(link + " " + why, "AT+CIPOPEN", error, failure);
        trouble = reason;
        context.counters().trouble(reason.getMessage());
        if (failure instanceof AtTimeoutException) {
            context.doubts().oweOpening(state.number());
        }
        link.tell(reason.logged());
        if (OpenFailure.isForGood(error)) {
            outgoing.failWaiting(reason.getMessage(), error, false, reason);
        }
        failed(reason.getMessage(), false);
        state.shut("the link could not be opened");
        context.outcomes().openFailed(key, failure);
    }

    /** A module releases a number some seconds after it has reported the link as closed; this is no fault. */
    private boolean lingers(AtError error) {
        boolean inUse =
                SocketError.BUSY.is(error) || SocketError.SOCKETS_OPENED.is(error) || SocketError.TIMEOUT.is(error);
        if (!inUse || !context.numbers().freedWithin(state.number(), NUMBER_LINGERS_MILLIS)) {
            return false;
        }
        lingersSince = Math.min(lingersSince, context.loop().now());
        return context.loop().now() - lingersSince <= NUMBER_LINGERS_MILLIS;
    }

    /** No number came free in time. */
    void refused(String reason) {
        state.enter(LinkState.Phase.CLOSED);
        Sim7028NoLinkException none =
                new Sim7028NoLinkException(link + ": " + reason + " (modem '" + context.name() + "')");
        if (!numberless) {
            LOG.warn("Modem '{}': {} has no link: {}", context.name(), link, reason);
        }
        numberless = true;
        trouble = none;
        outgoing.failWaiting(none.getMessage(), null, true, none);
        link.tell(none);
        hold(Math.max(
                NUMBERLESS_PAUSE_MILLIS, context.recovery().reconnectDelay().toMillis()));
        link.closed();
    }
}
