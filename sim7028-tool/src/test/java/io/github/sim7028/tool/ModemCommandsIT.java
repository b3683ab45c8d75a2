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
package io.github.sim7028.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testnet.FreePort;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** status, diagnose, send and listen, as a user runs them. */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class ModemCommandsIT {

    private static final String SIMULATOR = "simulator://tool";

    @TempDir
    private Path home;

    private Program.Ended run(String... arguments) throws Exception {
        return Program.run(home, arguments);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void theStatusIsForPeopleAndForScripts() throws Exception {
        Program.Ended ended = run("status", SIMULATOR);
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("state:        ready", "signal:       23 of 31", "registered, home network");
        assertThat(ended.err()).contains("modem: looking for a network", "modem: ready");

        JsonObject status = json(run("status", SIMULATOR, "--json").out());
        assertThat(status.get("state").getAsString()).isEqualTo("ready");
        assertThat(status.getAsJsonObject("signal").get("rssi").getAsInt()).isEqualTo(23);
    }

    @Test
    void aLineThatCannotBeOpenedIsToldAtOnce() throws Exception {
        Program.Ended ended = run("status", home.resolve("ttyUSB9").toString(), "--json");
        assertThat(ended.code()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(json(ended.out()).get("reason").getAsString()).contains("ttyUSB9");
        assertThat(run("send", "socket://127.0.0.1:1", "192.0.2.1:7000", "--text", "x"))
                .satisfies(sent -> assertThat(sent.code()).isEqualTo(ExitCodes.UNAVAILABLE))
                .satisfies(sent -> assertThat(sent.err()).contains("The modem is not ready", "refused"));
    }

    @Test
    void aDiagnosisNamesWhatIsWrong() throws Exception {
        Program.Ended well = run("diagnose", SIMULATOR);
        assertThat(well.code()).isZero();
        assertThat(well.out()).contains("right       module: the module answers AT");
        Program.Ended script = run("diagnose", SIMULATOR, "--json");
        assertThat(script.code()).isZero();
        assertThat(json(script.out()).get("summary").getAsString()).isNotEmpty();

        Program.Ended wrong = run("diagnose", SIMULATOR + "?sim=absent", "--wait", "20", "--json");
        assertThat(wrong.code()).isEqualTo(ExitCodes.FOUND);
        assertThat(json(wrong.out()).get("summary").getAsString()).contains("there is no SIM card");
    }

    @Test
    void wrongArgumentsAreExplainedBeforeAnythingIsOpened() throws Exception {
        assertThat(run("send", SIMULATOR, "nowhere", "--text", "x"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(ExitCodes.USAGE))
                .satisfies(ended -> assertThat(ended.err()).contains("'nowhere' is not HOST:PORT"));
        assertThat(run("send", SIMULATOR, "h:1", "--hex", "0"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(ExitCodes.USAGE))
                .satisfies(ended -> assertThat(ended.err()).contains("--hex requires an even number"));
        Program.Ended device = run("status", "ttyUSB2", "--json");
        assertThat(device.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(json(device.out()).get("error").getAsString()).contains("use /dev/ttyUSB2");
    }

    @Test
    void aMessageIsConfirmedFromEverySource() throws Exception {
        Path file = Files.writeString(home.resolve("message"), "from a file");
        try (Program echo = Program.start(home, "echo-server", "--port", "0", "--json")) {
            String peer = "127.0.0.1:" + json(echo.line()).get("port").getAsInt();
            Program.Ended text = run("send", SIMULATOR, peer, "--text", "h\u00e9llo");
            assertThat(text.code()).isZero();
            assertThat(text.out()).isEqualTo("confirmed: 6 bytes to " + peer + "\n");
            assertThat(run("send", SIMULATOR, peer, "--file", file.toString()).out())
                    .startsWith("confirmed: 11 bytes");
            JsonObject datagram = json(run("send", SIMULATOR, peer, "--udp", "--hex", "00 01 ff", "--json")
                    .out());
            assertThat(datagram.get("outcome").getAsString()).isEqualTo("confirmed");
            assertThat(datagram.get("confirmed").getAsInt()).isEqualTo(3);
            assertThat(Program.runWith(home, "x".repeat(4000), "send", SIMULATOR, peer)
                            .out())
                    .startsWith("confirmed: 4000 bytes");
        }
    }

    @Test
    void whatIsNotSentAndWhatIsUnknownHaveTheirOwnExitCodes() throws Exception {
        Program.Ended refused = run("send", SIMULATOR, "198.51.100.1:7000", "--text", "x", "--timeout", "5");
        assertThat(refused.code()).isEqualTo(ExitCodes.NOT_SENT);
        assertThat(refused.out()).startsWith("not sent: ");

        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Program.Ended lost = run(
                    "send",
                    SIMULATOR + "?faults=drop line='%2BCIPSEND: *'",
                    "127.0.0.1:" + peer.getLocalPort(),
                    "--text",
                    "x",
                    "--timeout",
                    "3",
                    "--json");
            assertThat(lost.code()).isEqualTo(ExitCodes.UNKNOWN);
            assertThat(json(lost.out()).get("outcome").getAsString()).isEqualTo("unknown");
        }
    }

    @Test
    void whatAPeerSendsIsPrintedEscapedAndCut() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Program listen =
                        Program.start(home, "listen", SIMULATOR, "127.0.0.1:" + server.getLocalPort(), "--count", "1");
                Socket peer = server.accept()) {
            peer.getOutputStream().write(("\u001b[31m" + "y".repeat(300)).getBytes(StandardCharsets.US_ASCII));
            Program.Ended ended = listen.finish("");
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).contains("305 bytes: \\x1B[31myyyy").endsWith("\u2026\n");
        }
    }

    @Test
    void datagramsAreLinesOfJson() throws Exception {
        int port = FreePort.find();
        try (Program listen = Program.start(
                        home, "listen", SIMULATOR, String.valueOf(port), "--udp", "--count", "2", "--json");
                DatagramSocket sender = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] bytes = {1, 2, (byte) 0xFF};
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        sender.send(packet);
                        return !listen.isAlive();
                    });
            JsonObject line = json(listen.line());
            assertThat(line.get("length").getAsInt()).isEqualTo(3);
            assertThat(line.get("from").getAsString()).isEqualTo("127.0.0.1:" + sender.getLocalPort());
            assertThat(Base64.getDecoder().decode(line.get("base64").getAsString()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void clientsOfTheModuleGoToAFileUntilCtrlC() throws Exception {
        int port = FreePort.find();
        Path raw = home.resolve("raw");
        try (VirtualModem modem = VirtualModem.builder().start();
                Pty pty = Pty.of(modem, home);
                Program listen =
                        Program.start(home, "listen", pty.toString(), String.valueOf(port), "--raw", raw.toString())) {
            byte[] bytes = {'a', 0, '\r', '\n', 'O', 'K', (byte) 0x80};
            try (Socket client = connect(port)) {
                OutputStream out = client.getOutputStream();
                out.write(bytes);
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(raw).hasBinaryContent(bytes));
            }
            listen.interrupt();
            Program.Ended ended = listen.finish("");
            assertThat(ended.code()).isEqualTo(130);
            assertThat(ended.out()).isEmpty();
            // the network was closed in an orderly way
            assertThat(modem.commands()).last().asString().contains("NETCLOSE");
        }
    }

    private static Socket connect(int port) {
        return await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> new Socket(InetAddress.getLoopbackAddress(), port), socket -> true);
    }
}
