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
package io.github.sim7028.modem;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.AtListener;
import io.github.sim7028.at.AtTransport;
import io.github.sim7028.line.Line;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One opened line with the thread that reads it and the dialogue that goes over it. */
final class Session {

    /** How long one write may take, apart from the time its bytes need at a slow baud rate. */
    private static final long WRITE_MILLIS = 10_000;

    private static final int BUFFER = 4096;

    private final Line line;
    private final ModemLoop loop;
    private final ScheduledExecutorService timer;
    private final AtListener listener;
    private final AtDialogue dialogue;
    private final ReadGate gate = new ReadGate();
    private final Thread reader;
    /** The buffer that is not being read into; null while the loop looks at it. */
    private final AtomicReference<byte[]> spare = new AtomicReference<>(new byte[BUFFER]);

    private volatile boolean closed;

    Session(
            String modem,
            Line line,
            ModemLoop loop,
            ThreadFactory readers,
            ScheduledExecutorService timer,
            AtListener listener,
            long commandTimeout) {
        this.line = line;
        this.loop = loop;
        this.timer = timer;
        this.listener = listener;
        dialogue = new AtDialogue(modem, loop, new Transport(), listener, commandTimeout);
        reader = readers.newThread(this::read);
    }

    void start() {
        reader.start();
    }

    AtDialogue dialogue() {
        return dialogue;
    }

    /** Whether reading rests because nobody has room. */
    void pauseReading(boolean pause) {
        gate.pause(pause);
    }

    /** Raises or drops DTR; false where there is no such wire. */
    boolean setDtr(boolean on) throws IOException {
        return !closed && line.setDtr(on);
    }

    /** Ends it; on the loop. */
    void close(String reason, Throwable cause) {
        if (!closed) {
            closed = true;
            gate.close();
            line.close();
            dialogue.close(reason, cause);
        }
    }

    /** Ends what waits for the line, reading or writing; the session itself is closed on the loop. */
    void cut() {
        line.close();
    }

    boolean closed() {
        return closed;
    }

    /** Waits for the reader thread; not on the loop. */
    void awaitReader(long millis) throws InterruptedException {
        reader.join(millis);
    }

    /** Writes with a deadline: closing the line is what frees a write that the far side does not take. */
    private void write(byte[] bytes) throws IOException {
        if (closed) {
            throw new IOException("the line is closed");
        }
        long limit = WRITE_MILLIS + 40L * bytes.length;
        Future<?> deadline = timer.schedule(line::close, limit, TimeUnit.MILLISECONDS);
        try {
            line.write(bytes, 0, bytes.length);
        } finally {
            deadline.cancel(false);
        }
    }

    private final class Transport implements AtTransport {
        @Override
        public void write(byte[] bytes) throws IOException {
            Session.this.write(bytes);
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            return Session.this.setDtr(on);
        }
    }

    private void read() {
        byte[] buffer = new byte[BUFFER];
        String reason = "the line ended";
        Throwable cause = null;
        try {
            long waited = 0;
            while (gate.await()) {
                long since = System.nanoTime();
                int count = line.read(buffer);
                waited += System.nanoTime() - since;
                if (count < 0) {
                    break;
                }
                if (count > 0) {
                    buffer = pass(buffer, count, waited);
                    waited = 0;
                }
            }
        } catch (IOException | RuntimeException e) {
            reason = "reading from the line failed: " + e.getMessage();
            cause = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason = "the reader was interrupted";
        }
        ended(reason, cause);
    }

    /**
     * Hands what was read to the loop and returns the buffer to read into next. Two take turns; only while the loop has not come
     * to the last read yet, what is read goes there as a copy, of its own size.
     *
     * @param waited how long the line was listened to before it came, in nanoseconds
     */
    private byte[] pass(byte[] read, int count, long waited) {
        gate.entered(count);
        byte[] next = spare.getAndSet(null);
        byte[] bytes = next == null ? Arrays.copyOf(read, count) : read;
        loop.execute(() -> {
            gate.left(count);
            if (!closed) {
                dialogue.heardNothing(TimeUnit.NANOSECONDS.toMillis(waited));
                // the dialogue keeps none of it
                dialogue.feed(bytes, 0, count);
            }
            if (next != null) {
                spare.set(bytes);
            }
        });
        return next == null ? read : next;
    }

    private void ended(String reason, Throwable cause) {
        loop.execute(() -> {
            if (!closed) {
                listener.silent(reason, cause);
            }
        });
    }
}
