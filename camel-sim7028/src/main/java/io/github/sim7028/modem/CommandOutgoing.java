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
import io.github.sim7028.at.AtError;
import io.github.sim7028.at.AtErrorException;
import io.github.sim7028.at.CipSend;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sends with commands (2.1.4) what one link has to send, a piece at a time. As many pieces as {@code sendWindow} says may await their
 * confirmation, which come in the same order. Lives on the modem's loop.
 */
final class CommandOutgoing extends QueuedOutgoing {

    /** How long a confirmation may come after the link has been closed. */
    private static final long LATE_MILLIS = 2000;

    /** Pieces that are not settled, in the order in which they go to the module. */
    private final Deque<Piece> underWay = new ArrayDeque<>();
    /** The one the module has not taken yet. */
    private Piece entering;
    /** One that has not left and is just being put back, to see which of its messages may still wait. */
    private Piece takingBack;

    private final SendWindow window;
    private final Crediting crediting;
    private Runnable afterwards = () -> {};
    /** Why the connection ended; null while there is one. */
    private String ended;
    /** Why the module refused the last piece; null since one was taken. */
    private AtErrorException lastRefusal;
    /** Bytes the module has taken since the link was opened, to compare with what it counts. */
    private long handedOver;

    CommandOutgoing(Connection link, LinkTable table) {
        super(link, table);
        window = new SendWindow(table.profile().transfer().sendWindow(), table.loop(), this::pump);
        crediting = new Crediting(link, table, new Outcomes());
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty() && underWay.isEmpty();
    }

    @Override
    public void opened() {
        handedOver = 0;
        ended = null;
        window.opened();
        crediting.opened();
        pump();
    }

    /** Sends the next piece if it can; takes its bytes from the message before that. */
    @Override
    public void pump() {
        if (!link.maySend() || table.dialogue() == null) {
            return;
        }
        Message head = queue.head();
        if (head == null) {
            if (underWay.isEmpty()) {
                link.sendingIdle();
            }
        } else if (head.isFetching()) {
            return;
        } else if (head.wantsBytes()) {
            fetch(head, pieceLimit());
        } else if (head.exhausted()) {
            queue.remove(head);
            finishIfComplete(head);
            pump();
        } else if (isUdp() && head.available() > CipSend.MAX_LENGTH) {
            queue.remove(head);
            String reason = "a datagram has at most " + CipSend.MAX_LENGTH + " bytes and is never split";
            fail(head, reason, null, false, null);
            pump();
        } else if (entering == null
                && window.allows(underWay.size(), crediting.oneAtATime())
                && crediting.mayGoOn()
                && mayLeave(head)) {
            send(isUdp() ? queue.datagram() : queue.ofStream());
            pump();
        }
    }

    private boolean isUdp() {
        return link.key().protocol() == Protocol.UDP;
    }

    private int pieceLimit() {
        return isUdp() ? CipSend.MAX_LENGTH + 1 : CipSend.MAX_LENGTH;
    }

    @Override
    public void unasked(int requested, int confirmed, boolean owed) {
        crediting.unasked(requested, confirmed, owed);
        pump();
    }

    // ---- the end of a connection

    /**
     * The connection has ended, or must end: confirmations under way may still come, for a short while. What is left of
     * messages cut in two is failed: on another connection it would be another message.
     */
    @Override
    public void linkEnded(String reason, Runnable then) {
        ended = reason;
        cutBegun(reason);
        AtDialogue dialogue = table.dialogue();
        if (underWay.isEmpty() || dialogue == null) {
            farewell().failStranded();
            then.run();
            return;
        }
        afterwards = then;
        if (entering != null) {
            dialogue.withdraw(entering.command(), reason);
        }
        List<Piece> waiting = List.copyOf(underWay);
        table.loop()
                .after(
                        LATE_MILLIS,
                        () -> waiting.forEach(piece -> {
                            dialogue.forget(piece.command(), reason);
                            crediting.forget(piece, reason);
                        }));
        farewell().failStranded();
    }

    /** The modem went away: the dialogue fails what is under way. */
    @Override
    public void modemGone(String reason) {
        lastRefusal = null;
        ended = reason;
        afterwards = () -> {};
        crediting.abandon(reason);
        cutBegun(reason);
        tellTime();
        farewell().failStranded();
    }

    @Override
    public void giveUp(String reason) {
        AtDialogue dialogue = table.dialogue();
        if (dialogue != null) {
            for (Piece piece : List.copyOf(underWay)) {
                dialogue.withdraw(piece.command(), reason);
                dialogue.forget(piece.command(), reason);
            }
        }
    }

    /** Fails what has left in part. What the module still has not taken of a message may go on another connection. */
    private void cutBegun(String reason) {
        for (Message message : queue.all()) {
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
    void unreadable(Message message, String reason, Throwable cause) {
        message.cut(reason, cause);
        finishIfComplete(message);
        cutInTwo(message);
    }

    // ---- one CIPSEND

    private void send(Piece piece) {
        CipSend command = command(piece.bytes(), piece.first().outbound);
        piece.command(command.whenTaken(() -> taken(piece)).whenBegun(piece::begins));
        underWay.add(piece);
        entering = piece;
        link.used();
        long limit = table.profile().transfer().sendTimeout().toMillis() + BringUp.GRACE_MILLIS;
        table.dialogue().execute(command, limit).whenComplete((confirmed, failure) -> {
            if (failure != null) {
                failed(piece, failure);
            } else {
                boolean beforeItWasTaken = entering == piece;
                taken(piece);
                crediting.result(piece, confirmed, beforeItWasTaken);
            }
        });
    }

    private CipSend command(byte[] bytes, Outbound to) {
        int number = link.number();
        boolean escaped = table.profile().transfer().sendFormat() == SendFormat.ESCAPED && !link.accepted();
        if (!isUdp()) {
            return escaped ? CipSend.tcpEscaped(number, bytes) : CipSend.tcp(number, bytes);
        }
        return escaped
                ? CipSend.udpEscaped(number, bytes, to.host(), to.port())
                : CipSend.udp(number, bytes, to.host(), to.port());
    }

    /** The module has it all: the next one may go. */
    private void taken(Piece piece) {
        if (left(piece)) {
            handedOver += piece.bytes().length;
            piece.end(handedOver);
            pump();
        }
    }

    private boolean left(Piece piece) {
        boolean was = entering == piece;
        entering = was ? null : entering;
        return was;
    }

    /** What a result means for its piece, once that is sure. */
    private final class Outcomes implements Crediting.Outcomes {

        @Override
        public void confirmed(Piece piece) {
            lastRefusal = null;
            table.ladder().delivered();
            piece.settle(piece.bytes().length);
            link.used();
            link.delivered();
            window.confirmed();
            farewell().gotOn();
            for (Piece.Part part : piece.parts()) {
                Message message = part.message();
                if (!message.exhausted() && !message.done() && !message.progress()) {
                    queue.remove(message);
                    message.cutEndless();
                    cutInTwo(message);
                }
            }
            settled(piece);
        }

        @Override
        public void unknown(Piece piece, int confirmed, String reason, Throwable cause, String trouble) {
            CommandOutgoing.this.unknown(piece, confirmed, reason, null, cause);
            if (trouble != null) {
                link.broken(trouble);
            }
            settled(piece);
        }
    }

    private void failed(Piece piece, Throwable failure) {
        left(piece);
        if (piece.begun()) {
            AtError error = Refusal.errorOf(failure);
            unknown(piece, 0, failure.getMessage(), error, failure);
            if (error == null) {
                table.doubts().oweSend(piece.command().link());
            }
            if (!(isUdp() && Refusal.of(failure) == Refusal.NO_ADDRESS)) {
                link.broken(failure.getMessage());
            }
        } else {
            queue.putBack(piece);
            tellTime();
            if (piece != takingBack) {
                refused(piece, failure);
            }
            piece.parts().stream()
                    .map(Piece.Part::message)
                    .filter(Message::isOverdue)
                    .forEach(this::expire);
            failUnkept();
        }
        settled(piece);
    }

    private void refused(Piece piece, Throwable failure) {
        lastRefusal = failure instanceof AtErrorException refusal ? refusal : null;
        Refusal refusal = Refusal.of(failure);
        if (refusal == Refusal.BUSY) {
            countRetries(piece);
            window.busy(underWay.size() - 1);
        } else if (refusal == Refusal.WRONG || refusal == Refusal.NO_ADDRESS && isUdp()) {
            Message first = piece.first();
            queue.remove(first);
            // a name may have an address another time
            fail(first, failure.getMessage(), Refusal.errorOf(failure), refusal == Refusal.NO_ADDRESS, failure);
            cutInTwo(first);
        } else {
            countRetries(piece);
            cutBegun(failure.getMessage());
            link.broken(failure.getMessage());
        }
    }

    private void countRetries(Piece piece) {
        table.board().counters().retried((int)
                piece.parts().stream().filter(part -> !part.message().begun()).count());
    }

    private void unknown(Piece piece, int confirmed, String reason, AtError error, Throwable cause) {
        piece.settle(confirmed);
        for (Piece.Part part : piece.parts()) {
            queue.remove(part.message());
            fail(part.message(), reason, error, false, cause);
        }
    }

    /** Nothing more is awaited for a piece. */
    private void settled(Piece piece) {
        underWay.remove(piece);
        if (piece.begun()) {
            window.settled();
        }
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
    private void finishIfComplete(Message message) {
        if (message.done() || message.underWay()) {
            return;
        }
        if (message.isCut()) {
            message.failCut(table.runtime());
        } else if (message.exhausted() && message.begun()) {
            queue.remove(message);
            message.succeed(link.number(), table.runtime());
        } else if (message.exhausted()) {
            queue.remove(message);
            fail(message, "it has 0 bytes, there is nothing to send", null, false, null);
        }
    }

    // ---- the end of a message

    /** A message under way is left to its command's own limit, unless that command still waits for the channel. */
    @Override
    void overdue(Message message) {
        message.overdue();
        takeBack(other -> other == message, "a message in it has waited too long");
        expire(message);
    }

    @Override
    void takeBack(Predicate<Message> which, String reason) {
        Piece piece = entering;
        boolean concerned =
                piece != null && piece.parts().stream().map(Piece.Part::message).anyMatch(which);
        if (concerned && table.dialogue() != null) {
            takingBack = piece;
            table.dialogue().withdraw(piece.command(), reason);
            takingBack = null;
        }
    }

    private void expire(Message message) {
        if (!message.underWay() && queue.remove(message)) {
            AtError error = lastRefusal == null ? null : lastRefusal.error();
            boolean refused = error != null && link.maySend();
            expire(
                    message,
                    refused || link.lastError() == null ? error : link.lastError(),
                    refused ? lastRefusal : link.whyWaiting());
        }
    }
}
