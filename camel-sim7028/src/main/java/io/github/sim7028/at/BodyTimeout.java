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
package io.github.sim7028.at;

import io.github.sim7028.at.codec.AtDecoder;
import io.github.sim7028.at.spi.AtTransport;
import io.github.sim7028.at.spi.Loop;
import java.util.function.LongSupplier;

/**
 * Gives up a counted body whose rest does not come. It has broken off when reads of the line were empty for a while; where a read
 * waits without a limit this is unknown, and the body is given up only when a command needs the line.
 */
final class BodyTimeout {

    /** How long reads of a line may be empty before the rest of a counted body is regarded as lost. */
    static final long STALL_MILLIS = 2000;

    /** How long a body may pause where empty reads do not tell, and a command waits. */
    static final long PATIENCE_MILLIS = 15_000;

    private static final long LOOK_MILLIS = 250;

    private final Owner owner;
    private final AtDecoder decoder;
    private final Loop loop;
    private final AtTransport transport;
    private final LongSupplier lastReceived;
    private Loop.Timer timer;
    private boolean closed;

    /** Who waits for bodies to end. */
    interface Owner {

        /** A body was given up. */
        void lost(String header);

        /** The body has ended, or may go on for a while: it is to be looked at again. */
        void proceed();
    }

    /** @param lastReceived when the last byte came, on the loop's clock */
    BodyTimeout(Owner owner, AtDecoder decoder, Loop loop, AtTransport transport, LongSupplier lastReceived) {
        this.owner = owner;
        this.decoder = decoder;
        this.loop = loop;
        this.transport = transport;
        this.lastReceived = lastReceived;
    }

    /** A command waits for the body to end. */
    void start() {
        if (timer == null && !closed) {
            long vain = transport.heardNothing();
            // whether empty reads tell shows only with the first of them
            long left = vain < 0 ? Math.min(PATIENCE_MILLIS - pause(), STALL_MILLIS) : STALL_MILLIS - vain;
            timer = loop.after(Math.max(LOOK_MILLIS, left), () -> {
                timer = null;
                if (!closed && !loseBody(PATIENCE_MILLIS)) {
                    owner.proceed();
                }
            });
        }
    }

    /** Whether a body under way may still go on. */
    boolean mayGoOn() {
        return decoder.insideBody() && !stalled(PATIENCE_MILLIS);
    }

    /** Reads of the line were empty for a while in the middle of a body; the bytes that came now are no part of it. */
    void heardNothing(long millis) {
        if (millis >= STALL_MILLIS) {
            lose();
        }
    }

    /**
     * Gives up a body that has stalled; false when there is none.
     *
     * @param patience how long it may pause where empty reads do not tell
     */
    boolean loseBody(long patience) {
        if (!decoder.insideBody() || !stalled(patience)) {
            return false;
        }
        lose();
        return true;
    }

    private boolean stalled(long patience) {
        long vain = transport.heardNothing();
        return vain < 0 ? pause() >= patience : vain >= STALL_MILLIS;
    }

    private long pause() {
        return loop.now() - lastReceived.getAsLong();
    }

    private void lose() {
        owner.lost(decoder.abandonBody());
    }

    void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
