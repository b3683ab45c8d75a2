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
package io.github.sim7028.tool.qualify;

import io.github.sim7028.line.LineFactory;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolCommand;
import io.github.sim7028.tool.ToolException;
import io.github.sim7028.tool.dialogue.Dialogue.NoAnswer;
import io.github.sim7028.tool.echo.EchoServer;
import io.github.sim7028.tool.line.LineOptions;
import io.github.sim7028.tool.modem.ModemSession;
import io.github.sim7028.tool.modem.Peer;
import io.github.sim7028.tool.modem.ProfileOptions;
import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a module everything that the project does not know for sure. */
@Command(
        name = "qualify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Asks the module how it answers at every point where modules are known to differ, or may differ, and"
                    + " writes a file: the answers, the times, and the dialogue without the numbers of module, card and"
                    + " subscriber. The simulator can load the file and then answers like this module. A page beside the"
                    + " file says the same to people.",
            "",
            "The questions about TCP and UDP need a peer that sends back what it gets, at an address that the module"
                    + " can reach. Without --peer the command starts a peer of its own on this computer, which only a"
                    + " simulated module can reach. For a real module run echo-server on a computer with a public address,"
                    + " and name it with --peer.",
            "",
            "The command restarts the module and switches its radio off and on, unless --no-restart is given. It sends"
                    + " a few kilobytes on the SIM card's contract, says how many, and asks first.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All questions that could be asked have an answer that is known.",
            "1:The file cannot be written.",
            "2:An argument is wrong, or the user did not agree.",
            "3:The line could not be opened, or the module does not answer. No file was written.",
            "6:A question failed, an answer is new, or no question of the network could be asked. The file was written.",
            "130:Ctrl+C. The file was written with the answers until then."
        })
public final class QualifyCommand extends ToolCommand {

    @Mixin
    private LineOptions line;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            description = "A TCP and UDP echo server that the module can reach.")
    private String peerText;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write; it must not exist. The page has the same name with .md. Default: "
                    + "${DEFAULT-VALUE}.")
    private Path output = Path.of("sim7028-qualification.json");

    @Option(names = "--no-restart", description = "Do not restart the module and leave its radio on.")
    private boolean noRestart;

    @Option(names = "--yes", description = "Do not ask before data is sent and the module is restarted.")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long the module may search for a network. Default: ${DEFAULT-VALUE}.")
    private int waitSeconds = 1800;

    @Mixin
    private ProfileOptions profile;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile ModemSession bringUp;

    @Override
    public Integer call() throws Exception {
        check();
        LineFactory lines = line.factory();
        Peer given = peerText == null ? null : Peer.withHost(peerText);
        try (EchoServer own = given != null ? null : ownPeer();
                Recorder recorder = new Recorder();
                Interrupt interrupt = new Interrupt(this::stop)) {
            Peer peer = given != null ? given : new Peer("127.0.0.1", own.port());
            agree(peer, own != null);
            Qualification qualification = ask(lines, recorder, peer);
            return write(qualification, recorder, interrupt);
        }
    }

    private void stop() {
        stopped.set(true);
        ModemSession session = bringUp;
        if (session != null) {
            session.close();
        }
    }

    private void check() {
        // after half an hour of questions it would be too late to find this out
        Path folder = output.toAbsolutePath().getParent();
        if (output.getFileName() == null || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException(
                    "--output: the folder of " + output + " does not exist or cannot be written to");
        }
        if (Files.exists(output) || Files.exists(Results.page(output))) {
            throw new IllegalArgumentException(
                    "--output: " + output + " or " + Results.page(output) + " exists already; choose another name");
        }
        if (waitSeconds < 1 || waitSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "--wait: " + waitSeconds + " is out of range; allowed are 1 to 86400 seconds");
        }
    }

    private static EchoServer ownPeer() throws IOException {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
        return EchoServer.start(loopback, EchoServer.Limits.DEFAULT, news -> {});
    }

    private void agree(Peer peer, boolean own) throws ToolException {
        int bytes = Qualification.bytes(new Qualification.Plan(peer, !noRestart, null));
        tell("Peer: " + peer + (own ? " on this computer, which only a simulated module can reach; see --peer" : ""));
        tell("About " + (bytes + 1023) / 1024 + " KiB are sent and received on the SIM card's contract"
                + (noRestart ? "." : "; the module is restarted, and its radio switched off and on."));
        if (yes) {
            return;
        }
        Console console = System.console();
        String answer = console == null ? null : console.readLine("Begin? [y/N] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new ToolException(
                    ExitCodes.USAGE, "Nothing was sent. Begin with y, or with --yes where nobody can be asked.");
        }
    }

    private Qualification ask(LineFactory lines, Recorder recorder, Peer peer) throws Exception {
        String network = bringUp(lines);
        if (stopped.get()) {
            throw new ToolException(
                    ExitCodes.FAILED, "The qualification was stopped before its first question; no file was written.");
        }
        Qualification.Plan plan = new Qualification.Plan(peer, !noRestart, network);
        int all = Qualification.questions().size();
        AtomicInteger asked = new AtomicInteger();
        Qualification qualification = new Qualification(
                recorder.recording(lines), plan, answer -> show(answer, asked.incrementAndGet(), all), stopped::get);
        try {
            qualification.run();
        } catch (NoAnswer e) {
            throw new ToolException(
                    ExitCodes.UNAVAILABLE,
                    "Nothing could be asked: " + e.getMessage()
                            + ". Check the line, --baud and the power of the module;" + " wake a module that sleeps",
                    e);
        } catch (IOException e) {
            throw new ToolException(ExitCodes.UNAVAILABLE, e.getMessage(), e);
        }
        return qualification;
    }

    /** Lets the driver give the PIN and the access point, and wait for the network; returns why there is none, or null. */
    private String bringUp(LineFactory lines) throws Exception {
        try (ModemSession session = new ModemSession(profile.profile(lines))) {
            bringUp = session;
            if (stopped.get()) {
                return null;
            }
            ModemStatus status = session.awaitSettled(Duration.ofSeconds(waitSeconds), this::progress);
            return status.state() == ModemState.READY ? null : "the modem did not become ready: " + status.describe();
        }
    }

    private void progress(ModemStatus news) {
        if (news.state() != ModemState.STOPPED) {
            tell("modem: " + news.state().words());
        }
    }

    private void show(Answer answer, int number, int all) {
        if (answer.status() != Answer.Status.NOT_ASKED || !stopped.get()) {
            String status = answer.status() == Answer.Status.KNOWN
                    ? ""
                    : answer.status().words() + ": ";
            tell(String.format(
                    Locale.ROOT, "[%2d/%d] %s: %s%s", number, all, answer.question(), status, answer.reading()));
        }
    }

    private void tell(String text) {
        if (!json()) {
            say(text);
        }
    }

    private int write(Qualification qualification, Recorder recorder, Interrupt interrupt)
            throws ToolException, InterruptedException {
        Results results;
        try {
            List<String> transcript = recorder.transcript();
            results = new Results(qualification, transcript);
            results.write(output);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCodes.FAILED, "The file " + output + " cannot be written: " + e.getMessage(), e);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", output.toString());
        map.put("page", Results.page(output).toString());
        map.put("links", qualification.links());
        map.put("dialect", results.dialect());
        String offline = qualification.withoutNetwork();
        if (offline != null) {
            map.put("withoutNetwork", offline);
        }
        for (Answer.Status status : Answer.Status.values()) {
            map.put(status == Answer.Status.NOT_ASKED ? "notAsked" : status.words(), results.count(status));
        }
        result(
                map,
                "Dialect: "
                        + (results.dialect().isEmpty() ? "that of the simulator" : String.join(", ", results.dialect()))
                        + "\nKnown answers: " + results.count(Answer.Status.KNOWN) + ", new: "
                        + results.count(Answer.Status.NEW) + ", failed: " + results.count(Answer.Status.FAILED)
                        + ", not asked: " + results.count(Answer.Status.NOT_ASKED) + "\nWritten: " + output + ", "
                        + Results.page(output)
                        + "\n"
                        + (offline == null ? "" : "No question of the network was asked: " + offline + "\n")
                        + "Please read both files before you give them to another person: they name the peer, the"
                        + " access point and the cell.");
        boolean open = offline != null || results.count(Answer.Status.NEW) + results.count(Answer.Status.FAILED) > 0;
        return open || interrupt.signalled() ? ExitCodes.FOUND : ExitCodes.DONE;
    }
}
