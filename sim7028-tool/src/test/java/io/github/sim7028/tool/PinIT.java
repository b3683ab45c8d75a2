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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sim7028.simulator.VirtualModem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PIN of the SIM card: typed or in the environment, entered once, and never shown. */
@Timeout(240)
@Execution(ExecutionMode.CONCURRENT)
class PinIT {

    /** With as many digits as no time has. */
    private static final String RIGHT = "83516249";

    private static final String WRONG = "62740815";

    @TempDir
    private Path home;

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static List<String> entered(VirtualModem modem) {
        return modem.commands().stream()
                .filter(command -> command.startsWith("AT+CPIN="))
                .toList();
    }

    private static String quoted(String pin) {
        return "AT+CPIN=\"" + pin + "\"";
    }

    /** Neither in what was printed nor in any file of the home directory. */
    private void isNowhere(String pin, Program.Ended... all) throws IOException {
        for (Program.Ended ended : all) {
            assertThat(ended.out() + ended.err()).doesNotContain(pin);
        }
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            assertThat(content(file)).as(file.toString()).doesNotContain(pin));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program.Ended status(VirtualModem modem, boolean typed, String pin, String... more) throws Exception {
        Path folder = Files.createTempDirectory(home, "pty");
        try (Pty pty = Pty.of(modem, folder)) {
            List<String> arguments = Stream.concat(Stream.of("status", pty.toString(), "--wait", "60"), Stream.of(more))
                    .toList();
            String[] all = arguments.toArray(String[]::new);
            if (!typed) {
                return Program.runWithPin(home, pin, all);
            }
            return Program.runWith(home, pin + "\n", append(all, "--pin"));
        }
    }

    private static String[] append(String[] arguments, String last) {
        return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePinIsTypedOrInTheEnvironmentAndShownNowhere(boolean typed) throws Exception {
        try (VirtualModem modem = VirtualModem.builder().simPin(RIGHT).start()) {
            Path transcript = home.resolve("transcript.txt");
            Program.Ended ended =
                    status(modem, typed, RIGHT, "--verbose", "--json", "--transcript", transcript.toString());
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(json(ended.out()).get("state").getAsString()).isEqualTo("ready");
            assertThat(entered(modem)).containsExactly(quoted(RIGHT));
            assertThat(transcript).content().contains("> AT+CPIN=\\*\\r");
            isNowhere(RIGHT, ended);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-pin-tries"})
    void aPinThatWasRefusedIsNotEnteredAgain(String dialect) throws Exception {
        try (VirtualModem modem =
                VirtualModem.builder().simPin(RIGHT).dialect(dialect).start()) {
            Path transcript = home.resolve("transcript.txt");
            Program.Ended first = status(modem, true, WRONG, "--verbose", "--transcript", transcript.toString());
            assertThat(first.code()).as(first.out() + first.err()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(first.out()).contains("PIN");
            Program.Ended second = status(modem, false, WRONG, "--json");
            assertThat(second.code()).isEqualTo(ExitCodes.UNAVAILABLE);
            assertThat(json(second.out()).get("reason").getAsString()).contains("PIN");
            assertThat(entered(modem)).as("one of three tries").containsExactly(quoted(WRONG));
            isNowhere(WRONG, first, second);

            Program.Ended third = status(modem, true, RIGHT);
            assertThat(third.code()).as(third.out() + third.err()).isZero();
            assertThat(entered(modem)).containsExactly(quoted(WRONG), quoted(RIGHT));
        }
    }

    @Test
    void aMessageBehindThePinOnStandardInputIsSentWithoutIt() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().simPin(RIGHT).start();
                Pty pty = Pty.of(modem, home);
                ServerSocket peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> {
                try (Socket module = peer.accept()) {
                    return new String(module.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Program.Ended ended = Program.runWith(
                    home,
                    RIGHT + "\nthe message",
                    "send",
                    pty.toString(),
                    "127.0.0.1:" + peer.getLocalPort(),
                    "--pin",
                    "--wait",
                    "60");
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("the message");
            assertThat(entered(modem)).containsExactly(quoted(RIGHT));
        }
    }

    @Test
    void aPinThatIsRefusedInATranscriptIsNotRememberedAsRefused() throws Exception {
        Path transcript = home.resolve("transcript.txt");
        try (VirtualModem modem = VirtualModem.builder().simPin(RIGHT).start()) {
            status(modem, false, WRONG, "--transcript", transcript.toString());
        }
        Path other = Files.createDirectory(home.resolve("other"));
        Program.Ended check =
                Program.runWithPin(other, RIGHT, "transcript", "check", transcript.toString(), "--driver");
        assertThat(check.code()).as(check.out() + check.err()).isEqualTo(ExitCodes.FOUND);
        assertThat(check.out()).contains("PIN");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void aQualificationGivesThePinAndKeepsItToItself() throws Exception {
        Path file = home.resolve("module.json");
        try (VirtualModem modem = VirtualModem.builder().simPin(RIGHT).start();
                Pty pty = Pty.of(modem, home)) {
            Program.Ended ended = Program.runWithPin(
                    home, RIGHT, "qualify", pty.toString(), "--yes", "--no-restart", "-o", file.toString());
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(Files.readString(file)).contains("\"question\": \"TCP open\"");
            assertThat(entered(modem)).containsExactly(quoted(RIGHT));
            isNowhere(RIGHT, ended);
        }
    }
}
