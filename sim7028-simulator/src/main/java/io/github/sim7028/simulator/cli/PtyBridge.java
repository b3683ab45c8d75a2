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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A pseudo-terminal in front of the modem, by way of {@code socat}. When the host closes the terminal socat ends, as a
 * real adapter would be drawn; it is started again, so that the path comes back.
 */
final class PtyBridge implements AutoCloseable {

    private static final long QUICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REST_MILLIS = 200;
    private static final long MOST_REST_MILLIS = 2000;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int LAST_WORDS = 500;

    private final Path path;
    private final InetSocketAddress modem;
    private final Thread keeper;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Process socat;

    /** Starts socat and waits until the path is there. */
    PtyBridge(Path path, InetSocketAddress modem) throws IOException {
        this.path = path;
        this.modem = modem;
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " already exists; choose another path for --pty");
        }
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("The folder " + folder + " of --pty " + path + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("The folder " + folder + " of --pty " + path + " is not writable");
        }
        this.keeper = new Thread(this::keep, "sim7028-pty");
        keeper.setDaemon(true);
        Path said = Files.createTempFile("sim7028-pty", ".txt");
        try {
            this.socat = launch(ProcessBuilder.Redirect.to(said.toFile()));
            awaitPath(said);
        } finally {
            Files.delete(said);
        }
        keeper.start();
    }

    private Process launch(ProcessBuilder.Redirect output) throws IOException {
        String address = "tcp:" + modem.getAddress().getHostAddress() + ':' + modem.getPort() + ",nodelay";
        try {
            return new ProcessBuilder("socat", "pty,raw,echo=0,link=" + path, address)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
        } catch (IOException e) {
            throw new IOException("--pty requires the program socat, which cannot be started: " + e.getMessage(), e);
        }
    }

    /** @param said where socat says why it ended */
    private void awaitPath(Path said) throws IOException {
        long late = System.nanoTime() + START_NANOS;
        while (!Files.exists(path)) {
            boolean ended = !socat.isAlive();
            if (ended || System.nanoTime() - late > 0) {
                close();
                throw new IOException(
                        "socat created no pseudo-terminal at " + path + (ended ? ": " + lastWords(said) : ""));
            }
            try {
                socat.waitFor(10, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }

    private static String lastWords(Path said) throws IOException {
        String words = Files.readString(said, StandardCharsets.ISO_8859_1).strip();
        return words.isEmpty()
                ? "socat ended without a message"
                : words.substring(Math.max(0, words.length() - LAST_WORDS));
    }

    private void keep() {
        try {
            long rest = 0;
            while (true) {
                long began = System.nanoTime();
                socat.waitFor();
                boolean quick = System.nanoTime() - began < QUICK_NANOS;
                rest = quick ? Math.min(MOST_REST_MILLIS, Math.max(REST_MILLIS, 2 * rest)) : 0;
                if (end.await(rest, TimeUnit.MILLISECONDS)) {
                    return;
                }
                socat = launch(ProcessBuilder.Redirect.DISCARD);
            }
        } catch (InterruptedException e) {
            // closed
        } catch (IOException e) {
            System.getLogger(PtyBridge.class.getName())
                    .log(System.Logger.Level.ERROR, path + " does not come back: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        end.countDown();
        keeper.interrupt();
        try {
            keeper.join(TimeUnit.SECONDS.toMillis(2));
            socat.destroy();
            if (!socat.waitFor(2, TimeUnit.SECONDS)) {
                socat.destroyForcibly();
            }
            Files.deleteIfExists(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.getLogger(PtyBridge.class.getName()).log(System.Logger.Level.DEBUG, "Cannot remove " + path, e);
        }
    }
}
