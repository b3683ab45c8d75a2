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

import io.github.sim7028.at.AtDialogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The links of one modem: who shares which, which number each has, and what becomes of them as the modem comes and goes. Leases
 * are booked under a lock; everything else lives on the modem's loop.
 */
final class LinkTable {

    /** What became of messages that a modem which has been stopped will not send. */
    static final String STOPPED = "the modem was stopped";

    private final ModemProfile profile;
    private final ModemRuntime runtime;
    private final ModemLoop loop;
    private final StatusBoard board;
    private final ReentrantLock booking = new ReentrantLock();
    private final Map<LinkSpec, Link> links = new HashMap<>();
    private final Map<Integer, Server> servers = new HashMap<>();
    private final LinkNumbers numbers;
    private Session session;
    private boolean stopped;
    private boolean stopping;
    private final ReceiveSwitch receiving;
    private final Ladder ladder;
    private final LinkDispatch dispatch;
    private final LinkAudit audit = new LinkAudit(this);
    private final LinkHistories histories;
    private final Doubts doubts;
    private final Fetches fetches;

    LinkTable(ModemProfile profile, ModemRuntime runtime, ModemLoop loop, StatusBoard board) {
        this.profile = profile;
        this.runtime = runtime;
        this.loop = loop;
        this.board = board;
        doubts = new Doubts(loop);
        fetches = new Fetches(runtime, loop);
        numbers = new LinkNumbers(loop, profile.recovery().linkAcquireTimeout(), audit::suspect);
        histories = new LinkHistories(profile.name(), loop, profile.recovery());
        dispatch = new LinkDispatch(this, loop);
        receiving = new ReceiveSwitch(profile, loop, this::buffered, this::receiveModeChanged);
        ladder = new Ladder(profile.name(), loop, profile.recovery(), this::dialogue);
    }

    // ---- leases, from any thread

    LinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        booking.lock();
        try {
            LinkSpec key = transparent() ? StreamRules.key(spec, name()) : spec.linkKey();
            Link link = links.get(key);
            if (link == null) {
                requireOnlyStream(key);
                requireNumberFree(key);
                link = new Link(key, this);
                links.put(key, link);
            }
            return link.lease(spec, receiver);
        } finally {
            booking.unlock();
        }
    }

    ServerLease lease(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        String impossible = whyNoServer(spec);
        if (impossible != null) {
            throw new Sim7028ConfigurationException(impossible);
        }
        booking.lock();
        try {
            for (Server other : servers.values()) {
                if (other.spec().port() == spec.port() && other.spec().index() != spec.index()) {
                    throw new Sim7028ConfigurationException("modem '" + profile.name() + "' already has " + other.spec()
                            + ", the same port cannot also be server " + spec.index());
                }
            }
            if (transparent()) {
                StreamRules.requireServes(spec, name());
                if (!servers.containsKey(spec.index())) {
                    requireOnlyStream(spec);
                }
            }
            return servers.computeIfAbsent(spec.index(), index -> new Server(spec, this))
                    .lease(spec, acceptor);
        } finally {
            booking.unlock();
        }
    }

    /** Why the module cannot have such a server, null when it can or has not been asked yet. */
    String whyNoServer(ServerSpec spec) {
        ModemFacts facts = board.facts();
        if (facts == null || spec.index() < facts.servers()) {
            return null;
        }
        return "serverIndex: " + spec.index() + " is more than modem '" + profile.name() + "' has for " + spec
                + "; allowed are 0 to " + (facts.servers() - 1);
    }

    /** Takes a server out of the book when its last lease has gone and no new one has come meanwhile. */
    void forget(Server server) {
        book(() -> {
            if (!server.leased() && server.clients().isEmpty()) {
                servers.remove(server.spec().index(), server);
            }
        });
    }

    private void requireOnlyStream(Object wanted) throws Sim7028ConfigurationException {
        if (transparent()) {
            List<Object> users = new ArrayList<>();
            links.values().stream().filter(Link::leased).map(Link::key).forEach(users::add);
            servers.values().stream().filter(Server::leased).map(Server::spec).forEach(users::add);
            StreamRules.requireAlone(wanted, users, name());
        }
    }

    private void requireNumberFree(LinkSpec spec) throws Sim7028NoLinkException {
        ModemFacts facts = board.facts();
        if (facts != null && spec.number() >= facts.links()) {
            throw new Sim7028NoLinkException("link " + spec.number() + ": modem '" + profile.name()
                    + "' has only links 0" + " to " + (facts.links() - 1));
        }
        for (Link other : links.values()) {
            boolean taken = other.leased() && other.key().number() == spec.number();
            if (taken && spec.number() != LinkSpec.ANY_NUMBER) {
                throw new Sim7028NoLinkException("link " + spec.number() + " of modem '" + profile.name()
                        + "' is already used for " + other.key() + ", it cannot also be " + spec
                        + ": choose another link or none");
            }
        }
    }

    /** Changes the count of a link's leases. */
    void book(Runnable change) {
        booking.lock();
        try {
            change.run();
        } finally {
            booking.unlock();
        }
    }

    /** Takes a link out of the book when its last lease has gone and no new one has come meanwhile. */
    void forget(Link link) {
        book(() -> {
            if (!link.leased()) {
                links.remove(link.key(), link);
            }
        });
    }

    private List<Link> links() {
        booking.lock();
        try {
            return new ArrayList<>(links.values());
        } finally {
            booking.unlock();
        }
    }

    List<Server> servers() {
        booking.lock();
        try {
            return new ArrayList<>(servers.values());
        } finally {
            booking.unlock();
        }
    }

    /** Every connection there is, dialled or accepted. */
    List<Connection> all() {
        List<Connection> all = new ArrayList<>(links());
        servers().forEach(server -> all.addAll(server.clients()));
        return all;
    }

    /** What is known of each link; on the loop. */
    List<LinkView> views() {
        return all().stream().map(Connection::view).toList();
    }

    /** How each link stands, to be looked at from anywhere. */
    List<LinkSnapshot> snapshots() {
        return all().stream().map(Connection::snapshot).toList();
    }

    /** What is known of each server that somebody wants; on the loop. */
    List<ServerView> serverViews() {
        return servers().stream().filter(Server::leased).map(Server::view).toList();
    }

    // ---- what links need

    ModemProfile profile() {
        return profile;
    }

    ModemRuntime runtime() {
        return runtime;
    }

    ModemLoop loop() {
        return loop;
    }

    /** Whether the line is the one link's own stream (1.3). */
    boolean transparent() {
        return profile.transfer().transparent();
    }

    String name() {
        return profile.name();
    }

    LinkNumbers numbers() {
        return numbers;
    }

    /** Sees to it that a number the module may have open is closed before it is used; whoever had it finds another. */
    void reclaim(int number) {
        StrayNumber stray = new StrayNumber(this, number);
        numbers.occupy(number, stray);
        stray.settle();
    }

    /** The same for one that its holder could not close, and has left. */
    void reclaim(int number, Connection from) {
        StrayNumber stray = new StrayNumber(this, number);
        numbers.pass(number, from, stray);
        stray.settle();
    }

    /** Compares what is known of the links with what the module says. */
    LinkAudit audit() {
        return audit;
    }

    /** The pauses and log lines of links and servers. */
    LinkHistories histories() {
        return histories;
    }

    /** The server with this index that somebody wanted; null when there is none. */
    Server server(int index) {
        booking.lock();
        try {
            return servers.get(index);
        } finally {
            booking.unlock();
        }
    }

    ModemStatus status() {
        return board.current();
    }

    StatusBoard board() {
        return board;
    }

    /** Hears what gets through and what does not. */
    Ladder ladder() {
        return ladder;
    }

    /** Hears what the module says of links. */
    LinkDispatch dispatch() {
        return dispatch;
    }

    /** Results that never came and may still come. */
    Doubts doubts() {
        return doubts;
    }

    /** Where bodies of messages are read. */
    Fetches fetches() {
        return fetches;
    }

    /** The dialogue while the modem is ready, otherwise null. */
    AtDialogue dialogue() {
        return session == null ? null : session.dialogue();
    }

    ReceiveSwitch receiving() {
        return receiving;
    }

    // ---- the modem's life

    void up(Session ready, ModemFacts facts, boolean bufferedNow) {
        session = ready;
        receiving.up(ready, bufferedNow);
        numbers.open(transparent() ? 1 : facts.links());
        adjustReceiveMode();
        List<Link> waiting = links();
        // those with a number of their own first, so that nobody else is given it
        waiting.sort(Comparator.comparing(link -> link.key().number() == LinkSpec.ANY_NUMBER));
        waiting.forEach(Link::modemUp);
        servers().forEach(Server::modemUp);
    }

    void down(String reason) {
        session = null;
        receiving.down();
        links().forEach(link -> link.modemDown(reason));
        servers().forEach(server -> server.modemDown(reason));
        numbers.close();
        ladder.forget();
    }

    /** Like {@link #down}, for good: no message waits for the modem any more. */
    void stop(String reason) {
        stopped = true;
        down(reason);
        links().forEach(Link::modemStopped);
    }

    boolean stopped() {
        return stopped;
    }

    /** Everybody who sends will soon be gone: messages wait for no modem and no connection any more. */
    void stopping() {
        stopping = true;
        all().forEach(connection -> connection.outgoing().stopping());
    }

    boolean isStopping() {
        return stopping;
    }

    // ---- receive mode

    /** The mode the leases of this moment ask for. */
    boolean buffered() {
        if (transparent()) {
            return false;
        }
        return switch (profile.transfer().receiveMode()) {
            case BUFFERED -> true;
            case PUSH -> false;
            case AUTO -> links().stream().noneMatch(Link::receivesDatagrams);
        };
    }

    /** Switches between push and buffered reception when the leases have come to ask for the other one. */
    void adjustReceiveMode() {
        receiving.adjust(
                links().stream().anyMatch(Link::receives) || servers().stream().anyMatch(Server::receives));
    }

    private void receiveModeChanged() {
        all().forEach(Connection::look);
        adjustReceiveMode();
    }

    // ---- back-pressure of pushed data

    /**
     * In transparent mode the line is the one link's own and holds the module back while nobody has room, except while an answer is
     * awaited, which comes behind the data. With commands it is everybody's: there each link has a bound of its own.
     */
    void adjustReading() {
        if (session != null && transparent()) {
            long backlog = all().stream().mapToLong(Connection::backlog).sum();
            session.pauseReading(backlog > 0 && session.dialogue().idle());
        }
    }
}
