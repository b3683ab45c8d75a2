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
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtBusyException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.HostAndPort;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.driver.pacing.Backoff;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.driver.send.SendContext;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.ReadFormat;
import io.github.sim7028.modem.settings.TransferSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** Receives the data of one link: pushed data as it comes, buffered data read piece by piece as long as a receiver has room. */
@OnLoop
final class LinkReader {

    /** How often a read may be refused in a row: half a minute, by the pauses between. */
    private static final int MAX_REFUSALS = 6;

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);

    /** How many of the remaining bytes of a closed link are read though no receiver has room, so that the link can be used again. */
    private static final long READ_AHEAD = 256 * 1024;

    /** How long more than that waits for room when the link is needed. */
    private static final long DRAINING_MILLIS = 30_000;

    private final ReceivingLink link;
    private final LinkContext context;
    private final SendContext traffic;
    private final ReceiveModeSwitch receiving;
    private final LinkOutcomes outcomes;
    private boolean reading;
    private boolean notified;
    /** Whether the module is known to have data that has not been read. */
    private boolean unread;
    /** Whether a connection is open. */
    private boolean open;
    /** How much the module had left after the last read. */
    private int left;
    /** Whether the end of a link that the peer closed is being waited for. */
    private boolean watching;

    private long lastUsed;

    private final Backoff refusals;
    private final LogThrottle drops;
    private Loop.Timer poll = () -> {};
    private Loop.Timer retry = () -> {};

    LinkReader(ReceivingLink link, LinkContext context) {
        this.link = link;
        this.context = context;
        traffic = context.sending();
        receiving = context.receiving();
        outcomes = context.outcomes();
        refusals = new Backoff(traffic.loop(), FIRST_RETRY, Backoff.LONGEST_OF_LINK, 2);
        drops = new LogThrottle(traffic.loop()::now);
    }

    void opened() {
        reading = false;
        unread = false;
        left = 0;
        open = true;
        refusals.succeeded();
        armPoll();
        look();
        letAsk();
    }

    /** Data is received now, or can be from now on. */
    void used() {
        lastUsed = traffic.loop().now();
    }

    /** When data was last received, on the loop's clock. */
    long lastUsed() {
        return lastUsed;
    }

    /** A question may have waited until all was read. */
    void letAsk() {
        if (heardOut()) {
            link.heardAll();
        }
    }

    void stop() {
        poll.cancel();
        retry.cancel();
        reading = false;
        open = false;
    }

    /** Whether no data of the peer is known to wait in the module. */
    boolean heardOut() {
        return open && !reading && !(mayRead() && (unread || notified));
    }

    /** {@code +CIPRXGET: 1,<link_num>}. */
    void announced() {
        unread = true;
        dataWaiting();
    }

    boolean unread() {
        return unread;
    }

    /** There may be something to read. */
    void dataWaiting() {
        notified = true;
        look();
        watchDraining();
    }

    /** Reads buffered data when the modem is in that mode and there is room for it. */
    void look() {
        CommandChannel commands = traffic.commands();
        if (reading || !link.open() || commands == null || !mayRead() || !hasRoom()) {
            return;
        }
        reading = true;
        notified = false;
        unread = false;
        int generation = link.generation();
        commands.execute(read(generation)).whenComplete((rest, failure) -> {
            if (generation == link.generation()) {
                reading = false;
                if (failure == null) {
                    readOn(rest);
                } else {
                    failed(failure);
                }
                letAsk();
            }
        });
    }

    /**
     * A link the peer has closed is read to its end in either mode: of what the module still held when the mode was changed
     * as there is no other sign that all data has come.
     */
    private boolean mayRead() {
        return receiving.readsBuffered() || link.draining() && !receiving.changing();
    }

    private CipRxGet read(int generation) {
        TransferSettings transfer = traffic.transfer();
        int number = link.number();
        Consumer<byte[]> data = bytes -> {
            if (generation == link.generation()) {
                received(bytes, link.key().host(), link.key().port());
            } else {
                context.readFor(number, bytes);
            }
        };
        return transfer.readFormat() == ReadFormat.HEX
                ? CipRxGet.hex(number, transfer.readLength(), data)
                : CipRxGet.raw(number, transfer.readLength(), data);
    }

    private void readOn(int rest) {
        refusals.succeeded();
        left = Math.max(0, rest);
        unread |= rest > 0;
        if (rest > 0 || notified) {
            look();
        } else if (link.draining()) {
            link.drained();
        }
        watchDraining();
    }

    private void failed(Throwable failure) {
        AtError error = AtErrorException.errorOf(failure);
        if (error != null && error.kind() == AtError.Kind.CME) {
            readNothing(failure);
        } else if (failure instanceof AtErrorException || failure instanceof AtBusyException) {
            refused(failure);
        } else if (!(failure instanceof AtAbortedException)) {
            link.damaged("reading failed, received bytes may be lost: " + failure.getMessage());
        }
    }

    /** Some firmware has a {@code +CME ERROR} for a read of nothing: the module is asked how much waits. */
    private void readNothing(Throwable failure) {
        CommandChannel commands = traffic.commands();
        if (commands == null) {
            return;
        }
        reading = true;
        int generation = link.generation();
        commands.execute(StandardCommands.waiting(link.number())).whenComplete((waiting, unanswered) -> {
            if (generation != link.generation()) {
                return;
            }
            reading = false;
            boolean refused = AtErrorException.errorOf(unanswered) != null;
            // at the end of a link a second look is worth its time, as there is no third
            if (unanswered == null ? waiting == 0 : refused && !link.draining()) {
                readOn(CipRxGet.NO_DATA);
            } else if (unanswered == null || refused) {
                refused(failure);
            } else {
                failed(unanswered);
            }
            letAsk();
        });
    }

    /** Nothing was read, so nothing is lost yet: it is tried some more times. */
    private void refused(Throwable failure) {
        long pause = refusals.failed().toMillis();
        LOG.debug("Modem '{}': reading {} was refused: {}", context.name(), link, failure.getMessage());
        if (refusals.failures() < MAX_REFUSALS) {
            int generation = link.generation();
            unread = true;
            retry = traffic.loop().after(pause, () -> {
                if (generation == link.generation()) {
                    look();
                }
            });
        } else if (link.draining()) {
            giveUpRest("the module refused to read the data: " + failure.getMessage());
        } else {
            refusals.succeeded();
            link.damaged("the module refuses reads again and again: " + failure.getMessage());
        }
    }

    /** The peer has closed the link, and the rest of its data will not be read. */
    private void giveUpRest(String why) {
        String much = left > 0 ? "at least " + left + " bytes" : "the last bytes";
        link.lostRest(link + " lost " + much + " that the peer sent before it closed the connection: " + why);
        link.drained();
    }

    /** What a peer left behind waits for a consumer without room, but not for ever when others need the link. */
    private void watchDraining() {
        if (!link.draining() || hasRoom() || watching) {
            return;
        }
        watching = true;
        int generation = link.generation();
        traffic.loop().after(DRAINING_MILLIS, () -> {
            watching = false;
            if (generation != link.generation() || !link.draining() || hasRoom()) {
                return;
            }
            if (link.sending() || context.numbers().contended()) {
                giveUpRest("the consumer's queue was full, and the link was needed");
            } else {
                watchDraining();
            }
        });
    }

    /** The sockets of a stream go to one receiver; of datagrams one receiver without room does not hold up the others. */
    private boolean hasRoom() {
        boolean readsAhead = link.draining() && link.backlog() < READ_AHEAD;
        boolean full = false;
        for (SharedLinkLease attachment : link.attachments()) {
            if (attachment.receives() && attachment.hasRoom()) {
                return true;
            }
            full |= attachment.receives();
        }
        return readsAhead || !full;
    }

    /** Delivers data to the receiving leases; without one the data is dropped, so that the peer is not held up. */
    void received(byte[] data, String host, int port) {
        if (outcomes.awaitsDelivery()) {
            outcomes.delivered();
        }
        used();
        traffic.counters().received(data.length);
        Inbound inbound =
                new Inbound(data, link.number(), host, port, link.localPort(), Instant.now(), link.connection());
        boolean taken = false;
        for (SharedLinkLease attachment : link.attachments()) {
            if (attachment.takes(host, port)) {
                taken = true;
                offer(attachment, inbound);
            }
        }
        if (!taken) {
            drop(data, host, port, "no consumer receives from this sender", Level.INFO);
            return;
        }
        if (link.key().protocol() == Protocol.TCP && link.backlog() > SharedLinkLease.MAX_STREAM_BACKLOG) {
            if (link.backlog() > 2 * SharedLinkLease.MAX_STREAM_BACKLOG) {
                // answers were awaited all the time, so the line could not rest
                ReadingPause.giveUp(link);
            } else {
                context.catchUp();
            }
        }
    }

    private void offer(SharedLinkLease attachment, Inbound inbound) {
        if (!attachment.offer(inbound)) {
            drop(
                    inbound.data(),
                    inbound.remoteHost(),
                    inbound.remotePort(),
                    "the consumer's queue is full",
                    Level.WARN);
        }
    }

    private void drop(byte[] data, String host, int port, String why, Level level) {
        drops.log(
                LOG,
                level,
                "Modem '{}': {}{} on link {} dropped, {}",
                context.name(),
                Counted.of(data.length, "byte"),
                host == null ? "" : " from " + HostAndPort.shown(host, port),
                link.number(),
                why);
    }

    /** Now and then it looks by itself: a notification can be lost. */
    private void armPoll() {
        poll.cancel();
        long interval = traffic.transfer().pollInterval().toMillis();
        if (interval > 0) {
            poll = traffic.loop().after(interval, () -> {
                if (link.open()) {
                    look();
                    if (traffic.loop().now() - link.lastUsed() >= interval) {
                        // that the link was closed can be lost, too: a receiver would wait for ever
                        context.audit();
                    }
                    armPoll();
                }
            });
        }
    }
}
