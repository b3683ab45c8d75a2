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

import io.github.sim7028.simulator.at.CommandHistory;
import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.Durations;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.model.Times;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.Links;
import io.github.sim7028.simulator.net.NetworkHost;
import io.github.sim7028.simulator.net.TcpServers;
import io.github.sim7028.simulator.power.Sleep;
import io.github.sim7028.simulator.report.ModemState;
import io.github.sim7028.simulator.uart.HostPins;
import io.github.sim7028.simulator.uart.LineRates;
import io.github.sim7028.simulator.uart.Uart;
import io.github.sim7028.simulator.uart.UartServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The module itself: it joins UART, interpreter, radio and network, restarts them, and is what commands see of them. All
 * of it lives on the loop's thread.
 */
public final class VirtualModule implements EventLoop.Work, ModuleContext, ModuleControl, HostPins {

    private static final int STANDARD_RATE = 115_200;
    private static final int LEAVE_MODE = 1;
    private static final int CLOSE_MODE = 2;

    private final EventLoop loop;
    private final ModuleSetup setup;
    private final Transcript transcript;
    private final Uart uart;
    private final ModuleState state;
    private final ModuleCondition condition;
    private final Sleep sleep;
    private final CommandHistory history = new CommandHistory();
    private final Faults faults;
    private final ModuleFaults moduleFaults;
    private final ModuleOutput output;
    private final HostInput input;
    private final DataMode data;
    private final CommandInterpreter interpreter;
    private final CommandRunner runner;
    private final UrcOutput urcs;
    private final Radio radio;
    private final Links links;
    private final LinkHost host;
    private final TcpServers servers;
    private final PacketService network;
    private final RadioControl control;
    private final ModuleStart start;
    private final List<UartServer> uartServers = new ArrayList<>();

    /** Builds a module that knows these commands; {@link EventLoop#start} brings it to life. */
    public VirtualModule(EventLoop loop, ModuleSetup setup, List<Command> known) {
        this.loop = loop;
        this.setup = setup;
        this.transcript = setup.transcript();
        this.state = new ModuleState(setup.dialect());
        this.uart = new Uart(
                setup.baud(),
                setup.uartBuffer(),
                new LineRates(setup.baud() > 0 ? setup.baud() : STANDARD_RATE, setup.strictBaud(), setup.seed()),
                setup.kickOldHost(),
                loop::signal);
        this.condition = new ModuleCondition();
        this.faults = new Faults(setup.seed(), this::arrange);
        this.output = new ModuleOutput(loop, uart, faults, transcript, setup.dialect(), this::happen);
        this.data = new DataMode(loop, output, transcript, setup.dialect(), this::leftDataMode);
        this.runner = new CommandRunner(this, byName(known), output, faults, this::happen, history, transcript);
        this.input = new HostInput(uart.toModem(), this::lostAsleep);
        this.interpreter = new CommandInterpreter(input, output, state, data, runner);
        this.urcs = new UrcOutput(output, state, data, setup.dialect(), interpreter, input, history);
        this.radio = new Radio(
                loop,
                setup.sim().fresh(),
                setup.registration(),
                setup.times(),
                state::attachApn,
                this::registrationChanged);
        this.links = new Links(loop, setup.dialect().links(), setup.times().of(ModuleTime.LINK_RELEASE));
        this.sleep = new Sleep(
                loop,
                new ModuleSleep(
                        state, radio, interpreter, input, output, data, links, this::opening, this::wokenAsBooted),
                setup.sleep().at(uart.rate()),
                setup.times(),
                transcript);
        this.host = new LinkHost(loop, setup, state, output, urcs, data, links, sleep);
        this.servers = new TcpServers(host, links, interpreter::idle, this::connectUnasked);
        this.network = new PacketService(loop, setup, state, radio, links, servers, data, urcs::say);
        this.moduleFaults =
                new ModuleFaults(loop, faults, this, state, condition, sleep, network, uart, output, transcript);
        this.control = new RadioControl(setup.dialect(), state, radio, network, urcs, sleep);
        this.start = new ModuleStart(
                loop, setup, state, condition, input, interpreter, output, urcs, data, network, sleep, radio, control);
        start.booted(false);
    }

    private static Map<String, Command> byName(List<Command> commands) {
        Map<String, Command> table = new HashMap<>();
        commands.forEach(command -> command.names().forEach(name -> table.put(name, command)));
        return table;
    }

    @Override
    public void turn() {
        output.flush();
        uartServers.forEach(UartServer::turn);
        sleep.turn();
        if (state.booting()) {
            input.discard();
        } else {
            interpreter.turn();
            servers.turn();
            links.turn();
        }
        output.flush();
        uartServers.forEach(UartServer::turn);
        if (output.readyAgain()) {
            loop.signal();
        }
    }

    @Override
    public long nanosToNext() {
        long next = state.booting() || interpreter.listens() ? uart.toModem().nanosToReadable() : Long.MAX_VALUE;
        next = Math.min(next, output.nanosToPush());
        next = Math.min(next, sleep.nanosToNext());
        for (UartServer server : uartServers) {
            next = Math.min(next, server.nanosToNext());
        }
        return next;
    }

    // ---- what commands use

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
    public Radio radio() {
        return radio;
    }

    @Override
    public PacketService network() {
        return network;
    }

    @Override
    public Links links() {
        return links;
    }

    @Override
    public TcpServers servers() {
        return servers;
    }

    @Override
    public NetworkHost networkHost() {
        return host;
    }

    @Override
    public ModuleCondition condition() {
        return condition;
    }

    @Override
    public Sleep sleep() {
        return sleep;
    }

    @Override
    public void answer(String line) {
        output.answer(line);
    }

    @Override
    public void answer(String line, byte[] bytes) {
        output.answer(line, bytes);
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
    public Consumer<Outcome> later() {
        return runner.begin()::complete;
    }

    @Override
    public Outcome connect(Link link) {
        return new Outcome.Stream(connectLine(), () -> enterDataMode(link));
    }

    /** A server's client of transparent mode: the switch that no command asked for. */
    private void connectUnasked(Link link) {
        output.result(connectLine(), true, () -> enterDataMode(link));
    }

    private String connectLine() {
        return "CONNECT " + uart.rate();
    }

    private void enterDataMode(Link link) {
        if (links.has(link)) {
            data.enter(link);
            link.opened();
        }
    }

    private void leftDataMode() {
        urcs.sayWhatWaited();
    }

    @Override
    public String closedWord() {
        return data.closedWord();
    }

    @Override
    public void restart() {
        start.afterCommand();
    }

    @Override
    public int rate() {
        return uart.rate();
    }

    @Override
    public void rate(int value) {
        uart.rate(value);
    }

    @Override
    public void power(boolean on) {
        control.power(on);
    }

    @Override
    public void cycleRadio() {
        control.cycle();
    }

    @Override
    public void attach(boolean on) {
        control.attach(on);
    }

    // ---- remote control

    /** How long what it does takes. */
    public Times times() {
        return setup.times();
    }

    /** Whether a host at another rate makes garbage. */
    public boolean strictBaud() {
        return setup.strictBaud();
    }

    /** The UART. */
    public Uart uart() {
        return uart;
    }

    /** The faults that are set. */
    public Faults faults() {
        return faults;
    }

    /** What takes the module down and starts it. */
    public ModuleStart start() {
        return start;
    }

    /** How the module stands. */
    public ModemState report() {
        return new ModemState(
                !state.booting(),
                sleep.asleep(),
                radio.registration(),
                radio.network(),
                radio.strength(),
                radio.errors(),
                radio.sim().state(),
                network.isOpen(),
                condition.isBusy(),
                state.muted(),
                uart.plugged(),
                links.opened().stream().map(Link::report).toList());
    }

    /** As it was when it was made: no faults, the same card, the same network. */
    public void factoryFresh() {
        faults.clear();
        uart.resetRate();
        start.factoryFresh();
    }

    @Override
    public void rebootSoon(boolean loud) {
        start.atOnce(loud);
    }

    private boolean opening() {
        return network.isOpening();
    }

    private void wokenAsBooted(boolean loud) {
        start.wokenAsBooted(loud);
    }

    private void registrationChanged(Registration now) {
        control.changed(now);
    }

    /** Lets time pass at once for power saving, and does what is due meanwhile. */
    public void skip(Duration time) {
        transcript.event("time passes: " + Durations.format(time));
        turn();
        long left = time.toNanos();
        while (left > 0) {
            long step = Math.min(left, sleep.nanosToNext());
            sleep.skip(step);
            turn();
            left -= step;
        }
    }

    /** Refuses data because it is busy, or no longer. */
    public void busy(boolean on) {
        transcript.event(on ? "busy" : "no longer busy");
        condition.busy(on);
    }

    /** Falls asleep as soon as it has nothing to do; the first bytes that come then are lost. */
    public void fallAsleep(int bytes) {
        sleep.order(bytes);
    }

    @Override
    public void mute(boolean on) {
        start.mute(on);
    }

    /** Says an unsolicited line that may be lost when the host does not read. */
    public void remark(String line) {
        urcs.remark(line);
    }

    /** The last thousand command lines. */
    public List<String> commands() {
        return history.latest();
    }

    /** How many command lines came. */
    public long commandCount() {
        return history.count();
    }

    /** Lines that were lost because the host did not read. */
    public long lostLines() {
        return output.lost();
    }

    /** Serves the UART over TCP, raw or with RFC 2217. */
    public UartServer listen(InetSocketAddress address, boolean rfc2217) throws IOException {
        UartServer server = new UartServer(
                uart,
                loop,
                () -> interpreter.quiet() && output.drained(),
                setup.journal(),
                rfc2217 ? this : null,
                address);
        uartServers.add(server);
        return server;
    }

    /** Bytes of the host come at the rate that wakes, and the UART has another: only their being there may be noticed. */
    @Override
    public void lowRateBytes(int count) {
        transcript.event(count + (count == 1 ? " byte at " : " bytes at ") + Sleep.WAKING_RATE + " baud");
        sleep.hearsLowRate(count);
    }

    private int lostAsleep(int count, boolean idle) {
        return sleep.lostOf(count, idle);
    }

    /** The host's DTR changed: in data mode {@code AT&D1} leaves it, {@code AT&D2} closes the connection too (2.2). */
    @Override
    public void dtr(boolean on) {
        transcript.event(on ? "DTR on" : "DTR off");
        if (on) {
            sleep.dtrRaised();
        }
        if (setup.dtrResets()) {
            start.reset(on);
        } else if (!on && data.isActive() && settings().dtrMode >= LEAVE_MODE) {
            Link dropped = data.leave();
            if (settings().dtrMode == CLOSE_MODE) {
                links.remove(dropped);
                dropped.close();
                say("+IPCLOSE: " + dropped.number() + ",2");
            }
        }
    }

    private void happen(Fault fault) {
        moduleFaults.happen(fault);
    }

    private void arrange(Faults.Rule rule) {
        loop.execute(() -> moduleFaults.arrange(rule));
    }
}
