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
package io.github.sim7028.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.simulator.VirtualModem;
import io.github.sim7028.simulator.replay.Replay;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file that a qualification has written makes a modem speak, and its transcript can be replayed. */
@Timeout(30)
class QualificationFileTest {

    private static final String FILE =
            """
            {
              "format": "sim7028 qualification 1",
              "module": {"model": "SIM7028"},
              "simulator": {
                "links": 10,
                "dialect": ["no-colon-space", "prompt-space"],
                "times": {"bootTime": "4100ms", "linkRelease": "0"}
              },
              "answers": [],
              "transcript": [
                "# sim7028 transcript 1",
                "2026-11-30T20:00:00Z * open /dev/ttyUSB2",
                "2026-11-30T20:00:01Z > AT\\\\r",
                "2026-11-30T20:00:02Z < \\\\r\\\\nOK\\\\r\\\\n",
                "2026-11-30T20:00:03Z * closed"
              ]
            }
            """;

    @TempDir
    private Path folder;

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("module.json"), text);
    }

    @Test
    void aModemSpeaksLikeTheModule() throws Exception {
        Path file = write(FILE);
        QualificationFile read = QualificationFile.read(file);
        assertThat(read.quirks()).containsExactlyInAnyOrder(Quirk.NO_COLON_SPACE, Quirk.PROMPT_SPACE);
        assertThat(read.times())
                .isEqualTo(Map.of(ModuleTime.BOOT, Duration.ofMillis(4100), ModuleTime.LINK_RELEASE, Duration.ZERO));
        try (VirtualModem modem = VirtualModem.fromOptions(null, Map.of("dialect", file.toString()));
                Socket host = new Socket(
                        InetAddress.getLoopbackAddress(), modem.listen().getPort())) {
            assertThat(modem.times()).contains("bootTime=4100ms");
            host.getOutputStream().write("ATE0\rAT+CIPOPEN=?\r".getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf("+CIPOPEN:(0-9)") < 0) {
                heard.append((char) host.getInputStream().read());
            }
        }
    }

    @Test
    void anOptionHasPriorityOverTheFileWhereverItStands() throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("bootTime", "100ms");
        options.put("links", "2");
        options.put("dialect", write(FILE).toString());
        try (VirtualModem modem = VirtualModem.fromOptions(null, options);
                Socket host = new Socket(
                        InetAddress.getLoopbackAddress(), modem.listen().getPort())) {
            assertThat(modem.times()).contains("bootTime=100ms", "linkRelease=0");
            host.getOutputStream().write("AT+CIPOPEN=?\r".getBytes(StandardCharsets.US_ASCII));
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf("OK") < 0) {
                heard.append((char) host.getInputStream().read());
            }
            assertThat(heard).contains("(0-1)");
        }
    }

    @Test
    void itsTranscriptIsReplayed() throws Exception {
        try (Replay replay = Replay.of(write(FILE));
                Socket host = new Socket(
                        InetAddress.getLoopbackAddress(), replay.address().getPort())) {
            host.getOutputStream().write("AT\r".getBytes(StandardCharsets.US_ASCII));
            assertThat(host.getInputStream().readNBytes(6)).asString().isEqualTo("\r\nOK\r\n");
            host.shutdownOutput();
            assertThat(replay.await(Duration.ofSeconds(10))).isTrue();
            assertThat(replay.divergence()).isEmpty();
        }
    }

    @Test
    void whatIsNoQualificationIsExplained() throws Exception {
        assertThatThrownBy(() -> QualificationFile.read(folder.resolve("missing.json")))
                .hasMessageContaining("There is no file");
        assertThatThrownBy(() -> QualificationFile.read(write("hello")))
                .hasMessageContaining("its 'format' is not 'sim7028 qualification 1'");
        assertThatThrownBy(() -> QualificationFile.read(write(FILE.replace("prompt-space", "french"))))
                .hasMessageContaining("Unknown dialect 'french'");
        assertThatThrownBy(() -> QualificationFile.read(write(FILE.replace("bootTime", "tea"))))
                .hasMessageContaining("Unknown time 'tea'");
        assertThatThrownBy(() -> QualificationFile.read(write(FILE.replace("\"links\": 10", "\"links\": \"x\""))))
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> QualificationFile.read(write(FILE.substring(0, 100))))
                .hasMessageContaining("damaged");
        // a name is no file
        assertThat(QualificationFile.isName("prompt-space,note")).isFalse();
    }
}
