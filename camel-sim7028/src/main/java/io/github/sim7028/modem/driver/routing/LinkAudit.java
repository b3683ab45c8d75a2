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
import io.github.sim7028.at.codec.NumericHost;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.link.DialedLink;
import io.github.sim7028.modem.driver.link.Dialling;
import io.github.sim7028.modem.driver.link.Link;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.LinkNumberPool;
import io.github.sim7028.modem.driver.link.StrayNumber;
import io.github.sim7028.modem.driver.server.AcceptedLink;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Compares the module's list of links (AT+CIPOPEN?, 2.1.3) with the driver's state, and corrects differences: a report may
 * have been lost, or there was one too many.
 */
@OnLoop
final class LinkAudit {

    /** How often a suspicion is followed at most: a line can repeat without end. */
    private static final long GAP_MILLIS = 10_000;

    private final LinkContext context;
    private final LinkBook book;
    private final Consumer<Urc.ClientAccepted> clientCame;
    private boolean asking;
    /** A suspicion waits for its time. */
    private boolean due;

    private long askedAt = Long.MIN_VALUE;

    /** @param clientCame called for clients whose arrival was not reported, or not believed */
    LinkAudit(LinkContext context, LinkBook book, Consumer<Urc.ClientAccepted> clientCame) {
        this.context = context;
        this.book = book;
        this.clientCame = clientCame;
    }

    /** Something does not fit: asks soon. */
    void suspect() {
        if (due || context.transparent()) {
            return;
        }
        long since = askedAt == Long.MIN_VALUE ? GAP_MILLIS : context.loop().now() - askedAt;
        if (since >= GAP_MILLIS) {
            ask();
            return;
        }
        due = true;
        context.loop().after(GAP_MILLIS - since, () -> {
            due = false;
            ask();
        });
    }

    /** Asks now, unless an answer is awaited already. */
    void ask() {
        CommandChannel commands = context.commands();
        if (commands == null || asking) {
            return;
        }
        asking = true;
        askedAt = context.loop().now();
        Map<Link, Integer> generations = new HashMap<>();
        book.all().stream().filter(Link::open).forEach(link -> generations.put(link, link.generation()));
        commands.execute(new OpenLinksQuery()).whenComplete((open, failure) -> {
            asking = false;
            if (failure == null && context.commands() == commands) {
                generations.forEach((link, generation) -> stillOpen(link, generation, open));
                if (!context.transparent()) {
                    open.forEach(this::known);
                }
            }
        });
    }

    private void stillOpen(Link link, int generation, Map<Integer, OpenLinksQuery.Peer> open) {
        if (link.generation() == generation && !open.containsKey(link.number())) {
            link.closedByModule(CloseReason.UNKNOWN);
        }
    }

    private void known(int number, OpenLinksQuery.Peer peer) {
        LinkNumberPool.Holder holder = context.numbers().holder(number);
        if (peer.server() >= 0) {
            client(number, peer, holder);
        } else if (holder == null && context.numbers().contended()) {
            context.reclaim(number);
        }
    }

    /** A client of a server: its arrival may not have been reported, or not been believed. */
    private void client(int number, OpenLinksQuery.Peer peer, LinkNumberPool.Holder holder) {
        boolean leaving = holder instanceof AcceptedLink accepted && !accepted.open();
        boolean ours = holder instanceof AcceptedLink known && isSame(known, peer)
                || holder instanceof DialedLink dialled && dialled.open() && Dialling.leadsTo(dialled.key(), peer);
        if (holder instanceof StrayNumber || leaving || ours) {
            return;
        }
        if (book.server(peer.server()) == null) {
            context.reclaim(number);
        } else if (NumericHost.of(peer.host()) != null && peer.port() > 0) {
            clientCame.accept(new Urc.ClientAccepted(number, peer.server(), peer.host(), peer.port()));
        }
    }

    private static boolean isSame(AcceptedLink known, OpenLinksQuery.Peer peer) {
        InetAddress here = NumericHost.of(known.host());
        return known.port() == peer.port() && here != null && here.equals(NumericHost.of(peer.host()));
    }
}
