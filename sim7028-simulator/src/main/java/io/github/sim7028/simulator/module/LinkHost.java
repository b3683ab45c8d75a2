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
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.net.Internet;
import io.github.sim7028.simulator.net.Links;
import io.github.sim7028.simulator.net.NetworkHost;
import io.github.sim7028.simulator.net.Path;
import io.github.sim7028.simulator.power.Sleep;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Leads what the links receive, and how they end, to the host at the UART. */
final class LinkHost implements NetworkHost {

    private static final int LARGEST_DATAGRAM = 65_536;

    private final EventLoop loop;
    private final ModuleSetup setup;
    private final ModuleState state;
    private final ModuleOutput output;
    private final UrcOutput urcs;
    private final DataMode data;
    private final Links links;
    private final Sleep sleep;
    private final Internet internet;
    private final Path path;
    private ByteBuffer scratch;

    LinkHost(
            EventLoop loop,
            ModuleSetup setup,
            ModuleState state,
            ModuleOutput output,
            UrcOutput urcs,
            DataMode data,
            Links links,
            Sleep sleep) {
        this.loop = loop;
        this.setup = setup;
        this.state = state;
        this.output = output;
        this.urcs = urcs;
        this.data = data;
        this.links = links;
        this.sleep = sleep;
        this.internet = new Internet(loop, setup.hosts(), setup.routes());
        this.path = new Path(setup.network(), setup.times(), setup.seed());
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Settings settings() {
        return state.settings();
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
    public Path path() {
        return path;
    }

    @Override
    public int bufferSize() {
        return setup.linkBuffer();
    }

    @Override
    public InetAddress bindAddress() {
        boolean ipv6 = settings().ipFamily == 6;
        InetAddress chosen = Internet.literal(setup.bind() != null ? setup.bind() : "127.0.0.1");
        if (chosen instanceof Inet6Address == ipv6) {
            return chosen;
        } else if (chosen.isAnyLocalAddress()) {
            return Internet.literal(ipv6 ? "::" : "0.0.0.0");
        }
        return chosen.isLoopbackAddress() ? Internet.literal(ipv6 ? "::1" : "127.0.0.1") : chosen;
    }

    @Override
    public ByteBuffer scratch() {
        if (scratch == null) {
            scratch = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
        }
        return scratch;
    }

    @Override
    public boolean reachable() {
        return sleep.reachable();
    }

    @Override
    public void traffic() {
        sleep.traffic();
    }

    @Override
    public void received() {
        sleep.received();
    }

    @Override
    public boolean mayTalk() {
        return urcs.mayTalk();
    }

    @Override
    public void say(String line) {
        urcs.say(line);
    }

    @Override
    public void say(String line, Runnable then) {
        urcs.say(line, then);
    }

    @Override
    public boolean mayPush() {
        return urcs.mayPush();
    }

    @Override
    public void push(int link, String header, byte[] chunk) {
        // what one link pushes must not keep the line full for ever
        links.nextTurnBehind(link);
        urcs.push(header, chunk);
    }

    @Override
    public boolean streams(int link) {
        return settings().cipMode == 1 && link == 0;
    }

    @Override
    public boolean mayStream() {
        return data.isActive() && output.ready();
    }

    @Override
    public void stream(byte[] bytes) {
        output.stream(bytes);
    }

    @Override
    public boolean mayReportEnd(int link) {
        return mayTalk() || mayStream() && streams(link);
    }

    @Override
    public void ended(int link, int reason) {
        if (data.isActive() && streams(link)) {
            data.ended(links.link(link));
            return;
        }
        say(dialect().has(Quirk.PEER_CIPCLOSE) ? "+CIPCLOSE: " + link + ",0" : "+IPCLOSE: " + link + ',' + reason);
    }
}
