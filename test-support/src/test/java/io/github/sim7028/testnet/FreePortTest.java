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
package io.github.sim7028.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FreePortTest {

    private static final int EACH = 500;

    @Test
    void noTwoProcessesGetTheSamePort() throws Exception {
        Set<String> ports = new HashSet<>();
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Many.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : processes) {
                for (int i = 0; i < EACH; i++) {
                    ports.add(process.inputReader().readLine());
                }
            }
        } finally {
            // they have kept theirs until now
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(ports).hasSize(3 * EACH).doesNotContainNull();
    }

    @Test
    void servesTcpAndUdpBelowThePortsThatTheSystemGivesOut() throws Exception {
        int port = FreePort.find();

        assertThat(port).isBetween(20_000, 31_999);
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            assertThat(FreePort.find()).isNotIn(port, tcp.getLocalPort(), udp.getLocalPort());
        }
    }

    @Test
    void givesPortsInARowToOneAlone() throws Exception {
        int first = FreePort.inARow(50);
        List<ServerSocket> servers = new ArrayList<>();
        try {
            for (int port = first; port < first + 50; port++) {
                servers.add(new ServerSocket(port));
            }
        } finally {
            for (ServerSocket server : servers) {
                server.close();
            }
        }
        assertThat(FreePort.find()).matches(port -> port < first || port > first + 49);
    }

    /** Prints its ports, one a line, and waits to be ended. */
    static final class Many {

        private Many() {}

        public static void main(String[] args) throws Exception {
            for (int i = 0; i < EACH; i++) {
                System.out.println(FreePort.find());
            }
            System.in.read();
        }
    }
}
