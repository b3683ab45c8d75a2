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
package io.github.sim7028.trial;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sim7028.testnet.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** A pseudo-terminal that leads to a simulated modem, and ser2net with {@code kickolduser} in front of it. */
final class TerminalServer implements AutoCloseable {

    private final int port;
    private final Process socat;
    private final Process ser2net;

    /** Skips the test where a program is missing. @param modem the port of the modem */
    TerminalServer(Path directory, int modem) throws IOException {
        String socatProgram = find("socat");
        String ser2netProgram = find("ser2net");
        Path device = directory.resolve("modem");
        socat = start(directory, socatProgram, "pty,raw,echo=0,link=" + device, "tcp:127.0.0.1:" + modem + ",nodelay");
        await().until(() -> Files.exists(device));
        port = FreePort.find();
        Path configuration = Files.writeString(
                directory.resolve("ser2net.yaml"),
                """
                connection: &modem
                  accepter: tcp,127.0.0.1,%d
                  connector: serialdev,%s,115200n81,local
                  options:
                    chardelay: false
                    kickolduser: true
                """
                        .formatted(port, device));
        ser2net = start(directory, ser2netProgram, "-n", "-u", "-c", configuration.toString());
        await().until(this::listens);
    }

    /** Looks without connecting: a connection would kick the user before. */
    private boolean listens() throws IOException {
        String local = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> rows = Files.lines(Path.of("/proc/net/tcp"))) {
            return rows.skip(1)
                    .map(row -> row.strip().split("\\s+"))
                    .anyMatch(row -> row[1].endsWith(local) && row[3].equals("0A"));
        }
    }

    private static Process start(Path directory, String... command) throws IOException {
        String name = Path.of(command[0]).getFileName().toString();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private static String find(String program) {
        String path = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        assumeTrue(path != null, () -> program + " is not installed");
        return path;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        ser2net.destroyForcibly().onExit().join();
        socat.destroyForcibly().onExit().join();
    }
}
