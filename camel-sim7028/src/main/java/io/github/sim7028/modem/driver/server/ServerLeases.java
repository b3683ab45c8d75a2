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

import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.send.MessageOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The leases of one server, and the one among them that has what clients send. They are counted from any thread, under the lock leases
 * are booked under; everything else happens on the modem's loop.
 */
final class ServerLeases {

    /** A client of the server; from any thread. */
    interface Client extends ClientConnection {

        /** As {@link #send}, for an owner that may end sending. */
        CompletableFuture<Receipt> sendFor(MessageOwner owner, Outbound message);
    }

    /** The server they share. */
    interface Shared {

        ServerSpec spec();

        /** Its clients that are served; from any thread. */
        List<AcceptedLink> served();

        /** Another may have what the clients send from now on. */
        void offerClients();

        /** There is a lease of the server now. */
        void ensureListening();

        /** The last lease was given back: stops listening; returns whether the server has stopped already. */
        boolean leave();

        /** The server may be unused. */
        void unused();
    }

    private final Shared server;
    private final LinkContext context;
    /** Given back, but the server has not stopped yet. */
    private final List<Lease> leaving = new ArrayList<>();

    private volatile ServerAcceptor acceptor;
    private volatile int count;

    ServerLeases(Shared server, LinkContext context) {
        this.server = server;
        this.context = context;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The acceptor that gets the data of the clients; null for none. */
    ServerAcceptor acceptor() {
        return acceptor;
    }

    ServerLease lease(ServerSpec wanted, ServerAcceptor taker) throws Sim7028ConfigurationException {
        if (!wanted.equals(server.spec())) {
            throw new Sim7028ConfigurationException(
                    "modem '" + context.name() + "' already has " + server.spec() + " with other settings than "
                            + wanted + ": one server index serves one port, with one backlog and one set of clients");
        }
        if (taker != null && acceptor != null) {
            throw new Sim7028ConfigurationException("two consumers use " + wanted + " of modem '" + context.name()
                    + "': data of its clients can only go to one consumer");
        }
        if (taker != null) {
            acceptor = taker;
        }
        count++;
        context.loop().execute(() -> {
            server.offerClients();
            server.ensureListening();
        });
        return new Lease(taker);
    }

    private void release(Lease lease) {
        context.book(() -> {
            count--;
            if (lease.taker != null) {
                acceptor = null;
            }
        });
        context.loop().execute(() -> {
            server.offerClients();
            if (!isEmpty()) {
                lease.finish();
                return;
            }
            leaving.add(lease);
            if (server.leave()) {
                finishLeaving();
            }
        });
    }

    /** The server has stopped: completes the futures of the leases given back. */
    void finishLeaving() {
        List<Lease> gone = List.copyOf(leaving);
        leaving.clear();
        server.unused();
        gone.forEach(Lease::finish);
    }

    private final class Lease implements ServerLease, MessageOwner {
        private final ServerAcceptor taker;
        private volatile String ended;
        private final CompletableFuture<Void> released = new CompletableFuture<>();

        Lease(ServerAcceptor taker) {
            this.taker = taker;
        }

        @Override
        public ServerSpec spec() {
            return server.spec();
        }

        @Override
        public List<ClientConnection> clients() {
            return server.served().stream()
                    .<ClientConnection>map(client -> new LeasedClient(client, this))
                    .toList();
        }

        @Override
        public void endSending(String reason) {
            ended = reason;
            context.loop().execute(() -> server.served()
                    .forEach(client -> client.outgoing().failWaiting(this, reason)));
        }

        @Override
        public String whyEnded() {
            return ended;
        }

        @Override
        public CompletableFuture<Void> release() {
            ServerLeases.this.release(this);
            return released;
        }

        void finish() {
            context.runtime().run(() -> released.complete(null));
        }
    }

    /** A client as one lease of the server has it; from any thread. */
    private record LeasedClient(Client client, MessageOwner lease) implements ClientConnection {

        @Override
        public int link() {
            return client.link();
        }

        @Override
        public String host() {
            return client.host();
        }

        @Override
        public int port() {
            return client.port();
        }

        @Override
        public CompletableFuture<Receipt> send(Outbound message) {
            return client.sendFor(lease, message);
        }

        @Override
        public void resume() {
            client.resume();
        }

        @Override
        public void close() {
            client.close();
        }

        @Override
        public String toString() {
            return client.toString();
        }
    }
}
