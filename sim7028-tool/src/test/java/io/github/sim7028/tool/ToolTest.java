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

import com.google.gson.JsonParser;
import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.testlog.ExpectedLog;
import io.github.sim7028.tool.echo.EchoServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exit codes and output of the program that no other test shows, in this JVM. */
@Timeout(120)
@ExpectedLog("^Modem 'modem' is down: ")
class ToolTest {

    private static final String SIMULATOR = "simulator://tool-test";

    @TempDir
    private Path home;

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Tool.run(arguments, new PrintWriter(out), new PrintWriter(err));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void anEmptyMessageIsNoConfirmedMessage() throws Exception {
        Path empty = Files.createFile(home.resolve("empty"));
        try (VirtualModem modem = VirtualModem.builder().name("tool-test").start()) {
            for (String[] source : new String[][] {{"--text", ""}, {"--hex", " "}, {"--file", empty.toString()}}) {
                Ended ended = run("send", SIMULATOR, "127.0.0.1:7000", source[0], source[1]);
                assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(ExitCodes.USAGE);
                assertThat(ended.err()).contains("The message is empty");
            }
            assertThat(modem.hostCounts().connected()).as("nothing was opened").isZero();
        }
    }

    @Test
    void aMistakeIsNotLostAboveTheWholeHelp() {
        Ended missing = run("send", SIMULATOR);
        assertThat(missing.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(missing.err())
                .contains("Missing required parameter", "HOST:PORT", "sim7028-tool send --help shows how it is used.")
                .doesNotContain("Exit codes");
        assertThat(run("status", SIMULATOR, "--apn-password").err()).isEqualTo("--apn-password requires --apn-user\n");
        assertThat(run("listen", SIMULATOR, "7000", "--for", "18446744074").code())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("stat").err()).contains("'stat'", "sim7028-tool status").doesNotContain("Exit codes");
        assertThat(run().err()).contains("Name a command.", "Exit codes");
    }

    @Test
    void adviceNamesTheOptionsOfThisProgram() {
        Ended status = run("status", SIMULATOR + "?pin=1234", "--wait", "20");
        assertThat(status.code()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(status.out()).contains("the SIM requires a PIN: set --pin").doesNotContain("simPin");
        // the progress, which may not have come so far
        assertThat(status.err()).doesNotContain("simPin");
        Ended diagnosis = run("diagnose", SIMULATOR + "?pin=1234", "--wait", "20");
        assertThat(diagnosis.out()).contains("Set --pin").doesNotContain("simPin", "option apn");
    }

    @Test
    void listeningEndsWhereNobodyReadsWhatIsPrinted() throws Exception {
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> {
                try (Socket module = peer.accept()) {
                    module.getOutputStream().write('x');
                    module.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            StringWriter err = new StringWriter();
            String[] arguments = {"listen", SIMULATOR, "127.0.0.1:" + peer.getLocalPort(), "--for", "60"};
            int code = Tool.run(arguments, new PrintWriter(closed), new PrintWriter(err));
            assertThat(code).as(err.toString()).isEqualTo(ExitCodes.FAILED);
            assertThat(err.toString()).contains("Nobody reads what is printed");
        }
    }

    @Test
    void aWrongMessageIsRefusedBeforeAnythingIsOpened() {
        try (VirtualModem modem = VirtualModem.builder().name("tool-test").start()) {
            Ended hex = run("send", SIMULATOR, "127.0.0.1:7000", "--hex", "0g");
            assertThat(hex.code()).isEqualTo(ExitCodes.USAGE);
            Ended datagram = run("send", SIMULATOR, "127.0.0.1:7000", "--udp", "--text", "x".repeat(1401));
            assertThat(datagram.code()).isEqualTo(ExitCodes.USAGE);
            assertThat(datagram.err()).contains("a datagram has 1 to 1400 bytes");
            assertThat(modem.hostCounts().connected()).isZero();
        }
    }

    @Test
    void aMessageThatBeginsWithAnAtSignIsNoFileOfArguments() throws Exception {
        Path arguments = Files.writeString(home.resolve("arguments"), "other");
        try (EchoServer peer = EchoServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EchoServer.Limits.DEFAULT, news -> {})) {
            String text = "@" + arguments;
            Ended ended = run("send", SIMULATOR, "127.0.0.1:" + peer.port(), "--text", text);
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).startsWith("confirmed: " + text.length() + " bytes");
        }
    }

    @Test
    void aDiagnosisThatCouldNotCheckEverythingDoesNotSayThatNothingIsWrong() throws Exception {
        // accepts the connection, and is never ready: the line is being opened when the time is over
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Ended ended = run("diagnose", "rfc2217://127.0.0.1:" + silent.getLocalPort(), "--wait", "1", "--json");
            assertThat(ended.out()).contains("NOT_CHECKED").doesNotContain("WRONG");
            assertThat(ended.code()).as(ended.out()).isEqualTo(ExitCodes.FOUND);
        }
    }

    @Test
    void noByteOfATranscriptReachesTheTerminalAsItIs() throws Exception {
        Path file = home.resolve("transcript.txt");
        Files.writeString(
                file,
                "# sim7028 transcript 1\n2026-11-22T20:24:32Z * open \u001b]0;evil\u0007\n"
                        + "2026-11-22T20:24:33Z > AT\u009b\\r\n",
                StandardCharsets.ISO_8859_1);
        Ended cut = run("transcript", "cut", file.toString());
        assertThat(cut.code()).isZero();
        assertThat(cut.out()).contains("\\x1B]0;evil\\x07", "> AT\\x9B\\r").doesNotContain("\u001b", "\u009b");
        assertThat(run("transcript", "mask", file.toString()).out()).doesNotContain("\u001b", "\u009b");
    }

    @Test
    void theFolderOfAQualificationMustBeThereBeforeItBegins() {
        try (VirtualModem modem = VirtualModem.builder().name("tool-test").start()) {
            String output = home.resolve("missing/module.json").toString();
            Ended ended = run("qualify", SIMULATOR, "--yes", "--output", output, "--json");
            assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
            assertThat(JsonParser.parseString(ended.out())
                            .getAsJsonObject()
                            .get("error")
                            .getAsString())
                    .contains("--output: the folder of", "does not exist");
            assertThat(modem.hostCounts().connected()).isZero();
        }
    }

    @Test
    void aModuleThatDoesNotAnswerIsNotQualified() {
        try (VirtualModem modem = VirtualModem.builder().name("tool-test").start()) {
            modem.setMute(true);
            Path output = home.resolve("module.json");
            Ended ended = run("qualify", SIMULATOR, "--yes", "--wait", "5", "--output", output.toString());
            assertThat(ended.code()).as(ended.out() + ended.err()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(ended.err()).contains("Nothing could be asked: the module does not answer AT. Check the line");
            assertThat(output).doesNotExist();
        }
    }
}
