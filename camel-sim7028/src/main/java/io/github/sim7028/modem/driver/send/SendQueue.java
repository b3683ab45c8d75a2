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

import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.spi.AnyThread;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The messages of one link that have bytes left to be handed to the module: in order, each as long as its time lasts. It cuts them, or puts
 * them together, into what one AT+CIPSEND takes. How much one link may take is counted where messages come in, so that a burst is refused
 * before it costs memory.
 */
@OnLoop
public final class SendQueue {

    /** How many messages a link takes before it has sent any of them. */
    static final int MAX_MESSAGES = 1000;

    /** How many bytes of messages that are held in memory. */
    static final long MAX_BYTES = 4L * 1024 * 1024;

    /**
     * How long a message may still take. While the modem is not ready one limit counts, in all; while it is, another, which is full again
     * whenever a piece of the message was confirmed. A body of unknown length has that limit {@value #TIMES_OF_UNKNOWN_LENGTH} times at most,
     * as it may have no end.
     */
    static final class TimeLeft {

        static final int TIMES_OF_UNKNOWN_LENGTH = 10;

        private final Loop loop;
        private final long sendLimit;
        private final long waitLimit;
        private final Runnable over;
        private final long begin;
        private long waitLeft;
        private long sendLeft;
        private long bodyLeft;
        private boolean ready;
        private long since;
        private Loop.Timer timer = () -> {};

        /** @param over runs when its time is over */
        TimeLeft(Loop loop, Duration modemWait, Duration send, boolean endless, Runnable over) {
            this.loop = loop;
            this.sendLimit = send.toMillis();
            this.over = over;
            begin = loop.now();
            waitLimit = modemWait.toMillis();
            waitLeft = waitLimit;
            sendLeft = sendLimit;
            bodyLeft = endless ? TIMES_OF_UNKNOWN_LENGTH * sendLimit : Long.MAX_VALUE;
        }

        void start(boolean modemReady) {
            ready = modemReady;
            arm();
        }

        /** The modem has become ready, or is so no more; returns whether that is new, and another limit counts from now on. */
        boolean modemReady(boolean now) {
            if (ready == now) {
                return false;
            }
            account();
            ready = now;
            arm();
            return true;
        }

        /** A part of the message was sent: its time starts again. False if its whole time has passed. */
        boolean progress() {
            account();
            sendLeft = Math.min(sendLimit, bodyLeft);
            arm();
            return sendLeft > 0;
        }

        private void account() {
            long passed = loop.now() - since;
            if (ready) {
                sendLeft -= passed;
                bodyLeft -= passed;
            } else {
                waitLeft -= passed;
            }
        }

        private void arm() {
            timer.cancel();
            since = loop.now();
            timer = loop.after(Math.max(0, ready ? sendLeft : waitLeft), over);
        }

        void stop() {
            timer.cancel();
        }

        /** The limit that counts now. */
        Duration limit() {
            return Duration.ofMillis(ready ? sendLimit : waitLimit);
        }

        /** How long it has taken so far. */
        Duration taken() {
            return Duration.ofMillis(loop.now() - begin);
        }
    }

    private final Loop loop;
    private final Duration modemWait;
    private final BooleanSupplier modemReady;
    private final Consumer<PendingMessage> overdue;
    private final Deque<PendingMessage> messages = new ArrayDeque<>();
    private int taken;
    private long takenBytes;

    /** @param overdue is called with a message whose time is over, be it that it still waits or that it is under way */
    SendQueue(SendContext context, Consumer<PendingMessage> overdue) {
        this(context.loop(), context.transfer().modemWaitTimeout(), () -> context.commands() != null, overdue);
    }

    /**
     * @param modemWait  how long a message may wait for the modem to be ready, besides its own time
     * @param modemReady whether the modem is ready now
     */
    SendQueue(Loop loop, Duration modemWait, BooleanSupplier modemReady, Consumer<PendingMessage> overdue) {
        this.loop = loop;
        this.modemWait = modemWait;
        this.modemReady = modemReady;
        this.overdue = overdue;
    }

    /** Takes room for a message with so many bytes in memory; returns why there is none, null when there is. One message alone always has room. */
    @AnyThread
    public synchronized String takeRoom(long size) {
        if (taken >= MAX_MESSAGES) {
            return taken + " messages are waiting on this link already";
        }
        if (taken > 0 && size > 0 && takenBytes + size > MAX_BYTES) {
            return takenBytes + " bytes are waiting on this link already, and " + size + " more exceed the limit";
        }
        taken++;
        takenBytes += size;
        return null;
    }

    /** Gives it back: the message has come to its end. */
    @AnyThread
    public synchronized void giveRoom(long size) {
        taken--;
        takenBytes -= size;
    }

    /** Whether messages have taken room, those that wait for their confirmation among them. */
    @AnyThread
    public synchronized boolean roomIsTaken() {
        return taken > 0;
    }

    /** Adds a message, whose time begins. */
    void add(PendingMessage message) {
        message.time(new TimeLeft(
                loop, modemWait, message.outbound.timeout(), message.mayBeEndless(), () -> timeOver(message)));
        message.time().start(modemReady.getAsBoolean());
        messages.add(message);
    }

    private void timeOver(PendingMessage message) {
        if (!message.time().modemReady(modemReady.getAsBoolean())) {
            overdue.accept(message);
        }
    }

    /** Other limits count while the modem is ready than while it is not. */
    void adjustTime() {
        boolean ready = modemReady.getAsBoolean();
        messages.forEach(message -> message.time().modemReady(ready));
    }

    /** Lets the others go before a message of which nothing has left. */
    void sendBehind(PendingMessage message) {
        if (messages.remove(message)) {
            messages.add(message);
        }
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** The first message that has not ended; null when there is none. */
    PendingMessage head() {
        while (!messages.isEmpty() && messages.peek().done()) {
            messages.remove();
        }
        return messages.peek();
    }

    boolean remove(PendingMessage message) {
        return messages.remove(message);
    }

    List<PendingMessage> all() {
        return List.copyOf(messages);
    }

    /** Puts back what has certainly not left, in front of everything else. */
    void putBack(SendBatch piece) {
        for (int i = piece.parts().size() - 1; i >= 0; i--) {
            SendBatch.Part part = piece.parts().get(i);
            PendingMessage message = part.message();
            message.stays(piece);
            message.putBack(part.bytes());
            if (!message.done() && messages.peek() != message) {
                messages.addFirst(message);
            }
        }
    }

    /** The next datagram: whole, or not at all. */
    SendBatch datagram() {
        PendingMessage head = messages.peek();
        return new SendBatch(List.of(new SendBatch.Part(head, head.take(Integer.MAX_VALUE))));
    }

    /** As much as fits into one CIPSEND: of the first message, and of those behind it that may share one. */
    SendBatch ofStream() {
        return ofStream(CipSend.MAX_LENGTH);
    }

    /** @param most how many bytes at most */
    SendBatch ofStream(int most) {
        List<SendBatch.Part> parts = new ArrayList<>();
        int room = most;
        for (PendingMessage message = head(); message != null && room > 0; message = head()) {
            if (!parts.isEmpty() && !message.shares()
                    || message.wantsBytes() && !fill(message, most)
                    || message.exhausted()) {
                break;
            }
            byte[] bytes = message.take(room);
            room -= bytes.length;
            parts.add(new SendBatch.Part(message, bytes));
            if (message.ready() && message.wantsBytes()) {
                fill(message, most);
            }
            boolean ended = message.ready() && message.exhausted();
            if (ended) {
                messages.remove();
            }
            if (!ended || !message.outbound.coalesce()) {
                break;
            }
        }
        return new SendBatch(parts);
    }

    private static boolean fill(PendingMessage message, int most) {
        try {
            message.fetched(message.fetch(most));
            return true;
        } catch (Exception e) {
            // it comes again when this message is the first one, and is reported then
            return false;
        }
    }
}
