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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pseudo-terminals by {@code socat}: serial ports without hardware. They can be opened and closed as often as one likes;
 * {@link #unplug()} takes the device away. Starting one skips the test where socat is not installed.
 */
public final class Socat implements AutoCloseable {

    private final Path path;
    private final Program program;

    private Socat(Path path, Program program) {
        this.path = path;
        this.program = program;
    }

    /** Two serial ports with a null-modem cable between them, linked to by the two paths, which do not exist yet. */
    public static Socat cable(Path one, Path other) {
        return start(one, "pty,raw,echo=0,link=" + one, "pty,raw,echo=0,link=" + other);
    }

    /** A serial port, linked to by the path, whose other end is a new TCP connection to that port of this machine. */
    public static Socat toTcp(Path path, int port) {
        return start(path, "pty,raw,echo=0,link=" + path, "tcp:127.0.0.1:" + port + ",nodelay");
    }

    private static Socat start(Path path, String one, String other) {
        Program program = Program.start("socat", "-d", "-d", one, other);
        return new Socat(path, program.awaitReady(() -> program.log().contains("starting data transfer loop")));
    }

    /** Where the serial port is linked to. */
    public Path path() {
        return path;
    }

    /** The device behind the link. */
    public Path device() {
        try {
            return Files.readSymbolicLink(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return program.isAlive();
    }

    /** Takes the device away at once. The link stays where it is and leads nowhere. */
    public void unplug() {
        program.close();
    }

    @Override
    public void close() {
        unplug();
    }
}
