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
import io.github.sim7028.at.CipSend;
import io.github.sim7028.at.StreamChunk;
import java.util.function.Predicate;

/** Sends in transparent mode (1.3): bytes go as they are, one piece at a time, and nobody confirms them. */
final class StreamOutgoing extends Outgoing {

    /** What is being written; null when nothing is. */
    private Piece piece;

    private StreamChunk chunk;

    StreamOutgoing(SendingLink link, SendContext context) {
        super(link, context);
    }

    @Override
    boolean isEmpty() {
        return queue.isEmpty() && piece == null;
    }

    @Override
    void opened() {
        pump();
    }

    @Override
    boolean resting() {
        return piece != null;
    }

    @Override
    int fetchLimit() {
        return CipSend.MAX_LENGTH + 1;
    }

    @Override
    String refusal(Message message) {
        Outbound to = message.outbound;
        boolean toPeer = !isUdp()
                || to.host() == null
                || to.host().equals(link.key().host())
                        && to.port() == link.key().port();
        if (toPeer || super.refusal(message) != null) {
            return super.refusal(message);
        }
        return "it is for " + to.host() + ":" + to.port() + ", but in transparent mode the only peer is " + link.key();
    }

    @Override
    void sendFrom(Message head) {
        send(context.dialogue(), isUdp() ? queue.datagram() : queue.ofStream());
    }

    private void send(AtDialogue dialogue, Piece next) {
        StreamChunk going = new StreamChunk(next.bytes()).whenBegun(next::begins);
        next.stream(going::begun);
        piece = next;
        chunk = going;
        link.used();
        going.done().whenComplete((v, failure) -> {
            if (chunk != going) {
                return;
            }
            if (failure == null) {
                gone(next);
                pump();
            } else {
                // the connection has ended: its end says what happens next
                abandon(failure.getMessage(), failure);
                failBegun(failure.getMessage());
            }
        });
        dialogue.stream(going);
    }

    private void gone(Piece sent) {
        piece = null;
        chunk = null;
        sent.settle(0);
        link.used();
        farewell().gotOn();
        for (Piece.Part part : sent.parts()) {
            Message message = part.message();
            if (!message.exhausted() && !message.done() && !message.progress()) {
                queue.remove(message);
                fail(message, "its body has not ended", null, false, null);
                cutInTwo(message);
            }
            finishIfComplete(message);
        }
    }

    /** Gives up what is being written. */
    private void abandon(String reason, Throwable cause) {
        Piece given = piece;
        boolean begun = chunk.begun();
        piece = null;
        chunk = null;
        if (!begun) {
            queue.putBack(given);
            tellTime();
            failUnkept();
            return;
        }
        given.settle(0);
        for (Piece.Part part : given.parts()) {
            queue.remove(part.message());
            fail(part.message(), reason, null, false, cause);
        }
    }

    @Override
    void linkEnded(String reason, Runnable then) {
        AtDialogue dialogue = context.dialogue();
        if (piece != null && dialogue != null) {
            dialogue.withdraw(chunk);
            abandon(reason, null);
        }
        failBegun(reason);
        farewell().failStranded();
        then.run();
    }

    @Override
    void giveUp(String reason) {
        linkEnded(reason, () -> {});
    }

    @Override
    void modemGone(String reason) {
        failBegun(reason);
        tellTime();
        farewell().failStranded();
    }

    private void failBegun(String reason) {
        for (Message message : queue.all()) {
            if (message.begun() && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, null, false, null);
            }
        }
    }

    // ---- taking bytes

    @Override
    void unreadable(Message message, String reason, Throwable cause) {
        fail(message, reason, null, false, cause);
        cutInTwo(message);
    }

    // ---- the end of a message

    @Override
    void finishIfComplete(Message message) {
        if (message.done() || message.underWay()) {
            return;
        }
        if (message.exhausted() && message.begun()) {
            queue.remove(message);
            message.succeedUnconfirmed(link.number(), context.runtime());
        } else if (message.exhausted()) {
            fail(message, "it has 0 bytes, there is nothing to send", null, false, null);
        }
    }

    /** What has not begun is taken back; the rest of a piece is a matter of moments. */
    @Override
    void overdue(Message message) {
        if (message.underWay()) {
            takeBack(other -> other == message, "");
        }
        if (message.underWay()) {
            message.progress();
        } else if (queue.remove(message)) {
            expire(message, link.lastError(), link.whyWaiting());
        }
    }

    @Override
    void takeBack(Predicate<Message> which, String reason) {
        AtDialogue dialogue = context.dialogue();
        boolean concerned =
                piece != null && piece.parts().stream().map(Piece.Part::message).anyMatch(which);
        if (concerned && !chunk.begun() && dialogue != null) {
            dialogue.withdraw(chunk);
            abandon("", null);
            // the others of the piece get their turn when this one has gone
            context.loop().execute(this::pump);
        }
    }
}
