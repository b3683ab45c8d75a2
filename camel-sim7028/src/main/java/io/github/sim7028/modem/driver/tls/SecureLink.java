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

import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.driver.link.OpenFailure;
import io.github.sim7028.modem.driver.link.SharedLinkLease;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.modem.driver.send.PendingMessage;
import io.github.sim7028.modem.driver.send.SealedSender;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * A link with TLS: upwards it gives out leases for plain text, downwards it has one lease of the link that carries the records. It lives on a
 * {@link Strand}; what the modem's loop tells is only noted there.
 */
@OnLoop
final class SecureLink
        implements SharedLinkLease.Owner, SealedSender.Owner, SecureConnection.Owner, CarrierReceiver.Listener {

    /** How long a handshake may still take when the users of the modem are being stopped. */
    private static final long STOP_PATIENCE_MILLIS = 5000;

    private final LinkSpec spec;
    private final SecureLinks.Context context;
    private final Consumer<SecureLink> unused;
    private final Strand strand;
    private final SealedSender sender;
    private final PlainLeases leases;
    private final List<SharedLinkLease> leaving = new ArrayList<>();
    private final CarrierReceiver receiver;
    /** The link that carries the records; null between the last lease of one time and the first of the next. */
    private volatile LinkLease carrier;

    private volatile boolean established;
    private volatile Throwable trouble;
    /** Null while there is none. */
    private SecureConnection connection;

    private Inbound last;
    private boolean closing;
    private boolean stopping;

    /**
     * @param booking changes the count of leases under the lock they are booked under
     * @param unused  is called when there is no lease and no connection
     */
    SecureLink(LinkSpec spec, SecureLinks.Context context, Consumer<Runnable> booking, Consumer<SecureLink> unused) {
        this.spec = spec;
        this.context = context;
        leases = new PlainLeases(spec, context.name(), booking);
        this.unused = unused;
        strand = new Strand(context.runtime());
        receiver = new CarrierReceiver(strand, this, this::resumeCarrier);
        TransferSettings transfer = context.transfer();
        sender = new SealedSender(
                context.runtime(),
                strand,
                new SealedSender.Limit(
                        transfer.modemWaitTimeout(),
                        context.modemReady(),
                        transfer.sendTimeout(),
                        transfer.sendWindow()),
                this);
    }

    /** Takes the link that carries the records, or throws. */
    @AnyThread
    void begin() throws Sim7028Exception {
        carrier = context.source().link(spec, receiver);
        strand.start();
    }

    // ---- leases, from any thread

    @AnyThread
    LinkSpec spec() {
        return spec;
    }

    /** Who shares it. */
    @AnyThread
    PlainLeases leases() {
        return leases;
    }

    /** The lock that leases are booked under is held. */
    @AnyThread
    LinkLease lease(LinkReceiver receiver) {
        SharedLinkLease attachment = new SharedLinkLease(this, spec, receiver, null);
        leases.taken(attachment);
        strand.execute(() -> joined(attachment));
        return attachment;
    }

    @Override
    @AnyThread
    public void release(SharedLinkLease attachment) {
        leases.givenBack(attachment);
        strand.execute(() -> left(attachment));
    }

    @Override
    @AnyThread
    public void resume(SharedLinkLease attachment) {
        strand.execute(() -> {
            attachment.drainBacklog();
            adjustRoom();
            adjustNeed();
        });
    }

    @Override
    @AnyThread
    public void reconnect(SharedLinkLease attachment, String reason) {
        LinkLease now = carrier;
        if (now != null) {
            now.reconnect(reason);
        }
    }

    @Override
    @AnyThread
    public void endSending(SharedLinkLease attachment) {
        strand.execute(() -> sender.failWaiting(attachment, attachment.ended()));
    }

    @Override
    @AnyThread
    public CompletableFuture<Receipt> send(SharedLinkLease owner, Outbound outbound) {
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        long size = outbound.payload().mayBlock() ? 0 : outbound.payload().length();
        String full = sender.queue().takeRoom(size);
        // what came before the request may still wait to be opened, or for room
        Outbound mine = outbound.expectsAnswer() ? outbound.asking(() -> owner.mark(outbound.begun())) : outbound;
        PendingMessage message =
                new PendingMessage(owner, mine, future, () -> sender.queue().giveRoom(size));
        strand.execute(full == null ? () -> send(message) : () -> message.refuse(full));
        return future;
    }

    @Override
    @AnyThread
    public LinkSnapshot snapshot() {
        LinkLease now = carrier;
        LinkSnapshot link = now == null ? null : now.snapshot();
        boolean open = link != null && link.isOpen();
        Throwable why = established ? null : trouble;
        return new LinkSnapshot(
                link == null ? -1 : link.link(),
                spec.protocolName(),
                spec.host(),
                spec.port(),
                link == null ? spec.localPort() : link.localPort(),
                false,
                link == null ? "closed" : open && !established ? "opening" : link.phase(),
                leases.count(),
                leases.receivers(),
                why != null ? why.getMessage() : link == null ? "" : link.trouble(),
                link == null ? null : link.nextAttempt(),
                receiver.needsLink(),
                spec.toString());
    }

    // ---- leases, on the strand

    private void joined(SharedLinkLease attachment) {
        leases.add(attachment);
        takeCarrier();
        if (established) {
            attachment.opened(connection.number(), connection.connection());
        }
        adjustRoom();
        adjustNeed();
    }

    /** After the last lease of an earlier time the link has to be taken again. */
    private void takeCarrier() {
        if (carrier != null || closing) {
            return;
        }
        try {
            carrier = context.source().link(spec, receiver);
        } catch (Sim7028Exception e) {
            trouble = e;
            sender.failWaiting(e.getMessage(), true, e);
            leases.failed(e);
        }
    }

    private void left(SharedLinkLease attachment) {
        leases.remove(attachment);
        sender.failWaiting(attachment, attachment.ended());
        if (leases.isEmpty()) {
            leaving.add(attachment);
            leave();
        } else {
            attachment.released(context.runtime());
            adjustRoom();
            adjustNeed();
        }
    }

    private void leave() {
        if (closing) {
            return;
        }
        closing = true;
        CompletableFuture<Void> farewell = established ? connection.close() : CompletableFuture.completedFuture(null);
        ended();
        farewell.whenComplete((v, failure) -> strand.execute(this::giveCarrierBack));
    }

    private void giveCarrierBack() {
        LinkLease given = carrier;
        if (given == null) {
            finishLeaving();
        } else {
            given.release().whenComplete((v, failure) -> strand.execute(this::finishLeaving));
        }
    }

    private void finishLeaving() {
        carrier = null;
        closing = false;
        ended();
        List<SharedLinkLease> gone = List.copyOf(leaving);
        leaving.clear();
        gone.forEach(attachment -> attachment.released(context.runtime()));
        if (leases.isEmpty()) {
            unused.accept(this);
        } else {
            takeCarrier();
            adjustNeed();
        }
    }

    // ---- sending

    private void send(PendingMessage message) {
        String unkept = whyNotKept(message);
        if (unkept != null) {
            message.fail(unkept, null, true, null, context.runtime());
            return;
        }
        takeCarrier();
        if (carrier == null && !closing) {
            message.fail(trouble.getMessage(), null, true, trouble, context.runtime());
            return;
        }
        sender.send(message);
        failStranded();
        adjustNeed();
    }

    /** The users of the modem are being stopped: messages no longer wait for a connection. */
    @Override
    public void carrierStopping() {
        stopping = true;
        failStranded();
        strand.after(STOP_PATIENCE_MILLIS, () -> {
            if (!established) {
                failWaiting();
            }
        });
    }

    private void failStranded() {
        if (stopping && connection == null) {
            failWaiting();
        }
    }

    private void failWaiting() {
        sender.failWaiting(stranded(), true, whyWaiting());
    }

    private String stranded() {
        return "the message was waiting when its sender was stopped: "
                + whyWaiting().getMessage();
    }

    @Override
    public void idle() {
        adjustNeed();
    }

    @Override
    public String whyNotKept(PendingMessage message) {
        if (message.owner instanceof SharedLinkLease owner && (owner.whyEnded() != null || !leases.has(owner))) {
            return owner.ended();
        }
        return stopping && connection == null ? stranded() : null;
    }

    @Override
    public Throwable whyWaiting() {
        if (connection != null && !established && !connection.isOver()) {
            return connection.whyWaiting();
        }
        Throwable why = trouble;
        if (why != null && !established) {
            return why;
        }
        return new Sim7028Exception(
                established
                        ? "earlier messages on " + spec + " are still being sent"
                        : "there is no TLS session on " + spec + " yet");
    }

    /** The link is to be open while somebody receives, or a message waits. */
    private void adjustNeed() {
        receiver.needed(!sender.isEmpty() || leases.needLink());
    }

    private void adjustRoom() {
        receiver.room(leases.hasRoom());
    }

    @AnyThread
    private void resumeCarrier() {
        LinkLease now = carrier;
        if (now != null) {
            now.resume();
        }
    }

    // ---- the connection, on the strand

    @Override
    public void carrierOpened(int link, long opened) {
        ended();
        if (closing) {
            return;
        }
        String name = TlsEngines.peerName(spec);
        try {
            TlsSession session = new TlsSession(TlsEngines.engine(spec));
            connection = new SecureConnection(
                    this,
                    carrier,
                    context.runtime(),
                    strand,
                    session,
                    name,
                    link,
                    opened,
                    context.transfer().connectTimeout());
        } catch (ForeignCodeException e) {
            String words = TlsFailure.words(e.getCause(), name);
            trouble = new Sim7028Exception(words, e.getCause());
            sender.failWaiting(words, false, trouble);
            carrier.reset(opened, words);
            return;
        }
        receiver.shaking(true);
        connection.advance();
    }

    @Override
    public void carrierReceived(Inbound records) {
        if (connection != null && connection.connection() == records.connection()) {
            last = records;
            connection.received(records.data());
        }
        adjustRoom();
    }

    @Override
    public void established(SecureConnection on) {
        receiver.shaking(false);
        established = true;
        trouble = null;
        leases.opened(on);
        adjustRoom();
        sender.opened(on);
    }

    @Override
    public void opened(SecureConnection on, byte[] plain) {
        if (leases.backlog() > SharedLinkLease.MAX_STREAM_BACKLOG) {
            on.broken("the consumer is too slow: " + leases.backlog() + " bytes wait for the consumer");
            return;
        }
        leases.received(new Inbound(
                plain,
                last.link(),
                last.remoteHost(),
                last.remotePort(),
                last.localPort(),
                last.receivedTime(),
                last.connection()));
    }

    @Override
    public void ready() {
        sender.pump();
    }

    @Override
    public void failed(SecureConnection on, Sim7028Exception reason, Throwable failure) {
        boolean refusedHere = !established && failure instanceof SSLException;
        // the link logs it as its failure
        carrierFailed(reason.logged());
        established = false;
        receiver.shaking(false);
        sender.ended(reason.getMessage());
        if (refusedHere) {
            sender.failWaiting(reason.getMessage(), false, reason);
        }
    }

    @Override
    public void carrierClosed(CloseReason reason) {
        if (connection == null) {
            return;
        }
        boolean was = established;
        if (reason == CloseReason.REMOTE && !closing && !connection.isOver()) {
            tellOfEarlyEnd();
        }
        ended();
        failStranded();
        if (was) {
            leases.closed(reason);
        }
    }

    /** A peer that closed without a close_notify, or somebody who cut the connection. */
    private void tellOfEarlyEnd() {
        if (!established) {
            carrierFailed(new Sim7028Exception(spec + ": the peer closed the connection during the TLS handshake"));
        } else if (!connection.isClosedByPeer()) {
            String rest = connection.incomplete() == 0
                    ? ""
                    : "; " + Counted.of(connection.incomplete(), "byte") + " of an incomplete record are lost";
            carrierFailed(new Sim7028Exception(
                    spec + ": the connection ended without the end of the TLS session, data may be missing" + rest));
        }
    }

    @Override
    public void carrierFailed(Sim7028Exception reason) {
        trouble = reason;
        leases.failed(reason);
        sender.adjustTime();
        if (reason instanceof Sim7028NoLinkException) {
            sender.failWaiting(reason.getMessage(), true, reason);
        } else if (reason instanceof Sim7028CommandException refused && OpenFailure.isForGood(refused.getError())) {
            sender.failWaiting(reason.getMessage(), false, reason);
        }
    }

    private void ended() {
        if (connection != null) {
            connection.ended();
            connection = null;
        }
        established = false;
        receiver.shaking(false);
        sender.ended("the TLS session on " + spec + " has ended");
        adjustRoom();
    }
}
