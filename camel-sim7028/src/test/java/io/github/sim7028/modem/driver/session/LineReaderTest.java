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
package io.github.sim7028.modem.driver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sim7028.at.AtInput;
import io.github.sim7028.line.Line;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reads a line, and who does what was read. */
@Timeout(60)
class LineReaderTest {

    private final AtomicInteger readers = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> new Thread(task, "worker"));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SerialLoop loop = new SerialLoop(workers, timer, System::nanoTime);
    private final Wire wire = new Wire();
    private final Taker taker = new Taker();
    private final LineReader reader =
            new LineReader(wire, loop, task -> new Thread(task, "reader " + readers.incrementAndGet()), timer, taker);

    @AfterEach
    void endThreads() throws InterruptedException {
        reader.close();
        wire.close();
        reader.await(10_000);
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void aReaderDoesWhatItReadItselfWhereNobodyElseIsOnTheLoop() {
        reader.start();
        wire.says("one");
        await().until(() -> taker.taken.equals(List.of("one by reader 1")));
    }

    /** A reader may be held up on its way to the loop for so long that another stands in for it; what it has read was before. */
    @Test
    void whoStandsInComesAfterWhatTheReaderHasRead() {
        List<String> done = new CopyOnWriteArrayList<>();
        loop.executeHere(() -> done.add("the reader's"), () -> loop.execute(() -> done.add("the stand-in's")));
        await().until(() -> done.size() == 2);
        assertThat(done).containsExactly("the reader's", "the stand-in's");
    }

    @Test
    void whatIsReadWhileTheLoopIsTakenIsDoneThereInOrder() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        loop.execute(() -> {
            taken.countDown();
            awaitQuietly(free);
        });
        taken.await();
        reader.start();
        wire.says("one");
        wire.says("two");
        await().until(wire::isRead);
        assertThat(taker.taken).isEmpty();
        free.countDown();
        await().until(() -> taker.taken.equals(List.of("one by worker", "two by worker")));
    }

    @Test
    void whatComesToTheLoopWhileTheReaderIsThereIsLeftToAWorker() {
        List<String> ran = new CopyOnWriteArrayList<>();
        taker.first = () -> loop.execute(() -> ran.add(Thread.currentThread().getName()));
        reader.start();
        wire.says("one");
        await().until(() -> ran.equals(List.of("worker")));
    }

    @Test
    void theLineIsReadOnWhileTheReaderWaitsOnTheLoop() {
        CountDownLatch written = new CountDownLatch(1);
        taker.first = () -> awaitQuietly(written);
        reader.start();
        wire.says("one");
        await().until(wire::isRead);
        wire.says("two");
        wire.says("three");
        await().until(() -> wire.isRead() && wire.readBy.contains("reader 2"));
        assertThat(taker.taken).isEmpty();

        written.countDown();

        await().until(() -> taker.taken.size() == 3);
        assertThat(taker.taken.get(0)).isEqualTo("one by reader 1");
        assertThat(taker.taken.get(1)).startsWith("two");
        assertThat(taker.taken.get(2)).startsWith("three");
        // whoever stood in goes after its last read
        wire.says("four");
        wire.says("five");
        await().until(() -> taker.taken.size() == 5);
        assertThat(wire.readBy.get(4)).isEqualTo("reader 1");
    }

    @Test
    void aLineThatEndsWhileTheReaderIsAwayEndsOnce() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        taker.first = () -> awaitQuietly(written);
        reader.start();
        wire.says("one");
        await().until(wire::isRead);
        wire.close();
        await().until(() -> wire.ends > 0);

        written.countDown();

        reader.await(10_000);
        await().until(() -> taker.ends > 0);
        assertThat(taker.ends).isEqualTo(1);
        assertThat(wire.ends).isEqualTo(1);
    }

    /** Only reads that came back empty say that nothing came; a read that took long may have stood still with the JVM. */
    @Test
    void onlyEmptyReadsCountAsListening() {
        java.util.concurrent.atomic.AtomicLong clock = new java.util.concurrent.atomic.AtomicLong();
        SerialLoop timed = new SerialLoop(workers, timer, () -> TimeUnit.MILLISECONDS.toNanos(clock.get()));
        List<Long> listened = new CopyOnWriteArrayList<>();
        BlockingQueue<Integer> reads = new LinkedBlockingQueue<>(List.of(100, 100, 60_000, -70_000, 100, -1, -80_000));
        Line line = new Line() {
            @Override
            public int read(byte[] buffer) {
                Integer next = reads.poll();
                if (next == null) {
                    return -1;
                }
                clock.addAndGet(Math.abs(next));
                return next > 0 ? 0 : 1;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public void close() {}
        };
        LineReader timedReader = new LineReader(line, timed, Thread::new, timer, new AtInput() {
            @Override
            public void read(byte[] bytes, int count, long millis) {
                listened.add(millis);
            }

            @Override
            public void ended(String reason, Throwable cause) {}
        });
        assertThat(timedReader.heardNothing()).isEqualTo(-1);
        timedReader.start();
        await().until(() -> listened.size() == 3);
        assertThat(listened).containsExactly(1200L, 100L, 0L);
        assertThat(timedReader.heardNothing()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Taker implements AtInput {
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private Runnable first = () -> {};
        private volatile int ends;

        @Override
        public void read(byte[] bytes, int count, long listened) {
            first.run();
            first = () -> {};
            String text = new String(bytes, 0, count, StandardCharsets.US_ASCII);
            taken.add(text + " by " + Thread.currentThread().getName());
        }

        @Override
        public void ended(String reason, Throwable cause) {
            ends++;
        }
    }

    private static final class Wire implements Line {
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final List<String> readBy = new CopyOnWriteArrayList<>();
        private volatile boolean closed;
        private volatile int ends;

        void says(String text) {
            said.add(text);
        }

        boolean isRead() {
            return said.isEmpty();
        }

        @Override
        public int read(byte[] buffer) {
            try {
                String next = null;
                while (next == null) {
                    if (closed) {
                        ends++;
                        return -1;
                    }
                    next = said.poll(20, TimeUnit.MILLISECONDS);
                }
                readBy.add(Thread.currentThread().getName());
                byte[] bytes = next.getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                return bytes.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
