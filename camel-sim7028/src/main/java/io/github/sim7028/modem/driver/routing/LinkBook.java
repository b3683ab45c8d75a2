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

import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkReceiver;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ServerAcceptor;
import io.github.sim7028.modem.ServerLease;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028ConfigurationException;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028NoLinkException;
import io.github.sim7028.modem.driver.link.DialedLink;
import io.github.sim7028.modem.driver.link.Link;
import io.github.sim7028.modem.driver.link.LinkContext;
import io.github.sim7028.modem.driver.link.TransparentModeRules;
import io.github.sim7028.modem.driver.server.TcpServer;
import io.github.sim7028.modem.driver.status.ModuleFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The links and servers of one modem and who shares which. Leases are booked under a lock, from any thread; nothing is called while it is
 * held.
 */
final class LinkBook {

    private final LinkContext context;
    private final ReentrantLock booking = new ReentrantLock();
    private final Map<LinkSpec, DialedLink> links = new HashMap<>();
    private final Map<Integer, TcpServer> servers = new HashMap<>();
    /** The same for readers, which are many: copied with every change. */
    private volatile List<DialedLink> dialled = List.of();

    private volatile List<TcpServer> listening = List.of();

    LinkBook(LinkContext context) {
        this.context = context;
    }

    // ---- leases

    LinkLease lease(LinkSpec spec, LinkReceiver receiver) throws Sim7028Exception {
        booking.lock();
        try {
            LinkSpec key = context.transparent() ? TransparentModeRules.key(spec, context.name()) : spec.linkKey();
            DialedLink link = links.get(key);
            if (link == null) {
                requireOnlyStream(key);
                requireNumberFree(key);
                requireSameTls(key);
                link = new DialedLink(key, context, this::forget);
                links.put(key, link);
                copy();
            }
            return link.lease(spec, receiver);
        } finally {
            booking.unlock();
        }
    }

    ServerLease lease(ServerSpec spec, ServerAcceptor acceptor) throws Sim7028Exception {
        ModuleFacts facts = context.board().facts();
        String impossible = facts == null ? null : facts.whyNoServer(spec, context.name());
        if (impossible != null) {
            throw new Sim7028ConfigurationException(impossible);
        }
        booking.lock();
        try {
            for (TcpServer other : servers.values()) {
                if (other.spec().port() == spec.port() && other.spec().index() != spec.index()) {
                    throw new Sim7028ConfigurationException("modem '" + context.name() + "' already has " + other.spec()
                            + ", the same port cannot also be server " + spec.index());
                }
            }
            if (context.transparent()) {
                TransparentModeRules.requireServes(spec, context.name());
                if (!servers.containsKey(spec.index())) {
                    requireOnlyStream(spec);
                }
            }
            TcpServer server =
                    servers.computeIfAbsent(spec.index(), index -> new TcpServer(spec, context, this::forget));
            copy();
            return server.lease(spec, acceptor);
        } finally {
            booking.unlock();
        }
    }

    private void requireOnlyStream(Object wanted) throws Sim7028ConfigurationException {
        if (context.transparent()) {
            List<Object> users = new ArrayList<>();
            links.values().stream()
                    .filter(DialedLink::leased)
                    .map(DialedLink::key)
                    .forEach(users::add);
            servers.values().stream()
                    .filter(TcpServer::leased)
                    .map(TcpServer::spec)
                    .forEach(users::add);
            TransparentModeRules.requireAlone(wanted, users, context.name());
        }
    }

    private void requireNumberFree(LinkSpec spec) throws Sim7028NoLinkException {
        ModuleFacts facts = context.board().facts();
        if (facts != null && spec.number() >= facts.links()) {
            throw new Sim7028NoLinkException("link " + spec.number() + ": modem '" + context.name()
                    + "' has only links 0" + " to " + (facts.links() - 1));
        }
        for (DialedLink other : links.values()) {
            boolean taken = other.leased() && other.key().number() == spec.number();
            if (taken && spec.number() != LinkSpec.ANY_NUMBER) {
                throw new Sim7028NoLinkException("link " + spec.number() + " of modem '" + context.name()
                        + "' is already used for " + other.key() + ", it cannot also be " + spec
                        + ": choose another link or none");
            }
        }
    }

    /** Plain text and TLS records, or those of two sessions, to one peer are a mistake: the peer speaks one of them. */
    private void requireSameTls(LinkSpec spec) throws Sim7028ConfigurationException {
        for (DialedLink other : links.values()) {
            if (other.leased() && spec.contradicts(other.key())) {
                throw new Sim7028ConfigurationException("ssl: modem '" + context.name() + "' already has " + other.key()
                        + " and cannot also have " + spec
                        + (spec.tls() == null || other.key().tls() == null ? "" : " of other settings")
                        + "; all endpoints of a modem for one peer must have the same ssl, sslContextParameters,"
                        + " sslServerName and sslHostnameVerification");
            }
        }
    }

    /** Changes the count of leases. */
    void book(Runnable change) {
        booking.lock();
        try {
            change.run();
        } finally {
            booking.unlock();
        }
    }

    /** Takes a link out of the book when its last lease was given back and there is no new lease. */
    private void forget(DialedLink link) {
        book(() -> {
            if (!link.leased()) {
                links.remove(link.key(), link);
                copy();
            }
        });
    }

    /** The same for a server. */
    private void forget(TcpServer server) {
        book(() -> {
            if (!server.leased() && server.clients().isEmpty()) {
                servers.remove(server.spec().index(), server);
                copy();
            }
        });
    }

    private void copy() {
        dialled = List.copyOf(links.values());
        listening = List.copyOf(servers.values());
    }

    // ---- what there is

    /** Those this side dials. */
    List<DialedLink> links() {
        return dialled;
    }

    List<TcpServer> servers() {
        return listening;
    }

    /** The leased server with this index; null if there is none. */
    TcpServer server(int index) {
        booking.lock();
        try {
            return servers.get(index);
        } finally {
            booking.unlock();
        }
    }

    /** All links, dialled or accepted. */
    List<Link> all() {
        List<TcpServer> accepting = listening;
        if (accepting.isEmpty()) {
            return Collections.unmodifiableList(dialled);
        }
        List<Link> all = new ArrayList<>(dialled);
        accepting.forEach(server -> all.addAll(server.clients()));
        return all;
    }
}
