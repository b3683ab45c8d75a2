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
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtTimeoutException;
import io.github.sim7028.at.CipClose;
import io.github.sim7028.at.CloseReason;
import io.github.sim7028.at.Urc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/**
 * What a connection that was dialled ({@link Link}) and one that was accepted ({@link AcceptedLink}) have in common: a
 * number, what it sends and receives, and how it ends. Each opening is a generation: what belongs to an earlier one has no
 * effect. Lives on the modem's loop.
 */
abstract class Connection implements LinkNumbers.Holder {

    /** How long a result of AT+CIPCLOSE is awaited before the number is used again. */
    static final long CLOSE_MILLIS = 10_000;

    /** How far a connection has come. */
    enum Phase {
        CLOSED,
        /** Waits for a link number. */
        WAITING,
        OPENING,
        OPEN,
        /** Closed by the peer; what it sent before is still in the module. */
        DRAINING,
        CLOSING
    }

    /** What becomes of an answer whose question came on a connection that has ended. */
    static final String ANOTHER_CONNECTION = "the connection that the request came on has ended";

    private static final AtomicLong CONNECTIONS = new AtomicLong();

    private final LinkSpec key;
    private final LinkTable table;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final LinkRecord record;
    private final QueueRoom room = new QueueRoom();
    private final LogThrottle damages;
    private final List<Attachment> attachments = new ArrayList<>();
    private volatile Phase phase = Phase.CLOSED;
    private final EarlyData early = new EarlyData();
    private int generation;
    /** Since its number was given to it. */
    private boolean wasOpen;

    private volatile int number = -1;
    /** Which connection of all it is while it is open. */
    private long connection;

    private CloseReason closeReason = CloseReason.UNKNOWN;
    /** Why the last connection ended. */
    private String endReason = CloseReason.LOCAL.words();
    /** What opens or closes it and may still wait for the channel. */
    private AtCommand<?> pending;

    private long lastUsed;

    Connection(LinkSpec key, LinkTable table) {
        this.key = key;
        this.table = table;
        outgoing = table.transparent() ? new StreamOutgoing(this, table) : new CommandOutgoing(this, table);
        incoming = new Incoming(this, table);
        record = new LinkRecord(key, table.board());
        damages = new LogThrottle(table.loop()::now);
    }

    /** The connection has ended and its number is free again. */
    abstract void closed();

    /** What it still holds is read, but it is open no more. */
    void closedByPeer(String what) {}

    /** The log is to hear that it is open. */
    abstract void announce(String what);

    /**
     * It ended, or could not be opened, though nobody wanted that.
     *
     * @param what  for the log
     * @param usual whether it may happen once though nothing is wrong, as when a peer closes
     */
    abstract void failed(String what, boolean usual);

    /** It is closed as somebody wanted it, or as the modem is away. */
    void endedWithoutFault() {}

    /** Why messages wait, for those that waited too long. */
    abstract Throwable whyWaiting();

    /** Whether it was accepted by a server: then it takes counted payload only (3.4.2). */
    abstract boolean accepted();

    /** Which server accepted it, null when this side opened it. */
    Integer serverIndex() {
        return null;
    }

    /** Why a message of which nothing has left may not leave any more; null when it may. */
    abstract String whyNotKept(Message message);

    /** Everything has been sent. */
    void sendingIdle() {}

    /** A receiver has room again. */
    void roomAgain() {}

    /** The module has confirmed something that was sent. */
    void delivered() {}

    /** Whether somebody wants what comes in; may be asked from any thread. */
    abstract boolean receives();

    abstract int localPort();

    // ---- sending, from any thread

    /** Takes a message if there is room for it, and refuses it here and now if there is not. */
    final CompletableFuture<Receipt> take(Attachment owner, Outbound outbound, Consumer<Message> enqueue) {
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        long size = outbound.payload().mayBlock() ? 0 : outbound.payload().length();
        String full = room.take(size);
        Message message = new Message(owner, outbound, future, () -> room.free(size));
        if (full == null) {
            table.loop().execute(() -> enqueue.accept(message));
        } else {
            message.refuse(full);
        }
        return table.board().counters().sending(future);
    }

    // ---- opening

    /** Whatever comes from now on belongs to the connection now begun. */
    final int begin(Phase next) {
        phase = next;
        wasOpen &= next != Phase.OPENING;
        early.clear();
        ++generation;
        if (connection != 0) {
            connection = 0;
            outgoing.failAnswers(ANOTHER_CONNECTION);
        }
        return generation;
    }

    final void enter(Phase next) {
        phase = next;
    }

    final void number(int granted) {
        number = granted;
    }

    final void nowOpen() {
        phase = Phase.OPEN;
        connection = CONNECTIONS.incrementAndGet();
        wasOpen = true;
        used();
        announce("link " + number + " is open: " + this);
        record.opened(number, serverIndex());
    }

    /** Where what comes before the module says that the link is open is kept. */
    final EarlyData early() {
        return early;
    }

    final void startTraffic() {
        boolean incomplete = early.incomplete();
        List<Urc.Received> first = early.take();
        if (incomplete) {
            broken("the peer sent too much before the module said that the link is open");
            return;
        }
        first.forEach(data -> received(data.data(), data.host(), data.port()));
        outgoing.opened();
        incoming.opened();
    }

    // ---- closing

    /** The module must not be trusted with this connection any more. */
    void broken(String reason) {
        if (open()) {
            failed(this + " is closed: " + reason, false);
            tell(new Sim7028Exception(this + " was given up: " + reason).logged());
            shut(reason);
        }
    }

    /** Bytes of this link are lost. A stream cannot go on without them; datagrams can. */
    final void damaged(String reason) {
        if (key.protocol() == Protocol.TCP) {
            broken(reason);
        } else if (open()) {
            damages.log(LOG, Level.WARN, "Modem '{}': {}: {}", modem(), this, reason);
            tell(new Sim7028Exception(this + ": " + reason).logged());
        }
    }

    /** {@code +IPCLOSE}: what came in before is read first. */
    final void closedByModule(CloseReason reason) {
        if (phase != Phase.OPEN) {
            return;
        }
        closeReason = reason;
        closedByPeer(this + " was " + reason.words());
        if (table.receiving().mayHoldData() && receives() && key.protocol() == Protocol.TCP) {
            phase = Phase.DRAINING;
            incoming.dataWaiting();
        } else {
            drained();
        }
    }

    /** The module has closed it and everything has been read. */
    final void drained() {
        endReason = closeReason.words();
        boolean byPeer = closeReason == CloseReason.REMOTE;
        failed(this + " was " + endReason, byPeer);
        record.closed(closeReason, endReason);
        if (!byPeer) {
            tell(new Sim7028Exception(this + " was " + endReason).logged());
        }
        int mine = begin(Phase.CLOSING);
        incoming.stop();
        outgoing.linkEnded(this + " was " + endReason, () -> {
            if (mine == generation) {
                freed();
            }
        });
    }

    /** Closes it because that is wanted. */
    final void close(String reason) {
        endedWithoutFault();
        shut(reason);
    }

    /** Closes it. Its number is free when the module says so. */
    final void shut(String reason) {
        AtDialogue dialogue = table.dialogue();
        int mine = begin(Phase.CLOSING);
        incoming.stop();
        endReason = CloseReason.LOCAL.words();
        LOG.debug("Modem '{}': closing link {}: {}", modem(), number, reason);
        record.closed(CloseReason.LOCAL, reason);
        outgoing.linkEnded(reason, () -> {
            if (mine == generation) {
                CipClose command = new CipClose(number);
                pending = command;
                dialogue.execute(command, CLOSE_MILLIS).whenComplete((v, failure) -> {
                    if (mine == generation) {
                        closeAnswered(failure);
                    }
                });
            }
        });
    }

    private void closeAnswered(Throwable failure) {
        if (failure == null || failure instanceof AtAbortedException) {
            freed();
            return;
        }
        if (failure instanceof AtTimeoutException) {
            doubt();
        }
        int open = number;
        number = -1;
        phase = Phase.CLOSED;
        table.reclaim(open, this);
        closed();
    }

    /** Gives the number back. */
    final void freed() {
        int freed = number;
        number = -1;
        phase = Phase.CLOSED;
        if (freed >= 0) {
            table.numbers().release(freed, this, wasOpen);
        }
        closed();
    }

    /** The modem went away. */
    final void cutOff(String reason) {
        boolean wasOpen = open();
        endReason = reason;
        record.closed(CloseReason.UNKNOWN, reason);
        begin(Phase.CLOSED);
        incoming.stop();
        number = -1;
        outgoing.modemGone(reason);
        if (wasOpen) {
            tell(new Sim7028Exception(this + " was lost: " + reason).logged());
        }
    }

    /** Bytes that the peer sent before it closed will not come. */
    final void lostRest(String reason) {
        damages.log(LOG, Level.WARN, "Modem '{}': {}", modem(), reason);
        tell(new Sim7028Exception(reason));
    }

    /** More waits for its receiver than is kept. */
    final void overfull() {
        broken("its consumer has had no room for so long that " + backlog() / 1024
                + " KiB of pushed data wait; with receiveMode=buffered the peer would be held back");
    }

    /** Ends it without a command, as its number is another's. */
    final void giveWay() {
        boolean wasOpen = open();
        boolean complete = draining() && !incoming.unread();
        String why = draining() ? closeReason.words() : "its link was given to a client";
        if (draining() && !complete) {
            why += ", and its link given to a client before all that had come was read";
        }
        if (wasOpen || phase == Phase.OPENING) {
            failed(this + " has lost link " + number + ": " + why, complete);
            endReason = why;
        }
        record.closed(draining() ? closeReason : CloseReason.UNKNOWN, why);
        begin(Phase.CLOSED);
        incoming.stop();
        number = -1;
        if (pending != null && table.dialogue() != null) {
            table.dialogue().withdraw(pending, why);
        }
        outgoing.modemGone(why);
        outgoing.giveUp(why);
        if (wasOpen && !complete) {
            tell(new Sim7028Exception(this + " was lost: " + why).logged());
        }
    }

    // ---- what the module says of it

    final void dataWaiting() {
        incoming.announced();
    }

    final void received(byte[] data, String host, int port) {
        boolean told = host != null || key.host() == null;
        incoming.received(data, told ? host : key.host(), told ? port : key.port());
    }

    final void look() {
        incoming.look();
        incoming.letAsk();
    }

    /** Room again for one of those that receive. */
    public final void resume(Attachment attachment) {
        table.loop().execute(() -> {
            // a client may have room before it is served
            if (attachment != null) {
                attachment.drainBacklog();
                roomAgain();
            }
            table.adjustReading();
            look();
        });
    }

    // ---- asked by the parts

    final LinkSpec key() {
        return key;
    }

    final LinkTable table() {
        return table;
    }

    final Outgoing outgoing() {
        return outgoing;
    }

    final List<Attachment> attachments() {
        return attachments;
    }

    final Phase phase() {
        return phase;
    }

    final int generation() {
        return generation;
    }

    final int number() {
        return number;
    }

    final long connection() {
        return connection;
    }

    /** Whether this is the connection a message is for, if it is for a certain one. */
    final boolean answersHere(Message message) {
        long wanted = message.outbound.connection();
        return wanted == Outbound.ANY_CONNECTION || wanted == connection;
    }

    final String endReason() {
        return endReason;
    }

    final void pending(AtCommand<?> command) {
        pending = command;
    }

    LinkView view() {
        return new LinkView(key, number, localPort(), open(), false, "");
    }

    /** How it stands, to be looked at from anywhere. */
    public LinkSnapshot snapshot() {
        return snapshot(1, receives() ? 1 : 0, "", null);
    }

    final LinkSnapshot snapshot(int leases, int receivers, String trouble, Instant nextAttempt) {
        return new LinkSnapshot(
                number,
                key.protocolName(),
                key.host(),
                key.port(),
                localPort(),
                accepted(),
                phase.name().toLowerCase(Locale.ROOT),
                leases,
                receivers,
                trouble,
                nextAttempt);
    }

    final boolean open() {
        return phase == Phase.OPEN || phase == Phase.DRAINING;
    }

    /** Whether it waits before it is opened again. */
    boolean pausing() {
        return false;
    }

    final boolean draining() {
        return phase == Phase.DRAINING;
    }

    /** Whether nothing of what the peer has said so far is known to wait in the module. */
    final boolean heardOut() {
        return incoming.heardOut();
    }

    final boolean maySend() {
        return phase == Phase.OPEN;
    }

    /** Whether pushed data of this sender can be this link's. */
    final boolean leadsTo(String host, int port) {
        boolean rightPort = key.protocol() == Protocol.UDP || key.port() == port;
        return rightPort && attachments.stream().anyMatch(attachment -> attachment.takes(host, port));
    }

    /** Whether the one peer it has cannot have sent what came from there. */
    final boolean cannotBeFrom(String host, int port) {
        return key.protocol() == Protocol.TCP && host != null && port != key.port();
    }

    final long backlog() {
        return attachments.stream().mapToLong(Attachment::backlog).sum();
    }

    final void used() {
        lastUsed = table.loop().now();
    }

    @Override
    public final long lastUsed() {
        return lastUsed;
    }

    /** Whether the result of opening it may be an earlier one of this number. */
    final boolean doubtful() {
        return table.doubts().opening(number);
    }

    /** The result of opening or closing this number never came and may still come. */
    final void doubt() {
        table.doubts().oweOpening(number);
    }

    AtError lastError() {
        return null;
    }

    final void tell(Sim7028Exception reason) {
        attachments.forEach(attachment -> attachment.failed(reason));
    }

    final String modem() {
        return table.profile().name();
    }
}
