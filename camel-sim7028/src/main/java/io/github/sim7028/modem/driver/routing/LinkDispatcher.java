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

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.ModemEvent;
import io.github.sim7028.modem.driver.link.Link;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.LinkState;
import io.github.sim7028.modem.driver.link.StrayNumber;
import io.github.sim7028.modem.driver.link.TransparentModeRules;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import io.github.sim7028.modem.driver.pacing.RateLimit;
import io.github.sim7028.modem.driver.server.AcceptedLink;
import io.github.sim7028.modem.driver.server.TcpServer;
import io.github.sim7028.modem.settings.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** Gives the module's reports and data of a link number to the link that has this number now. */
@OnLoop
public final class LinkDispatcher {

    /** So many clients may come at once, and then one in so many milliseconds: more than a network lets come. */
    private static final int ARRIVALS_AT_ONCE = 50;

    private static final long ARRIVAL_MILLIS = 100;

    private final LinkContext context;
    private final LinkBook book;
    private final Runnable suspect;
    private final RateLimit arrivals;
    private final LogThrottle floods;
    private final LogThrottle strangers;
    private final LogThrottle drops;
    private final LogThrottle lostBodies;

    /** @param suspect something does not fit: the module is to be asked which links it has open */
    LinkDispatcher(LinkContext context, LinkBook book, Runnable suspect) {
        this.context = context;
        this.book = book;
        this.suspect = suspect;
        Loop loop = context.loop();
        arrivals = new RateLimit(loop::now, ARRIVALS_AT_ONCE, ARRIVAL_MILLIS);
        floods = new LogThrottle(loop::now);
        strangers = new LogThrottle(loop::now);
        drops = new LogThrottle(loop::now);
        lostBodies = new LogThrottle(loop::now);
    }

    public void received(Urc urc) {
        if (urc instanceof Urc.Received data) {
            push(data);
        } else if (urc instanceof Urc.DataWaiting waiting) {
            at(waiting.link()).forEach(Link::dataWaiting);
        } else if (urc instanceof Urc.LinkClosed closed) {
            at(closed.link()).forEach(link -> link.closedByModule(closed.reason()));
        } else if (urc instanceof Urc.StreamClosed) {
            at(TransparentModeRules.LINK).forEach(link -> link.closedByModule(CloseReason.REMOTE));
        } else if (urc instanceof Urc.LinkGone gone) {
            // that nobody asked for it: so some firmware reports that the peer closed the connection
            at(gone.link()).forEach(link -> link.closedByModule(CloseReason.REMOTE));
        } else if (urc instanceof Urc.LateConfirmation late) {
            boolean owed = context.doubts().cameUnasked(late.link());
            at(late.link()).forEach(link -> link.outgoing().unasked(late.requested(), late.confirmed(), owed));
        } else if (urc instanceof Urc.ClientAccepted client) {
            accepted(client);
        }
    }

    /** The bytes of the one link. */
    public void streamed(byte[] bytes) {
        at(TransparentModeRules.LINK).forEach(link -> link.received(bytes, null, 0));
        context.adjustReading();
    }

    /** The module reports a client: a line that can repeat without end. */
    private void accepted(Urc.ClientAccepted client) {
        if (known(client)) {
            return;
        }
        if (!context.numbers().has(client.link())) {
            strangers.log(
                    LOG,
                    Level.WARN,
                    "Modem '{}': the module reports a client on link {}, which does not exist",
                    context.name(),
                    client.link());
            return;
        }
        if (arrivals.allows()) {
            clientCame(client);
        } else {
            floods.log(
                    LOG,
                    Level.WARN,
                    "Modem '{}': the module reports clients faster than they can connect; the module is queried"
                            + " for its clients",
                    context.name());
            suspect.run();
        }
    }

    /** Whether the report is about a client that is already served. */
    private boolean known(Urc.ClientAccepted client) {
        return context.numbers().holder(client.link()) instanceof AcceptedLink link
                && link.open()
                && link.isOf(client.server(), client.host(), client.port());
    }

    /** A client has connected. A link that had its number before loses the number. */
    void clientCame(Urc.ClientAccepted client) {
        TcpServer server = book.server(client.server());
        if (server != null && !hasAddress(client)) {
            strangers.log(
                    LOG,
                    Level.WARN,
                    "Modem '{}': the module reports a client on link {} with an address that is none: {}; the link is"
                            + " closed",
                    context.name(),
                    client.link(),
                    AtSyntax.foreign(client.host() + ":" + client.port()));
            reclaim(client.link());
            return;
        }
        if (server != null) {
            context.board()
                    .events()
                    .publish(new ModemEvent.ClientAccepted(
                            Instant.now(), client.link(), client.server(), client.host(), client.port()));
            server.accept(client);
            return;
        }
        strangers.log(
                LOG,
                Level.WARN,
                "Modem '{}': a client was accepted on link {} for server {}, which is not in use; the link is closed",
                context.name(),
                client.link(),
                client.server());
        reclaim(client.link());
    }

    private static boolean hasAddress(Urc.ClientAccepted client) {
        return AtSyntax.isHost(client.host()) && client.port() >= 1 && client.port() <= 65535;
    }

    private void reclaim(int number) {
        if (!(context.numbers().holder(number) instanceof StrayNumber)) {
            context.reclaim(number);
        }
    }

    /** What was asked for by an earlier connection of this number and read after a client had got it: it is the client's. */
    void readFor(int number, byte[] data) {
        at(number).stream().filter(Link::accepted).forEach(client -> client.received(data, null, 0));
    }

    private void push(Urc.Received data) {
        List<Link> takers = data.link() == Urc.Received.NO_LINK ? from(data.host(), data.port()) : at(data.link());
        if (takers.size() == 1 && cannotBeFrom(takers.get(0), data.host(), data.port())) {
            // its number must have changed hands without a word
            takers.get(0)
                    .damaged("data on link " + data.link() + " came from " + data.host() + ":" + data.port()
                            + ", which is not the peer of the link");
        } else if (takers.size() == 1) {
            takers.get(0).received(data.data(), data.host(), data.port());
        } else if (takers.isEmpty() && opening(data.link()) != null) {
            opening(data.link()).state().early().add(data);
        } else {
            dropped(data, takers.isEmpty());
        }
        context.adjustReading();
    }

    private void dropped(Urc.Received data, boolean noLink) {
        if (book.all().stream().anyMatch(link -> isEnding(link, data))) {
            LOG.debug(
                    "Modem '{}': {} after the end of a TLS session dropped",
                    context.name(),
                    Counted.of(data.data().length, "byte"));
            return;
        }
        String why = noLink ? "no open link matches the sender" : "more than one link matches the sender";
        drops.log(
                LOG,
                Level.WARN,
                "Modem '{}': {} from {}:{} dropped: {}",
                context.name(),
                Counted.of(data.data().length, "byte"),
                data.host(),
                data.port(),
                why);
    }

    /** Whether a TLS session has ended on this link: what comes then is the answer to its close_notify. */
    private static boolean isEnding(Link link, Urc.Received data) {
        boolean number = data.link() == Urc.Received.NO_LINK || data.link() == link.number();
        return link.key().tls() != null
                && link.state().phase() == LinkState.Phase.CLOSING
                && number
                && (data.host() == null || data.port() == link.key().port());
    }

    /** The links a header without a number can mean. */
    private List<Link> from(String host, int port) {
        List<Link> open = book.all().stream().filter(Link::open).toList();
        List<Link> matching =
                open.stream().filter(link -> leadsTo(link, host, port)).toList();
        return matching.isEmpty() ? open : matching;
    }

    private static boolean leadsTo(Link link, String host, int port) {
        boolean rightPort = link.key().protocol() == Protocol.UDP || link.key().port() == port;
        return rightPort && link.attachments().stream().anyMatch(attachment -> attachment.takes(host, port));
    }

    /** Whether the one peer a link has cannot have sent what came from there. */
    private static boolean cannotBeFrom(Link link, String host, int port) {
        return link.key().protocol() == Protocol.TCP
                && host != null
                && port != link.key().port();
    }

    private List<Link> at(int number) {
        List<Link> found = List.of();
        for (Link link : book.all()) {
            if (link.number() == number && link.open()) {
                found = found.isEmpty()
                        ? List.of(link)
                        : Stream.concat(found.stream(), Stream.of(link)).toList();
            }
        }
        return found;
    }

    /** The link that is being opened with this number, null when there is none. */
    private Link opening(int number) {
        return book.all().stream()
                .filter(link -> link.number() == number && link.state().phase() == LinkState.Phase.OPENING)
                .findFirst()
                .orElse(null);
    }

    /** A counted body broke off: its header names the link, or the link is unknown. */
    public void bodyLost(String header) {
        lostBodies.log(LOG, Level.WARN, "Modem '{}': received data broke off after {}", context.name(), header);
        for (Link link : book.all()) {
            if (link.open()) {
                link.damaged("received data broke off in the middle");
            }
        }
    }

    /** Bytes taken out of a link's buffer in the module that can have no place in its stream. */
    public void bodyUnasked(String header) {
        at(CipRxGet.linkOf(header)).forEach(link -> link.damaged("unrequested data was received: " + header));
    }
}
