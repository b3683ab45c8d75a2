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

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipClose;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.send.LinkSender;
import io.github.sim7028.modem.driver.send.LinkStanding;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How far one link has come, its number and local port, and the ways in which its connection ends. Each opening is a generation: what belongs to
 * an earlier one has no effect.
 */
@OnLoop
public final class LinkState {

    /** How long a result of AT+CIPCLOSE is awaited before the number is used again. */
    static final long CLOSE_MILLIS = 10_000;

    /** Why a message that is bound to a connection is not sent. */
    static final String ANOTHER_CONNECTION = "the connection that the message is for has ended";

    private static final AtomicLong CONNECTIONS = new AtomicLong();

    /** How far a link has come. */
    public enum Phase {
        CLOSED,
        /** Waits for a link number. */
        WAITING,
        OPENING,
        OPEN,
        /** Closed by the peer; what it sent before is still in the module. */
        DRAINING,
        CLOSING
    }

    /** The link itself. */
    interface Owner extends LinkNumberPool.Holder {

        /** Whether a lease receives data. */
        boolean receives();

        /** Reports a failure to the leases. */
        void tell(Sim7028Exception reason);

        /** Logs and tells that data of the peer is lost. */
        void lostRest(String reason);

        /** The connection has ended; everything that came on it has been received. */
        void ended(CloseReason reason);

        /** The connection has ended and its number is free again. */
        void closed();
    }

    private final Owner link;
    private final LinkContext context;
    private final LinkStanding standing;
    private final LinkSender outgoing;
    private final LinkReader incoming;
    private final Supplier<ConnectionListener> listener;
    private final LinkEventReporter record;
    private final EarlyData early = new EarlyData();
    private volatile Phase phase = Phase.CLOSED;
    private volatile int localPort;
    private int generation;
    /** Since its number was given to it. */
    private boolean wasOpen;
    /** Which connection of all it is while it is open. */
    private long connection;

    private CloseReason closeReason = CloseReason.UNKNOWN;
    /** Why the last connection ended. */
    private String endReason = CloseReason.LOCAL.words();
    /** What opens or closes it and may still wait for the channel. */
    private AtCommand<?> pending;

    LinkState(
            Owner link,
            LinkContext context,
            LinkStanding standing,
            LinkSender outgoing,
            LinkReader incoming,
            Supplier<ConnectionListener> listener,
            LinkEventReporter record) {
        this.link = link;
        this.context = context;
        this.standing = standing;
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.listener = listener;
        this.record = record;
    }

    // ---- where it stands

    public Phase phase() {
        return phase;
    }

    int number() {
        return standing.number();
    }

    /** The module's own port, 0 where it is not known; from any thread. */
    int localPort() {
        return localPort;
    }

    int generation() {
        return generation;
    }

    long connection() {
        return connection;
    }

    boolean open() {
        return phase == Phase.OPEN || phase == Phase.DRAINING;
    }

    boolean draining() {
        return phase == Phase.DRAINING;
    }

    public String endReason() {
        return endReason;
    }

    /** Tells the listeners of the modem's events of it. */
    LinkEventReporter record() {
        return record;
    }

    /** Keeps data that comes before the module reports the link as open. */
    public EarlyData early() {
        return early;
    }

    // ---- opening

    /** Data received from now on belongs to the new connection. */
    public int begin(Phase next) {
        return begin(next, CloseReason.UNKNOWN);
    }

    /** @param reason why the connection ends, if there is one */
    private int begin(Phase next, CloseReason reason) {
        enter(next);
        wasOpen &= next != Phase.OPENING;
        early.clear();
        ++generation;
        if (connection != 0) {
            connection = 0;
            link.ended(reason);
            outgoing.failAnswers(ANOTHER_CONNECTION);
        }
        return generation;
    }

    void enter(Phase next) {
        phase = next;
        standing.open(next == Phase.OPEN);
    }

    public void number(int granted) {
        standing.number(granted);
    }

    public void localPort(int own) {
        localPort = own;
    }

    /** What opens or closes it, to be taken back when its number is given to another. */
    void pending(AtCommand<?> command) {
        pending = command;
    }

    void nowOpen() {
        enter(Phase.OPEN);
        connection = CONNECTIONS.incrementAndGet();
        wasOpen = true;
    }

    // ---- closing

    /** {@code +IPCLOSE}: what came in before is read first. */
    void closedByModule(CloseReason reason, boolean stream) {
        if (phase != Phase.OPEN) {
            return;
        }
        closeReason = reason;
        listener.get().closedByPeer(link + " was " + reason.words());
        if (context.receiving().mayHoldData() && link.receives() && stream) {
            enter(Phase.DRAINING);
            incoming.dataWaiting();
        } else {
            drained();
        }
    }

    /** The module has closed it and everything has been read. */
    void drained() {
        endReason = closeReason.words();
        boolean byPeer = closeReason == CloseReason.REMOTE;
        listener.get().failed(link + " was " + endReason, byPeer);
        record.closed(closeReason, endReason);
        if (!byPeer) {
            link.tell(new Sim7028Exception(link + " was " + endReason).logged());
        }
        int mine = begin(Phase.CLOSING, closeReason);
        incoming.stop();
        outgoing.linkEnded(link + " was " + endReason, () -> {
            if (mine == generation) {
                freed();
            }
        });
    }

    /** Closes the link. Its number is free when the module reports the link as closed. */
    void shut(String reason) {
        CommandChannel commands = context.commands();
        int mine = begin(Phase.CLOSING, CloseReason.LOCAL);
        incoming.stop();
        endReason = CloseReason.LOCAL.words();
        LOG.debug("Modem '{}': closing link {}: {}", context.name(), number(), reason);
        record.closed(CloseReason.LOCAL, reason);
        outgoing.linkEnded(reason, () -> {
            if (mine == generation) {
                CipClose command = new CipClose(number());
                pending = command;
                commands.execute(command, CLOSE_MILLIS).whenComplete((v, failure) -> {
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
            context.doubts().oweOpening(number());
        }
        int open = number();
        standing.numberless();
        enter(Phase.CLOSED);
        context.reclaim(open, link);
        link.closed();
    }

    /** Gives the number back. */
    void freed() {
        int freed = number();
        standing.numberless();
        enter(Phase.CLOSED);
        if (freed >= 0) {
            context.numbers().release(freed, link, wasOpen);
        }
        link.closed();
    }

    /** The modem is no longer available. */
    public void cutOff(String reason) {
        if (open()) {
            link.tell(new Sim7028Exception(link + " was lost: " + reason).logged());
        }
        rest(reason);
    }

    /** The same where that is as it should be: the module sleeps. Only data that waits in the module is lost with the connection. */
    void asleep(String reason) {
        boolean dataWaits = open() && incoming.unread();
        rest(reason);
        if (dataWaits) {
            link.lostRest(
                    link + " lost data that the module had received: the consumer's queue was full until the module"
                            + " fell asleep");
        }
    }

    private void rest(String reason) {
        endReason = reason;
        record.closed(CloseReason.UNKNOWN, reason);
        begin(Phase.CLOSED);
        incoming.stop();
        standing.numberless();
        outgoing.modemGone(reason);
    }

    /** Ends it without a command, as its number is another's. */
    public void giveWay() {
        boolean wasOpenNow = open();
        boolean complete = draining() && !incoming.unread();
        String why = draining() ? closeReason.words() : "the module gave its link number to a client";
        if (draining() && !complete) {
            why += ", and the module gave its link number to a client before all received data was read";
        }
        if (wasOpenNow || phase == Phase.OPENING) {
            listener.get().failed(link + " has lost link " + number() + ": " + why, complete);
            endReason = why;
        }
        if (wasOpenNow && !complete) {
            link.tell(new Sim7028Exception(link + " was lost: " + why).logged());
        }
        record.closed(draining() ? closeReason : CloseReason.UNKNOWN, why);
        begin(Phase.CLOSED);
        incoming.stop();
        standing.numberless();
        if (pending != null && context.commands() != null) {
            context.commands().withdraw(pending, why);
        }
        outgoing.modemGone(why);
        outgoing.giveUp(why);
    }
}
