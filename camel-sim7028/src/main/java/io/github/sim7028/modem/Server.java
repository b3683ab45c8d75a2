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
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.ServerStop;
import io.github.sim7028.at.Urc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.event.Level;

/**
 * A TCP server on the module (2.1.14): listens while somebody holds a lease and the modem is ready, and serves the clients
 * it accepts. Lives on the modem's loop; leases are counted under the table's booking lock.
 */
final class Server {

    private enum Phase {
        STOPPED,
        STARTING,
        LISTENING,
        STOPPING
    }

    private final ServerSpec spec;
    private final LinkTable table;
    private final List<AcceptedLink> clients = new CopyOnWriteArrayList<>();
    private final List<Lease> leaving = new ArrayList<>();
    /** As booked by the leases. */
    private volatile ServerAcceptor acceptor;
    /** Whom the clients have been offered to. */
    private ServerAcceptor served;

    private volatile int leases;
    private Phase phase = Phase.STOPPED;
    private int generation;
    private volatile String trouble = "";
    private volatile Instant nextAttempt;
    /** Its pauses and what has been said of it; taken from the table on the loop. */
    private LinkHistory history;

    private final LogThrottle arrivals;
    private final LogThrottle departures;
    private final LogThrottle failures;
    private final LogThrottle refusals;
    private Loop.Timer retry = () -> {};

    Server(ServerSpec spec, LinkTable table) {
        this.spec = spec;
        this.table = table;
        arrivals = new LogThrottle(table.loop()::now);
        departures = new LogThrottle(table.loop()::now);
        failures = new LogThrottle(table.loop()::now);
        refusals = new LogThrottle(table.loop()::now);
    }

    ServerSpec spec() {
        return spec;
    }

    /** Its clients, to be looked at from anywhere. */
    List<AcceptedLink> clients() {
        return clients;
    }

    /** How it stands; on the loop. */
    ServerView view() {
        String why = phase == Phase.STARTING ? "it is just being started" : trouble + LinkHistory.words(nextAttempt);
        return new ServerView(
                spec, (int) clients.stream().filter(AcceptedLink::served).count(), why);
    }

    boolean receives() {
        return acceptor != null;
    }

    // ---- leases; the booking lock is held

    ServerLease lease(ServerSpec wanted, ServerAcceptor taker) throws Sim7028ConfigurationException {
        if (!wanted.equals(spec)) {
            throw new Sim7028ConfigurationException(
                    "modem '" + modem() + "' already has " + spec + " with other settings than " + wanted
                            + ": one server index serves one port, with one backlog and one set of clients");
        }
        if (taker != null && acceptor != null) {
            throw new Sim7028ConfigurationException("two consumers want " + spec + " of modem '" + modem()
                    + "': what its clients send can only go to one of them");
        }
        if (taker != null) {
            acceptor = taker;
        }
        leases++;
        table.loop().execute(() -> {
            offerClients();
            ensureListening();
        });
        return new Lease(taker);
    }

    boolean leased() {
        return leases > 0;
    }

    // ---- listening

    private void ensureListening() {
        if (phase != Phase.STOPPED || table.dialogue() == null || !leased()) {
            return;
        }
        String impossible = table.whyNoServer(spec);
        if (impossible != null) {
            startFailed(new Sim7028ConfigurationException(impossible));
            return;
        }
        retry.cancel();
        nextAttempt = null;
        long left = history().left();
        if (left > 0) {
            nextAttempt = Instant.now().plusMillis(left);
            retry = table.loop().after(left, this::ensureListening);
            return;
        }
        phase = Phase.STARTING;
        int mine = ++generation;
        table.dialogue()
                .execute(Commands.serverStart(spec.port(), spec.index(), spec.backlog()))
                .whenComplete((v, failure) -> {
                    if (mine != generation) {
                        return;
                    }
                    if (failure == null) {
                        listening();
                    } else if (!(failure instanceof AtAbortedException)) {
                        startFailed(failure);
                    }
                });
    }

    private void listening() {
        phase = Phase.LISTENING;
        trouble = "";
        history().opened(spec + " listens");
        if (served != null) {
            served.listening();
        }
        if (!leased()) {
            stopListening();
        }
    }

    private void startFailed(Throwable failure) {
        phase = Phase.STOPPED;
        Sim7028Exception reason = startFailure(failure);
        trouble = reason.getMessage();
        // a server the module has not does not come by asking again
        boolean again = leased() && !(failure instanceof Sim7028ConfigurationException);
        if (again) {
            history().failed(trouble, false, true);
        } else if (leased()) {
            history().givenUp(spec + " could not be started: " + trouble);
        }
        if (served != null) {
            served.failed(reason.logged());
        }
        finishLeaving();
        if (again) {
            ensureListening();
        }
    }

    private LinkHistory history() {
        if (history == null) {
            history = table.histories().of(spec);
        }
        return history;
    }

    /** A client has come. */
    void announce(String what) {
        arrivals.log(LOG, Level.INFO, "Modem '{}': {}", modem(), what);
    }

    /** A client is lost; they come and go as they like. */
    void lost(String what, boolean usual) {
        (usual ? departures : failures).log(LOG, usual ? Level.INFO : Level.WARN, "Modem '{}': {}", modem(), what);
    }

    private Sim7028Exception startFailure(Throwable failure) {
        if (failure instanceof Sim7028ConfigurationException wrong) {
            return wrong;
        }
        AtError error = failure instanceof AtErrorException refused ? refused.error() : null;
        return new Sim7028CommandException(
                spec + " could not be started: " + failure.getMessage(), "AT+SERVERSTART", error, failure);
    }

    /** All its clients must have been closed before (2.1.15). */
    private void stopListening() {
        if (phase != Phase.LISTENING) {
            return;
        }
        if (!clients.isEmpty()) {
            clients.forEach(AcceptedLink::close);
            return;
        }
        history().ended();
        phase = Phase.STOPPING;
        int mine = ++generation;
        table.dialogue().execute(new ServerStop(spec.index())).whenComplete((v, failure) -> {
            if (mine == generation) {
                if (failure != null) {
                    LOG.warn("Modem '{}': {} could not be stopped: {}", modem(), spec, failure.getMessage());
                }
                phase = Phase.STOPPED;
                finishLeaving();
                ensureListening();
            }
        });
    }

    private void finishLeaving() {
        List<Lease> gone = List.copyOf(leaving);
        leaving.clear();
        table.forget(this);
        gone.forEach(Lease::finish);
    }

    // ---- clients

    void accept(Urc.ClientAccepted client) {
        AcceptedLink link = new AcceptedLink(this, table, client.link(), client.host(), client.port());
        table.numbers().occupy(client.link(), link);
        long others = clients.stream().filter(AcceptedLink::served).count();
        clients.add(link);
        if (!leased()) {
            link.turnAway("its server is being stopped");
        } else if (!spec.allows(client.host())) {
            refusals.log(LOG, Level.WARN, "Modem '{}': {} is not among allowedClients and is closed", modem(), link);
            link.turnAway("it is not among allowedClients");
        } else if (spec.maxClients() > 0 && others >= spec.maxClients()) {
            refusals.log(
                    LOG,
                    Level.WARN,
                    "Modem '{}': {} is one more than maxClients={} and is closed",
                    modem(),
                    link,
                    spec.maxClients());
            link.turnAway("there are maxClients already");
        } else {
            link.serve(served == null ? null : served.accepted(link));
        }
    }

    /** Another consumer, or none, has what the clients send from now on. */
    private void offerClients() {
        if (served == acceptor) {
            return;
        }
        served = acceptor;
        table.adjustReceiveMode();
        clients.stream()
                .filter(client -> client.served() && client.open())
                .forEach(client -> client.receiveWith(served == null ? null : served.accepted(client)));
    }

    void gone(AcceptedLink client, String reason) {
        clients.remove(client);
        if (served != null && client.served()) {
            served.gone(client, reason);
        }
        if (!leased()) {
            stopListening();
        }
    }

    // ---- the modem's life

    void modemUp() {
        // a pause begun before goes on
        ensureListening();
    }

    void modemDown(String reason) {
        generation++;
        retry.cancel();
        nextAttempt = null;
        if (phase == Phase.LISTENING) {
            history().ended();
        }
        phase = Phase.STOPPED;
        clients.forEach(client -> client.modemDown(reason));
        finishLeaving();
    }

    private String modem() {
        return table.profile().name();
    }

    private final class Lease implements ServerLease {
        private final ServerAcceptor taker;
        private final CompletableFuture<Void> released = new CompletableFuture<>();

        Lease(ServerAcceptor taker) {
            this.taker = taker;
        }

        @Override
        public ServerSpec spec() {
            return spec;
        }

        @Override
        public List<ClientConnection> clients() {
            return clients.stream()
                    .filter(AcceptedLink::served)
                    .<ClientConnection>map(client -> client)
                    .toList();
        }

        @Override
        public CompletableFuture<Void> release() {
            table.book(() -> {
                leases--;
                if (taker != null) {
                    acceptor = null;
                }
            });
            table.loop().execute(() -> {
                offerClients();
                if (leased() || phase == Phase.STOPPED) {
                    table.forget(Server.this);
                    finish();
                } else {
                    leaving.add(this);
                    stopListening();
                }
            });
            return released;
        }

        void finish() {
            table.runtime().run(() -> released.complete(null));
        }
    }
}
