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
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.slf4j.event.Level;

/** The clients of one server: which clients are served, which acceptor gets their data, and what is logged about them. */
@OnLoop
final class ServerClients implements AcceptedLink.Acceptor {

    private final ServerSpec spec;
    private final LinkContext context;
    private final BooleanSupplier leased;
    private final Runnable gone;
    private final List<AcceptedLink> clients = new CopyOnWriteArrayList<>();
    /** The acceptor to which the clients were offered; null for none. */
    private ServerAcceptor acceptor;

    private final LogThrottle arrivals;
    private final LogThrottle departures;
    private final LogThrottle failures;
    private final LogThrottle refusals;

    /**
     * @param leased whether there is a lease of the server
     * @param gone   called when a client has disconnected
     */
    ServerClients(ServerSpec spec, LinkContext context, BooleanSupplier leased, Runnable gone) {
        this.spec = spec;
        this.context = context;
        this.leased = leased;
        this.gone = gone;
        arrivals = new LogThrottle(context.loop()::now);
        departures = new LogThrottle(context.loop()::now);
        failures = new LogThrottle(context.loop()::now);
        refusals = new LogThrottle(context.loop()::now);
    }

    @Override
    public ServerSpec spec() {
        return spec;
    }

    /** All clients, including the rejected ones; may be read by any thread. */
    List<AcceptedLink> all() {
        return clients;
    }

    /** Those that have been taken into service; to be looked at from anywhere. */
    List<AcceptedLink> served() {
        return clients.stream().filter(AcceptedLink::served).toList();
    }

    /** The acceptor that gets the data of the clients; null for none. */
    ServerAcceptor acceptor() {
        return acceptor;
    }

    void accept(Urc.ClientAccepted client) {
        AcceptedLink link = new AcceptedLink(this, context, client.link(), client.host(), client.port());
        context.numbers().occupy(client.link(), link);
        int others = served().size();
        clients.add(link);
        if (!leased.getAsBoolean()) {
            link.turnAway("the server is being stopped");
        } else if (!spec.allows(client.host())) {
            refused("Modem '{}': {} is not among allowedClients and is closed", context.name(), link);
            link.turnAway("the client is not among allowedClients");
        } else if (spec.maxClients() > 0 && others >= spec.maxClients()) {
            refused("Modem '{}': {} exceeds maxClients={} and is closed", context.name(), link, spec.maxClients());
            link.turnAway("the server has maxClients clients already");
        } else {
            link.serve(acceptor == null ? null : acceptor.accepted(link));
        }
    }

    private void refused(String words, Object... details) {
        refusals.log(LOG, Level.WARN, words, details);
    }

    /** Another consumer, or none, has what the clients send from now on. */
    void offerTo(ServerAcceptor next) {
        if (acceptor == next) {
            return;
        }
        acceptor = next;
        context.adjustReceiveMode();
        clients.stream()
                .filter(client -> client.served() && client.open())
                .forEach(client -> client.receiveWith(acceptor == null ? null : acceptor.accepted(client)));
    }

    void closeAll() {
        clients.forEach(AcceptedLink::close);
    }

    void modemDown(String reason) {
        clients.forEach(client -> client.modemDown(reason));
    }

    // ---- what clients say

    @Override
    public void opened(String what) {
        arrivals.log(LOG, Level.INFO, "Modem '{}': {}", context.name(), what);
    }

    /** They come and go as they like. */
    @Override
    public void failed(String what, boolean usual) {
        (usual ? departures : failures)
                .log(LOG, usual ? Level.INFO : Level.WARN, "Modem '{}': {}", context.name(), what);
    }

    @Override
    public void closedByPeer(String what) {}

    @Override
    public void ended() {}

    @Override
    public void gone(AcceptedLink client, String reason) {
        clients.remove(client);
        if (acceptor != null && client.served()) {
            acceptor.gone(client, reason);
        }
        gone.run();
    }
}
