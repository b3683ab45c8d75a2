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
package io.github.sim7028.camel.send;

import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.camel.config.HeaderNames;
import io.github.sim7028.camel.message.ControlHeaders;
import io.github.sim7028.camel.message.MessageBody;
import io.github.sim7028.camel.message.NotSent;
import io.github.sim7028.camel.message.OutboundMapper;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.ClientConnection;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.ModemProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Sends to the client of a server that the header names by its link, without it to all that are connected. */
public final class ServerSender implements Sender {

    private final String endpoint;
    private final ServerLease server;
    private final OutboundMapper messages;
    private final Duration timeout;
    private final String modem;
    private final Predicate<Endpoint> ofServer;
    private final ControlHeaders headers;

    /**
     * @param endpoint its name in messages
     * @param ofServer whether an endpoint means this server, too
     */
    public ServerSender(
            String endpoint,
            ServerLease server,
            OutboundMapper messages,
            ModemProfile modem,
            Predicate<Endpoint> ofServer,
            ControlHeaders headers) {
        this.endpoint = endpoint;
        this.server = server;
        this.messages = messages;
        this.timeout = modem.transfer().sendTimeout();
        this.modem = modem.name();
        this.ofServer = ofServer;
        this.headers = headers;
    }

    @Override
    public CompletableFuture<Sent> send(Message message, MessageBody body, Duration replyTimeout)
            throws Sim7028Exception {
        List<ClientConnection> clients = server.clients();
        if (namesClient(message)) {
            return client(message, clients)
                    .send(messages.of(message, body, timeout))
                    .thenApply(receipt -> new Sent(receipt, null));
        }
        if (clients.isEmpty()) {
            throw new Sim7028SendException(
                    "no client is connected to " + server.spec() + "; nothing was sent",
                    SendOutcome.NOT_SENT,
                    0,
                    0,
                    null,
                    true,
                    null);
        }
        return toAll(clients, messages.copies(clients.size(), body, timeout), body);
    }

    @Override
    public void endSending(String reason) {
        server.endSending(reason);
    }

    /** Whether the header names a client of this server, and not a link of another modem, server or connection. */
    private boolean namesClient(Message message) throws Sim7028Exception {
        Object link = headers.of(message, HeaderNames.LINK);
        Object origin = headers.of(message, HeaderNames.MODEM);
        Object index = headers.of(message, HeaderNames.SERVER_INDEX);
        if (link != null && origin == null && index == null) {
            throw NotSent.refused(
                    "the header " + HeaderNames.LINK + "=" + link + " does not identify the link: set "
                            + HeaderNames.MODEM + "=" + modem + " and " + HeaderNames.SERVER_INDEX + "="
                            + server.spec().index() + " as well to send to that client of " + server.spec()
                            + ", or remove the header to send to all clients; nothing was sent",
                    null);
        }
        boolean ours = modem.equals(String.valueOf(origin))
                && String.valueOf(server.spec().index()).equals(String.valueOf(index));
        if (link != null && !ours && cameFromClient(message.getExchange())) {
            throw NotSent.refused(
                    "the message came from a client of " + server.spec() + ", but its headers now identify link " + link
                            + " of modem '" + origin + "': keep " + HeaderNames.LINK + ", "
                            + HeaderNames.MODEM + " and " + HeaderNames.SERVER_INDEX
                            + " to answer that client, or remove the first header to send to all clients; nothing was"
                            + " sent",
                    null);
        }
        return link != null && ours;
    }

    /** A template makes exchanges of the endpoint it sends to; those of consumers have a route. */
    private boolean cameFromClient(Exchange exchange) {
        return exchange.getFromRouteId() != null && ofServer.test(exchange.getFromEndpoint());
    }

    /** The client a message is for. One that has gone is not taken for another that has its link by now. */
    private ClientConnection client(Message message, List<ClientConnection> clients) throws Sim7028Exception {
        Integer link = headers.of(message, HeaderNames.LINK, Integer.class);
        ClientConnection client = clients.stream()
                .filter(other -> link != null && other.link() == link)
                .findFirst()
                .orElse(null);
        if (client == null) {
            throw NotSent.refused(
                    "link " + headers.of(message, HeaderNames.LINK) + " is not a client of " + server.spec()
                            + ", which has " + (clients.isEmpty() ? "none" : names(clients)) + ": the header "
                            + HeaderNames.LINK
                            + " selects the client; without this header the message is sent to all clients; nothing was"
                            + " sent",
                    null);
        }
        String host = headers.of(message, HeaderNames.REMOTE_ADDRESS, String.class);
        Integer port = headers.of(message, HeaderNames.REMOTE_PORT, Integer.class);
        if (host != null && !host.equals(client.host()) || port != null && port != client.port()) {
            throw NotSent.refused(
                    "client " + host + ":" + port + " of " + server.spec() + " has disconnected, and its link " + link
                            + " now belongs to " + client + "; nothing was sent",
                    null);
        }
        return client;
    }

    private CompletableFuture<Sent> toAll(List<ClientConnection> clients, List<Outbound> copies, MessageBody body) {
        List<CompletableFuture<Delivered>> sendings = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            ClientConnection client = clients.get(i);
            sendings.add(client.send(copies.get(i))
                    .handle((receipt, failure) -> new Delivered(client, receipt, Futures.unwrapped(failure))));
        }
        return CompletableFuture.allOf(sendings.toArray(CompletableFuture[]::new))
                .thenCompose(v ->
                        outcome(sendings.stream().map(CompletableFuture::join).toList(), body));
    }

    /** What became of a message at one client. */
    private record Delivered(ClientConnection client, Receipt receipt, Throwable failure) {

        boolean failed() {
            return failure != null;
        }

        boolean certainlyNotSent() {
            return failure instanceof Sim7028SendException e && e.getOutcome() == SendOutcome.NOT_SENT;
        }

        boolean retryable() {
            return failure instanceof Sim7028SendException e && e.isRetryable();
        }

        long requested() {
            return failed()
                    ? failure instanceof Sim7028SendException e ? e.getRequestedLength() : 0
                    : receipt.requested();
        }

        long confirmed() {
            if (failed()) {
                return failure instanceof Sim7028SendException e ? e.getConfirmedLength() : 0;
            }
            return receipt.isConfirmed() ? receipt.confirmed() : 0;
        }

        /** In transparent mode nothing is confirmed. */
        boolean told() {
            return failed() || receipt.isConfirmed();
        }
    }

    private CompletableFuture<Sent> outcome(List<Delivered> all, MessageBody body) {
        long requested = all.stream().mapToLong(Delivered::requested).sum();
        long confirmed = all.stream().mapToLong(Delivered::confirmed).sum();
        List<Delivered> failed = all.stream().filter(Delivered::failed).toList();
        if (failed.isEmpty()) {
            long told = all.stream().allMatch(Delivered::told) ? confirmed : Receipt.NOT_TOLD;
            return CompletableFuture.completedFuture(new Sent(new Receipt(requested, told, SEVERAL_LINKS), null));
        }
        boolean nowhere = all.stream().allMatch(Delivered::certainlyNotSent);
        Throwable first = failed.get(0).failure();
        Sim7028SendException failure = new Sim7028SendException(
                failed.size() + " of " + Counted.of(all.size(), "client") + " of " + endpoint
                        + " did not get the whole message: "
                        + failed.stream()
                                .map(one -> one.client() + " on link "
                                        + one.client().link() + " ("
                                        + one.failure().getMessage() + ")")
                                .collect(Collectors.joining("; ")),
                nowhere ? SendOutcome.NOT_SENT : SendOutcome.UNKNOWN,
                requested,
                confirmed,
                first instanceof Sim7028SendException e ? e.getError() : null,
                nowhere && all.stream().allMatch(Delivered::retryable) && body.giveBack(),
                first);
        failed.stream().skip(1).map(Delivered::failure).forEach(failure::addSuppressed);
        return CompletableFuture.failedFuture(failure);
    }

    private static String names(List<ClientConnection> clients) {
        return clients.stream()
                .map(client -> client + " on link " + client.link())
                .collect(Collectors.joining(", "));
    }
}
