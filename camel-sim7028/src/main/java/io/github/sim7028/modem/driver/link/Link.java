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

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.driver.send.CommandSender;
import io.github.sim7028.modem.driver.send.LinkSender;
import io.github.sim7028.modem.driver.send.LinkStanding;
import io.github.sim7028.modem.driver.send.MessageOwner;
import io.github.sim7028.modem.driver.send.PendingMessage;
import io.github.sim7028.modem.driver.send.SendContext;
import io.github.sim7028.modem.driver.send.SendingLink;
import io.github.sim7028.modem.driver.send.TransparentSender;
import io.github.sim7028.modem.driver.server.AcceptedLink;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.settings.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/**
 * What a dialled link ({@link DialedLink}) and an accepted link ({@link AcceptedLink}) have in common: a
 * state, a sender, a reader, and the leases of the link.
 */
@OnLoop
public abstract class Link implements LinkState.Owner, SendingLink, ReceivingLink {

    private final LinkSpec key;
    private final LinkContext context;
    private final LinkStanding standing;
    private final SendContext sending;
    private final LinkSender outgoing;
    private final LinkReader incoming;
    private final LinkState state;
    private final LogThrottle damages;
    /** Read with every message, changed with a route; a receiver may give its lease back while it is given data. */
    private final List<SharedLinkLease> attachments = new CopyOnWriteArrayList<>();

    public Link(LinkSpec key, LinkContext context) {
        this.key = key;
        this.context = context;
        sending = context.sending();
        standing = new LinkStanding(key);
        outgoing = context.transparent() ? new TransparentSender(this, sending) : new CommandSender(this, sending);
        incoming = new LinkReader(this, context);
        state = new LinkState(
                this,
                context,
                standing,
                outgoing,
                incoming,
                this::listener,
                new LinkEventReporter(key, context.board()));
        damages = new LogThrottle(context.loop()::now);
    }

    /** Is called when connections of this link begin and end. */
    protected abstract ConnectionListener listener();

    /** Which server accepted it, null when this side opened it. */
    protected abstract Integer serverIndex();

    /** A receiver has room again. */
    protected void roomAgain() {}

    // ---- sending

    public final CompletableFuture<Receipt> send(SharedLinkLease owner, Outbound outbound) {
        return sendFor(owner, outbound);
    }

    /** Takes a message if there is room for it, and refuses it here and now if there is not; from any thread. */
    public final CompletableFuture<Receipt> sendFor(MessageOwner owner, Outbound outbound) {
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        long size = outbound.payload().mayBlock() ? 0 : outbound.payload().length();
        String full = outgoing.queue().takeRoom(size);
        PendingMessage message = new PendingMessage(
                owner, outbound, future, () -> outgoing.queue().giveRoom(size));
        if (full == null) {
            sending.loop().execute(() -> send(message));
        } else {
            message.refuse(full);
        }
        return sending.counters().sending(future);
    }

    /** Sends a message, or fails it. */
    protected abstract void send(PendingMessage message);

    /** The users of the modem are being stopped: messages no longer wait for a modem or a connection. */
    public final void stopping() {
        outgoing.stopping();
        attachments.forEach(SharedLinkLease::stopping);
    }

    public final LinkSender outgoing() {
        return outgoing;
    }

    @Override
    public final boolean accepted() {
        return serverIndex() != null;
    }

    @Override
    public final LinkStanding standing() {
        return standing;
    }

    public final boolean maySend() {
        return standing.open();
    }

    @Override
    public final boolean answersHere(PendingMessage message) {
        long wanted = message.outbound.connection();
        return wanted == Outbound.ANY_CONNECTION || wanted == state.connection();
    }

    @Override
    public final boolean heardOut() {
        return incoming.heardOut();
    }

    @Override
    public void delivered() {
        LinkOutcomes outcomes = context.outcomes();
        if (outcomes.awaitsDelivery()) {
            outcomes.delivered();
        }
    }

    // ---- its life

    public final LinkState state() {
        return state;
    }

    protected final void nowOpen() {
        state.nowOpen();
        incoming.used();
        listener().opened("link " + number() + " is open: " + this);
        state.record().opened(number(), serverIndex());
    }

    protected final void startTraffic() {
        boolean incomplete = state.early().incomplete();
        List<Urc.Received> first = state.early().take();
        if (incomplete) {
            broken("the peer sent too much before the module reported that the link is open");
            return;
        }
        first.forEach(data -> received(data.data(), data.host(), data.port()));
        outgoing.opened();
        incoming.opened();
    }

    /** Closes it because that is wanted. */
    protected final void close(String reason) {
        listener().ended();
        state.shut(reason);
    }

    @Override
    public final void broken(String reason) {
        if (open()) {
            listener().failed(this + " is closed: " + reason, false);
            tell(new Sim7028Exception(this + " was given up: " + reason).logged());
            state.shut(reason);
        }
    }

    @Override
    public final void damaged(String reason) {
        if (key.protocol() == Protocol.TCP) {
            broken(reason);
        } else if (open()) {
            damages.log(LOG, Level.WARN, "Modem '{}': {}: {}", context.name(), this, reason);
            tell(new Sim7028Exception(this + ": " + reason).logged());
        }
    }

    /** {@code +IPCLOSE}: what came in before is read first. */
    public final void closedByModule(CloseReason reason) {
        state.closedByModule(reason, key.protocol() == Protocol.TCP);
    }

    @Override
    public final void drained() {
        state.drained();
    }

    // ---- receiving

    /** {@code +CIPRXGET: 1,<link_num>}. */
    public final void dataWaiting() {
        incoming.announced();
    }

    public final void received(byte[] data, String host, int port) {
        boolean told = host != null || key.host() == null;
        incoming.received(data, told ? host : key.host(), told ? port : key.port());
    }

    public final void look() {
        incoming.look();
        incoming.letAsk();
    }

    /** Room again for one of those that receive; from any thread. */
    public final void resume(SharedLinkLease attachment) {
        context.loop().execute(() -> {
            // a client may have room before it is served
            if (attachment != null) {
                attachment.drainBacklog();
                roomAgain();
            }
            context.adjustReading();
            look();
        });
    }

    @Override
    public final List<SharedLinkLease> attachments() {
        return attachments;
    }

    @Override
    public final long backlog() {
        long bytes = 0;
        for (SharedLinkLease attachment : attachments) {
            bytes += attachment.backlog();
        }
        return bytes;
    }

    @Override
    public final boolean sending() {
        return outgoing.queue().roomIsTaken();
    }

    @Override
    public final void heardAll() {
        // without a receiver, received data is the last sign of life of a link that may be idle
        if (outgoing.waitsToHear() || !receives()) {
            outgoing.pump();
        }
    }

    @Override
    public final void lostRest(String reason) {
        damages.log(LOG, Level.WARN, "Modem '{}': {}", context.name(), reason);
        tell(new Sim7028Exception(reason));
    }

    @Override
    public final void ended(CloseReason reason) {
        attachments.forEach(attachment -> attachment.closed(reason));
    }

    @Override
    public final void tell(Sim7028Exception reason) {
        attachments.forEach(attachment -> attachment.failed(reason));
    }

    // ---- what it is

    @Override
    @AnyThread
    public final LinkSpec key() {
        return key;
    }

    protected final LinkContext context() {
        return context;
    }

    protected final SendContext sendContext() {
        return sending;
    }

    @Override
    public final int number() {
        return standing.number();
    }

    @Override
    public final int localPort() {
        return state.localPort();
    }

    @Override
    public final int generation() {
        return state.generation();
    }

    @Override
    public final long connection() {
        return state.connection();
    }

    @Override
    public final boolean open() {
        return state.open();
    }

    @Override
    public final boolean draining() {
        return state.draining();
    }

    @Override
    public final long lastUsed() {
        return Math.max(outgoing.lastUsed(), incoming.lastUsed());
    }

    /** The current state; may be read by any thread. */
    public abstract LinkSnapshot snapshot();

    protected final LinkSnapshot snapshot(
            int leases, int receivers, boolean wanted, String trouble, Instant nextAttempt) {
        return new LinkSnapshot(
                number(),
                key.protocolName(),
                key.host(),
                key.port(),
                localPort(),
                accepted(),
                state.phase().name().toLowerCase(Locale.ROOT),
                leases,
                receivers,
                trouble,
                nextAttempt,
                wanted,
                key.toString());
    }
}
