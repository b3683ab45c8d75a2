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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** One opened line with its reader and the dialogue that goes over it. */
final class Session {

    /** How long one write may take, apart from the time its bytes need at a slow baud rate. */
    private static final long WRITE_MILLIS = 10_000;

    private final Line line;
    private final AtListener listener;
    private final AtDialogue dialogue;
    private final LineReader reader;
    private final Deadline writing;
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
        this.listener = listener;
        dialogue = new AtDialogue(modem, loop, new Transport(), listener, commandTimeout);
        writing = new Deadline(timer, line::close);
        reader = new LineReader(line, loop, readers, timer, new Ear());
    }

    void start() {
        reader.start();
    }

    AtDialogue dialogue() {
        return dialogue;
    }

    /** Whether reading rests because nobody has room. */
    void pauseReading(boolean pause) {
        reader.pause(pause);
    }

    /** Raises or drops DTR; false where there is no such wire. */
    boolean setDtr(boolean on) throws IOException {
        return !closed && line.setDtr(on);
    }

    /** Ends it; on the loop. */
    void close(String reason, Throwable cause) {
        if (!closed) {
            closed = true;
            reader.close();
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

    /** Waits for the reader's end; not on the loop. */
    void awaitReader(long millis) throws InterruptedException {
        reader.await(millis);
    }

    /** Writes with a deadline: closing the line is what frees a write that the far side does not take. */
    private void write(byte[] bytes) throws IOException {
        if (closed) {
            throw new IOException("the line is closed");
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
            Session.this.write(bytes);
        }

        @Override
        public boolean setDtr(boolean on) throws IOException {
            return Session.this.setDtr(on);
        }

        @Override
        public long heardNothing() {
            return reader.heardNothing();
        }
    }

    private final class Ear implements LineReader.Taker {
        @Override
        public void read(byte[] bytes, int count, long listened) {
            if (!closed) {
                dialogue.heardNothing(listened);
                // the dialogue keeps none of it
                dialogue.feed(bytes, 0, count);
            }
        }

        @Override
        public void ended(String reason, Throwable cause) {
            if (!closed) {
                listener.silent(reason, cause);
            }
        }
    }
}
