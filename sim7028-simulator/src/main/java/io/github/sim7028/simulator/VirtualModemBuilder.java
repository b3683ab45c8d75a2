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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.model.Transcript;
import io.github.sim7028.simulator.module.ModuleSetup;
import io.github.sim7028.simulator.net.Internet;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Makes {@link VirtualModem}s. Everything has a default: two links, no pacing, a ready SIM, registered at home. */
public final class VirtualModemBuilder {

    private static final int LEAST_BUFFER = 256;
    private static final int MOST_BUFFER = 16 * 1024 * 1024;

    private String name;
    private Dialect dialect = Dialect.DEFAULT;
    private int baud;
    private int uartBuffer = 8 * 1024;
    private int linkBuffer = 16 * 1024;
    private SimCard sim = SimCard.ready();
    private Registration registration = Registration.HOME;
    private Duration registrationDelay = Duration.ZERO;
    private Duration bootTime = Duration.ofMillis(50);
    private boolean dtrResets;
    private Duration netOpenDelay = Duration.ZERO;
    private Duration linkRelease = Duration.ZERO;
    private Duration sleepAfter = Duration.ZERO;
    private int wakeLoss = 3;
    private String requiredApn;
    private String bind;
    private String imei = "860000000000017";
    private final Map<String, String> hosts = new HashMap<>();
    private final Map<String, InetSocketAddress> routes = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private long seed;
    private Transcript transcript = Transcript.NONE;
    private AutoCloseable transcriptEnd = () -> {};

    VirtualModemBuilder() {}

    /** Registers it under this name while it runs, for {@link VirtualModem#named}. */
    public VirtualModemBuilder name(String value) {
        name = value;
        return this;
    }

    /** 2 links (the default) or 10. */
    public VirtualModemBuilder links(int value) {
        dialect = dialect.withLinks(value);
        return this;
    }

    /** Deviations from the default behaviour, besides those set before. */
    public VirtualModemBuilder dialect(Quirk... quirks) {
        dialect = dialect.with(quirks);
        return this;
    }

    /** Deviations from the default behaviour by their option names, separated by commas. */
    public VirtualModemBuilder dialect(String quirks) {
        dialect = dialect.with(quirks);
        return this;
    }

    /** Paces the UART to so many bits per second in each direction; 0, the default, does not. */
    public VirtualModemBuilder baud(int value) {
        check(value == 0 || (value >= 300 && value <= 100_000_000), "baud", value, "0 or 300 to 100000000");
        baud = value;
        return this;
    }

    /** How many bytes each direction of the UART buffers; 8 KiB if not said. */
    public VirtualModemBuilder uartBuffer(int bytes) {
        check(bytes >= LEAST_BUFFER && bytes <= MOST_BUFFER, "uartBuffer", bytes, "256 to 16777216");
        uartBuffer = bytes;
        return this;
    }

    /** How many received bytes each link buffers before TCP slows the peer down; 16 KiB if not said. */
    public VirtualModemBuilder bufferSize(int bytes) {
        check(bytes >= LEAST_BUFFER && bytes <= MOST_BUFFER, "bufferSize", bytes, "256 to 16777216");
        linkBuffer = bytes;
        return this;
    }

    /** The SIM card. */
    public VirtualModemBuilder sim(SimCard value) {
        sim = value;
        return this;
    }

    /** A SIM card that wants this PIN. */
    public VirtualModemBuilder simPin(String pin) {
        sim = SimCard.locked(pin);
        return this;
    }

    /** The network demands this APN: NETOPEN fails with another. */
    public VirtualModemBuilder requiredApn(String apn) {
        requiredApn = apn;
        return this;
    }

    /** Where registering ends, {@link Registration#HOME} if not said. */
    public VirtualModemBuilder registration(Registration value) {
        registration = value;
        return this;
    }

    /** How long registering takes after a start, no time if not said. */
    public VirtualModemBuilder registrationDelay(Duration value) {
        registrationDelay = value;
        return this;
    }

    /** How long a restart takes, 50 ms if not said. */
    public VirtualModemBuilder bootTime(Duration value) {
        bootTime = value;
        return this;
    }

    /** Whether the board leads DTR to the module's reset: low holds it down. Not if not said. */
    public VirtualModemBuilder dtrResets(boolean value) {
        dtrResets = value;
        return this;
    }

    /** How long NETOPEN takes, no time if not said. */
    public VirtualModemBuilder netOpenDelay(Duration value) {
        netOpenDelay = value;
        return this;
    }

    /** How long a link number stays taken after CIPCLOSE, no time if not said; CIPOPEN says 8 meanwhile. */
    public VirtualModemBuilder linkRelease(Duration value) {
        linkRelease = value;
        return this;
    }

    /** After how long a silence on its UART the module falls asleep; never if not said. */
    public VirtualModemBuilder sleepAfter(Duration value) {
        sleepAfter = value;
        return this;
    }

    /** How many bytes the module loses when it wakes, 3 if not said; see {@link #sleepAfter}. */
    public VirtualModemBuilder wakeLoss(int bytes) {
        check(bytes >= 1 && bytes <= 1000, "wakeLoss", bytes, "1 to 1000");
        wakeLoss = bytes;
        return this;
    }

    /**
     * The address UDP sockets and TCP servers are bound to: loopback if not said, so that nobody else reaches them (and
     * UDP reaches nobody else); {@code 0.0.0.0} or {@code ::} for all.
     */
    public VirtualModemBuilder bind(String address) {
        if (Internet.literal(address) == null) {
            throw new IllegalArgumentException("bind needs an IP address, not '" + address + "'");
        }
        bind = address;
        return this;
    }

    /** The IMEI that {@code CGSN} says. */
    public VirtualModemBuilder imei(String value) {
        imei = value;
        return this;
    }

    /** Has the name resolve to the address; an empty address makes it unknown. */
    public VirtualModemBuilder host(String hostName, String address) {
        if (!address.isEmpty() && Internet.literal(address) == null) {
            throw new IllegalArgumentException("'" + address + "' is no IP address");
        }
        hosts.put(hostName.toLowerCase(Locale.ROOT), address);
        return this;
    }

    /** The modem believes to talk to an address and port; really it talks to this one. */
    public VirtualModemBuilder route(String address, int port, InetSocketAddress real) {
        if (Internet.literal(address) == null) {
            throw new IllegalArgumentException("'" + address + "' is no IP address");
        }
        routes.put(Internet.key(Internet.text(Internet.literal(address)), port), real);
        return this;
    }

    /** Sets faults; see {@link Fault}. */
    public VirtualModemBuilder faults(Fault... some) {
        faults.addAll(List.of(some));
        return this;
    }

    /** Sets faults from text, separated by semicolons; see {@link Fault}. */
    public VirtualModemBuilder faults(String text) {
        faults.addAll(Fault.parseAll(text));
        return this;
    }

    /** The seed of all chance, 0 if not said. */
    public VirtualModemBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Has each line of the dialogue written down; the sink must not block. */
    public VirtualModemBuilder transcript(Consumer<String> sink) {
        transcript = new Transcript(sink, false);
        return this;
    }

    /** Has each line of the dialogue written down, payload in hex; the sink must not block. */
    public VirtualModemBuilder hexTranscript(Consumer<String> sink) {
        transcript = new Transcript(sink, true);
        return this;
    }

    VirtualModemBuilder transcriptEnd(AutoCloseable end) {
        transcriptEnd = end;
        return this;
    }

    /** Starts it. A second of the same name in this JVM is refused with an {@link IllegalStateException}. */
    public VirtualModem start() {
        String threadName = "sim7028-simulator" + (name == null ? "" : "-" + name);
        ModuleSetup setup = new ModuleSetup(
                threadName,
                dialect,
                baud,
                uartBuffer,
                linkBuffer,
                sim,
                registration,
                registrationDelay,
                bootTime,
                dtrResets,
                netOpenDelay,
                linkRelease,
                sleepAfter,
                wakeLoss,
                requiredApn,
                bind,
                Map.copyOf(hosts),
                Map.copyOf(routes),
                seed,
                transcript);
        return VirtualModem.start(name, setup, imei, List.copyOf(faults), transcriptEnd, threadName);
    }

    private static void check(boolean fits, String option, int value, String range) {
        if (!fits) {
            throw new IllegalArgumentException(option + " must be " + range + ", not " + value);
        }
    }
}
