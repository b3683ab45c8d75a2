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
package io.github.sim7028.simulator.cli;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.replay.Replay;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The simulator as a program: {@code java -jar sim7028-simulator.jar --listen 127.0.0.1:7028}. */
@Command(
        name = "sim7028-simulator",
        mixinStandardHelpOptions = true,
        versionProvider = SimulatorMain.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "A virtual SIM7028 NB-IoT module. It answers the AT commands of SIMCom's TCP/IP application note and "
                    + "transfers the data over real sockets of this computer.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  By hand; type AT and Enter:",
            "    java -jar sim7028-simulator.jar --listen 127.0.0.1:7028 --transcript",
            "    nc 127.0.0.1 7028",
            "  As a serial port at 115200 baud:",
            "    java -jar sim7028-simulator.jar --pty /tmp/ttySIM7028 --baud 115200",
            "  With faults: half of the send confirmations late, a restart every minute:",
            "    java -jar sim7028-simulator.jar --seed 7 --faults \\",
            "      \"delay 5s line='+CIPSEND: *' p=0.5; reboot loud every=1m\"",
            "",
            "Faults, separated by semicolons:",
            "  ACTION [ARGUMENT] [WHEN] [nth=N] [times=N] [p=PROBABILITY]",
            "  WHEN:   line=GLOB, command=GLOB, at=TIME or every=TIME",
            "  ACTION: delay TIME, drop, ignore, cut BYTES, double, replace LINES,",
            "          before LINES, insert LINE, noise BYTES, reboot loud|silent,",
            "          networkloss [quiet|silent], deadcontext [10], hangup, mute TIME,",
            "          short BYTES, refuse LINES, repeat TIME, busy TIME, sleep BYTES,",
            "          fail ERR, iperror ERR_INFO",
            "Text with spaces must be in single quotes; | separates lines."
        })
public final class SimulatorMain implements Callable<Integer> {

    private static final String DEFAULT_LISTEN = "127.0.0.1:7028";
    private static final String REAL = "real";
    private static final int STOP_SECONDS = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Serve the UART over TCP at this address, to one host at a time; port 0 selects a free port. "
                    + "Default without --pty: " + DEFAULT_LISTEN)
    private String listen;

    @Option(
            names = "--pty",
            paramLabel = "PATH",
            description = "Serve the UART as a pseudo-terminal at this path (requires socat).")
    private Path pty;

    @Option(names = "--baud", paramLabel = "RATE", description = "Limit the UART to this rate. Default: no limit.")
    private String baud;

    @Option(names = "--links", paramLabel = "2|10", description = "The number of links. Default: 2.")
    private String links;

    @Option(
            names = "--dialect",
            paramLabel = "NAMES",
            description = "Deviations from the default dialogue, which is that of real modules, separated by commas; "
                    + "note selects the examples of the application note. A wrong name lists the known names.")
    private String dialect;

    @Option(
            names = "--times",
            paramLabel = "real|fast",
            description = "How long the search for a network, a restart, sleep and the like take: real, as seen on "
                    + "hardware, or fast, without waiting. Default: real.")
    private String times;

    @Option(names = "--pin", paramLabel = "PIN", description = "The PIN that the SIM card requires. Default: none.")
    private String pin;

    @Option(names = "--apn", paramLabel = "APN", description = "The APN that the network requires. Default: any.")
    private String apn;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "The address for the module's UDP sockets and TCP servers, 0.0.0.0 for all. Default: loopback.")
    private String bind;

    @Option(names = "--faults", paramLabel = "FAULTS", description = "The faults to inject; see below.")
    private String faults;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "The seed of the random numbers. Default: 0.")
    private String seed;

    @Option(
            names = "--transcript",
            arity = "0..1",
            fallbackValue = "-",
            paramLabel = "FILE",
            description = "Write a transcript of the dialogue to the screen or to a file.")
    private String transcript;

    @Option(names = "--hex", description = "Show payload in the transcript in hex instead of text.")
    private boolean hex;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Replay the modem's side of a transcript that the component recorded (transcriptFile) "
                    + "instead of simulating a module. Other options than --listen, --pty and --speed have no effect.")
    private Path replay;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description =
                    "The speed of a replay: 1 as recorded, 2 twice as fast, 0 without pauses. A host that sends at "
                            + "fixed times requires 1. Default: 1.")
    private double speed = 1;

    @Option(
            names = {"-o", "--option"},
            paramLabel = "KEY=VALUE",
            description = "Any other option of the simulator; a wrong key lists all options.")
    private Map<String, String> options = new LinkedHashMap<>();

    /** That of the jar; a build's classes have none. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SimulatorMain.class.getPackage().getImplementationVersion();
            return new String[] {"sim7028-simulator " + (version == null ? "(unpackaged)" : version)};
        }
    }

    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    /** Runs until it is told to end. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, new PrintWriter(System.out, true), new PrintWriter(System.err, true)));
    }

    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new SimulatorMain())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, line, result) -> {
                    line.getErr().println(e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Thread hook = new Thread(this::endWithTheJvm, "sim7028-end");
        Runtime.getRuntime().addShutdownHook(hook);
        if (replay != null) {
            return replay(out, hook);
        }
        try (VirtualModem modem = VirtualModem.fromOptions(null, modemOptions());
                PtyBridge bridge = pty == null ? null : new PtyBridge(pty.toAbsolutePath(), modem.listen())) {
            if (bridge != null) {
                out.println("A virtual SIM7028 is at " + pty);
            }
            if (listen != null || bridge == null) {
                InetSocketAddress at = modem.listen(address(listen == null ? DEFAULT_LISTEN : listen));
                String host = at.getAddress().getHostAddress();
                out.println("A virtual SIM7028 listens on " + host + ':' + at.getPort() + "; try: nc " + host + ' '
                        + at.getPort());
            }
            out.println("Times: " + modem.times() + ". "
                    + (modem.times().startsWith(REAL)
                            ? "For a module without waiting: --times fast"
                            : "For the times of hardware: --times real"));
            if (modem.savesPower()) {
                out.println(
                        "Power saving is on, as in the factory: some minutes after its last traffic the module does not "
                                + "answer. AT+CPSMS=0 keeps it awake; -o rxWakes=true lets any byte wake it");
            }
            out.println("Press Ctrl+C to stop.");
            out.flush();
            end.await();
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } finally {
            done.countDown();
            unhook(hook);
        }
        return CommandLine.ExitCode.OK;
    }

    /** Plays a transcript once, and says how it went. */
    private int replay(PrintWriter out, Thread hook) throws IOException, InterruptedException {
        InetSocketAddress address = address(listen != null ? listen : pty == null ? DEFAULT_LISTEN : "127.0.0.1:0");
        try (Replay player = Replay.of(replay, speed, address);
                PtyBridge bridge = pty == null ? null : new PtyBridge(pty.toAbsolutePath(), player.address())) {
            out.println("The replay of " + replay + " is at "
                    + (bridge == null
                            ? player.address().getHostString()
                                    + ':'
                                    + player.address().getPort()
                            : pty));
            out.flush();
            while (!player.await(Duration.ofMillis(200))) {
                if (end.getCount() == 0) {
                    return CommandLine.ExitCode.OK;
                }
            }
            player.divergence()
                    .ifPresentOrElse(
                            where -> {
                                out.println("The host deviated from the transcript: " + where);
                                if (speed != 1) {
                                    out.println("A host that sends at fixed times, as with timer: or "
                                            + "keepAliveInterval, requires --speed 1.");
                                }
                            },
                            () -> out.println("The whole transcript was replayed."));
            return player.divergence().isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } finally {
            done.countDown();
            unhook(hook);
        }
    }

    /** On a signal: has the modem and the pseudo-terminal closed before the JVM is gone. */
    private void endWithTheJvm() {
        end.countDown();
        try {
            if (!done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(SimulatorMain.class.getName())
                        .log(System.Logger.Level.WARNING, "The simulator did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, which is why we are here
        }
    }

    private Map<String, String> modemOptions() {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putIfAbsent("times", REAL);
        put(all, "times", times);
        put(all, "baud", baud);
        put(all, "links", links);
        put(all, "dialect", dialect);
        put(all, "pin", pin);
        put(all, "apn", apn);
        put(all, "bind", bind);
        put(all, "faults", faults);
        put(all, "seed", seed);
        put(all, hex ? "hexTranscript" : "transcript", transcript == null && hex ? "-" : transcript);
        return all;
    }

    private static void put(Map<String, String> all, String key, String value) {
        if (value != null) {
            all.put(key, value);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        List<String> parts = colon < 0 ? List.of() : List.of(text.substring(0, colon), text.substring(colon + 1));
        if (parts.isEmpty()
                || parts.get(0).isEmpty()
                || !parts.get(1).matches("\\d{1,5}")
                || Integer.parseInt(parts.get(1)) > 65_535) {
            throw new IllegalArgumentException("--listen requires HOST:PORT, not '" + text + "'");
        }
        InetSocketAddress address = new InetSocketAddress(parts.get(0), Integer.parseInt(parts.get(1)));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("--listen: unknown host '" + parts.get(0) + "'");
        }
        return address;
    }
}
