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
import io.github.sim7028.modem.LinkSpec;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.Payload;
import io.github.sim7028.modem.Receipt;
import io.github.sim7028.modem.SendOutcome;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.Sim7028SendException;
import io.github.sim7028.modem.settings.TransferSettings;
import io.github.sim7028.tool.ExitCodes;
import io.github.sim7028.tool.Interrupt;
import io.github.sim7028.tool.ToolException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends one message, and says what became of it. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Sends a message over TCP, or one datagram over UDP, and says what became of it.",
            "  confirmed: the module confirmed every byte. The peer may still not have read the message.",
            "  not sent:  nothing was sent; the message can be sent again.",
            "  unknown:   the message may have arrived, completely or in part; sending it again may duplicate it.",
            "",
            "Without --text, --hex and --file the message is what comes from standard input.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Confirmed.",
            "2:An argument is wrong.",
            "3:The line could not be opened, or the modem did not become ready; nothing was sent.",
            "4:Not sent.",
            "5:Unknown."
        })
public final class SendCommand extends ModemCommand {

    /** A datagram that goes through a mobile network in one piece. */
    private static final int MAX_DATAGRAM = 1400;

    /** What the module allows for one CIPSEND (2.1.12). */
    private static final int LEAST_SECONDS = 3;

    private static final int MOST_SECONDS = 120;

    @Parameters(index = "1", paramLabel = "HOST:PORT", description = "The peer. An IPv6 address stands in brackets.")
    private String target;

    @Option(names = "--udp", description = "Send one datagram of at most 1400 bytes. Default: TCP.")
    private boolean udp;

    @ArgGroup
    private Source source = new Source();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long the connection and the message may take once the modem is ready. Default: "
                    + "${DEFAULT-VALUE}.")
    private int timeoutSeconds = 300;

    private LinkSpec spec;
    private InputStream bytes;
    private Outbound message;

    /** Where the message comes from. */
    static final class Source {
        @Option(names = "--text", paramLabel = "TEXT", description = "The message, sent as UTF-8 without a line end.")
        private String text;

        @Option(names = "--hex", paramLabel = "DIGITS", description = "The message as hex digits, two for a byte.")
        private String hex;

        @Option(names = "--file", paramLabel = "FILE", description = "The file that has the message.")
        private Path file;

        boolean isMissing() {
            return text == null && hex == null && file == null;
        }

        /** At its first byte: an empty message is refused. */
        InputStream open() throws IOException {
            InputStream bytes = new BufferedInputStream(source());
            bytes.mark(1);
            if (bytes.read() < 0) {
                bytes.close();
                throw new IllegalArgumentException("The message is empty; nothing was sent");
            }
            bytes.reset();
            return bytes;
        }

        private InputStream source() throws IOException {
            if (text != null) {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            } else if (hex != null) {
                try {
                    return new ByteArrayInputStream(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("--hex requires an even number of hex digits", e);
                }
            } else if (file != null) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw new IllegalArgumentException(
                            "--file: the file " + file + " does not exist or cannot be read");
                }
                return Files.newInputStream(file);
            }
            return System.in;
        }
    }

    @Override
    void check() throws IOException {
        Peer peer = Peer.withHost(target);
        spec = udp ? LinkSpec.udp(peer.host(), peer.port()) : LinkSpec.tcp(peer.host(), peer.port());
        if (timeoutSeconds < 1 || timeoutSeconds > 86_400) {
            throw new IllegalArgumentException(
                    "--timeout: " + timeoutSeconds + " is out of range; allowed are 1 to 86400 seconds");
        }
        if (!source.isMissing()) {
            open();
        }
    }

    @Override
    void readInput() throws IOException {
        if (source.isMissing()) {
            if (isTerminal()) {
                say("Type the message. Enter and Ctrl+D end it.");
            }
            open();
        }
    }

    private void open() throws IOException {
        bytes = source.open();
        message = message();
    }

    /** A person does not wait longer for one piece than for the message. */
    @Override
    TransferSettings transfer() {
        TransferSettings defaults = TransferSettings.DEFAULT;
        Duration piece = Duration.ofSeconds(Math.max(LEAST_SECONDS, Math.min(timeoutSeconds, MOST_SECONDS)));
        return new TransferSettings(
                defaults.accessMode(),
                defaults.receiveMode(),
                defaults.readFormat(),
                defaults.readLength(),
                defaults.sendMode(),
                defaults.sendFormat(),
                piece,
                piece,
                defaults.pollInterval(),
                defaults.retransmissions(),
                defaults.minRetransmissionTimeout(),
                defaults.receiveDelay());
    }

    @Override
    int run(ModemSession session, Interrupt interrupt) throws Exception {
        try {
            session.awaitReady(patience(), this::progress);
            CompletableFuture<Receipt> sending;
            try {
                sending = session.link(spec, null).send(message);
            } catch (Sim7028Exception e) {
                return failed(false, 0, 0, e.getMessage());
            }
            try {
                return confirmed(answer(sending, Duration.ofSeconds(timeoutSeconds + 150L)));
            } catch (Sim7028SendException e) {
                return failed(
                        e.getOutcome() == SendOutcome.UNKNOWN,
                        e.getRequestedLength(),
                        e.getConfirmedLength(),
                        e.getMessage());
            } catch (IOException | RuntimeException | ToolException e) {
                // the driver has the message, and does not say what became of it
                return failed(true, 0, 0, String.valueOf(e.getMessage()));
            }
        } finally {
            bytes.close();
        }
    }

    private Outbound message() throws IOException {
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        if (!udp) {
            return new Outbound(Payload.of(bytes), null, 0, timeout, false);
        }
        byte[] datagram = bytes.readNBytes(MAX_DATAGRAM + 1);
        if (datagram.length > MAX_DATAGRAM) {
            throw new IllegalArgumentException(
                    "a datagram has 1 to " + MAX_DATAGRAM + " bytes; send a longer message over TCP");
        }
        return new Outbound(Payload.of(datagram), spec.host(), spec.port(), timeout, false);
    }

    private int confirmed(Receipt receipt) {
        result(
                map("confirmed", receipt.requested(), receipt.confirmed(), null),
                "confirmed: " + Counted.of(receipt.confirmed(), "byte") + " to " + target);
        return ExitCodes.DONE;
    }

    private int failed(boolean unknown, long requested, long confirmed, String reason) {
        String outcome = unknown ? "unknown" : "not sent";
        result(map(outcome, requested, confirmed, reason), outcome + ": " + reason);
        return unknown ? ExitCodes.UNKNOWN : ExitCodes.NOT_SENT;
    }

    private Map<String, Object> map(String outcome, long requested, long confirmed, String reason) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome);
        map.put("protocol", spec.protocol().name().toLowerCase(Locale.ROOT));
        map.put("peer", target);
        map.put("requested", requested);
        map.put("confirmed", confirmed);
        map.put("reason", reason);
        return map;
    }
}
