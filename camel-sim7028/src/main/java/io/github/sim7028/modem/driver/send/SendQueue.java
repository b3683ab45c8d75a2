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
import io.github.sim7028.at.spi.OnLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The messages of one link that have bytes left to be handed to the module, in order. It cuts them, or puts them
 * together, into what one AT+CIPSEND takes. How much one link may take is counted where messages come in, so that a burst is refused before
 * it costs memory.
 */
@OnLoop
public final class SendQueue {

    /** How many messages a link takes before it has sent any of them. */
    static final int MAX_MESSAGES = 1000;

    /** How many bytes of messages that are held in memory. */
    static final long MAX_BYTES = 4L * 1024 * 1024;

    private final Deque<PendingMessage> messages = new ArrayDeque<>();
    private int taken;
    private long takenBytes;

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

    void add(PendingMessage message) {
        messages.add(message);
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
        List<SendBatch.Part> parts = new ArrayList<>();
        int room = CipSend.MAX_LENGTH;
        for (PendingMessage message = head(); message != null && room > 0; message = head()) {
            if (!parts.isEmpty() && !message.shares()
                    || message.wantsBytes() && !fill(message)
                    || message.exhausted()) {
                break;
            }
            byte[] bytes = message.take(room);
            room -= bytes.length;
            parts.add(new SendBatch.Part(message, bytes));
            boolean ended = message.ready() && message.wantsBytes() && fill(message) && message.exhausted();
            if (ended) {
                messages.remove();
            }
            if (!ended || !message.outbound.coalesce()) {
                break;
            }
        }
        return new SendBatch(parts);
    }

    private static boolean fill(PendingMessage message) {
        try {
            message.fetched(message.fetch(CipSend.MAX_LENGTH));
            return true;
        } catch (Exception e) {
            // it comes again when this message is the first one, and is reported then
            return false;
        }
    }
}
