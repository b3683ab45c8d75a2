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
package io.github.sim7028.tool.line;

import io.github.sim7028.line.Line;
import io.github.sim7028.line.LineException;
import io.github.sim7028.line.LineFactory;
import io.github.sim7028.line.LineOpening;
import io.github.sim7028.line.util.ForeignText;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An open line whose bytes are taken with a time limit: a thread reads the line into a bounded queue; when the queue is full, reading waits.
 * A write that the far side does not accept closes the line after a limit.
 */
public final class OpenLine implements AutoCloseable {

    private static final int CHUNK = 4096;
    private static final int MAX_CHUNKS = 256;
    private static final long WRITE_MILLIS = 30_000;
    private static final byte[] END = {};

    private final Line line;
    private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private final Thread reader;
    private volatile boolean closed;
    private volatile String ended;

    private OpenLine(Line line) {
        this.line = line;
        reader = new Thread(this::read, "sim7028-tool-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a line. */
    public static OpenLine open(LineFactory lines) throws LineException {
        return new OpenLine(lines.open(new LineOpening()));
    }

    private void read() {
        byte[] buffer = new byte[CHUNK];
        try {
            while (!closed) {
                int count = line.read(buffer);
                if (count < 0) {
                    ended = "the other side closed the line";
                    break;
                } else if (count > 0) {
                    chunks.put(Arrays.copyOf(buffer, count));
                }
            }
        } catch (IOException | RuntimeException e) {
            ended = closed ? "the line was closed" : ForeignText.messageOf(e);
        } catch (InterruptedException e) {
            ended = "the line was closed";
        }
        try {
            chunks.put(END);
        } catch (InterruptedException e) {
            // nobody takes anything any more
        }
    }

    /**
     * The next bytes.
     *
     * @return null if none came within the limit
     * @throws IOException if the line has ended and everything has been taken
     */
    public byte[] take(long millis) throws IOException {
        byte[] chunk;
        try {
            chunk = chunks.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (chunk == END) {
            // for the next one who asks
            chunks.offer(END);
            throw new IOException(ended);
        }
        return chunk;
    }

    /** Writes all bytes; the line is closed if the far side does not accept them within 30 s. */
    public void write(byte[] bytes) throws IOException {
        Thread watch = new Thread(
                () -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(WRITE_MILLIS);
                        close();
                    } catch (InterruptedException e) {
                        // written in time
                    }
                },
                "sim7028-tool-write-limit");
        watch.setDaemon(true);
        watch.start();
        try {
            line.write(bytes, 0, bytes.length);
        } finally {
            watch.interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        line.close();
        reader.interrupt();
    }
}
