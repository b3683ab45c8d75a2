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
package io.github.sim7028.modem.driver.routing;

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.DialedLink;
import io.github.sim7028.modem.driver.link.Link;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.LinkHistories;
import io.github.sim7028.modem.driver.link.LinkHistory;
import io.github.sim7028.modem.driver.link.LinkNumberPool;
import io.github.sim7028.modem.driver.link.LinkOutcomes;
import io.github.sim7028.modem.driver.link.ReadingPause;
import io.github.sim7028.modem.driver.link.ReceiveModeSwitch;
import io.github.sim7028.modem.driver.link.StrayNumber;
import io.github.sim7028.modem.driver.send.OwedResults;
import io.github.sim7028.modem.driver.send.SendContext;
import io.github.sim7028.modem.driver.server.TcpServer;
import io.github.sim7028.modem.driver.session.LineSession;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import io.github.sim7028.modem.driver.status.ModemCounters;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.driver.status.ReceiveModes;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.LinkSnapshot;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.report.ServerView;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.RecoverySettings;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The links of one modem, as the modem sees them: what becomes of them as it comes and goes, and what they need of it. Leases come from
 * any thread.
 */
@OnLoop
public final class LinkManager implements LinkContext {

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final Loop loop;
    private final StatusBoard board;
    private final LinkBook book = new LinkBook(this);
    private final LinkNumberPool numbers;
    private final ReceiveModeSwitch receiving;
    private final ReadingPause reading;
    private final LinkAudit audit;
    private final LinkDispatcher dispatch;
    private final LinkHistories histories;
    private final SendContext sending;
    private final TransferSettings transfer;
    private LinkOutcomes outcomes;
    /** Those that the firmware can be used in, as far as it is known. */
    private ReceiveModes modes = ReceiveModes.BOTH;

    public LinkManager(ModemProfile profile, ModemRuntime runtime, Loop loop, StatusBoard board) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.board = board;
        transfer = profile.power().sleeps() ? profile.transfer().withoutPolling() : profile.transfer();
        sending = new SendContext(transfer, loop, runtime, board);
        reading = new ReadingPause(loop, book::all, transparent());
        audit = new LinkAudit(this, book, this::clientCame);
        dispatch = new LinkDispatcher(this, book, audit::suspect);
        numbers = new LinkNumberPool(loop, profile.recovery().linkAcquireTimeout(), audit::suspect);
        histories = new LinkHistories(profile.name(), loop, profile.recovery());
        receiving = new ReceiveModeSwitch(profile, loop, this::buffered, this::receiveModeChanged);
    }

    /** @param listener is called with successes and failures of links; set before the modem comes up */
    public void outcomes(LinkOutcomes listener) {
        outcomes = listener;
    }

    // ---- leases, from any thread

    @AnyThread
    public LinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        return book.lease(spec, receiver);
    }

    @AnyThread
    public ServerLease lease(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        return book.lease(spec, acceptor);
    }

    /** The state of each link; may be read by any thread. */
    @AnyThread
    public List<LinkSnapshot> snapshots() {
        return book.all().stream().map(Link::snapshot).toList();
    }

    /** The state of each leased server. */
    public List<ServerView> serverViews() {
        return book.servers().stream()
                .filter(TcpServer::leased)
                .map(TcpServer::view)
                .toList();
    }

    /** Receives the module's reports about links. */
    public LinkDispatcher dispatch() {
        return dispatch;
    }

    // ---- what links need

    @Override
    public String name() {
        return profile.name();
    }

    @Override
    public SendContext sending() {
        return sending;
    }

    @Override
    public TransferSettings transfer() {
        return transfer;
    }

    @Override
    public RecoverySettings recovery() {
        return profile.recovery();
    }

    @Override
    public boolean transparent() {
        return profile.transfer().transparent();
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public ModemRuntime runtime() {
        return runtime;
    }

    @Override
    public CommandChannel commands() {
        return sending.commands();
    }

    @Override
    public StatusBoard board() {
        return board;
    }

    @Override
    public ModemStatus status() {
        return board.current();
    }

    @Override
    public ModemCounters counters() {
        return sending.counters();
    }

    @Override
    public OwedResults doubts() {
        return sending.doubts();
    }

    @Override
    public LinkNumberPool numbers() {
        return numbers;
    }

    @Override
    public ReceiveModeSwitch receiving() {
        return receiving;
    }

    @Override
    public LinkHistory history(Object spec) {
        return histories.of(spec);
    }

    @Override
    public LinkOutcomes outcomes() {
        return outcomes;
    }

    @Override
    @AnyThread
    public void book(Runnable change) {
        book.book(change);
    }

    @Override
    public void reclaim(int number) {
        StrayNumber stray = new StrayNumber(this, number);
        numbers.occupy(number, stray);
        stray.settle();
    }

    @Override
    public void reclaim(int number, LinkNumberPool.Holder from) {
        StrayNumber stray = new StrayNumber(this, number);
        numbers.pass(number, from, stray);
        stray.settle();
    }

    @Override
    public void readFor(int number, byte[] data) {
        dispatch.readFor(number, data);
    }

    @Override
    public void audit() {
        audit.ask();
    }

    private void clientCame(Urc.ClientAccepted client) {
        dispatch.clientCame(client);
    }

    // ---- the modem's life

    public void up(LineSession ready, ModuleFacts facts) {
        loop.requireHere();
        sending.up(ready.dialogue());
        modes = facts.receiveModes();
        receiving.up(ready, facts.buffered());
        reading.up(ready);
        numbers.open(transparent() ? 1 : facts.links());
        adjustReceiveMode();
        List<DialedLink> waiting = new ArrayList<>(book.links());
        // links with a fixed number first, so that no other link gets this number
        waiting.sort(Comparator.comparing(link -> link.key().number() == LinkSpec.ANY_NUMBER));
        waiting.forEach(DialedLink::modemUp);
        book.servers().forEach(TcpServer::modemUp);
    }

    public void down(String reason) {
        end(link -> link.modemDown(reason), reason);
    }

    /** Like {@link #down}, which is no loss: the module sleeps. */
    public void asleep(String reason) {
        end(link -> link.modemAsleep(reason), reason);
    }

    private void end(Consumer<DialedLink> ending, String reason) {
        loop.requireHere();
        sending.down();
        receiving.down();
        reading.down();
        book.links().forEach(ending);
        book.servers().forEach(server -> server.modemDown(reason));
        numbers.close();
        outcomes.forget();
    }

    /** Whether messages wait or are under way. */
    public boolean busy() {
        return book.all().stream().anyMatch(Link::sending);
    }

    /** @param listener runs on the loop when a message comes while the modem is not ready */
    public void whenWanted(Runnable listener) {
        sending.whenWanted(listener);
    }

    /** Like {@link #down}, for good: no message waits for the modem any more. */
    public void stop(String reason) {
        sending.stopped();
        down(reason);
        book.links().forEach(link -> {
            link.outgoing().failWaiting(DialedLink.MODEM_STOPPED, null, true, null);
            link.stopping();
        });
    }

    /** The producers are being stopped: messages no longer wait for a modem or a connection. */
    public void stopping() {
        loop.requireHere();
        sending.stopping();
        book.all().forEach(Link::stopping);
    }

    // ---- receive mode

    private boolean buffered() {
        return modes.buffered(buffersByChoice());
    }

    /** The mode the leases of this moment ask for, whether the firmware has it or not. */
    public boolean buffersByChoice() {
        if (transparent()) {
            return false;
        }
        return switch (profile.transfer().receiveMode()) {
            case BUFFERED -> true;
            case PUSH -> false;
            case AUTO ->
                book.links().stream().noneMatch(link -> link.key().protocol() == Protocol.UDP && link.receives());
        };
    }

    /** Switches between push and buffered reception when the leases have come to ask for the other one. */
    @Override
    public void adjustReceiveMode() {
        receiving.adjust(book.links().stream().anyMatch(DialedLink::receives)
                || book.servers().stream().anyMatch(TcpServer::receives));
    }

    private void receiveModeChanged() {
        book.all().forEach(Link::look);
        adjustReceiveMode();
    }

    // ---- back-pressure of pushed data

    @Override
    public void catchUp() {
        reading.catchUp();
    }

    @Override
    public void adjustReading() {
        reading.adjust();
    }
}
