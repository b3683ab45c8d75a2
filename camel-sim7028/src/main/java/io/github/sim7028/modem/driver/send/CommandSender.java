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
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.OnLoop;
import java.util.function.Predicate;

/**
 * Sends the messages of one link with commands (2.1.4): cuts its messages into pieces, or puts them together, and reports for each message
 * what became of it.
 */
@OnLoop
public final class CommandSender extends LinkSender {

    private final CommandsUnderWay underWay;
    private Runnable afterwards = () -> {};
    /** Why the connection ended; null while there is one. */
    private String ended;
    /** Why the module refused the last piece; null since one was taken. */
    private AtErrorException lastRefusal;

    public CommandSender(SendingLink link, SendContext context) {
        super(link, context);
        underWay = new CommandsUnderWay(link, context, new Outcomes());
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty() && underWay.isEmpty();
    }

    @Override
    public void opened() {
        underWay.opened();
        ended = null;
        pump();
    }

    @Override
    boolean resting() {
        return false;
    }

    @Override
    void sendFrom(PendingMessage head) {
        if (underWay.mayTakeAnother() && mayLeave(head)) {
            underWay.send(isUdp() ? queue.datagram() : queue.ofStream());
            used();
            pump();
        }
    }

    @Override
    int fetchLimit() {
        return isUdp() ? CipSend.MAX_LENGTH + 1 : CipSend.MAX_LENGTH;
    }

    @Override
    public void unasked(int requested, int confirmed, boolean owed) {
        underWay.unasked(requested, confirmed, owed);
        pump();
    }

    // ---- the end of a connection

    /** Confirmations under way may still come, for a short while. */
    @Override
    public void linkEnded(String reason, Runnable then) {
        ended = reason;
        cutBegun(reason);
        if (underWay.isEmpty() || context.commands() == null) {
            farewell().failStranded();
            then.run();
            return;
        }
        afterwards = then;
        underWay.linkEnds(reason);
        farewell().failStranded();
    }

    @Override
    public void modemGone(String reason) {
        lastRefusal = null;
        ended = reason;
        afterwards = () -> {};
        underWay.abandon(reason);
        cutBegun(reason);
        queue.adjustTime();
        farewell().failStranded();
    }

    @Override
    public void giveUp(String reason) {
        underWay.giveUp(reason);
    }

    /** Fails what has left in part. What the module still has not taken of a message may go on another connection. */
    private void cutBegun(String reason) {
        for (PendingMessage message : queue.all()) {
            if (message.begun()) {
                queue.remove(message);
                if (message.underWay()) {
                    message.cut(reason, null);
                } else {
                    fail(message, reason, null, false, null);
                }
            }
        }
    }

    @Override
    void unreadable(PendingMessage message, String reason, Throwable cause) {
        message.cut(reason, cause);
        finishIfComplete(message);
        cutInTwo(message);
    }

    // ---- what became of a piece

    /** What a result means for its piece, once that is sure. */
    private final class Outcomes implements CommandsUnderWay.Listener {

        @Override
        public void confirmed(SendBatch piece) {
            lastRefusal = null;
            link.delivered();
            piece.settle(piece.bytes().length);
            used();
            underWay.confirmed();
            farewell().gotOn();
            for (SendBatch.Part part : piece.parts()) {
                PendingMessage message = part.message();
                if (!message.exhausted() && !message.done() && !message.progress()) {
                    queue.remove(message);
                    message.cutEndless();
                    cutInTwo(message);
                }
            }
            settled(piece);
        }

        @Override
        public void unknown(SendBatch piece, int confirmed, String reason, Throwable cause, String trouble) {
            CommandSender.this.unknown(piece, confirmed, reason, null, cause);
            if (trouble != null) {
                link.broken(trouble);
            }
            settled(piece);
        }

        @Override
        public void failed(SendBatch piece, Throwable failure, boolean takenBack) {
            if (piece.begun()) {
                failedBegun(piece, failure);
            } else {
                stays(piece, failure, takenBack);
            }
            settled(piece);
        }

        @Override
        public void goOn() {
            pump();
        }
    }

    private void failedBegun(SendBatch piece, Throwable failure) {
        AtError error = AtErrorException.errorOf(failure);
        unknown(piece, 0, failure.getMessage(), error, failure);
        if (error == null) {
            context.doubts().oweSend(piece.command().link());
        }
        if (!(isUdp() && Refusal.of(failure) == Refusal.NO_ADDRESS)) {
            link.broken(failure.getMessage());
        }
    }

    private void stays(SendBatch piece, Throwable failure, boolean takenBack) {
        queue.putBack(piece);
        queue.adjustTime();
        if (piece.command().said() && AtErrorException.errorOf(failure) == null) {
            // what has ended the module's wait for the payload is confirmed, too
            context.doubts().oweSend(piece.command().link());
        }
        if (!takenBack) {
            refused(piece, failure);
        }
        piece.parts().stream()
                .map(SendBatch.Part::message)
                .filter(PendingMessage::isOverdue)
                .forEach(this::expire);
        failUnkept();
    }

    private void refused(SendBatch piece, Throwable failure) {
        lastRefusal = failure instanceof AtErrorException refusal ? refusal : null;
        Refusal refusal = Refusal.of(failure);
        if (refusal == Refusal.BUSY) {
            countRetries(piece);
            underWay.busy();
        } else if (refusal == Refusal.WRONG || refusal == Refusal.NO_ADDRESS && isUdp()) {
            PendingMessage first = piece.first();
            queue.remove(first);
            // a name may have an address another time
            fail(
                    first,
                    failure.getMessage(),
                    AtErrorException.errorOf(failure),
                    refusal == Refusal.NO_ADDRESS,
                    failure);
            cutInTwo(first);
        } else {
            countRetries(piece);
            cutBegun(failure.getMessage());
            link.broken(failure.getMessage());
        }
    }

    private void countRetries(SendBatch piece) {
        context.counters().retried((int)
                piece.parts().stream().filter(part -> !part.message().begun()).count());
    }

    private void unknown(SendBatch piece, int confirmed, String reason, AtError error, Throwable cause) {
        piece.settle(confirmed);
        for (SendBatch.Part part : piece.parts()) {
            queue.remove(part.message());
            fail(part.message(), reason, error, false, cause);
        }
    }

    /** Nothing more is awaited for a piece. */
    private void settled(SendBatch piece) {
        underWay.settled(piece);
        piece.parts().forEach(part -> finishIfComplete(part.message()));
        if (underWay.isEmpty()) {
            if (ended != null) {
                // what began after the end was noticed
                cutBegun(ended);
            }
            Runnable then = afterwards;
            afterwards = () -> {};
            then.run();
        }
        pump();
    }

    /** Ends a message none of whose bytes is under way any more, if it has no more of them or may not send them. */
    @Override
    void finishIfComplete(PendingMessage message) {
        if (message.done() || message.underWay()) {
            return;
        }
        if (message.isCut()) {
            message.failCut(context.runtime());
        } else if (message.exhausted() && message.begun()) {
            queue.remove(message);
            message.succeed(standing.number(), context.runtime());
        } else if (message.exhausted()) {
            queue.remove(message);
            fail(message, "the message has 0 bytes, there is nothing to send", null, false, null);
        }
    }

    // ---- the end of a message

    /** A message under way is left to its command's own limit, unless that command still waits for the channel. */
    @Override
    void overdue(PendingMessage message) {
        message.overdue();
        takeBack(other -> other == message, "a message of the batch has waited too long");
        expire(message);
    }

    @Override
    void takeBack(Predicate<PendingMessage> which, String reason) {
        underWay.takeBack(which, reason);
    }

    private void expire(PendingMessage message) {
        if (!message.underWay() && queue.remove(message)) {
            AtError error = lastRefusal == null ? null : lastRefusal.error();
            boolean refused = error != null && standing.open();
            expire(
                    message,
                    refused || link.lastError() == null ? error : link.lastError(),
                    refused ? lastRefusal : link.whyWaiting());
        }
    }
}
