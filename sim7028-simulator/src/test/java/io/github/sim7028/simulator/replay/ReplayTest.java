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
package io.github.sim7028.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transcript is played to a host that says what its host said, and to no other. */
@Timeout(30)
class ReplayTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Path file(String... entries) throws IOException {
        StringBuilder text = new StringBuilder("# sim7028 transcript 1\n# a comment\n");
        for (int i = 0; i < entries.length; i++) {
            text.append("2026-01-01T00:00:0")
                    .append(i % 10)
                    .append(".5Z ")
                    .append(entries[i])
                    .append('\n');
        }
        return Files.writeString(folder.resolve("told.txt"), text);
    }

    private static Socket connect(Replay replay) throws IOException {
        return new Socket("127.0.0.1", replay.address().getPort());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String hear(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theModemAnswersAsItDidAndHangsUpWhereItDid() throws Exception {
        Path file = file(
                "< the end of an earlier line",
                "* open /dev/ttyUSB2",
                "< \\r\\nRDY\\r\\n",
                "> AT\\r",
                "< \\r\\nOK\\r",
                "< \\n\\x00\\xff\\\\",
                "* lost: unplugged",
                "* refused: not there",
                "* open /dev/ttyUSB2",
                "> ATE0\\r",
                "< OK",
                "* closed");
        try (Replay replay = Replay.of(file)) {
            try (Socket socket = connect(replay)) {
                assertThat(hear(socket, 7)).isEqualTo("\r\nRDY\r\n");
                say(socket, "AT\r");
                assertThat(hear(socket, 1000)).isEqualTo("\r\nOK\r\n\0\u00FF\\");
            }
            try (Socket socket = connect(replay)) {
                say(socket, "ATE0\r");
                assertThat(hear(socket, 2)).isEqualTo("OK");
                assertThat(replay.await(Duration.ZERO)).isFalse();
            }
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
        }
    }

    @Test
    void whatIsMaskedAndChosenByChanceMatchesAnything() throws Exception {
        Path file = file(
                "* open x",
                "> AT+CPIN=\\*\\r",
                "> AT+CIPOPEN=0,\"UDP\",,,50001\\r",
                "> \\?\\?\\?",
                "< +IPD2:\\r\\n\\?\\?\\r\\n");
        try (Replay replay = Replay.of(file);
                Socket socket = connect(replay)) {
            say(socket, "AT+CPIN=\"1234\"\rAT+CIPOPEN=0,\"UDP\",,,60002\rabc");
            assertThat(hear(socket, 12)).isEqualTo("+IPD2:\r\n??\r\n");
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).isEmpty();
        }
    }

    @Test
    void aHostThatSaysSomethingElseIsHungUpOnAndTheLineIsNamed() throws Exception {
        try (Replay replay = Replay.of(file("* open x", "> AT+CSQ\\r", "< OK"));
                Socket socket = connect(replay)) {
            say(socket, "AT+CGSN\r");
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence()).hasValue("line 4: expected 'AT+CSQ\\r' from the host, received 'AT+CG'");
        }
    }

    @Test
    void nothingIsReplayedBehindAGap() throws Exception {
        try (Replay replay = Replay.of(file("* open x", "< OK", "* gap: 3 entries", "< OK"));
                Socket socket = connect(replay)) {
            assertThat(hear(socket, 100)).isEqualTo("OK");
            assertThat(replay.await(SOON)).isTrue();
            assertThat(replay.divergence().orElseThrow()).contains("gap");
        }
    }

    @Test
    void pausesCanBeKept() throws Exception {
        Path file = file("* open x", "< a", "< b");
        long start = System.nanoTime();
        try (Replay replay = Replay.of(file, 5, new InetSocketAddress("127.0.0.1", 0));
                Socket socket = connect(replay)) {
            assertThat(hear(socket, 2)).isEqualTo("ab");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> AT\\q | line 3: unknown escape '\\q'",
                "> AT\\x4 | line 3: unknown escape '\\x'",
                "hello | line 3: not 'TIME > …'",
                "* refused: away | contains nothing to replay"
            })
    void mistakesAreNamed(String entry, String complaint) throws Exception {
        Path file = file(entry);
        assertThatThrownBy(() -> Replay.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anotherFileIsNoTranscript() throws Exception {
        Path file = Files.writeString(folder.resolve("other.txt"), "hello\n");
        assertThatThrownBy(() -> Replay.of(file)).hasMessageContaining("is not a transcript");
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        Replay replay = Replay.of(file("* open x", "> AT\\r"));
        connect(replay).close();
        replay.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("sim7028-replay"));
    }
}
