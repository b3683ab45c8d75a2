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

import io.github.sim7028.at.DialogueLog;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.line.GuardedLines;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineGuard;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How what a reader read comes to the loop. */
@Timeout(60)
class LineSessionTest {

    private static final int LINES = 30_000;

    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SerialLoop loop = new SerialLoop(workers, timer, System::nanoTime);
    private final Ear ear = new Ear();

    @AfterEach
    void endThreads() {
        workers.shutdownNow();
        timer.shutdownNow();
    }

    private LineSession session(Line line) {
        LineSession session =
                new LineSession(new DialogueLog("tried", System::nanoTime), line, loop, Thread::new, timer, ear, 1000);
        session.start();
        return session;
    }

    @Test
    void nothingIsReadOverWhatTheLoopHasNotSeenYet() throws Exception {
        Torrent torrent = new Torrent(new Random(7));
        // the loop is now ahead of the reader, now far behind it
        Random pauses = new Random(8);
        ear.holdUp = () -> {
            int before = torrent.reads;
            long began = System.nanoTime();
            long limit = pauses.nextInt(500) == 0 ? 5_000_000 : 0;
            while (torrent.reads < before + 3 && System.nanoTime() - began < limit) {
                Thread.onSpinWait();
            }
        };
        LineSession session = session(torrent);

        assertThat(ear.ended.await(50, TimeUnit.SECONDS)).isTrue();
        session.awaitReader(5000);

        assertThat(ear.heard)
                .isEqualTo(IntStream.range(0, LINES).mapToObj(Torrent::line).toList());
    }

    @Test
    void aDriverThatDoesNotComeBackFromDtrHoldsUpTheLoopForALimitedTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch lineClosed = new CountDownLatch(1);
        LineSession session = new LineSession(
                new DialogueLog("tried", System::nanoTime),
                stuckLine(never, lineClosed),
                loop,
                Thread::new,
                timer,
                ear,
                1000);
        CountDownLatch told = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        loop.execute(() -> {
            try {
                session.setDtr(false);
            } catch (IOException e) {
                failed.set(e.getMessage().contains("did not set DTR within"));
            }
            told.countDown();
        });
        try {
            assertThat(told.await(40, TimeUnit.SECONDS)).isTrue();
            assertThat(failed).isTrue();
            assertThat(lineClosed.await(10, TimeUnit.SECONDS)).isTrue();
            CountDownLatch closed = new CountDownLatch(1);
            loop.execute(() -> {
                session.close("tried", null);
                closed.countDown();
            });
            assertThat(closed.await(20, TimeUnit.SECONDS))
                    .as("closing hangs, too")
                    .isTrue();
        } finally {
            never.countDown();
        }
    }

    /** Who says no closes nothing: the driver that hangs in closing would hold up the loop without a limit. */
    @Test
    void aLineThatMayNotBeUsedIsClosedAndTheLoopDoesNotWaitForThatForEver() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch lineClosed = new CountDownLatch(1);
        AtomicBoolean permitted = new AtomicBoolean(true);
        LineGuard guard = new LineGuard() {
            @Override
            public boolean mayTalk() {
                return permitted.get();
            }

            @Override
            public String why() {
                return "the lease has ended";
            }
        };
        Line guarded = new GuardedLines(() -> stuckLine(never, lineClosed), guard).open();
        LineSession session = new LineSession(
                new DialogueLog("tried", System::nanoTime), guarded, loop, Thread::new, timer, ear, 1000);
        permitted.set(false);
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        loop.execute(() -> {
            try {
                session.setDtr(false);
            } catch (IOException e) {
                failure.set(e);
            }
            session.dialogue().tell(StandardCommands.attention());
            told.countDown();
        });
        try {
            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get()).isInstanceOf(Line.NotWrittenException.class);
            assertThat(ear.cause).isInstanceOf(Line.NotWrittenException.class);
            assertThat(lineClosed.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            never.countDown();
        }
    }

    /** Neither setting DTR nor closing comes back, as with a driver that hangs. */
    private static Line stuckLine(CountDownLatch never, CountDownLatch lineClosed) {
        return new Line() {
            @Override
            public int read(byte[] buffer) {
                return -1;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {}

            @Override
            public boolean setDtr(boolean on) {
                return hangs();
            }

            @Override
            public void close() {
                lineClosed.countDown();
                hangs();
            }

            private boolean hangs() {
                try {
                    return never.await(1, TimeUnit.HOURS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        };
    }

    @Test
    void theReaderRestsWhileTheLoopIsStuck() throws Exception {
        Torrent torrent = new Torrent(new Random(9));
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        ear.holdUp = () -> {
            if (first.getAndSet(false)) {
                stuck.await();
            }
        };
        LineSession session = session(torrent);
        try {
            await().until(() -> torrent.handedOut >= ReadGate.MAX_UNDER_WAY);
            await().during(200, TimeUnit.MILLISECONDS)
                    .until(() -> torrent.handedOut < ReadGate.MAX_UNDER_WAY + 2 * Torrent.MOST);
        } finally {
            stuck.countDown();
        }
        assertThat(ear.ended.await(50, TimeUnit.SECONDS)).isTrue();
        session.awaitReader(5000);

        assertThat(ear.heard).hasSize(LINES);
    }

    /** A module that says one line after the other as fast as it is read, cut anyhow. */
    private static final class Torrent implements Line {
        private static final int MOST = 4096;

        private final Random cuts;
        private final byte[] all = IntStream.range(0, LINES)
                .mapToObj(i -> "\r\n" + line(i) + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.ISO_8859_1);

        private volatile int handedOut;
        private volatile int reads;

        Torrent(Random cuts) {
            this.cuts = cuts;
        }

        static String line(int number) {
            return "+LINE " + number + " " + "abcdefghij".repeat(number % 7);
        }

        boolean atItsEnd() {
            return handedOut == all.length;
        }

        @Override
        public int read(byte[] buffer) {
            if (atItsEnd()) {
                return -1;
            }
            int wanted = cuts.nextBoolean() ? 1 + cuts.nextInt(40) : MOST;
            int count = Math.min(Math.min(wanted, buffer.length), all.length - handedOut);
            System.arraycopy(all, handedOut, buffer, 0, count);
            reads++;
            handedOut += count;
            return count;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {}

        @Override
        public void close() {}
    }

    private static final class Ear implements AtListener {
        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile Throwable cause;
        private HoldUp holdUp = () -> {};

        @Override
        public void received(Urc urc) {
            heard.add(((Urc.Unknown) urc).line());
            try {
                holdUp.now();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void bodyLost(String header) {}

        @Override
        public void bodyUnasked(String header) {}

        @Override
        public void silent(String reason) {}

        @Override
        public void lineLost(String reason, Throwable why) {
            cause = why;
            ended.countDown();
        }
    }

    @FunctionalInterface
    private interface HoldUp {
        void now() throws InterruptedException;
    }
}
