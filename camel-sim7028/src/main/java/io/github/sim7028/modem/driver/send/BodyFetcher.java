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
package io.github.sim7028.modem.driver.send;

import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.ForeignCodeException;
import io.github.sim7028.modem.driver.session.ModemRuntime;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Has the bodies of messages read off the modem's loop, a few at a time: a body that blocks keeps a thread, and many that do keep no more
 * than these.
 */
@OnLoop
final class BodyFetcher {

    /** How many bodies of one modem are read at the same time. */
    static final int MAX_RUNNING = 16;

    private static final long FIRST_INTERRUPT_MILLIS = 100;
    private static final long LAST_INTERRUPT_MILLIS = 10_000;

    private final ModemRuntime runtime;
    private final Loop loop;
    private final Deque<Fetch> waiting = new ArrayDeque<>();
    private int running;

    BodyFetcher(ModemRuntime runtime, Loop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    /** Reads; reports the result on the loop, unless the reading has been cancelled. */
    Fetch start(Fence.Call<byte[]> reading, Consumer<byte[]> fetched, Consumer<Throwable> failed) {
        Fetch fetch = new Fetch(reading, fetched, failed);
        if (running < MAX_RUNNING) {
            fetch.begin();
        } else {
            waiting.add(fetch);
        }
        return fetch;
    }

    private void ended() {
        running--;
        Fetch next = waiting.poll();
        if (next != null) {
            next.begin();
        }
    }

    /** The reading of one piece of a body. */
    final class Fetch {
        private final Fence.Call<byte[]> reading;
        private final Consumer<byte[]> fetched;
        private final Consumer<Throwable> failed;
        private boolean begun;
        private boolean cancelled;
        /** The thread that reads, while it does; guarded by this. */
        private Thread reader;

        Fetch(Fence.Call<byte[]> reading, Consumer<byte[]> fetched, Consumer<Throwable> failed) {
            this.reading = reading;
            this.fetched = fetched;
            this.failed = failed;
        }

        /** Whether anything may have been read. */
        boolean begun() {
            return begun;
        }

        /** The bytes are no longer needed. */
        void cancel() {
            cancelled = true;
            waiting.remove(this);
            interrupt(FIRST_INTERRUPT_MILLIS);
        }

        /** Gets the reader out of a stream that heeds interrupts; {@link InputStream#read(byte[])} swallows the first one. */
        private synchronized void interrupt(long pause) {
            if (reader != null) {
                reader.interrupt();
                if (pause < LAST_INTERRUPT_MILLIS) {
                    loop.after(pause, () -> interrupt(2 * pause));
                }
            }
        }

        private void begin() {
            begun = true;
            running++;
            try {
                runtime.workers().execute(this::read);
            } catch (RejectedExecutionException e) {
                ended();
                loop.execute(() -> failed.accept(e));
            }
        }

        private void read() {
            enter(Thread.currentThread());
            try {
                byte[] bytes = Fence.call(reading);
                loop.execute(() -> end(() -> fetched.accept(bytes)));
            } catch (ForeignCodeException e) {
                loop.execute(() -> end(() -> failed.accept(e.getCause())));
            } finally {
                enter(null);
                // a late interrupt, or one the stream has answered, is not for whatever this thread does next
                Thread.interrupted();
            }
        }

        private synchronized void enter(Thread thread) {
            reader = thread;
        }

        private void end(Runnable outcome) {
            ended();
            if (!cancelled) {
                outcome.run();
            }
        }
    }
}
