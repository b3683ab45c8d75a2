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
package io.github.sim7028.line;

import io.github.sim7028.testnet.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A terminal server by {@code ser2net} in front of a serial port. Starting one skips the test where ser2net is not installed. */
public final class Ser2net implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final int port;
    private final Program program;
    private final Path configuration;

    private Ser2net(int port, Program program, Path configuration) {
        this.port = port;
        this.program = program;
        this.configuration = configuration;
    }

    /** Serves the device's bytes as they are. */
    public static Ser2net raw(Path device) {
        return start("", device);
    }

    /** Serves the device by telnet with the COM port control option of RFC 2217. */
    public static Ser2net rfc2217(Path device) {
        return start("telnet(rfc2217),", device);
    }

    private static Ser2net start(String protocol, Path device) {
        IllegalStateException failure = null;
        // the port was free a moment ago; another program may have taken it since
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return startOnce(protocol, device, FreePort.find());
            } catch (IllegalStateException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Ser2net startOnce(String protocol, Path device, int port) {
        try {
            Path configuration = Files.createTempFile("ser2net", ".yaml");
            Files.writeString(
                    configuration,
                    """
                    connection: &modem
                      accepter: %stcp,127.0.0.1,%d
                      connector: serialdev,%s,115200n81,local
                      options:
                        chardelay: false
                        kickolduser: true
                    """
                            .formatted(protocol, port, device));
            Program program = Program.start("ser2net", "-n", "-u", "-c", configuration.toString());
            return new Ser2net(port, program.awaitReady(() -> isListening(port)), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks without connecting: a connection would open the device and kick the user before. */
    private static boolean isListening(int port) {
        String local = String.format(Locale.ROOT, ":%04X", port);
        Predicate<String> listens = row -> {
            String[] columns = row.strip().split("\\s+");
            return columns[1].endsWith(local) && columns[3].equals("0A");
        };
        try {
            List<String> rows = Files.readAllLines(Path.of("/proc/net/tcp"));
            return rows.stream().skip(1).anyMatch(listens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The TCP port it listens on, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Ends it at once, and its connections with it. */
    @Override
    public void close() {
        program.close();
        try {
            Files.deleteIfExists(configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
