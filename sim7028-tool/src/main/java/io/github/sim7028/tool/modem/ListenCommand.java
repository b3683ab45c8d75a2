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
package io.github.sim7028.tool.modem;

import io.github.sim7028.line.util.Counted;
import io.github.sim7028.line.util.ForeignText;
import io.github.sim7028.line.util.PrivateFiles;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.LinkLease;
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.ServerSpec;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what arrives. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Prints what arrives, until Ctrl+C, --count or --for ends the command.",
            "  PORT:            the module listens on this port for TCP clients",
            "  HOST:PORT:       the module connects to a TCP peer",
            "  PORT --udp:      datagrams of any sender to this port of the module",
            "  HOST:PORT --udp: datagrams of this peer; the module chooses its own port",
            "",
            "A piece of data is one line: time, sender, number of bytes, and the first bytes with everything that is no "
                    + "printable character escaped. With --json a line has all bytes, in Base64.",
            "A module with a long pause between data needs --power-saving off, or it falls asleep.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The end that --count or --for sets was reached.",
            "2:An argument is wrong.",
            "3:The line could not be opened, or the modem did not become ready.",
            "130:Ctrl+C."
        })
public final class ListenCommand extends ModemCommand {

    private static final int SERVER_BACKLOG = 3;
    private static final long POLL_MILLIS = 1000;

    /** A century. */
    private static final long MOST_SECONDS = 36_500L * 86_400;

    @Parameters(index = "1", paramLabel = "PORT|HOST:PORT", description = "Where data comes from, see above.")
    private String source;

    @Option(names = "--udp", description = "Receive datagrams. Default: TCP.")
    private boolean udp;

    @Option(
            names = "--raw",
            paramLabel = "FILE",
            description = "Append the bytes to this file, unchanged, instead of printing them.")
    private Path raw;

    @Option(names = "--count", paramLabel = "N", description = "End after so many pieces of data.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End after this time.")
    private long seconds = MOST_SECONDS;

    private Peer peer;

    @Override
    void check() {
        peer = Peer.of(source);
        if (raw != null
                && (Files.isDirectory(raw)
                        || !Files.isDirectory(raw.toAbsolutePath().getParent()))) {
            throw new IllegalArgumentException("--raw: " + raw + " is a folder, or its folder does not exist");
        }
        if (count < 1 || seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "--count and --for require a number of 1 or more, --for one of at most " + MOST_SECONDS);
        }
    }

    @Override
    int run(ModemSession session, Interrupt interrupt) throws Exception {
        session.awaitReady(patience(), this::progress);
        Arrivals arrivals = new Arrivals();
        try (OutputStream file = file();
                Interrupt wake = new Interrupt(arrivals::wake)) {
            open(session, arrivals);
            print(arrivals, file, wake);
        }
        return ExitCodes.DONE;
    }

    /** A new one is for its owner alone. */
    private OutputStream file() throws IOException {
        if (raw == null) {
            return OutputStream.nullOutputStream();
        }
        return Files.exists(raw)
                ? Files.newOutputStream(raw, StandardOpenOption.APPEND)
                : Channels.newOutputStream(PrivateFiles.append(raw.toAbsolutePath()));
    }

    private void open(ModemSession session, Arrivals arrivals) throws Sim7028Exception {
        if (peer.host() == null && !udp) {
            session.server(new ServerSpec(peer.port(), 0, SERVER_BACKLOG, List.of(), 0), arrivals);
            return;
        }
        LinkSpec spec = !udp
                ? LinkSpec.tcp(peer.host(), peer.port())
                : peer.host() != null
                        ? LinkSpec.udp(peer.host(), peer.port())
                        : new LinkSpec(Protocol.UDP, null, 0, peer.port(), LinkSpec.ANY_NUMBER);
        LinkLease lease = session.link(spec, arrivals.link());
        arrivals.resumedBy(lease::resume);
    }

    private void print(Arrivals arrivals, OutputStream file, Interrupt wake)
            throws InterruptedException, IOException, ToolException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long pieces = 0;
        while (pieces < count && !wake.signalled()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return;
            }
            Arrivals.Arrival arrival = arrivals.next(Math.min(left, POLL_MILLIS));
            if (arrival == null) {
                continue;
            }
            if (arrival.data() == null) {
                if (!json() && !wake.signalled()) {
                    say(arrival.event());
                }
                continue;
            }
            pieces++;
            file.write(arrival.data().data());
            if (raw == null) {
                show(arrival);
                if (out().checkError()) {
                    throw new ToolException(
                            ExitCodes.FAILED, "Nobody reads what is printed: standard output is closed");
                }
            }
            arrivals.printed();
        }
    }

    private void show(Arrivals.Arrival arrival) {
        Inbound data = arrival.data();
        String from = arrival.from() != null
                ? arrival.from()
                : data.remoteHost() != null
                        ? new Peer(data.remoteHost(), data.remotePort()).toString()
                        : peer.host() != null ? peer.toString() : "unknown";
        String text = ForeignText.ascii(new String(data.data(), StandardCharsets.ISO_8859_1));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("time", data.receivedTime().toString());
        map.put("from", from);
        map.put("link", data.link());
        map.put("length", data.data().length);
        map.put("text", text);
        map.put("base64", Base64.getEncoder().encodeToString(data.data()));
        result(map, data.receivedTime() + " " + from + " " + Counted.of(data.data().length, "byte") + ": " + text);
    }
}
