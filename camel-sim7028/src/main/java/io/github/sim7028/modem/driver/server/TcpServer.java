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
package io.github.sim7028.modem.driver.server;

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.ServerStop;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.TimeWords;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.LinkHistory;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import io.github.sim7028.modem.report.ServerView;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A TCP server on the module (2.1.14): listens while there is a lease and the modem is ready, and serves the clients
 * it accepts. Leases are counted under the lock they are booked under.
 */
@OnLoop
public final class TcpServer implements ServerLeases.Shared {

    private enum Phase {
        STOPPED,
        STARTING,
        LISTENING,
        STOPPING
    }

    private final ServerSpec spec;
    private final LinkContext context;
    private final Consumer<TcpServer> unused;
    private final ServerClients clients;
    private final ServerLeases leases;
    private Phase phase = Phase.STOPPED;
    private int generation;
    private volatile String trouble = "";
    private volatile Instant nextAttempt;
    /** The pauses and what has been logged; taken from the context on the loop. */
    private LinkHistory history;

    private Loop.Timer retry = () -> {};

    /** @param unused called when the server may be unused */
    public TcpServer(ServerSpec spec, LinkContext context, Consumer<TcpServer> unused) {
        this.spec = spec;
        this.context = context;
        this.unused = unused;
        leases = new ServerLeases(this, context);
        clients = new ServerClients(spec, context, this::leased, this::clientGone);
    }

    @AnyThread
    @Override
    public ServerSpec spec() {
        return spec;
    }

    /** Its clients, to be looked at from anywhere. */
    public List<AcceptedLink> clients() {
        return clients.all();
    }

    @Override
    public List<AcceptedLink> served() {
        return clients.served();
    }

    /** The module reports a client. */
    public void accept(Urc.ClientAccepted client) {
        clients.accept(client);
    }

    /** How it stands; on the loop. */
    public ServerView view() {
        String why =
                phase == Phase.STARTING ? "the server is being started" : trouble + TimeWords.whenNext(nextAttempt);
        return new ServerView(spec.toString(), spec.index(), spec.port(), served().size(), why);
    }

    public boolean receives() {
        return leases.acceptor() != null;
    }

    // ---- leases

    /** The lock that leases are booked under is held. */
    @AnyThread
    public ServerLease lease(ServerSpec wanted, ServerAcceptor taker) throws Sim7028ConfigurationException {
        return leases.lease(wanted, taker);
    }

    @AnyThread
    public boolean leased() {
        return !leases.isEmpty();
    }

    @Override
    public void offerClients() {
        clients.offerTo(leases.acceptor());
    }

    @Override
    public boolean leave() {
        stopListening();
        return phase == Phase.STOPPED;
    }

    @Override
    public void unused() {
        unused.accept(this);
    }

    // ---- listening

    @Override
    public void ensureListening() {
        if (phase != Phase.STOPPED || context.commands() == null || !leased()) {
            return;
        }
        ModuleFacts facts = context.board().facts();
        String impossible = facts == null ? null : facts.whyNoServer(spec, modem());
        if (impossible != null) {
            startFailed(new Sim7028ConfigurationException(impossible));
            return;
        }
        retry.cancel();
        nextAttempt = null;
        long left = history().left();
        if (left > 0) {
            nextAttempt = Instant.now().plusMillis(left);
            retry = context.loop().after(left, this::ensureListening);
            return;
        }
        phase = Phase.STARTING;
        int mine = ++generation;
        context.commands()
                .execute(StandardCommands.serverStart(spec.port(), spec.index(), spec.backlog()))
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
        if (clients.acceptor() != null) {
            clients.acceptor().listening();
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
        if (clients.acceptor() != null) {
            clients.acceptor().failed(reason.logged());
        }
        leases.finishLeaving();
        if (again) {
            ensureListening();
        }
    }

    private LinkHistory history() {
        if (history == null) {
            history = context.history(spec);
        }
        return history;
    }

    private Sim7028Exception startFailure(Throwable failure) {
        if (failure instanceof Sim7028ConfigurationException wrong) {
            return wrong;
        }
        AtError error = AtErrorException.errorOf(failure);
        return new Sim7028CommandException(
                spec + " could not be started: " + failure.getMessage(), "AT+SERVERSTART", error, failure);
    }

    /** All its clients must have been closed before (2.1.15). */
    private void stopListening() {
        if (phase != Phase.LISTENING) {
            return;
        }
        if (!clients().isEmpty()) {
            clients.closeAll();
            return;
        }
        history().ended();
        phase = Phase.STOPPING;
        int mine = ++generation;
        context.commands().execute(new ServerStop(spec.index())).whenComplete((v, failure) -> {
            if (mine == generation) {
                if (failure != null) {
                    LOG.warn("Modem '{}': {} could not be stopped: {}", modem(), spec, failure.getMessage());
                }
                phase = Phase.STOPPED;
                leases.finishLeaving();
                ensureListening();
            }
        });
    }

    private void clientGone() {
        if (!leased()) {
            stopListening();
        }
    }

    // ---- the modem's life

    public void modemUp() {
        // a pause begun before goes on
        ensureListening();
    }

    public void modemDown(String reason) {
        generation++;
        retry.cancel();
        nextAttempt = null;
        if (phase == Phase.LISTENING) {
            history().ended();
        }
        phase = Phase.STOPPED;
        clients.modemDown(reason);
        leases.finishLeaving();
    }

    @AnyThread
    private String modem() {
        return context.name();
    }
}
