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
package io.github.sim7028.simulator.net;

import io.github.sim7028.simulator.engine.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One CIPSEND over TCP, from its data to its confirmation: all is with the stack, or, with CIPSENDMODE=1 (2.1.11), with
 * the peer; or the time of CIPTIMEOUT is over.
 */
final class PendingSend {

    private static final int LONGEST_PAUSE = 20;

    private final NetworkHost module;
    private final SocketChannel channel;
    private final ByteBuffer data;
    private final IntConsumer confirmed;
    private final Runnable timedOut;
    private final EventLoop.Timer limit;
    private EventLoop.Timer look;
    private int unacknowledged;
    private boolean over;

    /** Begins; {@link #proceed} does the work. */
    PendingSend(NetworkHost module, SocketChannel channel, byte[] data, IntConsumer confirmed, Runnable timedOut) {
        this.module = module;
        this.channel = channel;
        this.data = ByteBuffer.wrap(data);
        this.confirmed = confirmed;
        this.timedOut = timedOut;
        this.unacknowledged = data.length;
        this.limit = module.loop().schedule(module.settings().sendTimeout, TimeUnit.MILLISECONDS, this::timeOut);
    }

    /** Writes what the socket takes; returns how much. */
    int proceed() throws IOException {
        if (over || !data.hasRemaining()) {
            return 0;
        }
        int n = channel.write(data);
        if (!data.hasRemaining()) {
            if (module.settings().sendMode == 0) {
                end(data.limit());
            } else {
                awaitAcknowledgement(1);
            }
        }
        return n;
    }

    /** Whether the socket must take more. */
    boolean wantsToWrite() {
        return !over && data.hasRemaining();
    }

    private void awaitAcknowledgement(int pause) {
        OptionalInt outstanding;
        try {
            outstanding = Acknowledgements.outstanding(channel);
        } catch (IOException e) {
            end(-1);
            return;
        }
        unacknowledged = Math.min(data.limit(), outstanding.orElse(0));
        if (unacknowledged == 0) {
            end(data.limit());
        } else {
            look = module.loop()
                    .schedule(
                            pause,
                            TimeUnit.MILLISECONDS,
                            () -> awaitAcknowledgement(Math.min(LONGEST_PAUSE, 2 * pause)));
        }
    }

    private void timeOut() {
        boolean written = !data.hasRemaining();
        end(written ? data.limit() - unacknowledged : data.position());
        timedOut.run();
    }

    /** Ends it, confirming so many bytes. */
    void end(int count) {
        if (!over) {
            over = true;
            limit.cancel();
            if (look != null) {
                look.cancel();
            }
            confirmed.accept(count);
        }
    }

    /** Whether it has been confirmed. */
    boolean isOver() {
        return over;
    }
}
