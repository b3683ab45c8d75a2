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

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.DialogueLog;
import io.github.sim7028.at.codec.AtListener;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.modem.driver.pacing.SerialLoop;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One opened line with its reader and the dialogue that goes over it. */
@OnLoop
public final class LineSession {

    /** How long one write may take, apart from the time its bytes need at a slow baud rate. */
    private static final long WRITE_MILLIS = 10_000;

    /** How long setting DTR may take. */
    private static final long DTR_MILLIS = 5000;

    /** How long the loop waits for a line to be closed. */
    private static final long CLOSE_MILLIS = 3000;

    private final Line line;
    private final AtDialogue dialogue;
    private final LineReader reader;
    private final Deadline writing;
    private final ThreadFactory threads;
    private final ScheduledExecutorService timer;
    private final AtomicReference<Thread> closing = new AtomicReference<>();
    private volatile boolean closed;
    private volatile boolean fenced;

    LineSession(
            DialogueLog log,
            Line line,
            SerialLoop loop,
            ThreadFactory readers,
            ScheduledExecutorService timer,
            AtListener listener,
            long commandTimeout) {
        this.line = line;
        dialogue = new AtDialogue(log, loop, new Transport(), listener, commandTimeout);
        this.threads = readers;
        this.timer = timer;
        writing = new Deadline(timer, this::closeAside);
        reader = new LineReader(line, loop, readers, timer, dialogue.input());
    }

    void start() {
        reader.start();
    }

    public AtDialogue dialogue() {
        return dialogue;
    }

    /** Whether reading pauses because no receiver has room. */
    public void pauseReading(boolean pause) {
        reader.pause(pause);
    }

    /**
     * Raises or drops DTR; false where there is no such wire. A driver that does not come back cannot be interrupted, and a socket may take
     * nothing: a thread of its own waits for that, and a line that takes too long is given up.
     */
    public boolean setDtr(boolean on) throws IOException {
        if (closed || fenced) {
            return false;
        }
        FutureTask<Boolean> setting = new FutureTask<>(() -> line.setDtr(on));
        threads.newThread(setting).start();
        try {
            return setting.get(DTR_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? refused(failed) : new IOException(e.getCause());
        } catch (TimeoutException e) {
            closeAside();
            throw new LineException(line + " did not set DTR within " + DTR_MILLIS + " ms and is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while setting DTR", e);
        }
    }

    /**
     * Writes bytes at another bit rate, which wakes a module whose UART sleeps; false where the line has no bit rate. Waits for the line: not on
     * the loop. A line that takes too long is given up.
     */
    @AnyThread
    public boolean writeAt(int bitRate, byte[] bytes) throws IOException {
        if (closed || fenced) {
            return false;
        }
        Deadline limit = new Deadline(timer, this::closeAside);
        limit.begin(WRITE_MILLIS);
        try {
            return line.writeAt(bitRate, bytes);
        } catch (IOException e) {
            throw refused(e);
        } finally {
            limit.end();
        }
    }

    /** Closes the line on a thread of its own, once: a driver that hangs may hold that up, too. */
    @AnyThread
    private Thread closeAside() {
        Thread mine = threads.newThread(line::close);
        if (closing.compareAndSet(null, mine)) {
            mine.start();
            return mine;
        }
        return closing.get();
    }

    /** A line that may not be used any more is closed, whatever was to be done with it. */
    @AnyThread
    private IOException refused(IOException failure) {
        if (failure instanceof Line.NotWrittenException) {
            closeAside();
        }
        return failure;
    }

    /** Closes the line and waits for that, but not for ever. */
    private void closeLine() {
        try {
            closeAside().join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it. */
    void close(String reason, Throwable cause) {
        if (!closed) {
            closed = true;
            reader.close();
            closeLine();
            dialogue.close(reason, cause);
        }
    }

    /** Ends what waits for the line, reading or writing; the session itself is closed on the loop. */
    @AnyThread
    void cut() {
        closeAside();
    }

    /** As {@link #cut}, and nothing is written from now on. */
    @AnyThread
    void fence() {
        fenced = true;
        closeAside();
    }

    /** Waits for the reader's end; not on the loop. */
    @AnyThread
    void awaitReader(long millis) throws InterruptedException {
        reader.await(millis);
    }

    /** Writes with a deadline: closing the line is what frees a write that the far side does not take. */
    private void write(byte[] bytes) throws IOException {
        if (closed || fenced) {
            throw new Line.NotWrittenException("the line is closed");
        }
        writing.begin(WRITE_MILLIS + 40L * bytes.length);
        try {
            line.write(bytes, 0, bytes.length);
        } finally {
            writing.end();
        }
    }

    private final class Transport implements AtTransport {
        @Override
        public void write(byte[] bytes) throws IOException {
            LineSession.this.write(bytes);
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            return LineSession.this.setDtr(on);
        }

        @Override
        public long heardNothing() {
            return reader.heardNothing();
        }
    }
}
