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
package io.github.sim7028.simulator;

import io.github.sim7028.simulator.command.CommandTable;
import io.github.sim7028.simulator.engine.EventLoop;
import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.fault.Faults;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.HostCounts;
import io.github.sim7028.simulator.model.ModuleIdentity;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.module.ModuleSetup;
import io.github.sim7028.simulator.module.VirtualModule;
import io.github.sim7028.simulator.power.SleepCounts;
import io.github.sim7028.simulator.report.Dialogue;
import io.github.sim7028.simulator.report.DialogueLog;
import io.github.sim7028.simulator.report.ModemState;
import io.github.sim7028.simulator.uart.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A virtual SIM7028: answers the AT commands of SIMCom's TCP/IP application note and transfers the data over real sockets
 * of this computer. A host connects within the JVM by {@link #connect()}, or over TCP, see {@link #listen}.
 *
 * <p>All methods may be called from any thread; those that change the module have taken effect when they return.
 */
public final class VirtualModem implements AutoCloseable {

    private static final Map<String, VirtualModem> NAMED = new ConcurrentHashMap<>();

    private final String name;
    private final ModuleIdentity identity;
    private final EventLoop loop;
    private final VirtualModule module;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final DialogueLog dialogue;
    private final List<AutoCloseable> files;

    private VirtualModem(
            String name,
            ModuleIdentity identity,
            EventLoop loop,
            VirtualModule module,
            DialogueLog dialogue,
            List<AutoCloseable> files) {
        this.name = name;
        this.identity = identity;
        this.loop = loop;
        this.module = module;
        this.dialogue = dialogue;
        this.files = files;
    }

    /** Returns a builder with the defaults. */
    public static VirtualModemBuilder builder() {
        return new VirtualModemBuilder();
    }

    /** The running modem of this name in this JVM. */
    public static Optional<VirtualModem> named(String name) {
        return Optional.ofNullable(NAMED.get(name));
    }

    /**
     * Builds and starts a modem from text options, as {@code simulator://name?baud=115200&links=10} has them.
     *
     * @param name the name under which {@link #named} finds the modem while it runs; null for none
     * @throws IllegalArgumentException when an option is unknown or its value is wrong; the message names both
     */
    public static VirtualModem fromOptions(String name, Map<String, String> options) {
        VirtualModemBuilder builder = new VirtualModemBuilder();
        if (name != null && !name.isEmpty()) {
            builder.name(name);
        }
        ModemOptions.apply(builder, options);
        return builder.start();
    }

    /**
     * Checks options of {@link #fromOptions}, without starting a modem.
     *
     * @throws IllegalArgumentException when an option is unknown or its value is wrong
     */
    public static void checkOptions(Map<String, String> options) {
        ModemOptions.check(options);
    }

    static VirtualModem start(
            String name,
            ModuleSetup setup,
            ModuleIdentity identity,
            List<Fault> faults,
            DialogueLog dialogue,
            List<AutoCloseable> files) {
        EventLoop loop;
        try {
            loop = new EventLoop(setup.name());
        } catch (IOException e) {
            throw new UncheckedIOException("The virtual modem cannot start", e);
        }
        VirtualModule module = new VirtualModule(loop, setup, CommandTable.all(identity));
        VirtualModem modem = new VirtualModem(name, identity, loop, module, dialogue, files);
        if (name != null && NAMED.putIfAbsent(name, modem) != null) {
            loop.close();
            throw new IllegalStateException("A virtual modem named '" + name + "' already runs in this JVM");
        }
        loop.start(module);
        faults.forEach(module.faults()::add);
        return modem;
    }

    /** The name of the modem, if there is one. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The IMEI of the module, and the numbers of its SIM card. */
    public ModuleIdentity identity() {
        return identity;
    }

    /**
     * Connects a host to the UART. Only one host can be connected; disconnecting does not restart the modem.
     *
     * @throws IOException when another host is connected, here or over TCP, and is not to be
     *     {@linkplain VirtualModemBuilder#kickOldHost kicked}, or the modem is closed
     */
    public VirtualPort connect() throws IOException {
        if (closed.get()) {
            throw new IOException("The virtual modem is closed");
        }
        // on the loop: a host over TCP that is kicked lives there
        return new UartPort(onLoop(() -> HostPort.connect(
                module.uart(),
                on -> loop.execute(() -> module.dtr(on)),
                count -> loop.execute(() -> module.lowRateBytes(count)))));
    }

    /**
     * Serves the UART over TCP to one host at a time; other hosts receive a message and are disconnected, unless a new host
     * {@linkplain VirtualModemBuilder#kickOldHost kicks} the old one.
     *
     * @param address the address to listen on; port 0 for a free port
     * @return the address with the actual port
     */
    public InetSocketAddress listen(InetSocketAddress address) throws IOException {
        return listen(address, false);
    }

    /**
     * The same with RFC 2217, as a terminal server that lets a host set its serial port: the modem then knows the host's rate and
     * its DTR. {@link VirtualModemBuilder#strictBaud} says whether another rate than the module's makes garbage.
     *
     * @param address the address to listen on; port 0 for a free port
     * @return the address with the actual port
     */
    public InetSocketAddress listenRfc2217(InetSocketAddress address) throws IOException {
        return listen(address, true);
    }

    private InetSocketAddress listen(InetSocketAddress address, boolean rfc2217) throws IOException {
        try {
            return onLoop(() -> module.listen(address, rfc2217).address());
        } catch (IOException e) {
            throw new IOException("Cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** Serves the UART over TCP on loopback, on a free port. */
    public InetSocketAddress listen() throws IOException {
        return listen(new InetSocketAddress("127.0.0.1", 0));
    }

    /** Serves the UART with RFC 2217 on loopback, on a free port. */
    public InetSocketAddress listenRfc2217() throws IOException {
        return listenRfc2217(new InetSocketAddress("127.0.0.1", 0));
    }

    /** The faults of this modem; may be changed while the modem runs. */
    public Faults faults() {
        return module.faults();
    }

    /** Restarts the module: every setting and link is lost. {@code loud} whether the boot lines are output. */
    public void reboot(boolean loud) {
        run(() -> module.start().reboot(loud));
    }

    /** Resets the modem to its state at the start, with its SIM card and without faults, and without any output; a host stays connected. */
    public void reset() {
        run(module::factoryFresh);
    }

    /** The network is lost: every link is dead; {@code NETOPEN?} still returns 1, as on a real module. */
    public void loseNetwork(boolean withIpClose) {
        loseNetwork(withIpClose, true);
    }

    /** The network is lost. {@code stillOpen} whether {@code NETOPEN?} continues to return 1 until {@code NETCLOSE}. */
    public void loseNetwork(boolean withIpClose, boolean stillOpen) {
        run(() -> module.network().lose(withIpClose, stillOpen));
    }

    /** The network is closed without any output: the answer to {@code NETOPEN?} is 0, and every link is dead. */
    public void closeNetwork() {
        run(() -> module.network().vanish());
    }

    /**
     * The context dies without any output: the answer to {@code NETOPEN?} is 1, every link is dead, and each CIPOPEN fails
     * with this error (with {@link ErrorCode#TIMEOUT} when its timeout expires), until the network is closed and opened or the
     * module restarts.
     */
    public void killContext(ErrorCode error) {
        run(() -> module.network().kill(error));
    }

    /** Sets whether the module refuses every CIPSEND as busy. */
    public void setBusy(boolean on) {
        run(() -> module.busy(on));
    }

    /** The module sleeps as soon as it is idle; so many bytes of the next input are lost and wake it up. */
    public void sleep(int bytes) {
        run(() -> module.fallAsleep(bytes));
    }

    /**
     * A falling edge at the wake pin, as a pulse of 10 ms makes it: wakes a module that sleeps, however deep. Serves as the
     * {@code wakeUp} of a driver's test: {@code modem::wakePin}.
     */
    public void wakePin() {
        run(() -> module.sleep().wakePin());
    }

    /** Switches the power off and on: the module starts again, also one that sleeps or hangs; its SIM card asks for its PIN again. */
    public void powerCycle() {
        run(module.start()::powerCycle);
    }

    /**
     * A pulse at the pin PWRKEY. The module starts with its supply: a pulse wakes a module that sleeps, and switches a module
     * that runs off ({@code NORMAL POWER DOWN}) until the next pulse or {@link #powerCycle}.
     */
    public void powerKey() {
        run(module.start()::powerKey);
    }

    /**
     * Lets time pass at once for power saving: its timers and the silence of the UART end as if this time had passed. A module with
     * nothing to do sleeps afterwards, if it may. All other times are not affected.
     */
    public void skip(Duration time) {
        run(() -> module.skip(time));
    }

    /** Whether the module sleeps. */
    public boolean asleep() {
        return loop.call(() -> module.sleep().asleep());
    }

    /** Whether what peers send reaches the module now; otherwise it waits until the module sends, or for its periodic update. */
    public boolean reachable() {
        return loop.call(() -> module.sleep().reachable());
    }

    /** Whether PSM is on, so that a module without traffic sleeps. */
    public boolean savesPower() {
        return settings().powerSaving.psm();
    }

    /** How often the module fell asleep and woke, by what, and what was lost. */
    public SleepCounts sleepCounts() {
        return loop.call(() -> module.sleep().counts());
    }

    /** Disconnects the host, as when a USB plug is pulled. */
    public void hangUp() {
        run(() -> module.uart().hangUp());
    }

    /** Sets whether the modem stops reading and sending. */
    public void setMute(boolean on) {
        run(() -> module.mute(on));
    }

    /** Sets the values of {@code CSQ}: strength 0 to 31 or 99, bit error rate 0 to 7 or 99. */
    public void setSignal(int rssi, int bitErrors) {
        run(() -> module.radio().signal(rssi, bitErrors));
    }

    /** Sets the registration, at once; open links stay open. */
    public void setRegistration(Registration registration) {
        run(() -> module.radio().registration(registration));
    }

    /** Inserts another SIM card. */
    public void setSim(SimCard sim) {
        run(() -> module.radio().sim(sim));
    }

    /** Outputs an unsolicited line, {@code \r\n<line>\r\n}; the line is lost when too much output is unread. */
    public void inject(String line) {
        run(() -> module.remark(line));
    }

    /** How the modem stands now. */
    public ModemState state() {
        return loop.call(module::report);
    }

    /**
     * The latest lines of the transcript, as many as {@link VirtualModemBuilder#keepDialogue} says.
     *
     * @param from the number of the first line wanted; 0 for all that are kept
     */
    public Dialogue dialogue(long from) {
        return dialogue.from(from);
    }

    /** A copy of the present settings. */
    public Settings settings() {
        return loop.call(() -> module.settings().copy());
    }

    /** The last thousand command lines the host sent. */
    public List<String> commands() {
        return loop.call(module::commands);
    }

    /** How many command lines the host has sent. */
    public long commandCount() {
        return loop.call(module::commandCount);
    }

    /** How many bytes the host has sent. */
    public long bytesIn() {
        return module.uart().toModem().total();
    }

    /** How many bytes were sent to the host. */
    public long bytesOut() {
        return module.uart().toHost().total();
    }

    /** Whether a host at another rate than the module's sends and receives garbage. */
    public boolean strictBaud() {
        return module.strictBaud();
    }

    /** The profile of times and the times of this modem, as options: {@code real (bootTime=4s, registrationDelay=12s, …)}. */
    public String times() {
        return module.times().toString();
    }

    /** How often the module began to search for a network: at its start, after a restart, and after its radio was off. */
    public int searches() {
        return loop.call(() -> module.radio().searches());
    }

    /** How many lines were lost because the host did not read. */
    public long lostLines() {
        return loop.call(module::lostLines);
    }

    /** How many hosts were connected, refused and kicked since the start, over TCP and in this JVM. */
    public HostCounts hostCounts() {
        return module.uart().hosts();
    }

    /** Whether a host is connected. */
    public boolean hasHost() {
        return module.uart().plugged();
    }

    /** Disconnects the host, closes every socket and ends the modem's thread. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            hangUp();
            loop.close();
            module.uart().hangUp();
            if (name != null) {
                NAMED.remove(name, this);
            }
            files.forEach(VirtualModem::close);
        }
    }

    private static void close(AutoCloseable file) {
        try {
            file.close();
        } catch (Exception e) {
            System.getLogger(VirtualModem.class.getName())
                    .log(System.Logger.Level.DEBUG, "A file of the modem could not be closed", e);
        }
    }

    private void run(Runnable action) {
        loop.call(() -> {
            action.run();
            return null;
        });
    }

    private <T> T onLoop(Callable<T> action) throws IOException {
        try {
            return loop.call(action);
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (closed.get()) {
                throw new IOException("The virtual modem is closed", e);
            }
            throw e;
        }
    }
}
