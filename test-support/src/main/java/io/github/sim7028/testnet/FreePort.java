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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on which nothing listens, and which no other test gets. The system's own choice is not enough: it forgets the port
 * as soon as it is closed, takes one out of seven thousand, and gives it to the next who asks, in whatever process.
 */
public final class FreePort {

    /** Below the ports that the systems give out themselves (from 32768 on Linux, from 49152 elsewhere). */
    private static final int FIRST = 20_000;

    private static final int PORTS = 12_000;

    /** A byte for each port; who has its lock has the port, until the process ends. */
    private static final FileChannel GIVEN = open();

    private FreePort() {}

    /** For TCP and UDP. */
    public static int find() {
        return inARow(1);
    }

    /** The first of so many ports, one after the other. */
    public static int inARow(int count) {
        int start = ThreadLocalRandom.current().nextInt(PORTS);
        int free = 0;
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST + (start + i) % PORTS;
            if (port == FIRST) {
                free = 0;
            }
            free = take(port) && isFree(port) ? free + 1 : 0;
            if (free == count) {
                return port - count + 1;
            }
        }
        throw new IllegalStateException(
                "No " + count + " ports in a row are free from " + FIRST + " to " + (FIRST + PORTS - 1));
    }

    private static boolean take(int port) {
        try {
            return GIVEN.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket(port);
                DatagramSocket udp = new DatagramSocket(port)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static FileChannel open() {
        Path file =
                Path.of(System.getProperty("java.io.tmpdir"), "sim7028-test-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
