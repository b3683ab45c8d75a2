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

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.datamode.StreamChunk;
import io.github.sim7028.modem.Outbound;
import java.util.function.Predicate;

/** Sends in transparent mode (1.3): bytes go unchanged, one piece at a time, and nothing is confirmed. */
public final class TransparentSender extends LinkSender {

    /** What is being written; null when nothing is. */
    private SendBatch piece;

    private StreamChunk chunk;

    public TransparentSender(SendingLink link, SendContext context) {
        super(link, context);
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty() && piece == null;
    }

    @Override
    public void opened() {
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
    String refusal(PendingMessage message) {
        Outbound to = message.outbound;
        boolean toPeer = !isUdp()
                || to.host() == null
                || to.host().equals(standing.key().host())
                        && to.port() == standing.key().port();
        if (toPeer || super.refusal(message) != null) {
            return super.refusal(message);
        }
        return "the message is for " + to.host() + ":" + to.port() + ", but in transparent mode the only peer is "
                + standing.key();
    }

    @Override
    void sendFrom(PendingMessage head) {
        send(context.dialogue(), isUdp() ? queue.datagram() : queue.ofStream());
    }

    private void send(AtDialogue dialogue, SendBatch next) {
        StreamChunk going = new StreamChunk(next.bytes()).whenBegun(next::begins);
        next.stream(going::begun);
        piece = next;
        chunk = going;
        used();
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

    private void gone(SendBatch sent) {
        piece = null;
        chunk = null;
        sent.settle(0);
        used();
        farewell().gotOn();
        for (SendBatch.Part part : sent.parts()) {
            PendingMessage message = part.message();
            if (!message.exhausted() && !message.done() && !message.progress()) {
                queue.remove(message);
                fail(message, "the message body has not ended", null, false, null);
                cutInTwo(message);
            }
            finishIfComplete(message);
        }
    }

    /** Gives up what is being written. */
    private void abandon(String reason, Throwable cause) {
        SendBatch given = piece;
        boolean begun = chunk.begun();
        piece = null;
        chunk = null;
        if (!begun) {
            queue.putBack(given);
            queue.adjustTime();
            failUnkept();
            return;
        }
        given.settle(0);
        for (SendBatch.Part part : given.parts()) {
            queue.remove(part.message());
            fail(part.message(), reason, null, false, cause);
        }
    }

    @Override
    public void linkEnded(String reason, Runnable then) {
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
    public void giveUp(String reason) {
        linkEnded(reason, () -> {});
    }

    @Override
    public void modemGone(String reason) {
        failBegun(reason);
        queue.adjustTime();
        farewell().failStranded();
    }

    private void failBegun(String reason) {
        for (PendingMessage message : queue.all()) {
            if (message.begun() && !message.underWay()) {
                queue.remove(message);
                fail(message, reason, null, false, null);
            }
        }
    }

    // ---- taking bytes

    @Override
    void unreadable(PendingMessage message, String reason, Throwable cause) {
        fail(message, reason, null, false, cause);
        cutInTwo(message);
    }

    // ---- the end of a message

    @Override
    void finishIfComplete(PendingMessage message) {
        if (message.done() || message.underWay()) {
            return;
        }
        if (message.exhausted() && message.begun()) {
            queue.remove(message);
            message.succeedUnconfirmed(standing.number(), context.runtime());
        } else if (message.exhausted()) {
            fail(message, "the message has 0 bytes, there is nothing to send", null, false, null);
        }
    }

    /** A chunk not yet started is withdrawn; a chunk being written completes shortly. */
    @Override
    void overdue(PendingMessage message) {
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
    void takeBack(Predicate<PendingMessage> which, String reason) {
        AtDialogue dialogue = context.dialogue();
        boolean concerned = piece != null
                && piece.parts().stream().map(SendBatch.Part::message).anyMatch(which);
        if (concerned && !chunk.begun() && dialogue != null) {
            dialogue.withdraw(chunk);
            abandon("", null);
            // the others of the piece get their turn when this one has gone
            context.loop().execute(this::pump);
        }
    }
}
