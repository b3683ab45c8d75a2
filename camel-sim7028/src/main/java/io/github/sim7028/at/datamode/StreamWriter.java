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
package io.github.sim7028.at.datamode;

import io.github.sim7028.at.command.EnterDataMode;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.spi.Loop;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes chunks into a connection in data mode, one at a time, and none so that the module could take it for the escape. */
public final class StreamWriter {

    private final Consumer<byte[]> line;
    private final Loop loop;
    private final EscapeGuard guard = new EscapeGuard();
    /** Whether the line is the connection's own. */
    private boolean open;

    private StreamChunk chunk;
    private Loop.Timer timer = () -> {};

    /** @param line writes bytes to the module */
    StreamWriter(Consumer<byte[]> line, Loop loop) {
        this.line = line;
        this.loop = loop;
    }

    /** The line is the connection's own from now on. */
    void open() {
        open = true;
        guard.restart(loop.now());
        pump();
    }

    /** The line is needed for something else. */
    void rest() {
        open = false;
        timer.cancel();
    }

    /** Writes it as soon as there is a connection and the line is its own; one at a time. */
    public void send(StreamChunk next) {
        if (chunk != null) {
            throw new IllegalStateException("one chunk is under way already");
        }
        chunk = next;
        pump();
    }

    /** Takes a chunk back of which nothing has left. */
    public void withdraw(StreamChunk unwanted) {
        if (chunk == unwanted) {
            chunk = null;
            timer.cancel();
        }
    }

    /** Gives up the chunk under way. */
    void fail(String reason, Throwable cause) {
        StreamChunk failed = chunk;
        chunk = null;
        timer.cancel();
        if (failed != null) {
            failed.fail(new AtAbortedException(EnterDataMode.AGAIN, reason, cause));
        }
    }

    private void pump() {
        timer.cancel();
        StreamChunk mine = chunk;
        while (mine != null && mine == chunk && open && mine.left() > 0) {
            long now = loop.now();
            int count = guard.allowed(mine.bytes(), mine.taken(), mine.left(), now);
            if (count == 0) {
                timer = loop.after(guard.pause(now), this::pump);
                return;
            }
            byte[] piece = Arrays.copyOfRange(mine.bytes(), mine.taken(), mine.taken() + count);
            mine.take(count);
            line.accept(piece);
            guard.written(piece, 0, count, now, loop.now());
        }
        if (mine != null && mine == chunk && mine.left() == 0) {
            chunk = null;
            // not at once: reading and commands get their turn between two chunks
            loop.execute(mine::complete);
        }
    }
}
