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

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.testnet.FreePort;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program, as a process of its own. */
@Timeout(120)
class SimulatorMainTest {

    private static final Pattern LISTENS = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

    private record Ended(int code, String out, String err) {}

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = SimulatorMain.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void helpExplains() {
        Ended ended = run("--help");
        assertThat(ended.code).isZero();
        assertThat(ended.out)
                .contains(
                        "--listen=HOST:PORT", "--pty=PATH", "--baud", "--transcript", "--faults", "nc 127.0.0.1 7028");
    }

    @Test
    void itTellsItsVersion() {
        // the version itself: JarIT
        assertThat(run("--version")).isEqualTo(new Ended(0, "sim7028-simulator (unpackaged)\n", ""));
    }

    @Test
    void mistakesAreExplained() throws Exception {
        assertThat(run("--listen", "nowhere").err).contains("--listen requires HOST:PORT, not 'nowhere'");
        assertThat(run("--modems", "2", "--listen", "127.0.0.1:7028").err)
                .contains("--listen requires a + after the port for 2 modems");
        assertThat(run("--modems", "2", "--pty", "/tmp/tty").err).contains("--pty serves one modem");
        assertThat(run("--modems", "0").err).contains("The number of modems must be 1 to 10000, not 0");
        assertThat(run("--dialect", "french").err).contains("Unknown dialect 'french'", "prompt-space");
        assertThat(run("-o", "colour=red").err).contains("Unknown simulator option 'colour'", "registrationDelay");
        assertThat(run("-o", "netOpenDelay=2").err)
                .contains("Simulator option netOpenDelay=2: '2' has no unit; write 500ms, 2s");
        assertThat(run("--pin", "12a4").err)
                .contains("Simulator option pin: a PIN has 4 to 8 digits")
                .doesNotContain("12a4");
        assertThat(run("--transcript=/nowhere/x").err).contains("Cannot write the file /nowhere/x: its folder");
        assertThat(run("--lsten=127.0.0.1:0").err)
                .contains("Unknown option", "--help shows all options")
                .doesNotContain("Usage");
        assertThat(run("-o", "seed=x").err).contains("Simulator option seed=x: 'x' is not a number");
        assertThat(run("--name", "half").err).contains("--name must begin with a letter", "not 'half'");
        assertThat(run("--name", "roof 1").err).contains("not 'roof 1'");
        assertThat(run("--control", "127.0.0.1:0+").err).contains("--control requires HOST:PORT without a +");
        assertThat(run("--faults", "explode").err).contains("unknown action 'explode'");
        assertThat(run("--nonsense").code).isEqualTo(2);
        try (ServerSocket taken = new ServerSocket(0)) {
            Ended ended = run("--listen", "127.0.0.1:" + taken.getLocalPort());
            assertThat(ended.err).contains("Cannot listen on");
            assertThat(ended.code).isEqualTo(1);
        }
    }

    @Test
    void withRfc2217ItIsATerminalServer() throws Exception {
        Process process = start("--listen", "127.0.0.1:0", "--rfc2217", "--times", "fast", "--json");
        try (BufferedReader out = process.inputReader()) {
            String report = out.readLine();
            assertThat(report).contains("\"protocol\":\"rfc2217\"");
            int port = Integer.parseInt(report.replaceFirst(".*\"port\":(\\d+).*", "$1"));
            try (Socket host = new Socket("127.0.0.1", port)) {
                // WILL COM port, and the question for the rate
                byte[] said = {
                    (byte) 255, (byte) 251, 44, (byte) 255, (byte) 250, 44, 1, 0, 0, 0, 0, (byte) 255, (byte) 240
                };
                host.getOutputStream().write(said);
                assertThat(host.getInputStream().readNBytes(13))
                        .startsWith(255, 253, 44, 255, 250, 44, 101)
                        .endsWith(255, 240);
            }
        } finally {
            process.destroy();
        }
        process = start("--listen", "127.0.0.1:0", "--rfc2217");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).contains(", with RFC 2217; the device of the component is rfc2217://127.0.0.1:");
        } finally {
            process.destroy();
        }
    }

    @Test
    void itListensShowsTheDialogueAndEndsOnASignal() throws Exception {
        Process process = start("--listen", "127.0.0.1:0", "--transcript");
        try (BufferedReader out = process.inputReader()) {
            Matcher listens = LISTENS.matcher(out.readLine());
            assertThat(listens.find()).isTrue();
            assertThat(out.readLine())
                    .startsWith("Times: real (bootTime=4s, registrationDelay=12s, ")
                    .endsWith("). For a module without waiting: --times fast");
            assertThat(out.readLine()).contains("AT+CPSMS=0 keeps it awake");
            assertThat(out.readLine()).startsWith("Press Ctrl+C");
            try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(listens.group(1)))) {
                socket.getOutputStream().write("AT+CSQ\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(readThrough(socket.getInputStream(), "OK\r\n")).contains("+CSQ: 23,0");
            }
            assertThat(out.readLine()).endsWith("> AT+CSQ");
            assertThat(out.readLine()).endsWith("< +CSQ: 23,0");
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itTakesTheTimesOfItsOptions() throws Exception {
        assertThat(run("--times", "slow").err).contains("times=slow", "must be real or fast");
        Process process = start("--listen", "127.0.0.1:0", "--times", "fast", "-o", "bootTime=2s", "--dialect", "note");
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            assertThat(out.readLine())
                    .startsWith("Times: fast (bootTime=2s, registrationDelay=0, ")
                    .endsWith("). For the times of hardware: --times real");
            assertThat(out.readLine()).startsWith("Press Ctrl+C");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itRunsSeveralModemsAndTellsProgramsWhereTheyAre() throws Exception {
        Process process = start("--modems", "3", "--listen", "127.0.0.1:0+", "--name", "roof", "--kick", "--json");
        try (BufferedReader out = process.inputReader()) {
            Matcher line = Pattern.compile("\\{\"name\":\"roof-(\\d)\",\"host\":\"127\\.0\\.0\\.1\",\"port\":(\\d+),"
                            + "\"imei\":\"(\\d{15})\",\"iccid\":\"(\\d{20})\"}")
                    .matcher(out.readLine());
            for (int number = 1; number <= 3; number++) {
                assertThat(line.find()).isTrue();
                assertThat(line.group(1)).isEqualTo(String.valueOf(number));
                int port = Integer.parseInt(line.group(2));
                try (Socket old = new Socket("127.0.0.1", port);
                        Socket socket = new Socket("127.0.0.1", port)) {
                    assertThat(old.getInputStream().read()).isEqualTo(-1);
                    socket.getOutputStream().write("AT+CGSN\r".getBytes(StandardCharsets.US_ASCII));
                    assertThat(readThrough(socket.getInputStream(), "OK\r\n")).contains(line.group(3));
                }
            }
            assertThat(line.find()).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void severalModemsListenAtFollowingPorts() throws Exception {
        String said = null;
        // another test may take a port before the simulator does
        for (int attempt = 1; said == null && attempt <= 5; attempt++) {
            int first = FreePort.inARow(3);
            Process process = start("--modems", "3", "--listen", "127.0.0.1:" + first + "+", "--times", "fast");
            try (BufferedReader out = process.inputReader()) {
                said = out.readLine();
                if (said != null) {
                    assertThat(said)
                            .isEqualTo("3 virtual SIM7028 listen on 127.0.0.1:" + first + " to " + (first + 2)
                                    + ", modem-1 to modem-3; try: nc 127.0.0.1 " + first);
                    new Socket("127.0.0.1", first + 2).close();
                }
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(said).isNotNull();
    }

    @Test
    void itIsControlledOnTheStandardInputAndOverHttp() throws Exception {
        Process process = start("--listen", "127.0.0.1:0", "--times", "fast", "--stdin", "--control", "127.0.0.1:0");
        try (BufferedReader out = process.inputReader();
                BufferedWriter in = process.outputWriter()) {
            out.readLine();
            Matcher control =
                    Pattern.compile("Control: (http://127\\.0\\.0\\.1:\\d+/)").matcher(out.readLine());
            assertThat(control.matches()).isTrue();
            while (!out.readLine().equals("Press Ctrl+C to stop. Type help for the commands.")) {
                // the times
            }
            in.write("signal 5\nexplode\n");
            in.flush();
            assertThat(out.readLine()).isEqualTo("Done: modem");
            assertThat(out.readLine()).startsWith("Unknown command 'explode'; known are status, ");
            try (InputStream state = new URL(control.group(1) + "api/modems").openStream()) {
                assertThat(new String(state.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"signal\":5,");
            }
            in.write("quit\n");
            in.flush();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itPlaysAScenario(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("my.yaml"), "steps: [{at: 0, signal: 5, modems: 2}]");
        Process process =
                start("--modems", "2", "--listen", "127.0.0.1:0+", "--times", "fast", "--scenario", file.toString());
        try (BufferedReader out = process.inputReader()) {
            while (!out.readLine().startsWith("Press Ctrl+C")) {
                // where the modems are
            }
            assertThat(out.readLine()).isEqualTo("0 signal 5: modem-2");
        } finally {
            process.destroyForcibly();
        }
        Files.writeString(file, "steps: [{at: 0, signal: 5, modems: 3}]");
        assertThat(run("--modems", "2", "--listen", "127.0.0.1:0+", "--name", "wrong", "--scenario", file.toString()))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "my.yaml, line 1, column 36: modems: there is no '3'; the modems have the numbers 1 to 2\n"));
    }

    @Test
    void itReplaysATranscriptAndSaysHowThatWent(@TempDir Path folder) throws Exception {
        Path transcript = transcript(folder);

        assertThat(replay(transcript, "AT+CSQ\r"))
                .isEqualTo(new Ended(0, "\r\n+CSQ: 7,0\r\n\r\nOK\r\n", "The whole transcript was replayed."));
        assertThat(replay(transcript, "AT+CGMM\r"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "The host deviated from the transcript: line 3: expected 'AT+CSQ\\r' from the host, "
                                + "received 'AT+CG'\n"
                                + "A host that sends at fixed times, as with timer: or keepAliveInterval, "
                                + "requires --speed 1."));
    }

    @Test
    void whatCannotBeReplayedIsExplained(@TempDir Path folder) throws Exception {
        Ended ended = run(
                "--replay", Files.writeString(folder.resolve("no"), "nothing").toString());
        assertThat(ended.code).isEqualTo(2);
        assertThat(ended.err).contains("no");
        Path none = folder.resolve("none");
        assertThat(run("--replay", none.toString()))
                .isEqualTo(new Ended(1, "", "Cannot read the transcript " + none + ": there is no such file\n"));
        assertThat(run("--replay", folder.toString()).err)
                .isEqualTo("Cannot read the transcript " + folder + ": Is a directory\n");
        assertThat(run("--replay", transcript(folder).toString(), "--speed", "-1").code)
                .isEqualTo(2);
    }

    private static Path transcript(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("told.txt"),
                """
                # sim7028 transcript 1
                2026-01-01T00:00:00Z * open /dev/ttyUSB2
                2026-01-01T00:00:01Z > AT+CSQ\\r
                2026-01-01T00:00:02Z < \\r\\n+CSQ: 7,0\\r\\n\\r\\nOK\\r\\n
                2026-01-01T00:00:03Z * lost: unplugged
                """);
    }

    /** What the program ended with, what it answered, and its last words. */
    private static Ended replay(Path transcript, String said) throws Exception {
        Process process = start("--replay", transcript.toString(), "--listen", "127.0.0.1:0", "--speed", "0");
        try (BufferedReader out = process.inputReader()) {
            Matcher at = Pattern.compile("is at 127\\.0\\.0\\.1:(\\d+)").matcher(out.readLine());
            assertThat(at.find()).isTrue();
            try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(at.group(1)))) {
                socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                String lastWords = out.lines().collect(Collectors.joining("\n"));
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                return new Ended(process.exitValue(), answer, lastWords);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPseudoTerminalIsThereAgainAfterItsHostLeftAndGoneAtTheEnd(@TempDir Path folder) throws Exception {
        assumeTrue(onPath("socat"), "socat is not installed");
        Path pty = folder.resolve("ttySIM7028");
        Process process = start("--pty", pty.toString(), "--baud", "921600");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).contains(pty.toString());
            for (int i = 0; i < 3; i++) {
                await().atMost(30, TimeUnit.SECONDS).ignoreExceptions().until(() -> answers(pty));
            }
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pty).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aPseudoTerminalThatCannotBeIsRefusedAtOnceWithTheReason(@TempDir Path folder) throws Exception {
        assumeTrue(onPath("socat"), "socat is not installed");
        long began = System.nanoTime();
        assertThat(run("--pty", folder.resolve("none/tty").toString()))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "The folder " + folder.resolve("none") + " of --pty " + folder.resolve("none/tty")
                                + " does not exist\n"));
        // a name socat's link= cannot have
        assertThat(run("--pty", folder.resolve("x".repeat(300)).toString()).err).contains("too long");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    private static boolean answers(Path pty) throws IOException {
        try (RandomAccessFile port = new RandomAccessFile(pty.toRealPath().toFile(), "rw")) {
            port.write("ATE0\r".getBytes(StandardCharsets.US_ASCII));
            StringBuilder seen = new StringBuilder();
            while (seen.indexOf("OK\r\n") < 0) {
                int c = port.read();
                if (c < 0) {
                    return false;
                }
                seen.append((char) c);
            }
            return true;
        }
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String readThrough(InputStream in, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(end) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("The end came behind " + seen);
            }
            seen.append((char) c);
        }
        return seen.toString();
    }
}
