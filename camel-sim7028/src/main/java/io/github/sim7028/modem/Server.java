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
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Loop;
import io.github.sim7028.at.ServerStop;
import io.github.sim7028.at.Urc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP server on the module (2.1.14): listens while somebody holds a lease and the modem is ready, and serves the clients
 * it accepts. Lives on the modem's loop; leases are counted under the table's booking lock.
 */
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Modem.class);

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
    private volatile ServerAcceptor acceptor;
    private volatile int leases;
    private Phase phase = Phase.STOPPED;
    private int generation;
    private int failures;
    private Loop.Timer retry = () -> {};

    Server(ServerSpec spec, LinkTable table) {
        this.spec = spec;
        this.table = table;
    }

    ServerSpec spec() {
        return spec;
    }

    /** Its clients, to be looked at from anywhere. */
    List<AcceptedLink> clients() {
        return clients;
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
        table.loop().execute(this::ensureListening);
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
        failures = 0;
        LOG.info("Modem '{}': {} listens", modem(), spec);
        if (!leased()) {
            stopListening();
        }
    }

    private void startFailed(Throwable failure) {
        phase = Phase.STOPPED;
        AtError error = failure instanceof AtErrorException refused ? refused.error() : null;
        if (++failures == 1) {
            LOG.warn("Modem '{}': {} could not be started: {}", modem(), spec, failure.getMessage());
            if (acceptor != null) {
                acceptor.failed(new Sim7028CommandException(
                        spec + " could not be started: " + failure.getMessage(), "AT+SERVERSTART", error, failure));
            }
        }
        finishLeaving();
        if (leased()) {
            retry.cancel();
            long pause = table.profile().recovery().delayBefore(failures).toMillis();
            retry = table.loop().after(pause, this::ensureListening);
        }
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
        gone.forEach(Lease::finish);
        table.forget(this);
    }

    // ---- clients

    void accept(Urc.ClientAccepted client) {
        AcceptedLink link = new AcceptedLink(this, table, client.link(), client.host(), client.port());
        table.numbers().occupy(client.link(), link);
        clients.add(link);
        if (!leased()) {
            link.turnAway("its server is being stopped");
        } else if (!spec.allows(client.host())) {
            LOG.warn("Modem '{}': {} is not among allowedClients and is closed", modem(), link);
            link.turnAway("it is not among allowedClients");
        } else if (spec.maxClients() > 0 && clients.size() > spec.maxClients()) {
            LOG.warn("Modem '{}': {} is one more than maxClients={} and is closed", modem(), link, spec.maxClients());
            link.turnAway("there are maxClients already");
        } else {
            ServerAcceptor taker = acceptor;
            link.serve(taker == null ? null : taker.accepted(link));
        }
    }

    void gone(AcceptedLink client, String reason) {
        clients.remove(client);
        ServerAcceptor taker = acceptor;
        if (taker != null) {
            taker.gone(client, reason);
        }
        if (!leased()) {
            stopListening();
        }
    }

    // ---- the modem's life

    void modemUp() {
        failures = 0;
        ensureListening();
    }

    void modemDown(String reason) {
        generation++;
        retry.cancel();
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
            return List.copyOf(clients);
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
                if (leased() || phase == Phase.STOPPED) {
                    finish();
                    table.forget(Server.this);
                } else {
                    leaving.add(this);
                    stopListening();
                }
            });
            return released;
        }

        void finish() {
            table.runtime().workers().execute(() -> released.complete(null));
        }
    }
}
