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
import io.github.sim7028.at.AtCommand;
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.AtTimeoutException;
import io.github.sim7028.at.CipOpen;
import io.github.sim7028.at.CloseReason;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.IpError;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.OpenLinks;
import io.github.sim7028.at.SocketError;
import io.github.sim7028.at.StreamOpen;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that this side makes: opened when somebody needs it, opened again after a loss, closed when nobody does.
 */
final class Link extends Connection implements LinkNumbers.Holder, Attachment.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

    private static final String ROUTE_STOPPED = "its route was stopped";

    private static final int FIRST_DYNAMIC_PORT = 49152;

    /** Given back, but the link is not closed yet. */
    private final List<Attachment> leaving = new ArrayList<>();

    private volatile int localPort;
    private volatile int leases;
    private volatile int receivers;
    private int failures;
    private volatile Throwable trouble;
    private Loop.Timer retry;
    private Loop.Timer idle = () -> {};

    Link(LinkSpec key, LinkTable table) {
        super(key, table);
        localPort = choosesPort() ? anyPort() : key.localPort();
    }

    /** Whether nobody cares from which local port it goes, but the module has to be told one (3.3.1). */
    private boolean choosesPort() {
        return key().protocol() == Protocol.UDP && key().localPort() == 0;
    }

    private static int anyPort() {
        return ThreadLocalRandom.current().nextInt(FIRST_DYNAMIC_PORT, 65536);
    }

    // ---- leases, from any thread; the table's booking lock is held while they are counted

    Attachment lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028ConfigurationException {
        if (receiver != null && receivers > 0 && spec.protocol() == Protocol.TCP) {
            throw new Sim7028ConfigurationException("two consumers want " + spec + " of modem '" + modem()
                    + "': the bytes of one TCP connection can only go to one of them; give one of them another link, or"
                    + " route from one consumer to both places");
        }
        Attachment attachment = new Attachment(this, spec, receiver);
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
                failures++;
                pauseBeforeRetry();
                close(reason);
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
            resolve(attachment);
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

    private void ensureOpen() {
        boolean needed = attachments().stream().anyMatch(Attachment::receives)
                || !outgoing().isEmpty();
        if (phase() == Phase.CLOSED && retry == null && table().dialogue() != null && needed) {
            enter(Phase.WAITING);
            table().numbers().request(this);
        }
    }

    @Override
    public int wantedNumber() {
        return key().number();
    }

    @Override
    public void granted(int granted) {
        number(granted);
        int mine = begin(Phase.OPENING);
        long limit = table().profile().transfer().connectTimeout().toMillis() + BringUp.GRACE_MILLIS;
        table().dialogue().execute(opening(granted), limit).whenComplete((v, failure) -> {
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

    private AtCommand<Void> opening(int granted) {
        LinkSpec to = key();
        if (table().transparent()) {
            return to.protocol() == Protocol.TCP
                    ? StreamOpen.tcp(to.host(), to.port(), to.localPort())
                    : StreamOpen.udp(to.host(), to.port(), localPort);
        }
        return to.protocol() == Protocol.TCP
                ? CipOpen.tcp(granted, to.host(), to.port(), to.localPort()).whenTaken(early()::clear)
                : CipOpen.udp(granted, localPort);
    }

    /** A client was accepted on the number this link was just being opened with: it takes another one. */
    void numberTaken() {
        LOG.info("Modem '{}': {} gives way to a client accepted on link {}", modem(), this, number());
        begin(Phase.CLOSED);
        number(-1);
        ensureOpen();
    }

    /** An earlier result on this number never came. This one may be it: the module is asked where the link leads. */
    private void verifyOpen(int mine) {
        table().dialogue().execute(new OpenLinks()).whenComplete((open, failure) -> {
            if (mine != generation()) {
                return;
            }
            OpenLinks.Peer peer = failure == null ? open.get(number()) : null;
            if (peer != null && isMine(peer)) {
                opened();
            } else {
                openFailed(failure != null ? failure : new Sim7028Exception("the module says that it is not open"));
            }
        });
    }

    private boolean isMine(OpenLinks.Peer peer) {
        boolean type = peer.type().equals(key().protocol().name());
        if (key().protocol() == Protocol.UDP) {
            return type;
        }
        InetAddress wanted = NumericHost.of(key().host());
        InetAddress actual = NumericHost.of(peer.host());
        boolean host = wanted == null || actual == null || wanted.equals(actual);
        return type && host && peer.port() == key().port() && peer.server() < 0;
    }

    private void opened() {
        nowOpen();
        table().ladder().opened(key());
        failures = 0;
        trouble = null;
        attachments().forEach(attachment -> attachment.opened(number()));
        attachments().forEach(this::resolve);
        if (attachments().isEmpty()) {
            leave();
            return;
        }
        startTraffic();
    }

    private void openFailed(Throwable failure) {
        if (failure instanceof AtAbortedException || Ladder.isNetworkClosed(errorOf(failure))) {
            // the modem or its network went away: modemDown says so
            return;
        }
        table().ladder().openFailed(key(), failure);
        if (++failures == 1) {
            LOG.warn("Modem '{}': {} could not be opened: {}", modem(), this, failure.getMessage());
        }
        Sim7028CommandException reason = new Sim7028CommandException(
                this + " could not be opened: " + failure.getMessage(), "AT+CIPOPEN", errorOf(failure), failure);
        trouble = reason;
        table().board().counters().trouble(reason.getMessage());
        if (failure instanceof AtTimeoutException) {
            doubt();
        }
        tell(reason);
        if (SocketError.WRONG_PARAMETER.is(lastError()) || IpError.INVALID_PARAMETER.is(lastError())) {
            outgoing().failWaiting(null, reason.getMessage(), lastError(), false, reason);
        }
        if (SocketError.FAILED_TO_BIND_SOCKET.is(lastError()) && choosesPort()) {
            localPort = anyPort();
        }
        pauseBeforeRetry();
        close("it could not be opened");
    }

    @Override
    public void refused(String reason) {
        enter(Phase.CLOSED);
        failures++;
        Sim7028NoLinkException none = new Sim7028NoLinkException(this + ": " + reason + " (modem '" + modem() + "')");
        trouble = none;
        outgoing().failWaiting(null, none.getMessage(), null, true, none);
        tell(none);
        pauseBeforeRetry();
        finishLeaving();
    }

    private void pauseBeforeRetry() {
        if (retry != null) {
            retry.cancel();
        }
        long pause = table().profile().recovery().delayBefore(failures).toMillis();
        retry = table().loop().after(pause, () -> {
            retry = null;
            ensureOpen();
        });
    }

    /** Asks for the address of a peer named by name, so that its datagrams are known by their sender. */
    private void resolve(Attachment attachment) {
        String name = attachment.nameToResolve();
        if (name != null && !table().transparent()) {
            table().dialogue().execute(Commands.resolve(name)).whenComplete((address, failure) -> {
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

    @Override
    void broken(String reason) {
        if (open()) {
            trouble = new Sim7028Exception(this + " was given up: " + reason);
        }
        super.broken(reason);
    }

    @Override
    void ended(CloseReason reason) {
        failures++;
        pauseBeforeRetry();
    }

    @Override
    void closed() {
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
        failures = 0;
        cancelTimers();
        ensureOpen();
    }

    void modemDown(String reason) {
        cancelTimers();
        cutOff(reason);
        finishLeaving();
    }

    private void cancelTimers() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        idle.cancel();
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
        String why = trouble == null ? "" : trouble.getMessage();
        return new LinkView(key(), number(), localPort, open(), wanted, why);
    }

    @Override
    LinkSnapshot snapshot() {
        Throwable why = trouble;
        return snapshot(leases, receivers, why == null ? "" : why.getMessage());
    }

    @Override
    AtError lastError() {
        return trouble instanceof Sim7028CommandException failed ? failed.getError() : null;
    }

    private static AtError errorOf(Throwable failure) {
        return failure instanceof AtErrorException refused ? refused.error() : null;
    }

    @Override
    public String toString() {
        return key().protocol() == Protocol.UDP ? key().withLocalPort(localPort).toString() : key().toString();
    }
}
