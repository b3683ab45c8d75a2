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

import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028ModemUnavailableException;
import io.github.sim7028.modem.driver.send.PendingMessage;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.Protocol;
import java.util.function.Consumer;

/** A link that the driver opens: opened when needed, opened again after a loss, and closed when no longer needed. */
public final class DialedLink extends Link implements LinkOpener.Dialled, LinkLeases.Shared {

    /** What became of messages that a modem which has been stopped will not send. */
    public static final String MODEM_STOPPED = "the modem was stopped";

    private final LinkLeases leases;
    private final LinkOpener opener;
    private final Consumer<DialedLink> unused;
    private final IdleLimit idle;
    /** Whether none of its receivers needs it open, if it has any. */
    private volatile boolean dispensable;

    /** @param unused called when the last lease has been given back and the link is closed */
    public DialedLink(LinkSpec key, LinkContext context, Consumer<DialedLink> unused) {
        super(key, context);
        this.unused = unused;
        leases = new LinkLeases(this, context, attachments());
        opener = new LinkOpener(this, key, context, state(), outgoing());
        idle = new IdleLimit(
                context.loop(), context.recovery().linkIdleTimeout(), this::evictable, this::lastUsed, this::close);
    }

    // ---- leases, from any thread

    /** The lock that leases are booked under is held. */
    @AnyThread
    public SharedLinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028ConfigurationException {
        return leases.lease(spec, receiver);
    }

    @Override
    public void release(SharedLinkLease attachment) {
        leases.release(attachment);
    }

    @Override
    public void endSending(SharedLinkLease attachment) {
        context().loop().execute(() -> outgoing().failWaiting(attachment, attachment.ended()));
    }

    @AnyThread
    public boolean leased() {
        return leases.count() > 0;
    }

    @Override
    public boolean receives() {
        return leases.receivers() > 0;
    }

    @Override
    public void reconnect(SharedLinkLease attachment, String reason) {
        context().loop().execute(() -> {
            if (open() && attachments().contains(attachment)) {
                // who asks so again and again is not to dial again and again
                opener.failed(this + " is closed: " + reason, true);
                state().shut(reason);
            }
        });
    }

    @Override
    public void reset(SharedLinkLease attachment, long connection, String reason) {
        context().loop().execute(() -> {
            if (connection() == connection && attachments().contains(attachment)) {
                broken(reason);
            }
        });
    }

    @Override
    public void established(long connection) {
        context().loop().execute(() -> {
            if (open() && connection() == connection) {
                opener.established();
            }
        });
    }

    @Override
    public void answered(long connection) {
        context().loop().execute(() -> {
            if (open() && connection() == connection) {
                opener.delivered();
            }
        });
    }

    // ---- leases, on the loop

    @Override
    public void joined(SharedLinkLease attachment) {
        if (maySend()) {
            attachment.opened(number(), connection());
        }
        dispensable = isDispensable();
        context().adjustReceiveMode();
        opener.ensureOpen();
        look();
    }

    @Override
    public void left(SharedLinkLease attachment) {
        outgoing().failWaiting(attachment, attachment.ended());
        dispensable = isDispensable();
        context().adjustReceiveMode();
        context().adjustReading();
        if (draining()) {
            // what the consumer had no room for holds up the link no longer
            look();
        }
        // the link may be idle from now on
        outgoing().pump();
    }

    @Override
    public boolean leave() {
        if (state().phase() == LinkState.Phase.WAITING) {
            context().numbers().withdraw(this);
            state().freed();
        } else if (open()) {
            close("the link is no longer needed");
        }
        // an opening or closing under way ends in closed() by itself
        return state().phase() == LinkState.Phase.CLOSED;
    }

    @Override
    public void unused() {
        cancelTimers();
        unused.accept(this);
    }

    // ---- sending

    @Override
    public void send(PendingMessage message) {
        String refusal = whyNotKept(message);
        if (refusal != null) {
            message.fail(refusal, null, true, null, context().runtime());
            return;
        }
        outgoing().send(message);
        if (state().phase() == LinkState.Phase.CLOSED) {
            opener.wanted();
        }
    }

    @Override
    public String whyNotKept(PendingMessage message) {
        if (sendContext().isStopped()) {
            return MODEM_STOPPED;
        }
        if (!(message.owner instanceof SharedLinkLease owner)) {
            return MODEM_STOPPED;
        }
        if (owner.whyEnded() != null || !attachments().contains(owner)) {
            return owner.ended();
        }
        return answersHere(message) ? null : LinkState.ANOTHER_CONNECTION;
    }

    @Override
    public void delivered() {
        super.delivered();
        if (key().tls() == null) {
            opener.delivered();
        }
    }

    @Override
    public boolean pausing() {
        return opener.pausing();
    }

    @Override
    public Throwable whyWaiting() {
        ModemStatus status = context().status();
        if (status.state() != ModemState.READY) {
            return new Sim7028ModemUnavailableException(context().name(), status);
        }
        Throwable trouble = opener.trouble();
        return trouble != null
                ? trouble
                : new Sim7028Exception("earlier messages on " + this + " are still being sent");
    }

    @Override
    public AtError lastError() {
        return opener.trouble() instanceof Sim7028CommandException failed ? failed.getError() : null;
    }

    // ---- opening

    @Override
    public boolean needed() {
        // a receiver that has not caught up with the last connection needs no other one
        return !isDispensable() && backlog() < SharedLinkLease.MAX_STREAM_BACKLOG / 2
                || !outgoing().isEmpty();
    }

    @Override
    public void roomAgain() {
        dispensable = isDispensable();
        opener.ensureOpen();
        sendingIdle();
    }

    private boolean isDispensable() {
        return attachments().stream().noneMatch(SharedLinkLease::needsLink);
    }

    @Override
    public int wantedNumber() {
        return key().number();
    }

    @Override
    public void granted(int number) {
        opener.granted(number);
    }

    @Override
    public void refused(String reason) {
        opener.refused(reason);
    }

    @Override
    public void opened() {
        nowOpen();
        context().outcomes().opened(key());
        attachments().forEach(attachment -> attachment.opened(number(), connection()));
        if (attachments().isEmpty()) {
            leave();
            return;
        }
        startTraffic();
    }

    // ---- closing

    @Override
    public ConnectionListener listener() {
        return opener;
    }

    @Override
    public void closed() {
        leases.finishLeaving();
        opener.ensureOpen();
    }

    @Override
    public void numberTaken() {
        state().giveWay();
        closed();
    }

    // ---- room for others

    @Override
    public boolean evictable() {
        return maySend() && isDispensable() && outgoing().isEmpty();
    }

    @Override
    public void evict() {
        close("the link is idle and another link needs its number");
    }

    @Override
    public void sendingIdle() {
        if (evictable()) {
            context().numbers().reconsider();
        }
        idle.begin();
    }

    // ---- the modem's life

    public void modemUp() {
        outgoing().modemReady();
        // a pause begun before goes on: a module that comes and goes is no reason to dial more often
        opener.ensureOpen();
    }

    /** How often that may happen is a matter of the modem's own pauses. */
    public void modemDown(String reason) {
        ended(() -> state().cutOff(reason));
    }

    /** The same, which is no loss: the link is opened again when the module is awake. */
    public void modemAsleep(String reason) {
        ended(() -> state().asleep(reason));
    }

    private void ended(Runnable cut) {
        cancelTimers();
        cut.run();
        opener.ended();
        leases.finishLeaving();
    }

    private void cancelTimers() {
        opener.cancelRetry();
        idle.cancel();
    }

    // ---- what it is

    @Override
    public Integer serverIndex() {
        return null;
    }

    @Override
    public LinkSnapshot snapshot() {
        Throwable why = opener.trouble();
        return snapshot(
                leases.count(),
                leases.receivers(),
                receives() && !dispensable || sending(),
                why == null ? "" : why.getMessage(),
                opener.nextAttempt());
    }

    @Override
    public String toString() {
        return key().protocol() == Protocol.UDP
                ? key().withLocalPort(localPort()).toString()
                : key().toString();
    }
}
