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
import io.github.sim7028.simulator.VirtualModems;
import io.github.sim7028.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
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
            "  Fifty modems at the ports 7028 to 7077:",
            "    java -jar sim7028-simulator.jar --modems 50 --listen 127.0.0.1:7028+",
            "  With a web page to control the modem:",
            "    java -jar sim7028-simulator.jar --control 127.0.0.1:8028",
            "  With faults: half of the send confirmations late, a restart every minute:",
            "    java -jar sim7028-simulator.jar --seed 7 --faults \\",
            "      \"delay 5s line='+CIPSEND: *' p=0.5; reboot loud every=1m\"",
            "",
            "Faults, separated by semicolons:",
            "  ACTION [ARGUMENT] [WHEN] [nth=N] [times=N] [p=PROBABILITY]",
            "  WHEN:   line=GLOB, command=GLOB, at=TIME or every=TIME",
            "  ACTION: delay TIME[..TIME], drop, ignore, cut BYTES, double, replace LINES,",
            "          before LINES, insert LINE, noise BYTES, reboot loud|silent,",
            "          networkloss [quiet|silent], deadcontext [10], hangup, mute TIME,",
            "          short BYTES, refuse LINES, repeat TIME, busy TIME, sleep BYTES,",
            "          fail ERR, iperror ERR_INFO",
            "Text with spaces must be in single quotes; | separates lines."
        })
public final class SimulatorMain implements Callable<Integer> {

    private static final String DEFAULT_LISTEN = "127.0.0.1:7028";

    /** What the selection of modems takes for a name, and for nothing else. */
    private static final Pattern NAME = Pattern.compile("(?!(?:all|half)$)[A-Za-z][A-Za-z0-9._-]*");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Serve the UART over TCP at this address, to one host at a time; port 0 selects a free port. "
                    + "HOST:PORT+ for several modems: this port and the following ones, or free ports with 0+. "
                    + "Default without --pty: " + DEFAULT_LISTEN)
    private String listen;

    @Option(
            names = "--rfc2217",
            description =
                    "Serve --listen with RFC 2217, as a terminal server that lets the host set its serial port: the "
                            + "modem then knows the host's rate and its DTR. Default: raw TCP.")
    private boolean rfc2217;

    @Option(
            names = "--pty",
            paramLabel = "PATH",
            description = "Serve the UART as a pseudo-terminal at this path (requires socat).")
    private Path pty;

    @Option(
            names = "--modems",
            paramLabel = "COUNT",
            description = "The number of modems, each with its own name, IMEI and SIM card. Default: 1.")
    private int count = 1;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of the modem; several modems are NAME-1, NAME-2 and so on. Default: modem.")
    private String name = "modem";

    @Option(
            names = "--json",
            description =
                    "Print one line of JSON with the name, address, IMEI and ICCID of each modem instead of text.")
    private boolean json;

    @Option(
            names = "--control",
            paramLabel = "HOST:PORT",
            description =
                    "Control the modems over HTTP at this address, with a web page; port 0 selects a free port. There is no "
                            + "password: whoever reaches the address controls the modems.")
    private String controlAddress;

    @Option(names = "--stdin", description = "Control the modems with commands on the standard input; help shows them.")
    private boolean stdin;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Let happen what this YAML file says: steps with a time, a command and the modems concerned.")
    private Path scenario;

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

    @ArgGroup(exclusive = false, validate = false, heading = "%nEach modem:%n")
    private ModemArguments modem = new ModemArguments();

    /** That of the jar; a build's classes have none. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SimulatorMain.class.getPackage().getImplementationVersion();
            return new String[] {"sim7028-simulator " + (version == null ? "(unpackaged)" : version)};
        }
    }

    /** Runs until it is told to end. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, writer(System.out), writer(System.err)));
    }

    private static PrintWriter writer(PrintStream out) {
        return new PrintWriter(out, true, Charset.defaultCharset());
    }

    static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        return new CommandLine(new SimulatorMain())
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, given) -> {
                    // the reason would be lost above the whole help
                    e.getCommandLine().getErr().println(e.getMessage());
                    CommandLine.UnmatchedArgumentException.printSuggestions(
                            e, e.getCommandLine().getErr());
                    e.getCommandLine().getErr().println("--help shows all options.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, line, result) -> {
                    line.getErr().println(reason(e));
                    return e instanceof IllegalArgumentException
                            ? CommandLine.ExitCode.USAGE
                            : CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    /** What went wrong; a file that is quoted may have any characters. */
    private static String reason(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Lifetime lifetime = new Lifetime()) {
            if (replay != null) {
                InetSocketAddress address = listenAddress(pty == null ? DEFAULT_LISTEN : "127.0.0.1:0");
                return new ReplayRun(replay, speed, address, pty).play(out, lifetime);
            }
            simulate(out, lifetime);
        }
        return CommandLine.ExitCode.OK;
    }

    private void simulate(PrintWriter out, Lifetime lifetime) throws IOException, InterruptedException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "--name must begin with a letter and have only letters, digits, '.', '_' and"
                            + " '-', and must be neither all nor half, not '" + name + "'");
        }
        if (pty != null && count > 1) {
            throw new IllegalArgumentException(
                    "--pty serves one modem; serve " + count + " modems with --listen HOST:PORT+");
        }
        InetSocketAddress address = listen != null || pty == null ? listenAddress(DEFAULT_LISTEN) : null;
        ListenAddress controlAt = controlAddress == null
                ? null
                : ListenAddress.parse("--control", controlAddress).alone("--control");
        try (VirtualModems modems = VirtualModems.fromOptions(count, name, modem.toOptions(controlAt != null));
                PtyBridge bridge = pty == null ? null : bridge(modems.get(1))) {
            try (LiveControl live = new LiveControl(modems, modem.seed())) {
                Scenario steps = scenario == null ? null : live.read(scenario);
                List<InetSocketAddress> addresses =
                        address == null ? List.of() : rfc2217 ? modems.listenRfc2217(address) : modems.listen(address);
                if (controlAt != null) {
                    live.serve(controlAt);
                }
                StartReport report = new StartReport(modems, addresses, rfc2217, live.address());
                if (json) {
                    out.println(report.json());
                } else {
                    if (bridge != null) {
                        out.println("A virtual SIM7028 is at " + pty);
                    }
                    report.lines().forEach(out::println);
                    out.println("Press Ctrl+C to stop." + (stdin ? " Type help for the commands." : ""));
                }
                out.flush();
                if (steps != null) {
                    live.start(steps, json ? line -> {} : out::println);
                }
                if (stdin) {
                    live.readCommands(out, lifetime);
                }
                lifetime.await();
            }
        }
    }

    private PtyBridge bridge(VirtualModem served) throws IOException {
        return new PtyBridge(pty.toAbsolutePath(), served.listen());
    }

    private InetSocketAddress listenAddress(String usual) {
        return ListenAddress.parse(
                        "--listen", listen == null && count > 1 ? usual + '+' : listen == null ? usual : listen)
                .forModems(count)
                .first();
    }
}
