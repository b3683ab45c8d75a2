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
package io.github.sim7028.camel.inbound;

import io.github.sim7028.camel.framing.FrameDecoder;
import io.github.sim7028.camel.framing.FrameSink;
import io.github.sim7028.camel.framing.Framing;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.Inbound;
import io.github.sim7028.modem.Sim7028Exception;
import io.github.sim7028.modem.driver.pacing.Fence;
import io.github.sim7028.modem.driver.pacing.LogThrottle;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes frames of what comes on one stream after the other. The framing may be a user's bean: what it throws costs the bytes it was given,
 * and it starts again with the next. Used by one thread at a time, never the modem's loop.
 */
public final class Deframer {

    /**
     * What consumers and requests of one endpoint have in common here.
     *
     * @param dropEmpty    whether frames without content are dropped
     * @param emptyDropped counts them for the log
     */
    public record Rules(Framing framing, boolean dropEmpty, LogThrottle emptyDropped) {

        public Rules(Framing framing, boolean dropEmpty) {
            this(framing, dropEmpty, new LogThrottle());
        }
    }

    /** More than this of one piece is a framing that has gone wild. */
    private static final int MAX_FRAMES = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(Deframer.class);

    private final String name;
    private final Rules rules;
    private final Consumer<Frame> frames;
    private final FrameHandler handler;
    private FrameDecoder decoder;
    private Inbound previous;
    /** Whether the next frame begins with bytes from before the last {@link #mark()}. */
    private boolean crossing;

    Deframer(String name, Rules rules, Consumer<Frame> frames, FrameHandler handler) {
        this.name = name;
        this.rules = rules;
        this.frames = frames;
        this.handler = handler;
    }

    /** What follows is another stream. */
    void restart() {
        decoder = null;
        previous = null;
        crossing = false;
    }

    /** A frame that has begun by now is dropped when it is complete. */
    void mark() {
        FrameDecoder now = decoder;
        if (now != null) {
            Fence.run(() -> crossing = now.midFrame(), this::failed);
        }
    }

    /** Frames never span senders: what a datagram left unfinished is not finished by another's. */
    void decode(Inbound inbound) {
        if (previous != null
                && !(Objects.equals(previous.remoteHost(), inbound.remoteHost())
                        && previous.remotePort() == inbound.remotePort())) {
            restart();
        }
        previous = inbound;
        Fence.run(
                () -> {
                    if (decoder == null) {
                        decoder = Objects.requireNonNull(rules.framing().decoder(), "the framing returned no decoder");
                    }
                    decoder.decode(inbound.data(), new Sink(inbound));
                },
                this::failed);
    }

    private void failed(Throwable failure) {
        restart();
        handler.unframed(name + ": the framing failed and starts again with the next data: " + failure, failure);
    }

    private final class Sink implements FrameSink {

        private final Inbound inbound;
        private int count;

        Sink(Inbound inbound) {
            this.inbound = inbound;
        }

        @Override
        public void frame(byte[] frame) {
            if (frame.length == 0 && rules.dropEmpty()) {
                rules.emptyDropped()
                        .log(
                                LOG,
                                Level.INFO,
                                "{}: an empty frame is dropped; use emptyFrames=pass to receive empty frames",
                                name);
                crossing = false;
                return;
            }
            if (++count > MAX_FRAMES) {
                throw new IllegalStateException(
                        "more than " + MAX_FRAMES + " frames of " + Counted.of(inbound.data().length, "byte"));
            }
            if (crossing) {
                crossing = false;
                LOG.debug("{}: a frame of {} bytes began before the request and is not its reply", name, frame.length);
                return;
            }
            frames.accept(new Frame(frame, inbound));
        }

        @Override
        public void skipped(String reason) {
            crossing = false;
            String message = name + ": " + reason + " (link " + inbound.link() + ")";
            handler.unframed(message, new Sim7028Exception(message));
        }
    }
}
