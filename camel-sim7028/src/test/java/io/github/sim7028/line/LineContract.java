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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every line promises, whatever it runs over. The far end is a TCP connection this test accepts. */
@Timeout(60)
abstract class LineContract {

    static final int MEGABYTE = 1 << 20;

    ServerSocket far;
    Line line;
    Socket peer;

    /** Prepares what is between and returns the device; its far end connects to that port of 127.0.0.1. */
    abstract LineFactory attach(int farPort) throws IOException;

    @BeforeEach
    void openLine() throws IOException {
        far = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        far.setSoTimeout(20_000);
        line = attach(far.getLocalPort()).open();
        peer = far.accept();
        peer.setTcpNoDelay(true);
        peer.setSoTimeout(20_000);
    }

    @AfterEach
    void closeLine() throws IOException {
        if (line != null) {
            line.close();
        }
        if (peer != null) {
            peer.close();
        }
        far.close();
    }

    @Test
    void carriesAMegabyteOfAllByteValuesBothWaysAtOnce() throws Exception {
        byte[] up = randomBytes(1);
        byte[] down = randomBytes(2);
        FutureTask<Void> upWriter = inThread(() -> {
            line.write(up, 0, up.length);
            return null;
        });
        FutureTask<Void> downWriter = inThread(() -> {
            peer.getOutputStream().write(down);
            return null;
        });
        FutureTask<byte[]> upReader = inThread(() -> peer.getInputStream().readNBytes(up.length));

        assertThat(Arrays.equals(readFully(line, down.length), down)).isTrue();
        assertThat(Arrays.equals(upReader.get(), up)).isTrue();
        upWriter.get();
        downWriter.get();
    }

    @Test
    void writesThePartOfAnArrayItIsGiven() throws Exception {
        line.write("xxAT\rxx".getBytes(), 2, 3);

        assertThat(peer.getInputStream().readNBytes(3)).isEqualTo("AT\r".getBytes());
    }

    @Test
    void goesOnReadingWhileAWriteWaitsForTheFarSide() throws Exception {
        FutureTask<Void> writer = stalledWriter();
        byte[] down = Arrays.copyOf(randomBytes(3), 64 << 10);
        FutureTask<Void> downWriter = inThread(() -> {
            peer.getOutputStream().write(down);
            return null;
        });

        assertThat(Arrays.equals(readFully(line, down.length), down)).isTrue();
        downWriter.get();
        assertThat(writer.isDone()).isFalse();
    }

    @Test
    void closeEndsAReadThatWaits() throws Exception {
        FutureTask<Void> reader = inThread(() -> {
            byte[] buffer = new byte[64];
            while (line.read(buffer) >= 0) {
                // nothing comes
            }
            return null;
        });
        peer.getOutputStream().write('x');

        closeWithin(Duration.ofSeconds(2));

        assertThatThrownBy(() -> reader.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void closeEndsAWriteThatTheFarSideDoesNotTake() throws Exception {
        FutureTask<Void> writer = stalledWriter();

        closeWithin(Duration.ofSeconds(2));

        assertThatThrownBy(() -> writer.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void noticesTheEndOfTheFarSide() throws Exception {
        peer.close();

        long start = System.nanoTime();
        assertThat(readsToTheEnd(line)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        byte[] bytes = new byte[4096];
        Awaitility.await().untilAsserted(() -> assertThatThrownBy(() -> line.write(bytes, 0, bytes.length))
                .isInstanceOf(LineException.class));
    }

    @Test
    void refusesEverythingAfterItsCloseWhichMayBeRepeated() {
        line.close();
        line.close();

        assertThatThrownBy(() -> line.read(new byte[1]))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
        assertThatThrownBy(() -> line.write(new byte[1], 0, 1))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("was closed");
    }

    @Test
    void closesFromAnInterruptedThreadAndKeepsTheInterrupt() throws Exception {
        FutureTask<Void> reader = inThread(() -> {
            byte[] buffer = new byte[64];
            while (line.read(buffer) >= 0) {
                // nothing comes
            }
            return null;
        });
        boolean kept = CompletableFuture.supplyAsync(() -> {
                    Thread.currentThread().interrupt();
                    line.close();
                    return Thread.interrupted();
                })
                .get(5, TimeUnit.SECONDS);

        assertThat(kept).isTrue();
        assertThatThrownBy(() -> reader.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(LineException.class);
    }

    /** A writer that stands still since the far end does not read. */
    private FutureTask<Void> stalledWriter() {
        AtomicLong written = new AtomicLong();
        FutureTask<Void> writer = inThread(() -> {
            byte[] bytes = randomBytes(4);
            while (true) {
                line.write(bytes, 0, 1024);
                written.addAndGet(1024);
            }
        });
        AtomicLong seen = new AtomicLong(-1);
        AtomicLong since = new AtomicLong();
        Awaitility.await().pollInterval(20, TimeUnit.MILLISECONDS).until(() -> {
            if (seen.getAndSet(written.get()) != written.get()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > TimeUnit.MILLISECONDS.toNanos(500);
        });
        assertThat(writer.isDone()).isFalse();
        return writer;
    }

    private void closeWithin(Duration limit) {
        long start = System.nanoTime();
        line.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    }

    static boolean readsToTheEnd(Line line) {
        byte[] buffer = new byte[64];
        try {
            while (line.read(buffer) >= 0) {
                // what was on its way
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOf(LineException.class);
        }
        return true;
    }

    static byte[] readFully(Line line, int length) throws IOException {
        byte[] all = new byte[length];
        byte[] buffer = new byte[4096];
        for (int done = 0; done < length; ) {
            int count = line.read(buffer);
            assertThat(count).isNotNegative();
            System.arraycopy(buffer, 0, all, done, count);
            done += count;
        }
        return all;
    }

    static byte[] randomBytes(long seed) {
        byte[] bytes = new byte[MEGABYTE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static <T> FutureTask<T> inThread(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "line-test");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    static void echo(Socket socket) {
        inThread(() -> {
            try (InputStream in = socket.getInputStream()) {
                in.transferTo(socket.getOutputStream());
            }
            return null;
        });
    }
}
