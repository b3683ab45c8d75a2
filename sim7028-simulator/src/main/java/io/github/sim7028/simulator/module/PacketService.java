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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.Links;
import io.github.sim7028.simulator.net.TcpServers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The packet data service of the module: the context that {@code NETOPEN} activates. */
public final class PacketService {

    private static final String IPV4 = "10.84.17.161";
    private static final String IPV6 = "2409:8960:1e64:94d8:1:0:3b3b:7118";

    private static final String NETWORK_APN = "cmnbiot";

    private final EventLoop loop;
    private final ModuleSetup setup;
    private final ModuleState state;
    private final Radio radio;
    private final Links links;
    private final TcpServers servers;
    private final DataMode data;
    private final Transcript transcript;
    private final Consumer<String> urcs;

    /** What the context had when the module attached. */
    private String attachedApn = "";

    private boolean open;
    private boolean lost;
    private boolean opening;
    /** What each CIPOPEN fails with, null when it need not. */
    private ErrorCode dead;

    private int generation;

    /** @param urcs says an unsolicited line */
    PacketService(
            EventLoop loop,
            ModuleSetup setup,
            ModuleState state,
            Radio radio,
            Links links,
            TcpServers servers,
            DataMode data,
            Consumer<String> urcs) {
        this.loop = loop;
        this.setup = setup;
        this.state = state;
        this.radio = radio;
        this.links = links;
        this.servers = servers;
        this.data = data;
        this.transcript = setup.transcript();
        this.urcs = urcs;
    }

    /** What {@code NETOPEN?} says: also true when the network is lost, until {@code NETCLOSE}. */
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
        return state.settings().ipFamily == 6;
    }

    /**
     * Whether a context is active: the one that the module has attached with, those that the host has activated, and the
     * one that {@code NETOPEN} has opened.
     */
    public boolean isActive(int number) {
        Settings settings = state.settings();
        boolean attached = radio.registration().registered() && settings.functionLevel == 1;
        boolean byItself = number == 0 || settings.activated.contains(number);
        return settings.contexts.containsKey(number) && (number == context() && works() || attached && byItself);
    }

    /** The context that {@code NETOPEN} uses. */
    public int context() {
        Settings settings = state.settings();
        if (setup.dialect().has(Quirk.CONTEXT_ONE)) {
            return 1;
        }
        boolean chosen = settings.contexts.containsKey(settings.socketContext);
        return chosen
                ? settings.socketContext
                : settings.contexts.keySet().stream().findFirst().orElse(0);
    }

    /** The APN of a context; the network has one for the module that attaches without. */
    public String apn(int number) {
        String apn = state.settings().contexts.get(number).apn();
        boolean given = number == 0 && apn.isEmpty() && setup.requiredApn() == null && isActive(0);
        return given ? NETWORK_APN : apn;
    }

    /** The address of an active context; none where there is none yet. */
    public Optional<String> address(int number) {
        if (!isActive(number) || !radio.untilAddress().isZero()) {
            return Optional.empty();
        }
        boolean shown = number == context() && works();
        return Optional.of(
                shown ? address() : state.settings().contexts.get(number).type().equals("IPV6") ? IPV6 : IPV4);
    }

    /** The module has attached: the APN of its context counts until it attaches again. */
    void attached() {
        attachedApn = state.attachApn();
    }

    private String effectiveApn() {
        int number = context();
        Settings.Context context = state.settings().contexts.get(number);
        return context == null ? null : number == 0 ? attachedApn : context.apn();
    }

    /** The router of the network. */
    public String gateway(boolean ipv6) {
        return ipv6 ? "fe80::1" : "10.84.17.1";
    }

    /** Activates the context; tells how that went. */
    public void open(Consumer<ErrorCode> result) {
        opening = true;
        int began = ++generation;
        long limit = state.settings().netOpenTimeout;
        long takes = Math.max(
                setup.times().of(ModuleTime.NET_OPEN).toMillis(),
                radio.untilAddress().toMillis());
        Runnable done = () -> {
            if (generation != began) {
                return;
            }
            opening = false;
            boolean apnFits = setup.requiredApn() == null || setup.requiredApn().equals(effectiveApn());
            if (takes > limit) {
                result.accept(ErrorCode.TIMEOUT);
            } else if (!radio.registration().registered() || !apnFits) {
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
            loop.schedule(Math.min(takes, limit), TimeUnit.MILLISECONDS, done);
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

    /** The network is closed, and no line says so. */
    public void vanish() {
        transcript.event("network closed silently");
        endDataMode();
        close();
    }

    /** The context dies, and no line says so: nothing can be opened until it is closed and opened again. */
    public void kill(ErrorCode error) {
        transcript.event("dead context");
        endDataMode();
        if (open) {
            abortAll();
            dead = error;
        }
    }

    /** What each CIPOPEN fails with because the context is dead; {@link ErrorCode#SUCCESS} when it is not. */
    public ErrorCode deadContext() {
        return dead == null ? ErrorCode.SUCCESS : dead;
    }

    /** The network is lost. {@code stillOpen} whether {@code NETOPEN?} continues to return 1 until {@code NETCLOSE}. */
    public void lose(boolean withIpClose, boolean stillOpen) {
        transcript.event("network lost");
        endDataMode();
        List<Link> broken = links.opened();
        abortAll();
        generation++;
        opening = false;
        lost = open && stillOpen;
        open &= stillOpen;
        urcs.accept("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY");
        if (withIpClose) {
            broken.forEach(link -> urcs.accept("+IPCLOSE: " + link.number() + ",2"));
        }
    }

    /** The module restarts. */
    void reset() {
        links.release();
        close();
    }

    private void endDataMode() {
        links.opened().forEach(data::ended);
    }

    private void abortAll() {
        servers.stopAll();
        links.abortAll();
    }
}
