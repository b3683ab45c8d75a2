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

import io.github.sim7028.at.AtAbortedException;
import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.AtTimeoutException;
import io.github.sim7028.at.CipClose;
import io.github.sim7028.at.CipOpen;
import io.github.sim7028.at.CloseReason;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.IpError;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.OpenLinks;
import io.github.sim7028.at.SocketError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through the modem: opened when somebody needs it, opened again after a loss, closed when nobody does.
 * Each opening is a generation: what belongs to an earlier one has no effect. Lives on the modem's loop.
 */
final class Link implements LinkNumbers.Holder {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    /** How long a result of AT+CIPCLOSE is awaited before the number is used again. */
    private static final long CLOSE_MILLIS = 10_000;

    private static final int FIRST_DYNAMIC_PORT = 49152;

    private enum Phase {
        CLOSED,
        /** Waits for a link number. */
        WAITING,
        OPENING,
        OPEN,
        /** Closed by the peer; what it sent before is still in the module. */
        DRAINING,
        CLOSING
    }

    private final LinkSpec key;
    private final LinkTable table;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final List<Attachment> attachments = new ArrayList<>();
    /** Given back, but the link is not closed yet. */
    private final List<Attachment> leaving = new ArrayList<>();

    private final int localPort;
    private volatile int leases;
    private volatile int receivers;
    private Phase phase = Phase.CLOSED;
    private int generation;
    private int number = -1;
    private CloseReason closeReason = CloseReason.UNKNOWN;
    private int failures;
    private long lastUsed;
    private Throwable trouble;
    private Loop.Timer retry;
    private Loop.Timer idle = () -> {};

    Link(LinkSpec key, LinkTable table) {
        this.key = key;
        this.table = table;
        outgoing = new Outgoing(this, table);
        incoming = new Incoming(this, table);
        localPort = key.protocol() == Protocol.UDP && key.localPort() == 0
                ? ThreadLocalRandom.current().nextInt(FIRST_DYNAMIC_PORT, 65536)
                : key.localPort();
    }

    // ---- leases, from any thread; the table's booking lock is held while they are counted

    Attachment lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028ConfigurationException {
        if (receiver != null && receivers > 0 && spec.protocol() == Protocol.TCP) {
            throw new Sim7028ConfigurationException("two consumers want " + spec + " of modem '"
                    + table.profile().name() + "': the bytes of one TCP connection can only go to one of them; give one"
                    + " of them another link, or route from one consumer to both places");
        }
        Attachment attachment = new Attachment(this, spec, receiver);
        leases++;
        receivers += attachment.receives() ? 1 : 0;
        table.loop().execute(() -> attach(attachment));
        return attachment;
    }

    void release(Attachment attachment) {
        table.book(() -> {
            leases--;
            receivers -= attachment.receives() ? 1 : 0;
        });
        table.loop().execute(() -> detach(attachment));
    }

    boolean leased() {
        return leases > 0;
    }

    /** Whether somebody wants what comes in; may be asked from any thread. */
    boolean receives() {
        return receivers > 0;
    }

    boolean receivesDatagrams() {
        return key.protocol() == Protocol.UDP && receivers > 0;
    }

    CompletableFuture<Receipt> send(Attachment owner, Outbound outbound) {
        CompletableFuture<Receipt> future = new CompletableFuture<>();
        Message message = new Message(owner, outbound, future);
        table.loop().execute(() -> enqueue(message));
        return future;
    }

    void resume(Attachment attachment) {
        table.loop().execute(() -> {
            attachment.drainBacklog();
            table.adjustReading();
            look();
        });
    }

    // ---- leases, on the loop

    private void attach(Attachment attachment) {
        attachments.add(attachment);
        if (phase == Phase.OPEN) {
            attachment.opened(number);
            resolve(attachment);
        }
        table.adjustReceiveMode();
        ensureOpen();
        look();
    }

    private void detach(Attachment attachment) {
        attachments.remove(attachment);
        outgoing.failWaiting(attachment, "its route was stopped", null, true, null);
        table.adjustReceiveMode();
        table.adjustReading();
        if (!attachments.isEmpty() || phase == Phase.CLOSED) {
            finishDetach(attachment);
        } else {
            leaving.add(attachment);
            leave();
        }
    }

    private void leave() {
        if (phase == Phase.WAITING) {
            table.numbers().withdraw(this);
            closed();
        } else if (open()) {
            close("nobody needs it any more");
        }
        // an opening or closing under way ends in closed() by itself
    }

    private void finishDetach(Attachment attachment) {
        if (attachments.isEmpty()) {
            cancelTimers();
            table.forget(this);
        }
        attachment.released(table.runtime());
    }

    private void enqueue(Message message) {
        if (!attachments.contains(message.owner)) {
            message.fail("its route was stopped", null, true, null, table.runtime());
            return;
        }
        idle.cancel();
        outgoing.add(message);
        outgoing.pump();
        ensureOpen();
    }

    // ---- opening

    private void ensureOpen() {
        boolean needed = receives() || !outgoing.isEmpty();
        if (phase == Phase.CLOSED && retry == null && table.dialogue() != null && needed) {
            phase = Phase.WAITING;
            table.numbers().request(this);
        }
    }

    @Override
    public int wantedNumber() {
        return key.number();
    }

    @Override
    public void granted(int granted) {
        number = granted;
        phase = Phase.OPENING;
        int mine = ++generation;
        CipOpen command = key.protocol() == Protocol.TCP
                ? CipOpen.tcp(number, key.host(), key.port(), key.localPort())
                : CipOpen.udp(number, localPort);
        long limit = table.profile().transfer().connectTimeout().toMillis() + BringUp.GRACE_MILLIS;
        table.dialogue().execute(command, limit).whenComplete((v, failure) -> {
            if (mine != generation) {
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
        table.dialogue().execute(new OpenLinks()).whenComplete((open, failure) -> {
            if (mine != generation) {
                return;
            }
            OpenLinks.Peer peer = failure == null ? open.get(number) : null;
            if (peer != null && (key.protocol() == Protocol.UDP || peer.port() == key.port())) {
                opened();
            } else {
                openFailed(failure != null ? failure : new Sim7028Exception("the module says that it is not open"));
            }
        });
    }

    private void opened() {
        phase = Phase.OPEN;
        failures = 0;
        trouble = null;
        used();
        LOG.info("Modem '{}': link {} is open: {}", modem(), number, this);
        attachments.forEach(attachment -> attachment.opened(number));
        attachments.forEach(this::resolve);
        if (attachments.isEmpty()) {
            leave();
            return;
        }
        outgoing.opened();
        incoming.opened();
    }

    private void openFailed(Throwable failure) {
        if (failure instanceof AtAbortedException) {
            // the modem went away: modemDown says so
            return;
        }
        if (++failures == 1) {
            LOG.warn("Modem '{}': {} could not be opened: {}", modem(), this, failure.getMessage());
        }
        trouble = new Sim7028CommandException(
                this + " could not be opened: " + failure.getMessage(), "AT+CIPOPEN", errorOf(failure), failure);
        if (failure instanceof AtTimeoutException) {
            doubt();
        }
        tell((Sim7028Exception) trouble);
        if (SocketError.WRONG_PARAMETER.is(lastError()) || IpError.INVALID_PARAMETER.is(lastError())) {
            outgoing.failWaiting(null, trouble.getMessage(), lastError(), false, trouble);
        }
        pauseBeforeRetry();
        close("it could not be opened");
    }

    @Override
    public void refused(String reason) {
        phase = Phase.CLOSED;
        failures++;
        Sim7028NoLinkException none = new Sim7028NoLinkException(this + ": " + reason + " (modem '" + modem() + "')");
        trouble = none;
        outgoing.failWaiting(null, none.getMessage(), null, true, none);
        tell(none);
        pauseBeforeRetry();
        finishLeaving();
    }

    private void pauseBeforeRetry() {
        if (retry != null) {
            retry.cancel();
        }
        long pause = table.profile().recovery().delayBefore(failures).toMillis();
        retry = table.loop().after(pause, () -> {
            retry = null;
            ensureOpen();
        });
    }

    /** Asks for the address of a peer named by name, so that its datagrams are known by their sender. */
    private void resolve(Attachment attachment) {
        String name = attachment.nameToResolve();
        if (name != null) {
            table.dialogue().execute(Commands.resolve(name)).whenComplete((address, failure) -> {
                if (failure == null) {
                    attachment.resolved(address);
                } else {
                    LOG.warn(
                            "Modem '{}': the address of {} is not known, datagrams from any host at port {} are taken"
                                    + " for its own: {}",
                            modem(),
                            name,
                            attachment.spec().port(),
                            failure.getMessage());
                }
            });
        }
    }

    // ---- closing

    /** The module must not be trusted with this connection any more. */
    void broken(String reason) {
        if (open()) {
            LOG.warn("Modem '{}': {} is closed and opened again: {}", modem(), this, reason);
            trouble = new Sim7028Exception(this + " was given up: " + reason);
            tell((Sim7028Exception) trouble);
            close(reason);
        }
    }

    /** Bytes of this link are lost. A stream cannot go on without them; datagrams can. */
    void damaged(String reason) {
        if (key.protocol() == Protocol.TCP) {
            broken(reason);
        } else if (open()) {
            LOG.warn("Modem '{}': {}: {}", modem(), this, reason);
            tell(new Sim7028Exception(this + ": " + reason));
        }
    }

    /** {@code +IPCLOSE}: what came in before is read first. */
    void closedByModule(CloseReason reason) {
        if (phase != Phase.OPEN) {
            return;
        }
        closeReason = reason;
        if (table.readsBuffered() && receives() && key.protocol() == Protocol.TCP) {
            phase = Phase.DRAINING;
            incoming.dataWaiting();
        } else {
            drained();
        }
    }

    boolean draining() {
        return phase == Phase.DRAINING;
    }

    /** The module has closed it and everything has been read. */
    void drained() {
        LOG.info("Modem '{}': link {} was {}: {}", modem(), number, closeReason.words(), this);
        String reason = this + " was " + closeReason.words();
        if (closeReason != CloseReason.REMOTE) {
            tell(new Sim7028Exception(reason));
        }
        phase = Phase.CLOSING;
        int mine = ++generation;
        incoming.stop();
        outgoing.linkEnded(reason, () -> {
            if (mine == generation) {
                failures++;
                pauseBeforeRetry();
                closed();
            }
        });
    }

    private void close(String reason) {
        AtDialogue dialogue = table.dialogue();
        phase = Phase.CLOSING;
        int mine = ++generation;
        incoming.stop();
        LOG.debug("Modem '{}': closing link {}: {}", modem(), number, reason);
        outgoing.linkEnded(reason, () -> {
            if (mine == generation) {
                dialogue.execute(new CipClose(number), CLOSE_MILLIS).whenComplete((v, failure) -> {
                    if (mine == generation) {
                        if (failure != null && !(failure instanceof AtErrorException)) {
                            doubt();
                        }
                        closed();
                    }
                });
            }
        });
    }

    private void closed() {
        int freed = number;
        number = -1;
        phase = Phase.CLOSED;
        if (freed >= 0) {
            table.numbers().release(freed);
        }
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
        return phase == Phase.OPEN && !receives() && outgoing.isEmpty();
    }

    @Override
    public long lastUsed() {
        return lastUsed;
    }

    @Override
    public void evict() {
        close("it is idle and another link needs its number");
    }

    /** Everything has been sent. */
    void sendingIdle() {
        if (evictable()) {
            table.numbers().reconsider();
        }
        long limit = table.profile().recovery().linkIdleTimeout().toMillis();
        if (limit > 0 && evictable()) {
            idle.cancel();
            idle = table.loop().after(limit, () -> {
                if (evictable()) {
                    close("it has been idle for "
                            + Limits.words(table.profile().recovery().linkIdleTimeout()));
                }
            });
        }
    }

    // ---- the modem's life

    void modemUp() {
        failures = 0;
        cancelTimers();
        ensureOpen();
    }

    void modemDown(String reason) {
        boolean wasOpen = open();
        generation++;
        cancelTimers();
        incoming.stop();
        phase = Phase.CLOSED;
        number = -1;
        outgoing.streamEnded(reason);
        if (wasOpen) {
            tell(new Sim7028Exception(this + " was lost: " + reason));
        }
        finishLeaving();
    }

    private void cancelTimers() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        idle.cancel();
    }

    // ---- what the module says of it

    void dataWaiting() {
        incoming.dataWaiting();
    }

    void received(byte[] data, String host, int port) {
        boolean told = host != null;
        boolean stream = key.protocol() == Protocol.TCP;
        incoming.received(data, told || !stream ? host : key.host(), told || !stream ? port : key.port());
    }

    void look() {
        incoming.look();
    }

    // ---- asked by the parts

    LinkSpec key() {
        return key;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    int generation() {
        return generation;
    }

    int number() {
        return number;
    }

    int localPort() {
        return localPort;
    }

    boolean open() {
        return phase == Phase.OPEN || phase == Phase.DRAINING;
    }

    boolean maySend() {
        return phase == Phase.OPEN;
    }

    /** Whether pushed data of this sender can be this link's. */
    boolean leadsTo(String host, int port) {
        boolean rightPort = key.protocol() == Protocol.UDP || key.port() == port;
        return rightPort && attachments.stream().anyMatch(attachment -> attachment.takes(host, port));
    }

    long backlog() {
        return attachments.stream().mapToLong(Attachment::backlog).sum();
    }

    void used() {
        lastUsed = table.loop().now();
    }

    boolean doubtful() {
        return table.doubts().contains(number);
    }

    /** A result on this number never came and may still come. */
    void doubt() {
        table.doubts().add(number);
    }

    void trust() {
        table.doubts().remove(number);
    }

    /** Why messages wait, for those that waited too long. */
    Throwable whyWaiting() {
        ModemStatus status = table.status();
        if (status.state() != ModemState.READY) {
            return new Sim7028ModemUnavailableException(modem(), status);
        }
        return trouble != null
                ? trouble
                : new Sim7028Exception("messages before it on " + this + " are still under way");
    }

    AtError lastError() {
        return trouble instanceof Sim7028CommandException failed ? failed.getError() : null;
    }

    private static AtError errorOf(Throwable failure) {
        return failure instanceof AtErrorException refused ? refused.error() : null;
    }

    private void tell(Sim7028Exception reason) {
        attachments.forEach(attachment -> attachment.failed(reason));
    }

    private String modem() {
        return table.profile().name();
    }

    @Override
    public String toString() {
        return key.protocol() == Protocol.UDP ? key.withLocalPort(localPort).toString() : key.toString();
    }
}
