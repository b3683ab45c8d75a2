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
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.uart.Uart;
import io.github.sim7028.simulator.uart.UartServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The module itself: it joins UART, interpreter, radio and network, and holds what a restart loses. All of it lives on
 * the loop's thread.
 */
public final class Machine implements EventLoop.Work {

    /** The most bytes of one CIPSEND (2.1.4). */
    public static final int SEND_LIMIT = 1500;

    private static final int HISTORY = 1000;
    private static final int WAITING_LIMIT = 100;
    private static final int STANDARD_RATE = 115_200;

    /** A host that said something so long ago may say more at any time. */
    private static final long TYPING_NANOS = 100_000_000;

    /** So early the next push is made ready: as late as can be where it is to come after the answer to a command. */
    private static final long AHEAD_OF_TYPING_NANOS = 40_000;

    private static final long AHEAD_NANOS = 2_000_000;

    private final EventLoop loop;
    private final Setup setup;
    private final Uart uart;
    private final Incidents incidents;
    private final Output output;
    private final Interpreter interpreter;
    private final Radio radio;
    private final Network network;
    private final Condition condition;
    private final DataMode data = new DataMode(this);
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<UartServer> servers = new ArrayList<>();

    private final Deque<String> commands = new ArrayDeque<>();
    private long commandCount;
    private Settings settings = new Settings();
    private boolean booting;
    private boolean muted;
    private int boots;
    /** The count of commands when received data began to wait for one that was being typed; -1 when none does. */
    private long typedSince = -1;

    /** Builds a module that knows these commands; {@link EventLoop#start} brings it to life. */
    public Machine(EventLoop loop, Setup setup, List<Command> known) {
        this.loop = loop;
        this.setup = setup;
        this.uart = new Uart(setup.baud(), setup.uartBuffer(), loop::signal);
        this.incidents = new Incidents(this, setup.seed());
        this.output = new Output(
                loop,
                uart,
                incidents.faults(),
                setup.transcript(),
                setup.dialect().has(Quirk.BARE_INFORMATION),
                this::happen);
        Map<String, Command> table = new HashMap<>();
        known.forEach(command -> command.names().forEach(name -> table.put(name, command)));
        this.interpreter = new Interpreter(this, table);
        this.radio = new Radio(
                loop, setup.sim().fresh(), setup.registration(), setup.registrationDelay(), this::registrationChanged);
        this.network = new Network(this, setup);
        this.condition = new Condition(setup.sleepAfter(), setup.wakeLoss());
        radio.restart();
    }

    @Override
    public void turn() {
        output.flush();
        servers.forEach(UartServer::turn);
        if (booting) {
            discardInput();
        } else {
            interpreter.turn();
            network.turn();
        }
        output.flush();
        servers.forEach(UartServer::turn);
        if (output.readyAgain()) {
            loop.signal();
        }
    }

    @Override
    public long nanosToNext() {
        long next = booting || (mayListen() && interpreter.listens())
                ? uart.toModem().nanosToReadable()
                : Long.MAX_VALUE;
        next = Math.min(next, output.nanosToPush());
        for (UartServer server : servers) {
            next = Math.min(next, server.nanosToNext());
        }
        return next;
    }

    // ---- what commands use

    /** The loop all of it runs on. */
    public EventLoop loop() {
        return loop;
    }

    /** The present settings. */
    public Settings settings() {
        return settings;
    }

    /** How it speaks. */
    public Dialect dialect() {
        return setup.dialect();
    }

    /** SIM card and registration. */
    public Radio radio() {
        return radio;
    }

    /** Context and links. */
    public Network network() {
        return network;
    }

    /** Says a line of information. */
    public void answer(String line) {
        output.answer(line);
    }

    /** Says a line of information with data behind it. */
    public void answer(String line, byte[] data) {
        output.answer(line, data);
    }

    /** Says an unsolicited line. */
    public void say(String line) {
        say(line, () -> {});
    }

    /** Says an unsolicited line, and does something when it has been said. */
    public void say(String line, Runnable then) {
        if (data.isActive()) {
            if (waiting.size() < WAITING_LIMIT) {
                waiting.add(line);
            }
            then.run();
        } else if (!booting) {
            output.urc(line, then);
        }
    }

    /** Says an unsolicited line that nobody waits for: it is lost when the host does not read. */
    public void remark(String line) {
        if (data.isActive()) {
            say(line);
        } else if (!booting) {
            output.chatter(line);
        }
    }

    /** A {@code +CIPERROR} of 5.2, with its {@code ERROR} or two. */
    public Outcome cipError(ErrorCode error) {
        answer("+CIPERROR: " + error.number());
        if (dialect().has(Quirk.DOUBLE_ERROR)) {
            answer("ERROR");
        }
        return Outcome.ERROR;
    }

    /** A refusal of data, with {@code +CIPERROR} or, where the module says so in words, {@code +IP ERROR}. */
    public Outcome refuseData(ErrorCode error) {
        return switch (error) {
            case BUSY -> dialect().has(Quirk.TCP_BUSY) ? ipError(ErrorInfo.TCP_BUSY) : cipError(error);
            case NETWORK_NOT_OPENED ->
                dialect().has(Quirk.CLOSED_IP_ERROR) ? ipError(ErrorInfo.NETWORK_NOT_OPENED) : cipError(error);
            default -> cipError(error);
        };
    }

    /** Says these lines, separated by {@code |}; the last is the final result. */
    public Outcome saysInstead(String lines) {
        String[] each = lines.split("\\|");
        for (int i = 0; i < each.length - 1; i++) {
            answer(each[i]);
        }
        return new Outcome.Final(each[each.length - 1]);
    }

    /** A {@code +IP ERROR} of 5.1, in numbers or words, with its {@code ERROR}. */
    public Outcome ipError(ErrorInfo error) {
        answer("+IP ERROR: " + (settings.errMode == 0 ? String.valueOf(error.number()) : error.words()));
        return Outcome.ERROR;
    }

    /** A {@code +CME ERROR}, as CMEE wants it. */
    public Outcome cmeError(int number, String words) {
        return switch (settings.cmee) {
            case 1 -> new Outcome.Final("+CME ERROR: " + number);
            case 2 -> new Outcome.Final("+CME ERROR: " + words);
            default -> Outcome.ERROR;
        };
    }

    /** Marks the running command as answered later; the result completes it. */
    public Consumer<Outcome> later() {
        return interpreter.begin()::complete;
    }

    /** Switches to data mode with this link, saying {@code CONNECT <rate>}. */
    public Outcome connect(Link link) {
        return new Outcome.Stream(connectLine(), () -> {
            if (network.has(link)) {
                data.enter(link);
                link.opened();
            }
        });
    }

    private String connectLine() {
        return "CONNECT " + (setup.baud() > 0 ? setup.baud() : STANDARD_RATE);
    }

    /** A server's client of transparent mode: the switch that nobody asked for. */
    void connectUnasked(Link link) {
        output.result(connectLine(), () -> {
            if (network.has(link)) {
                data.enter(link);
                link.opened();
            }
        });
    }

    /** What says that a transparent connection is closed. */
    public String closedWord() {
        return data.closedWord();
    }

    /** Restarts as {@code CFUN=1,1} does, once everything said is on the line. */
    public void restart() {
        booting = true;
        loop.execute(() -> reboot(true));
    }

    /** Switches the radio; without it the network is lost. */
    public void power(boolean on) {
        if (!on && network.isOpen()) {
            loseNetwork(true, false);
        }
        radio.power(on);
    }

    /** What is the matter with it. */
    public Condition condition() {
        return condition;
    }

    // ---- what the interpreter uses

    Output output() {
        return output;
    }

    Transcript transcript() {
        return setup.transcript();
    }

    String promptText() {
        return dialect().has(Quirk.PROMPT_SPACE) ? "\r\n> " : "\r\n>";
    }

    boolean mayListen() {
        return !booting && !muted && output.ready() && !output.holding();
    }

    boolean mayTalk() {
        return !booting
                && !data.isActive()
                && output.ready()
                && !(interpreter.takesInput() && dialect().has(Quirk.HOLD_DURING_INPUT));
    }

    /**
     * Whether received data may be pushed: the line is clear, and no command is being typed, as its answer would have to
     * wait. Data lets one command go before at the most. To a host that only listens it comes without a gap.
     */
    boolean mayPush() {
        if (!mayTalk() || !output.mayPush(interpreter.silent(TYPING_NANOS) ? AHEAD_NANOS : AHEAD_OF_TYPING_NANOS)) {
            return false;
        }
        if (!interpreter.hearsCommand()) {
            typedSince = -1;
        } else if (typedSince < 0) {
            typedSince = commandCount;
        }
        return typedSince != commandCount;
    }

    void push(String header, byte[] chunk) {
        typedSince = -1;
        output.push(header, chunk);
    }

    DataMode data() {
        return data;
    }

    boolean idle() {
        return interpreter.idle();
    }

    /** Says what could not be said in data mode. */
    void sayWhatWaited() {
        while (!waiting.isEmpty() && !data.isActive()) {
            say(waiting.removeFirst());
        }
    }

    void sawCommand(String text) {
        commandCount++;
        if (commands.size() == HISTORY) {
            commands.removeFirst();
        }
        commands.addLast(text);
        transcript().command(text);
    }

    // ---- remote control

    /** The UART. */
    public Uart uart() {
        return uart;
    }

    /** The faults that are set. */
    public Faults faults() {
        return incidents.faults();
    }

    /** Restarts the module: settings and links are lost. Loud says the boot lines, silent nothing. */
    public void reboot(boolean loud) {
        transcript().event(loud ? "restart" : "silent restart");
        goDown();
        int boot = boots;
        if (setup.bootTime().isZero()) {
            booted(loud);
            return;
        }
        loop.schedule(setup.bootTime().toMillis(), TimeUnit.MILLISECONDS, () -> {
            if (boot == boots) {
                booted(loud);
            }
        });
    }

    /** Loses all that a restart loses, and does nothing until it has booted. */
    private void goDown() {
        booting = true;
        boots++;
        data.reset();
        waiting.clear();
        network.reset();
        settings = new Settings();
        interpreter.reset();
        output.reset();
        condition.reset();
    }

    /** As it was when it was made: no faults, the same card, the same network. */
    public void factoryFresh() {
        faults().clear();
        if (muted) {
            mute(false);
        }
        radio.restore(setup.sim().fresh(), setup.registration());
        reboot(false);
        boots++;
        booted(false);
    }

    private void booted(boolean loud) {
        discardInput();
        booting = false;
        radio.restart();
        if (loud) {
            BootLines.of(dialect(), radio).forEach(this::say);
        }
    }

    /** See {@link Network#lose}. */
    public void loseNetwork(boolean withIpClose, boolean stillOpen) {
        transcript().event("network lost");
        network.opened().forEach(data::ended);
        network.lose(withIpClose, stillOpen);
    }

    /** See {@link Network#vanish}. */
    public void closeNetwork() {
        transcript().event("network closed without a word");
        network.opened().forEach(data::ended);
        network.vanish();
    }

    /** See {@link Network#kill}. */
    public void killContext(ErrorCode error) {
        transcript().event("dead context");
        network.opened().forEach(data::ended);
        network.kill(error);
    }

    /** Refuses data because it is busy, or no longer. */
    public void busy(boolean on) {
        transcript().event(on ? "busy" : "no longer busy");
        condition.busy(on);
    }

    /** Falls asleep as soon as it has nothing to do; the first bytes it is told then are lost. */
    public void fallAsleep(int bytes) {
        transcript().event("asleep");
        condition.fallAsleep(bytes);
    }

    /** For how long neither side has said anything, in nanoseconds. */
    long silence() {
        return System.nanoTime() - Math.max(output.said(), interpreter.heard());
    }

    /** Stops reading and speaking, or goes on. */
    public void mute(boolean on) {
        transcript().event(on ? "mute" : "no longer mute");
        muted = on;
        output.mute(on);
    }

    /** The last thousand command lines. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** How many command lines came. */
    public long commandCount() {
        return commandCount;
    }

    /** Lines that were lost because the host did not read. */
    public long lostLines() {
        return output.lost();
    }

    /** Serves the UART over TCP. */
    public UartServer listen(InetSocketAddress address) throws IOException {
        UartServer server = new UartServer(uart, loop, () -> interpreter.quiet() && output.drained(), address);
        servers.add(server);
        return server;
    }

    /** The host's DTR changed. */
    public void dtr(boolean on) {
        transcript().event(on ? "DTR on" : "DTR off");
        if (setup.dtrResets()) {
            reset(on);
        } else if (!on) {
            data.dtrDropped();
        }
    }

    /** Held down by its reset as long as DTR is low; starts when it is released, even where it hung. */
    private void reset(boolean released) {
        if (released) {
            reboot(true);
        } else {
            if (muted) {
                mute(false);
            }
            goDown();
        }
    }

    /** Restarts as soon as it has left the command it is in; what it says until then is lost. */
    void rebootSoon(boolean loud) {
        booting = true;
        output.die();
        loop.execute(() -> reboot(loud));
    }

    /** Neither hears nor says anything from now on. */
    void fallSilent() {
        muted = true;
        output.die();
    }

    /** Hears and speaks again. */
    void speakAgain() {
        output.revive();
        muted = false;
    }

    /** Lets a fault happen that concerns the whole module. */
    void happen(Fault fault) {
        incidents.happen(fault);
    }

    private void discardInput() {
        byte[] bin = new byte[1024];
        while (uart.toModem().poll(bin, 0, bin.length) > 0) {
            // a module that starts up hears nothing
        }
    }

    private void registrationChanged(Registration now) {
        settings.registrationReports.forEach((name, mode) -> {
            if (mode > 0) {
                remark(name + ": " + now.stat());
            }
        });
    }
}
