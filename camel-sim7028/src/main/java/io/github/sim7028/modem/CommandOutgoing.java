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
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.IpError;
import io.github.sim7028.at.SocketError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends with commands (2.1.4) what one link has to send, a piece at a time. The next piece follows when the module has taken the one before
 * ({@code OK}); confirmations come later, in the same order. Lives on the modem's loop.
 */
final class CommandOutgoing extends QueuedOutgoing {

    /**
     * How many pieces may await their confirmation. Enough for a line of 921600 baud and confirmations half a second late;
     * so much is of unknown fate when the modem is lost.
     */
    static final int WINDOW = 32;

    /** After how many confirmations more is tried again on a link that was busy. */
    private static final int WIDEN_AFTER = 64;

    /** How long a confirmation may come after the link has been closed. */
    private static final long LATE_MILLIS = 2000;

    /** Pieces that are not settled, in the order in which they go to the module. */
    private final Deque<Piece> underWay = new ArrayDeque<>();
    /** The one the module has not taken yet. */
    private Piece entering;
    /** One that has not left and is just being put back, to see which of its messages may still wait. */
    private Piece takingBack;

    /** The module takes nothing more on this link until it has confirmed something. */
    private boolean busy;

    private int window = WINDOW;
    private int confirmedInWindow;
    private Runnable afterwards = () -> {};
    /** Why the module refused the last piece; null since one was taken. */
    private AtError lastRefusal;
    /** Bytes the module has taken since the link was opened, to compare with what it counts. */
    private long handedOver;

    CommandOutgoing(Connection link, LinkTable table) {
        super(link, table);
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty() && underWay.isEmpty();
    }

    @Override
    public void opened() {
        handedOver = 0;
        busy = false;
        pump();
    }

    /** Sends the next piece if it can; takes its bytes from the message before that. */
    @Override
    public void pump() {
        if (fetching() || !link.maySend() || table.dialogue() == null) {
            return;
        }
        Message head = queue.head();
        if (head == null) {
            if (underWay.isEmpty()) {
                link.sendingIdle();
            }
        } else if (head.wantsBytes()) {
            fetch(head, pieceLimit());
        } else if (head.exhausted()) {
            queue.remove(head);
            finishIfComplete(head);
            pump();
        } else if (link.key().protocol() == Protocol.UDP && head.available() > CipSend.MAX_LENGTH) {
            queue.remove(head);
            String reason = "a datagram has at most " + CipSend.MAX_LENGTH + " bytes and is never split";
            fail(head, reason, null, false, null);
            pump();
        } else if (entering == null && !windowIsFull() && mayLeave(head)) {
            send(link.key().protocol() == Protocol.TCP ? queue.ofStream() : queue.datagram());
            pump();
        }
    }

    /** A number whose results are in doubt carries one piece at a time. */
    private boolean windowIsFull() {
        return underWay.size() >= (busy || link.doubtful() ? 1 : window);
    }

    /** The module takes fewer at once than were tried. */
    private void narrowWindow() {
        busy = true;
        window = Math.max(1, underWay.size() - 1);
        confirmedInWindow = 0;
    }

    private void widenWindow() {
        if (window < WINDOW && ++confirmedInWindow >= WIDEN_AFTER) {
            window = Math.min(WINDOW, 2 * window);
            confirmedInWindow = 0;
        }
    }

    /**
     * The connection has ended, or must end: confirmations under way may still come, for a short while. What is left of
     * messages cut in two is failed: on another connection it would be another message.
     */
    @Override
    public void linkEnded(String reason, Runnable then) {
        cutBegun(reason);
        AtDialogue dialogue = table.dialogue();
        if (underWay.isEmpty() || dialogue == null) {
            then.run();
            return;
        }
        afterwards = then;
        if (entering != null) {
            dialogue.withdraw(entering.command(), reason);
        }
        List<Piece> waiting = List.copyOf(underWay);
        table.loop().after(LATE_MILLIS, () -> waiting.forEach(piece -> dialogue.forget(piece.command(), reason)));
    }

    /** The modem went away: the dialogue fails what is under way. */
    @Override
    public void modemGone(String reason) {
        lastRefusal = null;
        cutBegun(reason);
        afterwards = () -> {};
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

    private void cutBegun(String reason) {
        for (Message message : queue.all()) {
            if (message.underWay()) {
                queue.remove(message);
                message.cut(reason, null);
            } else if (message.begun()) {
                queue.remove(message);
                fail(message, reason, null, false, null);
            }
        }
    }

    // ---- taking bytes

    private int pieceLimit() {
        return link.key().protocol() == Protocol.UDP ? CipSend.MAX_LENGTH + 1 : CipSend.MAX_LENGTH;
    }

    @Override
    void unreadable(Message message, String reason, Exception cause) {
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
            } else if (confirmed != piece.bytes().length) {
                incomplete(piece, confirmed);
            } else {
                confirmed(piece);
            }
        });
    }

    private CipSend command(byte[] bytes, Outbound to) {
        int number = link.number();
        boolean escaped = table.profile().transfer().sendFormat() == SendFormat.ESCAPED && !link.accepted();
        if (link.key().protocol() == Protocol.TCP) {
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

    private void confirmed(Piece piece) {
        taken(piece);
        AtDialogue dialogue = table.dialogue();
        if (!link.doubtful()) {
            credit(piece);
        } else if (dialogue == null || link.key().protocol() == Protocol.UDP) {
            link.trust();
            unknown(piece, 0, "its confirmation may be the late one of an earlier message", null, null);
            settled(piece);
        } else {
            verify(dialogue, piece);
        }
    }

    /** An earlier confirmation on this number never came: this may be it, so the module's count decides. */
    private void verify(AtDialogue dialogue, Piece piece) {
        dialogue.execute(Commands.sentBytes(link.number())).whenComplete((sent, failure) -> {
            if (failure == null && sent >= piece.end()) {
                link.trust();
                credit(piece);
            } else {
                unknown(piece, 0, "its confirmation was the late one of an earlier message", null, failure);
                link.broken("a confirmation came late");
                settled(piece);
            }
        });
    }

    private void credit(Piece piece) {
        lastRefusal = null;
        table.ladder().delivered();
        piece.settle(piece.bytes().length);
        link.used();
        widenWindow();
        for (Piece.Part part : piece.parts()) {
            if (!part.message().exhausted() && !part.message().done()) {
                armDeadline(part.message());
            }
        }
        settled(piece);
    }

    private void incomplete(Piece piece, int confirmed) {
        left(piece);
        int length = piece.bytes().length;
        String why = confirmed < 0 ? "the connection was closed" : "a send buffer or the peer's window was full";
        String reason = "the module confirmed " + confirmed + " of " + length + " bytes (" + why + ")";
        unknown(piece, confirmed, reason, null, null);
        link.broken("+CIPSEND confirmed " + confirmed + " of " + length + " bytes");
        settled(piece);
    }

    private void failed(Piece piece, Throwable failure) {
        AtError error = failure instanceof AtErrorException refused ? refused.error() : null;
        left(piece);
        if (piece.command().begun()) {
            unknown(piece, 0, failure.getMessage(), error, failure);
            if (error == null) {
                link.doubt();
            }
            link.broken(failure.getMessage());
        } else {
            queue.putBack(piece);
            if (piece != takingBack) {
                refused(piece, failure, error);
            }
            piece.parts().stream()
                    .map(Piece.Part::message)
                    .filter(Message::isOverdue)
                    .forEach(this::expire);
            failUnkept();
        }
        settled(piece);
    }

    private void refused(Piece piece, Throwable failure, AtError error) {
        if (SocketError.BUSY.is(error) && underWay.size() > 1) {
            narrowWindow();
        } else if (SocketError.WRONG_PARAMETER.is(error) || IpError.INVALID_PARAMETER.is(error)) {
            queue.remove(piece.first());
            fail(piece.first(), failure.getMessage(), error, false, failure);
            cutInTwo(piece.first());
        } else {
            lastRefusal = error;
            table.board().counters().retried((int) piece.parts().stream()
                    .filter(part -> !part.message().begun())
                    .count());
            cutBegun(failure.getMessage());
            link.broken(failure.getMessage());
        }
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
        busy &= !piece.command().begun();
        piece.parts().forEach(part -> finishIfComplete(part.message()));
        if (underWay.isEmpty()) {
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
        if (entering != null && entering.carries(message) && table.dialogue() != null) {
            takingBack = entering;
            table.dialogue().withdraw(entering.command(), "a message in it has waited too long");
            takingBack = null;
        }
        expire(message);
    }

    private void expire(Message message) {
        if (!message.underWay() && queue.remove(message)) {
            expire(message, link.lastError() == null ? lastRefusal : link.lastError());
        }
    }
}
