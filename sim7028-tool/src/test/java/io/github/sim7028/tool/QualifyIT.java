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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** qualify, as a user runs it. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class QualifyIT {

    @TempDir
    private Path home;

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void aModuleAtAPtyBecomesTheDialectOfTheSimulator() throws Exception {
        Path file = home.resolve("module.json");
        try (VirtualModem modem = VirtualModem.builder()
                        .links(10)
                        .simPin("1234")
                        .dialect("prompt-space,rcv-from,hex-two-crlf")
                        .start();
                Pty pty = Pty.of(modem, home)) {
            // the driver gives no PIN that it does not have
            Program.Ended locked = Program.run(
                    home,
                    "qualify",
                    pty.toString(),
                    "--yes",
                    "--no-restart",
                    "--json",
                    "-o",
                    home.resolve("l.json").toString());
            assertThat(locked.code()).as(locked.out() + locked.err()).isEqualTo(ExitCodes.FOUND);
            assertThat(json(locked.out()).get("notAsked").getAsInt()).isGreaterThan(40);
        }
        try (VirtualModem modem = VirtualModem.builder()
                        .links(10)
                        .dialect("prompt-space,rcv-from,hex-two-crlf")
                        .start();
                Pty pty = Pty.of(modem, home)) {
            Program.Ended ended = Program.run(home, "qualify", pty.toString(), "--yes", "-o", file.toString());
            assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.err()).contains("KiB are sent and received", "modem: ready", "prompt: a space");
            assertThat(ended.out())
                    .contains("Dialect: hex-two-crlf, prompt-space, rcv-from", "new: 0, failed: 0, not asked: 0");
        }
        assertThat(Files.readString(home.resolve("module.md")))
                .contains("- firmware: 2110B07SIM7028", "| Does a space follow the prompt? | a space | prompt-space |");
        assertThat(Program.run(home, "transcript", "check", file.toString()).code())
                .isZero();

        Program.Ended twin = Program.run(
                home,
                "qualify",
                "simulator://twin?dialect=" + file,
                "--yes",
                "--json",
                "-o",
                home.resolve("twin.json").toString());
        assertThat(json(twin.out()).get("dialect"))
                .isEqualTo(json(Files.readString(file))
                        .getAsJsonObject("simulator")
                        .get("dialect"));
        assertThat(json(twin.out()).get("links").getAsInt()).isEqualTo(10);
    }

    @Test
    void nothingIsSentWithoutConsent() throws Exception {
        try (VirtualModem modem = VirtualModem.builder().start();
                Pty pty = Pty.of(modem, home)) {
            Program.Ended asked = Program.run(
                    home,
                    "qualify",
                    pty.toString(),
                    "-o",
                    home.resolve("x.json").toString());
            assertThat(asked.code()).isEqualTo(ExitCodes.USAGE);
            assertThat(asked.err()).contains("KiB", "Nothing was sent");
            Path taken = Files.writeString(home.resolve("taken.json"), "mine");
            assertThat(Program.run(home, "qualify", pty.toString(), "--yes", "-o", taken.toString())
                            .err())
                    .contains("exists already");
            assertThat(modem.commands()).isEmpty();
            assertThat(taken).hasContent("mine");
        }
    }

    @Test
    void ctrlCInTheMiddleOfAQuestionWritesTheAnswersUntilThenAndLeavesTheModuleAsItWas() throws Exception {
        Path file = home.resolve("part.json");
        // where no line comes while data is written, that question takes some seconds, with an open prompt
        try (VirtualModem modem =
                        VirtualModem.builder().dialect("hold-during-input").start();
                Pty pty = Pty.of(modem, home);
                Program program = Program.start(home, "qualify", pty.toString(), "--yes", "-o", file.toString())) {
            program.awaitError("empty hex read: ");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> modem.commands().stream()
                                    .filter("AT+CIPSEND=0,1"::equals)
                                    .count()
                            == 2);
            program.interrupt();
            Program.Ended ended = program.finish("");
            assertThat(ended.code()).as(ended.err()).isEqualTo(130);
            assertThat(ended.err()).doesNotContain("did not end");
            assertThat(modem.commands())
                    .last()
                    .asString()
                    .as("the last of what is set back")
                    .startsWith("AT+CPSMS=1");
        }
        assertThat(Files.readString(file))
                .contains("the qualification was stopped", "\"question\": \"links\"", "\"status\": \"known\"");
        assertThat(home.resolve("part.md")).exists();
    }

    @Test
    void withoutANetworkTheExitCodeTellsThatNotAllWasAsked() throws Exception {
        Path file = home.resolve("offline.json");
        try (Program program = Program.start(
                home,
                "qualify",
                "simulator://tool?registration=searching",
                "--yes",
                "--no-restart",
                "--wait",
                "1",
                "--json",
                "-o",
                file.toString())) {
            Program.Ended ended = program.finish("");
            assertThat(ended.code()).as(ended.err()).isEqualTo(6);
            assertThat(ended.out()).contains("\"withoutNetwork\":\"the modem did not become ready: ");
        }
        assertThat(file).exists();
    }

    @Test
    void ctrlCBeforeTheFirstQuestionWritesNoFile() throws Exception {
        Path file = home.resolve("none.json");
        try (Program program = Program.start(
                home, "qualify", "simulator://tool?registration=searching", "--yes", "-o", file.toString())) {
            program.awaitError("modem: looking for a network");
            program.interrupt();
            Program.Ended ended = program.finish("");
            assertThat(ended.code()).isEqualTo(130);
            assertThat(ended.err()).contains("no file was written");
        }
        assertThat(file).doesNotExist();
    }
}
