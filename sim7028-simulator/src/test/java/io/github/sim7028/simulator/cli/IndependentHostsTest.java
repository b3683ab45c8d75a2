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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.simulator.VirtualModem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that know nothing of this project talk to the modem over a pseudo-terminal. */
@Timeout(120)
class IndependentHostsTest {

    /** The exit value of a program that ended itself with SIGABRT. */
    private static final int ABORTED = 134;

    private static final int MOST_RUNS = 20;

    private static void assumeInstalled(String... programs) {
        for (String program : programs) {
            boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            assumeTrue(found, program + " is not installed");
        }
    }

    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aChatScriptBringsTheNetworkUp(@TempDir Path folder) throws Exception {
        assumeInstalled("socat", "chat");
        Path pty = folder.resolve("ttySIM7028");
        try (VirtualModem modem = VirtualModem.builder().start();
                PtyBridge bridge = new PtyBridge(pty, modem.listen())) {
            assertThat(bridge).isNotNull();
            ProcessBuilder chat = new ProcessBuilder(
                    "chat",
                    "-t",
                    "20",
                    "ABORT",
                    "ERROR",
                    "",
                    "ATZ",
                    "OK",
                    "ATE0;+CMEE=2",
                    "OK",
                    "AT+CEREG?",
                    "0,1",
                    "AT+CGDCONT=1,\"IP\",\"CMNET\"",
                    "OK",
                    "AT+NETOPEN",
                    "NETOPEN: 0");
            chat.redirectInput(pty.toFile()).redirectOutput(pty.toFile());
            assertThat(run(chat)).isZero();
            assertThat(modem.commands()).contains("AT+NETOPEN");
        }
    }

    /** As it comes: it sends its own init strings, dials, and is told that there is no carrier. */
    @Test
    void wvdialIsAnsweredAndGetsNoCarrier(@TempDir Path folder) throws Exception {
        assumeInstalled("socat", "wvdial");
        Path pty = folder.resolve("ttySIM7028");
        Path out = folder.resolve("out.txt");
        Path settings = folder.resolve("wvdial.conf");
        Files.write(
                settings,
                List.of(
                        "[Dialer Defaults]",
                        "Modem = " + pty,
                        "Baud = 115200",
                        "Init1 = ATZ",
                        "Init2 = ATQ0 V1 E1 S0=0 &C1 &D2 +FCLASS=0",
                        "Phone = *99#",
                        "Username = user",
                        "Password = password",
                        "Dial Attempts = 1"));
        try (VirtualModem modem = VirtualModem.builder().start();
                PtyBridge bridge = new PtyBridge(pty, modem.listen())) {
            assertThat(bridge).isNotNull();
            ProcessBuilder wvdial = new ProcessBuilder("wvdial", "-C", settings.toString());
            wvdial.redirectErrorStream(true).redirectOutput(out.toFile());
            // its own library aborts it now and then, wherever it stands: then it is run again
            int runs = 1;
            while (run(wvdial) == ABORTED && runs < MOST_RUNS) {
                runs++;
            }
            assertThat(modem.commands()).contains("ATZ", "ATQ0 V1 E1 S0=0 &C1 &D2 +FCLASS=0", "ATDT*99#");
        }
        assertThat(Files.readString(out, StandardCharsets.UTF_8)).contains("Modem initialized.", "NO CARRIER");
    }

    @Test
    void gammuIdentifiesIt(@TempDir Path folder) throws Exception {
        assumeInstalled("socat", "gammu");
        Path pty = folder.resolve("ttySIM7028");
        Path out = folder.resolve("out.txt");
        Path settings = folder.resolve("gammurc");
        Files.writeString(settings, "[gammu]\nport=" + pty + "\nconnection=at115200\n");
        try (VirtualModem modem = VirtualModem.builder().start();
                PtyBridge bridge = new PtyBridge(pty, modem.listen())) {
            assertThat(bridge).isNotNull();
            ProcessBuilder gammu = new ProcessBuilder("gammu", "-c", settings.toString(), "identify");
            gammu.environment().put("LC_ALL", "C");
            gammu.redirectErrorStream(true).redirectOutput(out.toFile());
            assertThat(run(gammu)).isZero();
        }
        assertThat(Files.readString(out, StandardCharsets.UTF_8))
                .contains("SIMCOM INCORPORATED", "SIM7028", "860000000000017");
    }
}
