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
package io.github.sim7028.simulator.core;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.net.Internet;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.Module;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The packet data service of the module: the context that {@code NETOPEN} activates, and the links. */
public final class Network implements Module {

    private static final int LARGEST_DATAGRAM = 65_536;
    private static final String IPV4 = "10.84.17.161";
    private static final String IPV6 = "2409:8960:1e64:94d8:1:0:3b3b:7118";

    private final Machine modem;
    private final Setup setup;
    private final Internet internet;
    private final Link[] links;
    private final Servers servers;
    /** The link whose turn comes first. */
    private int first;

    private ByteBuffer scratch;
    private boolean open;
    private boolean lost;
    private boolean opening;
    /** What each CIPOPEN fails with, null when it need not. */
    private ErrorCode dead;
    /** Until when each number stays taken though its link is closed. */
    private final long[] takenUntil;

    private int generation;

    Network(Machine modem, Setup setup) {
        this.modem = modem;
        this.setup = setup;
        this.internet = new Internet(modem.loop(), setup.hosts(), setup.routes());
        this.links = new Link[setup.dialect().links()];
        this.takenUntil = new long[links.length];
        Arrays.fill(takenUntil, System.nanoTime());
        this.servers = new Servers(modem, this);
    }

    /** What {@code NETOPEN?} says: also true when the network went away and nobody has called {@code NETCLOSE} yet. */
    public boolean isOpen() {
        return open;
    }

    /** Whether data can go. */
    public boolean works() {
        return open && !lost;
    }

    /** Whether {@code NETOPEN} is under way. */
    public boolean isOpening() {
        return opening;
    }

    /** The module's own address, as {@code IPADDR} shows it. */
    public String address() {
        return ipv6() ? IPV6 : IPV4;
    }

    /** Whether the context is an IPv6 one. */
    public boolean ipv6() {
        return settings().ipFamily == 6;
    }

    /** Activates the context; tells how that went. */
    public void open(Consumer<ErrorCode> result) {
        opening = true;
        int began = ++generation;
        long limit = settings().netOpenTimeout;
        long takes = setup.netOpenDelay().toMillis();
        Runnable done = () -> {
            if (generation != began) {
                return;
            }
            opening = false;
            Settings.Context context = settings().contexts.get(1);
            boolean apnFits = setup.requiredApn() == null
                    || context != null && setup.requiredApn().equals(context.apn());
            if (takes > limit) {
                result.accept(ErrorCode.TIMEOUT);
            } else if (!modem.radio().registration().registered() || !apnFits) {
                result.accept(ErrorCode.NETWORK_FAILURE);
            } else {
                abortAll();
                open = true;
                lost = false;
                dead = null;
                result.accept(ErrorCode.SUCCESS);
            }
        };
        if (takes == 0) {
            done.run();
        } else {
            loop().schedule(Math.min(takes, limit), TimeUnit.MILLISECONDS, done);
        }
    }

    /** Deactivates the context; the links are closed by then. */
    public void close() {
        abortAll();
        generation++;
        opening = false;
        open = false;
        lost = false;
        dead = null;
    }

    /** The network is closed, and nobody says so. */
    void vanish() {
        close();
    }

    /** The context dies, and nobody says so: nothing can be opened until it is closed and opened again. */
    void kill(ErrorCode error) {
        if (open) {
            abortAll();
            dead = error;
        }
    }

    /** What each CIPOPEN fails with because the context is dead; {@link ErrorCode#SUCCESS} when it is not. */
    public ErrorCode deadContext() {
        return dead == null ? ErrorCode.SUCCESS : dead;
    }

    /** The network goes away. {@code stillOpen} whether {@code NETOPEN?} goes on saying 1 until {@code NETCLOSE}. */
    void lose(boolean withIpClose, boolean stillOpen) {
        List<Link> dead = opened();
        abortAll();
        generation++;
        opening = false;
        lost = open && stillOpen;
        open &= stillOpen;
        say("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY");
        if (withIpClose) {
            dead.forEach(link -> say("+IPCLOSE: " + link.number() + ",2"));
        }
    }

    /** The module restarts. */
    void reset() {
        Arrays.fill(takenUntil, System.nanoTime());
        close();
    }

    /** Everything that is due on the links. */
    void turn() {
        servers.turn();
        int begin = first;
        for (int i = 0; i < links.length; i++) {
            Link link = links[(begin + i) % links.length];
            if (link != null) {
                link.turn();
            }
        }
    }

    /** The link of this number, or null if it was never opened. */
    public Link link(int number) {
        return number < links.length ? links[number] : null;
    }

    /** Whether the number is free for a new link: nothing is open or being opened there, or was just now. */
    public boolean isFree(int number) {
        boolean unused = links[number] == null || links[number].state() == Link.State.ENDED;
        return unused && takenUntil[number] - System.nanoTime() <= 0;
    }

    /** Takes a link in. */
    public void add(Link link) {
        links[link.number()] = link;
    }

    /** Forgets a link. */
    public void remove(Link link) {
        if (links[link.number()] == link) {
            links[link.number()] = null;
        }
    }

    /** Closes a link as CIPCLOSE does; its number may stay taken for a while. */
    public void close(Link link) {
        remove(link);
        link.close();
        long taken = setup.linkRelease().toNanos();
        takenUntil[link.number()] = System.nanoTime() + taken;
        if (taken > 0) {
            // a server may have a client for it then
            loop().schedule(setup.linkRelease().toMillis() + 1, TimeUnit.MILLISECONDS, () -> {});
        }
    }

    /** Whether the link is still the one of its number. */
    public boolean has(Link link) {
        return links[link.number()] == link;
    }

    /** The links that are open. */
    public List<Link> opened() {
        return in(Link.State.OPEN);
    }

    /** The links that are being opened. */
    public List<Link> opening() {
        return in(Link.State.OPENING);
    }

    private List<Link> in(Link.State state) {
        List<Link> found = new ArrayList<>();
        for (Link link : links) {
            if (link != null && link.state() == state) {
                found.add(link);
            }
        }
        return found;
    }

    /** The servers. */
    public Servers servers() {
        return servers;
    }

    private void abortAll() {
        servers.stopAll();
        for (int i = 0; i < links.length; i++) {
            if (links[i] != null) {
                Link link = links[i];
                links[i] = null;
                link.abort();
            }
        }
    }

    @Override
    public EventLoop loop() {
        return modem.loop();
    }

    @Override
    public Settings settings() {
        return modem.settings();
    }

    @Override
    public Dialect dialect() {
        return setup.dialect();
    }

    @Override
    public Internet internet() {
        return internet;
    }

    @Override
    public int bufferSize() {
        return setup.linkBuffer();
    }

    @Override
    public InetAddress bindAddress() {
        InetAddress chosen = Internet.literal(setup.bind() != null ? setup.bind() : "127.0.0.1");
        if (chosen instanceof Inet6Address == ipv6()) {
            return chosen;
        } else if (chosen.isAnyLocalAddress()) {
            return Internet.literal(ipv6() ? "::" : "0.0.0.0");
        }
        return chosen.isLoopbackAddress() ? Internet.literal(ipv6() ? "::1" : "127.0.0.1") : chosen;
    }

    @Override
    public ByteBuffer scratch() {
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        }
        return scratch;
    }

    @Override
    public boolean mayTalk() {
        return modem.mayTalk();
    }

    @Override
    public void say(String line) {
        modem.say(line);
    }

    @Override
    public void say(String line, Runnable then) {
        modem.say(line, then);
    }

    @Override
    public boolean mayPush() {
        return modem.mayPush();
    }

    @Override
    public void push(Link link, String header, byte[] data) {
        // what one link pushes must not keep the line full for ever
        first = (link.number() + 1) % links.length;
        modem.push(header, data);
    }

    @Override
    public boolean streams(Link link) {
        return settings().cipMode == 1 && link.number() == 0;
    }

    @Override
    public boolean mayStream() {
        return modem.data().isActive() && modem.output().ready();
    }

    @Override
    public void stream(byte[] data) {
        modem.output().stream(data);
    }

    @Override
    public boolean mayReportEnd(Link link) {
        return modem.mayTalk() || mayStream() && streams(link);
    }

    @Override
    public void ended(Link link, int reason) {
        if (modem.data().isActive() && streams(link)) {
            modem.data().ended(link);
            return;
        }
        say("+IPCLOSE: " + link.number() + ',' + reason);
    }
}
