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

import io.github.sim7028.camel.inbound.InboundQueue.Arrival;
import io.github.sim7028.camel.inbound.InboundQueue.Break;
import io.github.sim7028.camel.inbound.InboundQueue.Mark;
import io.github.sim7028.camel.inbound.InboundQueue.Piece;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes frames of what arrived and takes them to where they belong: one at a time and in order, on a thread only while there is
 * something to do, and on none while what was taken is still worked on elsewhere.
 */
public final class FrameDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(FrameDispatcher.class);

    private final String name;
    private final InboundQueue queue;
    private final FrameHandler handler;
    private final Runnable roomAgain;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    private boolean stopped;
    private boolean paused;
    private boolean busy;

    private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
    private final Deframer deframer;

    /**
     * @param name      what messages call it
     * @param roomAgain is run when there is room again after a refusal
     */
    public FrameDispatcher(
            String name,
            InboundQueue queue,
            Deframer.Rules framing,
            FrameHandler handler,
            Runnable roomAgain,
            Executor executor) {
        this.name = name;
        this.queue = queue;
        this.handler = handler;
        this.roomAgain = roomAgain;
        this.executor = executor;
        this.deframer = new Deframer(name, framing, frames::add, handler);
    }

    /** Says that something has arrived. Returns at once. */
    public void wake() {
        lock.lock();
        try {
            if (busy || !hasWork()) {
                return;
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        continueElsewhere();
    }

    /** Delivers nothing more after the frame under way, until {@link #resume()}. */
    public void pause() {
        lock.lock();
        try {
            paused = true;
        } finally {
            lock.unlock();
        }
    }

    public void resume() {
        lock.lock();
        try {
            paused = false;
        } finally {
            lock.unlock();
        }
        wake();
    }

    /** Delivers nothing more after the frame under way; returns how much will not be, the first time. */
    public int stop() {
        lock.lock();
        try {
            int left = stopped ? 0 : queue.pieces() + frames.size();
            stopped = true;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How much is still to be delivered. */
    public int pending() {
        lock.lock();
        try {
            return stopped ? 0 : queue.size() + frames.size() + (busy ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    private void continueElsewhere() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is being stopped; {} pieces are left", name, queue.size(), e);
            stop();
        }
    }

    private void run() {
        boolean here = true;
        while (here && mayContinue()) {
            try {
                here = step();
            } catch (RuntimeException | Error e) {
                // foreign code is fenced where it is called; should anything be left, it must not end all delivering
                LOG.error("{}: received data could not be delivered", name, e);
            }
        }
    }

    /** Takes one thing on; whether it is done now. */
    private boolean step() {
        Frame frame = frames.poll();
        if (frame != null) {
            return handler.take(frame, this::continueElsewhere);
        }
        arrived(queue.poll());
        return true;
    }

    private boolean mayContinue() {
        lock.lock();
        try {
            busy = hasWork();
            return busy;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return !stopped && !paused && (!frames.isEmpty() || queue.size() > 0);
    }

    private void arrived(Arrival arrival) {
        if (arrival instanceof Break broken) {
            deframer.restart();
            handler.streamEnded(broken.reason());
        } else if (arrival instanceof Mark mark) {
            deframer.mark();
            mark.reached().run();
        } else if (arrival instanceof Piece piece) {
            if (queue.takeRefused()) {
                roomAgain.run();
            }
            deframer.decode(piece.inbound());
        }
    }
}
