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

import io.github.sim7028.at.AtInput;
import io.github.sim7028.line.Line;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The thread that reads a line. The thread handles what it has read itself on the modem's loop if the loop is free, as waking
 * another thread takes longer than most of it. A line has to be read on even while the loop waits for it to take bytes: when
 * the reader is busy elsewhere for long, a second thread reads in its place until the reader is back.
 */
final class LineReader {

    private static final int BUFFER = 4096;

    /** How long one read of any line waits at most before it comes back without bytes. */
    private static final long LONGEST_POLL_MILLIS = 1000;

    /** How long the line may go unread. */
    private static final long AWAY_MILLIS = 50;

    private final Line line;
    private final SerialLoop loop;
    private final ThreadFactory threads;
    private final AtInput input;
    private final ReadGate gate = new ReadGate();
    private final Thread reader;
    private final Deadline absence;
    /** The buffer that is not being read into; null while the loop looks at it. */
    private final AtomicReference<byte[]> spare = new AtomicReference<>(new byte[BUFFER]);

    private final ReentrantLock lock = new ReentrantLock();
    private Thread standIn;
    /** The reader is on the loop. */
    private volatile boolean away;

    private volatile boolean ended;
    /** For how long reads of the line have been empty since the last byte; written by the reading thread. */
    private volatile long vain;

    /** Whether reads of this line come back without bytes. */
    private volatile boolean polling;

    LineReader(Line line, SerialLoop loop, ThreadFactory threads, ScheduledExecutorService timer, AtInput input) {
        this.line = line;
        this.loop = loop;
        this.threads = threads;
        this.input = input;
        absence = new Deadline(timer, this::standIn);
        reader = threads.newThread(() -> readWhile(() -> !ended, this::onLoop));
    }

    void start() {
        reader.start();
    }

    /** Whether reading pauses because no receiver has room. */
    void pause(boolean pause) {
        gate.pause(pause);
    }

    /** For how long reads of the line have been empty since the last byte, in milliseconds; -1 if its reads wait for bytes without a limit. */
    long heardNothing() {
        return polling ? vain : -1;
    }

    /** Stops reading; a thread that waits in the line is freed by closing the line. */
    void close() {
        gate.close();
    }

    /** Waits for its end; not on the loop. */
    void await(long millis) throws InterruptedException {
        reader.join(millis);
    }

    private interface Way {
        void take(Runnable task) throws InterruptedException;
    }

    private void readWhile(BooleanSupplier wanted, Way way) {
        byte[] buffer = new byte[BUFFER];
        String reason = "the line ended";
        Throwable cause = null;
        try {
            while (gate.await()) {
                if (!wanted.getAsBoolean()) {
                    return;
                }
                long since = loop.now();
                int count = line.read(buffer);
                if (count < 0) {
                    break;
                }
                if (count == 0) {
                    // a read that took longer did not listen all the while: the JVM stood still
                    vain += Math.min(loop.now() - since, LONGEST_POLL_MILLIS);
                    polling = true;
                }
                if (count > 0) {
                    // a full buffer is followed by more, which is read meanwhile
                    buffer = pass(buffer, count, count < buffer.length ? way : loop::execute);
                }
            }
        } catch (IOException | RuntimeException e) {
            reason = "reading from the line failed: " + e.getMessage();
            cause = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = "the reader was interrupted";
        }
        end(reason, cause);
    }

    private void end(String reason, Throwable cause) {
        ended = true;
        loop.execute(() -> input.ended(reason, cause));
    }

    /**
     * Hands what was read to the loop and returns the buffer to read into next. Two take turns; only while the loop has not come
     * to the last read yet, what is read goes there as a copy, of its own size.
     */
    private byte[] pass(byte[] read, int count, Way way) throws InterruptedException {
        long heardNothing = vain;
        vain = 0;
        gate.entered(count);
        byte[] next = spare.getAndSet(null);
        byte[] bytes = next == null ? Arrays.copyOf(read, count) : read;
        way.take(() -> {
            gate.left(count);
            input.read(bytes, count, heardNothing);
            if (next != null) {
                spare.set(bytes);
            }
        });
        return next == null ? read : next;
    }

    /** Runs a task on the loop, in this thread if the loop is free. */
    private void onLoop(Runnable task) throws InterruptedException {
        try {
            absence.begin(AWAY_MILLIS);
        } catch (RejectedExecutionException e) {
            // the component has been stopped: no other thread could replace this one
            loop.execute(task);
            return;
        }
        // not before: who stands in reads what comes after this, and may be quicker to the loop
        loop.executeHere(task, () -> away = true);
        absence.end();
        away = false;
        awaitStandIn();
    }

    private void awaitStandIn() throws InterruptedException {
        Thread other;
        lock.lock();
        try {
            other = standIn;
            standIn = null;
        } finally {
            lock.unlock();
        }
        if (other != null) {
            // it has read what came while the reader was away, and may wait for more until bytes come or the line is
            // closed, as the reader itself would
            other.join();
        }
    }

    private void standIn() {
        lock.lock();
        try {
            if (away && standIn == null && !ended) {
                standIn = threads.newThread(() -> readWhile(() -> away && !ended, loop::execute));
                standIn.start();
            }
        } finally {
            lock.unlock();
        }
    }
}
