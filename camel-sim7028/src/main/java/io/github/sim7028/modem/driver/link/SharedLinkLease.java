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

import io.github.sim7028.at.codec.NumericHost;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.send.MessageOwner;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.settings.Protocol;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** One lease of a link: the receiver of its owner, and the data received while this receiver had no room. */
public final class SharedLinkLease implements LinkLease, MessageOwner {

    /** How many bytes of a stream may wait for room; with more the connection is given up. */
    public static final long MAX_STREAM_BACKLOG = 1024 * 1024;

    /** How many bytes of datagrams may wait; what comes then is dropped, as on any network. */
    static final long MAX_DATAGRAM_BACKLOG = 256 * 1024;

    /** What has come and waits: bytes, or a break between two connections. */
    private sealed interface Waiting permits Piece, Break, Mark {}

    private record Piece(Inbound inbound) implements Waiting {}

    /**
     * @param reason what was lost; null for nothing
     * @param closed why the connection before has ended; null when there was none
     * @param opened the connection that was opened then; null when none was
     */
    private record Break(Sim7028Exception reason, CloseReason closed, Opening opened) implements Waiting {

        /** Breaks with nothing between them are one, so that a long outage does not fill the memory. */
        Break after(Break last) {
            return new Break(reason == null ? last.reason : reason, closed == null ? last.closed : closed, opened);
        }
    }

    /** {@code reached} runs when the receiver has all that came before. */
    private record Mark(Runnable reached) implements Waiting {}

    /** A connection, and the number of its link. */
    private record Opening(int number, long connection) {}

    /** The link of the lease. */
    public interface Owner {
        CompletableFuture<Receipt> send(SharedLinkLease attachment, Outbound message);

        void resume(SharedLinkLease attachment);

        LinkSnapshot snapshot();

        void reconnect(SharedLinkLease attachment, String reason);

        void release(SharedLinkLease attachment);

        default void reset(SharedLinkLease attachment, long connection, String reason) {}

        default void established(long connection) {}

        default void answered(long connection) {}

        /** Fails its messages that are not yet started. */
        default void endSending(SharedLinkLease attachment) {}
    }

    private static final String ROUTE_STOPPED = "the route was stopped";

    private final Owner link;
    private final LinkSpec spec;
    private final LinkReceiver receiver;
    private final Deque<Waiting> backlog = new ArrayDeque<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private long backlogBytes;
    private final InetAddress address;
    /** Null where the peer's address is given, or there is no one peer. */
    private final PeerAddress named;

    private volatile String ended = ROUTE_STOPPED;
    private volatile boolean sends = true;
    private boolean told;

    /** @param context where a peer that is given by name is looked up; null where none is */
    public SharedLinkLease(Owner link, LinkSpec spec, LinkReceiver receiver, LinkContext context) {
        this.link = link;
        this.spec = spec;
        this.receiver = receiver;
        address = NumericHost.of(spec.host());
        boolean byName = spec.protocol() == Protocol.UDP && spec.host() != null && address == null;
        named = context == null || receiver == null || !byName || context.transparent()
                ? null
                : new PeerAddress(context.name(), spec.host(), context.loop(), context::commands, this::keep);
    }

    @Override
    public LinkSpec spec() {
        return spec;
    }

    @Override
    public CompletableFuture<Receipt> send(Outbound message) {
        boolean toOwnPeer = spec.protocol() == Protocol.UDP && message.host() == null;
        if (toOwnPeer && spec.host() == null) {
            throw new IllegalArgumentException("no destination: " + spec + " names no peer, so each message must");
        }
        return link.send(this, toOwnPeer ? message.to(spec.host(), spec.port()) : message);
    }

    @Override
    public LinkSnapshot snapshot() {
        return link.snapshot();
    }

    @Override
    public void resume() {
        link.resume(this);
    }

    @Override
    public void reconnect(String reason) {
        link.reconnect(this, reason);
    }

    @Override
    public void reset(long connection, String reason) {
        link.reset(this, connection, reason);
    }

    @Override
    public void established(long connection) {
        link.established(connection);
    }

    @Override
    public void answered(long connection) {
        link.answered(connection);
    }

    @Override
    public void endSending(String reason) {
        ended = reason;
        sends = false;
        link.endSending(this);
    }

    @Override
    public String whyEnded() {
        return sends ? null : ended;
    }

    @Override
    public CompletableFuture<Void> release() {
        return release(ROUTE_STOPPED);
    }

    @Override
    public CompletableFuture<Void> release(String reason) {
        ended = reason;
        link.release(this);
        return released;
    }

    /** Why messages of a lease that was given back are not sent. */
    public String ended() {
        return ended;
    }

    // ---- on the modem's loop

    public boolean receives() {
        return receiver != null;
    }

    /** Whether the link is to be open for it though nothing waits to be sent. */
    public boolean needsLink() {
        return receiver != null && receiver.needsLink();
    }

    public long backlog() {
        return backlogBytes;
    }

    public boolean hasRoom() {
        return receiver == null || backlog.isEmpty() && receiver.hasRoom();
    }

    /** Whether the lease receives datagrams of this sender; all datagrams if the module does not report the sender. */
    @OnLoop
    public boolean takes(String host, int port) {
        if (receiver == null) {
            return false;
        }
        if (spec.protocol() == Protocol.TCP || spec.host() == null || host == null) {
            return true;
        }
        boolean sender = named != null ? named.mayBe(host) : address == null || address.equals(NumericHost.of(host));
        return port == spec.port() && sender;
    }

    /** Takes what came, or keeps it until there is room, or until it is known whose it is; false when a datagram had to be dropped. */
    @OnLoop
    public boolean offer(Inbound inbound) {
        if (named != null && inbound.remoteHost() != null) {
            // tells itself of what it drops
            named.received(inbound);
            return true;
        }
        return keep(inbound);
    }

    private boolean keep(Inbound inbound) {
        if (hasRoom()) {
            receiver.received(inbound);
            return true;
        }
        int length = inbound.data().length;
        if (spec.protocol() == Protocol.UDP && backlogBytes + length > MAX_DATAGRAM_BACKLOG) {
            return false;
        }
        backlog.add(new Piece(inbound));
        backlogBytes += length;
        return true;
    }

    /** Runs something when the receiver has all that has come by now. */
    @OnLoop
    public void mark(Runnable reached) {
        backlog.add(new Mark(reached));
        drainBacklog();
    }

    /** Hands over what waits, as far as there is room, in the order in which it happened. */
    @OnLoop
    public void drainBacklog() {
        while (!backlog.isEmpty() && (!(backlog.peek() instanceof Piece) || receiver.hasRoom())) {
            handOver(backlog.remove());
        }
    }

    /** Delivers what waits, even without room: nothing more comes, and there is no later call for it. */
    @OnLoop
    public void handOver() {
        while (!backlog.isEmpty()) {
            handOver(backlog.remove());
        }
    }

    private void handOver(Waiting next) {
        if (next instanceof Piece piece) {
            backlogBytes -= piece.inbound().data().length;
            receiver.received(piece.inbound());
        } else if (next instanceof Mark mark) {
            mark.reached().run();
        } else if (next instanceof Break broken) {
            if (broken.reason() != null) {
                receiver.failed(broken.reason());
            }
            if (broken.closed() != null) {
                receiver.closed(broken.closed());
            }
            if (broken.opened() != null) {
                receiver.opened(broken.opened().number(), broken.opened().connection());
            }
        }
    }

    @OnLoop
    public void opened(int number, long connection) {
        told = false;
        if (named != null) {
            named.resolve();
        }
        happened(new Break(null, null, new Opening(number, connection)));
    }

    @OnLoop
    void stopping() {
        if (receiver != null) {
            receiver.stopping();
        }
    }

    /** Tells of the end of a connection; behind what came on it. */
    @OnLoop
    public void closed(CloseReason reason) {
        happened(new Break(null, reason, null));
    }

    /** Tells of trouble, once until the link is open again where that is enough; behind what came before it. */
    @OnLoop
    public void failed(Sim7028Exception reason) {
        if (receiver != null && (!told || receiver.hearsEachFailure())) {
            told = true;
            happened(new Break(reason, null, null));
        }
    }

    @OnLoop
    private void happened(Break broken) {
        if (receiver == null) {
            return;
        }
        if (backlog.peekLast() instanceof Break last) {
            backlog.removeLast();
            backlog.add(broken.after(last));
        } else {
            backlog.add(broken);
        }
        if (receiver.takesRest()) {
            handOver();
        } else if (backlog.size() == 1) {
            drainBacklog();
        }
    }

    @OnLoop
    public void released(ModemRuntime runtime) {
        if (named != null) {
            named.stop();
        }
        runtime.run(() -> released.complete(null));
    }
}
