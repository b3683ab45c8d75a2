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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar itself, its help, and the echo server. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ProgramIT {

    @TempDir
    private Path home;

    @Test
    void theJarHasTheDriverAndNothingOfCamel() throws Exception {
        try (JarFile jar = new JarFile(Path.of("target", "sim7028-tool.jar").toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .contains("io/github/sim7028/modem/Modem.class", "META-INF/LICENSE", "META-INF/THIRD-PARTY.txt")
                    .noneMatch(name -> name.startsWith("org/apache/camel")
                            || name.startsWith("io/github/sim7028/camel/")
                            || name.startsWith("META-INF/services/org/apache/camel"));
            assertThat(new String(
                            jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes(),
                            StandardCharsets.UTF_8))
                    .contains("Apache License");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "terminal",
                "diagnose",
                "status",
                "send",
                "listen",
                "transcript view",
                "transcript check",
                "transcript mask",
                "transcript cut",
                "echo-server",
                "qualify"
            })
    void everyCommandHasHelpWithItsExitCodes(String command) throws Exception {
        Program.Ended ended = Program.run(home, (command + " --help").split(" "));
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("Usage: sim7028-tool " + command, "Exit codes:", "--json");
    }

    @Test
    void withoutACommandTheCommandsAreListed() throws Exception {
        Program.Ended ended = Program.run(home);
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("Name a command.", "terminal", "echo-server");
        assertThat(Program.run(home, "--version").out()).matches("sim7028-tool \\d.*\n");
    }

    @Test
    void theEchoServerIsBoundedAndEndsOnCtrlC() throws Exception {
        try (Program echo =
                Program.start(home, "echo-server", "--port", "0", "--max-clients", "1", "--idle", "2", "--json")) {
            int port = JsonParser.parseString(echo.line())
                    .getAsJsonObject()
                    .get("port")
                    .getAsInt();
            try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port)) {
                first.getOutputStream().write("one\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(first.getInputStream().readNBytes(4))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("one\n");
                try (Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    assertThat(second.getInputStream().read()).as("refused").isNegative();
                }
                InputStream silent = first.getInputStream();
                assertThat(silent.read()).as("disconnected after two seconds").isNegative();
            }
            echo.interrupt();
            assertThat(echo.finish("").code()).isEqualTo(130);
        }
    }
}
