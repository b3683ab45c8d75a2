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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.github.sim7028.simulator.VirtualModem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The terminal, as a user runs it. */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class TerminalIT {

    @TempDir
    private Path home;

    @Test
    void commandsOfAPipeWaitForEachOther() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().simPin("1234").start();
                Pty pty = Pty.of(modem, home)) {
            Path transcript = home.resolve("transcript.txt");
            Program.Ended ended = Program.runWith(
                    home,
                    "AT+CPIN?\nAT+CPIN=1234\nAT+CSQ\nexit\n",
                    "terminal",
                    pty.toString(),
                    "--transcript",
                    transcript.toString());
            assertThat(ended.out()).contains("+CPIN: SIM PIN\nOK\n", "+CSQ: 23,0\nOK\n");
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(modem.commands()).contains("AT+CPIN?", "AT+CSQ");
            assertThat(transcript).content().contains("> AT+CPIN=\\*\\r").doesNotContain("1234");
        }
    }

    @Test
    void aRefusedCommandOfAPipeIsAnExitCode() throws Exception {
        Program.Ended ended = Program.runWith(home, "AT+NOSUCH\nAT\n", "terminal", "simulator://tool", "--json");
        assertThat(ended.code()).isEqualTo(ExitCodes.FOUND);
        List<String> texts = ended.out()
                .lines()
                .map(line -> JsonParser.parseString(line)
                        .getAsJsonObject()
                        .get("text")
                        .getAsString())
                .toList();
        assertThat(texts).containsSubsequence("ERROR", "OK");
    }

    @Test
    void dataIsTypedBehindThePrompt() throws Exception {
        try (Program echo = Program.start(home, "echo-server", "--port", "0", "--json")) {
            int port = JsonParser.parseString(echo.line())
                    .getAsJsonObject()
                    .get("port")
                    .getAsInt();
            Program.Ended ended = Program.runWith(
                    home,
                    "AT+NETOPEN\n:wait 1\nAT+CIPOPEN=0,\"TCP\",\"127.0.0.1\"," + port
                            + "\n:wait 1\nAT+CIPSEND=0,5\nhello\n:wait 1\n",
                    "terminal",
                    "simulator://tool");
            assertThat(ended.code()).as(ended.err()).isZero();
            assertThat(ended.out()).contains(">\n", "+CIPSEND: 0,5,5\n", "+IPD5\nhello\n");
        }
    }

    /** What is open when the program ends: data of a known length, data of any length, data mode; and how the program ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AT+CIPSEND=0,5 | > | ^C",
                "AT+CIPSEND=0 | > | ^C",
                "ATO | CONNECT | ^C",
                "AT+CIPSEND=0,5 | > | exit",
                "ATO | CONNECT | end"
            })
    void theModuleTakesCommandsAgainHoweverTheProgramEnds(String command, String open, String end) throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                VirtualModem modem = VirtualModem.builder().start()) {
            boolean data = command.equals("ATO");
            try (Pty pty = Pty.of(modem, home);
                    Program program = Program.start(home, "terminal", pty.toString())) {
                program.type(
                        "AT+CIPMODE=" + (data ? 1 : 0) + "\nAT+NETOPEN\n:wait 1\nAT+CIPOPEN=0,\"TCP\",\"127.0.0.1\","
                                + peer.getLocalPort() + "\n" + (data ? ":escape\n" : ":wait 1\n")
                                + command + "\n");
                awaitLine(program, open, data ? 2 : 1);
                if (end.equals("^C")) {
                    program.interrupt();
                } else if (end.equals("exit")) {
                    program.type("he\nexit\n");
                }
                Program.Ended ended = program.finish("");
                assertThat(ended.code()).as(ended.err()).isEqualTo(end.equals("^C") ? 130 : 0);
                assertThat(ended.err()).doesNotContain("did not end");
                if (end.equals("exit")) {
                    assertThat(ended.err()).contains("The module still waited for data (2 bytes)");
                }
            }
            try (Pty pty = Pty.of(modem, home)) {
                Program.Ended next = Program.runWith(home, "AT+CSQ\n", "terminal", pty.toString());
                assertThat(next.code()).as(next.out() + next.err()).isZero();
                assertThat(next.out()).contains("+CSQ: 23,0");
            }
        }
    }

    private static void awaitLine(Program program, String text, int times) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (int found = 0; found < times; ) {
            String line = program.line();
            assertThat(line).as("the end, after: " + seen).isNotNull();
            seen.append(line).append('|');
            found += line.startsWith(text) ? 1 : 0;
        }
    }

    @Test
    void aConnectionThatFailsIsAResult() throws Exception {
        Program.Ended ended = Program.runWith(
                home,
                "AT+CIPMODE=1\nAT+NETOPEN\n:wait 1\nAT+CIPOPEN=0,\"TCP\",\"198.51.100.1\",7000\nAT\n",
                "terminal",
                "simulator://tool");
        assertThat(ended.out()).contains("CONNECT FAIL\nOK\n");
        assertThat(ended.err()).doesNotContain("no result");
        assertThat(ended.code()).isEqualTo(ExitCodes.FOUND);
    }

    @Test
    void ctrlCOfAPersonHasItsExitCode() throws Exception {
        try (Keyboard keyboard = new Keyboard(onATerminal("terminal", "simulator://tool"))) {
            keyboard.awaitText("at> ");
            keyboard.type("\u0003", "");
            assertThat(keyboard.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(keyboard.process().exitValue()).isEqualTo(130);
        }
    }

    private Process onATerminal(String... arguments) throws IOException {
        String program = Program.command(home, arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        try {
            return new ProcessBuilder("script", "-qefc", "stty cols 80 rows 24; TERM=xterm " + program, "/dev/null")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "the program script is not installed");
            throw e;
        }
    }

    @Test
    void aPersonHasAHistoryWithoutPins() throws Exception {
        Process script = onATerminal("terminal", "simulator://tool?pin=1234");
        try (Keyboard keyboard = new Keyboard(script)) {
            keyboard.awaitText("Type exit to end");
            keyboard.type("AT+CPIN=1234\n", "OK");
            keyboard.type("AT+CSQ\n", "+CSQ: 23,0");
            // the last command again, by the cursor key
            keyboard.type("\u001bOA\n", "+CSQ: 23,0");
            keyboard.type("exit\n", "");
            assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(script.exitValue()).isZero();
        }
        assertThat(Files.readString(home.resolve(".sim7028/history")))
                .contains("AT+CSQ")
                .doesNotContain("1234");
    }

    /** Types, and waits for what appears. */
    private record Keyboard(Process process) implements AutoCloseable {
        void type(String text, String answer) throws IOException {
            process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            awaitText(answer);
        }

        void awaitText(String text) throws IOException {
            StringBuilder seen = new StringBuilder();
            while (!seen.toString().contains(text)) {
                int next = process.getInputStream().read();
                assertThat(next).as("the end, after: " + seen).isNotNegative();
                seen.append((char) next);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
