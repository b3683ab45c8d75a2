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

import io.github.sim7028.simulator.fault.Fault;
import io.github.sim7028.simulator.model.Dialect;
import io.github.sim7028.simulator.model.HostEvent;
import io.github.sim7028.simulator.model.ModuleIdentity;
import io.github.sim7028.simulator.model.ModuleTime;
import io.github.sim7028.simulator.model.NetworkProfile;
import io.github.sim7028.simulator.model.QualificationFile;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.model.TimeProfile;
import io.github.sim7028.simulator.model.Times;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.module.ModuleSetup;
import io.github.sim7028.simulator.net.Internet;
import io.github.sim7028.simulator.power.AfterSleep;
import io.github.sim7028.simulator.power.SleepSetup;
import io.github.sim7028.simulator.report.DialogueLog;
import io.github.sim7028.simulator.uart.HostJournal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Builds {@link VirtualModem}s. Every setting has a default: two links, no pacing, a ready SIM card, registered at home. */
public final class VirtualModemBuilder {

    private static final int LEAST_BUFFER = 256;
    private static final int MOST_BUFFER = 16 * 1024 * 1024;
    private static final int MOST_LINES = 100_000;
    private static final int MOST_SCALE = 1_000_000;

    private String name;
    private Dialect dialect = Dialect.DEFAULT;
    private int baud;
    private boolean strictBaud;
    private int uartBuffer = 8 * 1024;
    private int linkBuffer = 16 * 1024;
    private SimCard sim = SimCard.ready();
    private Registration registration = Registration.HOME;
    private Times times = Times.FAST;
    private boolean dtrResets;
    private SleepSetup sleep = SleepSetup.DEFAULT;
    private NetworkProfile network = NetworkProfile.NONE;
    private String requiredApn;
    private String bind;
    private ModuleIdentity identity = ModuleIdentity.of(1);
    private final Map<String, String> hosts = new HashMap<>();
    private final Map<String, InetSocketAddress> routes = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private long seed;
    private Transcript transcript = Transcript.NONE;
    private int dialogueLines;
    private final List<AutoCloseable> files = new ArrayList<>();
    private boolean kickOldHost;
    private Consumer<HostEvent> hostListener;
    private int number;

    VirtualModemBuilder() {}

    /** One of several modems: with a name, numbers and chance of its own. {@code number} from 1. */
    static VirtualModemBuilder numbered(String name, int number) {
        VirtualModemBuilder builder = new VirtualModemBuilder().name(name);
        builder.identity = ModuleIdentity.of(number);
        builder.number = number;
        return builder;
    }

    /** Sets the name under which {@link VirtualModem#named} finds the modem while it runs. */
    public VirtualModemBuilder name(String value) {
        name = value;
        return this;
    }

    /** 2 links (the default) or 10. */
    public VirtualModemBuilder links(int value) {
        dialect = dialect.withLinks(value);
        return this;
    }

    /** Adds deviations from the default dialogue, which is that of real modules. */
    public VirtualModemBuilder dialect(Quirk... quirks) {
        dialect = dialect.with(quirks);
        return this;
    }

    /**
     * Adds deviations from the default dialogue by their option names, separated by commas; {@code note} for the note's examples. Also
     * the file of a qualification, as {@link #dialect(Path)} takes it.
     */
    public VirtualModemBuilder dialect(String quirks) {
        if (QualificationFile.isName(quirks)) {
            return dialect(Path.of(quirks));
        }
        dialect = dialect.with(quirks);
        return this;
    }

    /**
     * Makes the modem speak like the module that {@code sim7028-tool qualify} has written this file about: its dialect, its number of
     * links and its times. Requires snakeyaml-engine on the class path.
     *
     * @throws IllegalArgumentException if the file is no qualification
     */
    public VirtualModemBuilder dialect(Path qualification) {
        QualificationFile file = QualificationFile.read(qualification);
        dialect = dialect.withLinks(file.links()).with(file.quirks().toArray(Quirk[]::new));
        file.times().forEach(this::time);
        return this;
    }

    /** Limits the UART to so many bits per second in each direction; 0, the default, for no limit. */
    public VirtualModemBuilder baud(int value) {
        check(value == 0 || (value >= 300 && value <= 100_000_000), "baud", value, "0 or 300 to 100000000");
        baud = value;
        return this;
    }

    /**
     * Sets whether the host's rate matters: a host that {@linkplain VirtualPort#setBaudRate talks} at another rate than the module sends and
     * receives garbage. The module's rate is that of {@link #baud}, or 115200, until {@code AT+IPR} changes it. Off by default.
     */
    public VirtualModemBuilder strictBaud(boolean value) {
        strictBaud = value;
        return this;
    }

    /** Sets the buffer of each direction of the UART in bytes, 8 KiB by default. */
    public VirtualModemBuilder uartBuffer(int bytes) {
        check(bytes >= LEAST_BUFFER && bytes <= MOST_BUFFER, "uartBuffer", bytes, "256 to 16777216");
        uartBuffer = bytes;
        return this;
    }

    /** Sets how many received bytes each link buffers before TCP holds the peer back, 16 KiB by default. */
    public VirtualModemBuilder bufferSize(int bytes) {
        check(bytes >= LEAST_BUFFER && bytes <= MOST_BUFFER, "bufferSize", bytes, "256 to 16777216");
        linkBuffer = bytes;
        return this;
    }

    /** Sets the SIM card. */
    public VirtualModemBuilder sim(SimCard value) {
        sim = value;
        return this;
    }

    /** Sets a SIM card that requires this PIN. */
    public VirtualModemBuilder simPin(String pin) {
        sim = SimCard.locked(pin);
        return this;
    }

    /** Sets the APN that the network requires: NETOPEN fails with another. */
    public VirtualModemBuilder requiredApn(String apn) {
        requiredApn = apn;
        return this;
    }

    /** Sets the result of the registration, {@link Registration#HOME} by default. */
    public VirtualModemBuilder registration(Registration value) {
        registration = value;
        return this;
    }

    /**
     * Sets how long what the module does takes, where no other method says otherwise: {@link TimeProfile#FAST}, the default, or
     * {@link TimeProfile#REAL} for the times of hardware.
     */
    public VirtualModemBuilder times(TimeProfile profile) {
        times = times.with(profile);
        return this;
    }

    /** Sets one time; the methods of the name of its option do the same. */
    public VirtualModemBuilder time(ModuleTime time, Duration value) {
        times = times.with(time, value);
        return this;
    }

    /**
     * Sets how many times as fast the network's times pass, 1 by default: the search, the address, and the timers of power
     * saving. With 3600 an hour takes a second.
     */
    public VirtualModemBuilder timeScale(int value) {
        check(value >= 1 && value <= MOST_SCALE, "timeScale", value, "1 to " + MOST_SCALE);
        times = times.withScale(value);
        return this;
    }

    /** Sets the duration of the search after a start, zero by default. */
    public VirtualModemBuilder registrationDelay(Duration value) {
        return time(ModuleTime.REGISTRATION, value);
    }

    /** Sets the time from the registration until the module has its address, zero by default; NETOPEN waits for the address. */
    public VirtualModemBuilder addressDelay(Duration value) {
        return time(ModuleTime.ADDRESS, value);
    }

    /** Sets the duration of a restart, 50 ms by default. */
    public VirtualModemBuilder bootTime(Duration value) {
        return time(ModuleTime.BOOT, value);
    }

    /** Sets whether the board connects DTR to the module's reset: low holds the module in reset. Off by default. */
    public VirtualModemBuilder dtrResets(boolean value) {
        dtrResets = value;
        return this;
    }

    /** Sets the duration of NETOPEN, zero by default. */
    public VirtualModemBuilder netOpenDelay(Duration value) {
        return time(ModuleTime.NET_OPEN, value);
    }

    /** Sets how good the network is: round trips, lost notifications, late confirmations; {@link NetworkProfile#NONE} by default. */
    public VirtualModemBuilder network(NetworkProfile profile) {
        network = profile;
        return this;
    }

    /** Sets how long a link number stays in use after CIPCLOSE, zero by default; CIPOPEN reports error 8 in the meantime. */
    public VirtualModemBuilder linkRelease(Duration value) {
        return time(ModuleTime.LINK_RELEASE, value);
    }

    /** Sets the silence on the UART after which the module falls into light sleep, whatever the network does; never by default. */
    public VirtualModemBuilder sleepAfter(Duration value) {
        sleep = sleep.withSleepAfter(value);
        return this;
    }

    /** Sets how many bytes are lost when the module wakes from light sleep, 3 by default. */
    public VirtualModemBuilder wakeLoss(int bytes) {
        check(bytes >= 1 && bytes <= 1000, "wakeLoss", bytes, "1 to 1000");
        sleep = sleep.withWakeLoss(bytes);
        return this;
    }

    /** Sets whether the network grants PSM and eDRX to a module that asks; it does by default. */
    public VirtualModemBuilder powerSavingGranted(boolean value) {
        sleep = sleep.withGranted(value);
        return this;
    }

    /** Sets what is left when the module wakes from the sleep of power saving, {@link AfterSleep#DEPTH} by default. */
    public VirtualModemBuilder afterSleep(AfterSleep value) {
        sleep = sleep.withAfter(value);
        return this;
    }

    /** Sets whether the board connects RXD to the wake pin, so that any byte wakes the module and is lost. Off by default. */
    public VirtualModemBuilder rxWakes(boolean value) {
        sleep = sleep.withRxWakes(value);
        return this;
    }

    /** Sets whether the board connects DTR to the wake pin, so that raising DTR wakes the module. Off by default. */
    public VirtualModemBuilder dtrWakes(boolean value) {
        sleep = sleep.withDtrWakes(value);
        return this;
    }

    /**
     * Sets the address of UDP sockets and TCP servers: loopback by default, so that no other computer can reach them (and
     * UDP cannot reach another computer); {@code 0.0.0.0} or {@code ::} for all addresses.
     */
    public VirtualModemBuilder bind(String address) {
        if (Internet.literal(address) == null) {
            throw new IllegalArgumentException("bind requires an IP address, not '" + address + "'");
        }
        bind = address;
        return this;
    }

    /** Sets the IMEI, the answer to {@code CGSN}. */
    public VirtualModemBuilder imei(String value) {
        identity = identity.withImei(value);
        return this;
    }

    /** Sets the number of the SIM card, the answer to {@code CICCID}. */
    public VirtualModemBuilder iccid(String value) {
        identity = identity.withIccid(value);
        return this;
    }

    /** Sets the number of the subscriber, the answer to {@code CIMI}. */
    public VirtualModemBuilder imsi(String value) {
        identity = identity.withImsi(value);
        return this;
    }

    /**
     * Sets whether a host that connects to the UART ends the connection of the host before, as a terminal server with
     * {@code kickolduser} does. Off by default: the newcomer is refused.
     */
    public VirtualModemBuilder kickOldHost(boolean value) {
        kickOldHost = value;
        return this;
    }

    /**
     * Sets the listener for hosts that use the UART over TCP: who connected, who wrote which bytes and when, who was refused or
     * kicked. The listener is called on the modem's thread and must not block.
     */
    public VirtualModemBuilder hostListener(Consumer<HostEvent> listener) {
        hostListener = listener;
        return this;
    }

    /** Lets a name resolve to an address; with an empty address the name does not exist. */
    public VirtualModemBuilder host(String hostName, String address) {
        if (!address.isEmpty() && Internet.literal(address) == null) {
            throw new IllegalArgumentException("'" + address + "' is not an IP address");
        }
        hosts.put(hostName.toLowerCase(Locale.ROOT), address);
        return this;
    }

    /** Maps an address and port that the module uses to the real ones. */
    public VirtualModemBuilder route(String address, int port, InetSocketAddress real) {
        if (Internet.literal(address) == null) {
            throw new IllegalArgumentException("'" + address + "' is not an IP address");
        }
        routes.put(Internet.key(Internet.text(Internet.literal(address)), port), real);
        return this;
    }

    /** Adds faults; see {@link Fault}. */
    public VirtualModemBuilder faults(Fault... some) {
        faults.addAll(List.of(some));
        return this;
    }

    /** Adds faults from text, separated by semicolons; see {@link Fault}. */
    public VirtualModemBuilder faults(String text) {
        faults.addAll(Fault.parseAll(text));
        return this;
    }

    /** Sets the seed of the random numbers, 0 by default. */
    public VirtualModemBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Sets the sink for each line of the transcript; the sink must not block. */
    public VirtualModemBuilder transcript(Consumer<String> sink) {
        transcript = new Transcript(sink, false);
        return this;
    }

    /** Sets the sink for each line of the transcript, with payload in hex; the sink must not block. */
    public VirtualModemBuilder hexTranscript(Consumer<String> sink) {
        transcript = new Transcript(sink, true);
        return this;
    }

    /** Sets how many of the latest lines of the transcript {@link VirtualModem#dialogue} has, 0 to 100000; none by default. */
    public VirtualModemBuilder keepDialogue(int lines) {
        check(lines >= 0 && lines <= MOST_LINES, "keepDialogue", lines, "0 to " + MOST_LINES);
        dialogueLines = lines;
        return this;
    }

    /** What is to be closed with the modem. */
    VirtualModemBuilder closing(AutoCloseable file) {
        files.add(file);
        return this;
    }

    /** Starts the modem. A second modem of the same name in this JVM is refused with an {@link IllegalStateException}. */
    public VirtualModem start() {
        String threadName = "sim7028-simulator" + (name == null ? "" : "-" + name);
        DialogueLog dialogue = new DialogueLog(dialogueLines);
        Transcript told = number == 0 ? transcript : transcript.labelled(name);
        ModuleSetup setup = new ModuleSetup(
                threadName,
                dialect,
                baud,
                strictBaud,
                uartBuffer,
                linkBuffer,
                sim,
                registration,
                times,
                dtrResets,
                sleep,
                network,
                requiredApn,
                bind,
                Map.copyOf(hosts),
                Map.copyOf(routes),
                number == 0 ? seed : seed + number - 1,
                dialogueLines == 0 ? told : told.also(dialogue),
                kickOldHost,
                new HostJournal(name == null ? "" : name, hostListener));
        return VirtualModem.start(name, setup, identity, allFaults(), dialogue, List.copyOf(files));
    }

    private List<Fault> allFaults() {
        List<Fault> all = new ArrayList<>(faults);
        network.faults(times).forEach(text -> all.add(Fault.parse(text)));
        return all;
    }

    private static void check(boolean fits, String option, int value, String range) {
        if (!fits) {
            throw new IllegalArgumentException(option + " must be " + range + ", not " + value);
        }
    }
}
