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
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What one link has to send: messages in order, cut or put together into pieces of one AT+CIPSEND each, one piece under
 * way at a time. Lives on the modem's loop.
 */
final class Outgoing {

    /** How many messages may wait on one link. */
    static final int MAX_QUEUED = 1000;

    /** How long a confirmation may come after the link has been closed. */
    private static final long LATE_MILLIS = 2000;

    /** The bytes of one message in a piece. */
    private record Part(Message message, byte[] bytes) {}

    /** One CIPSEND. */
    private record Piece(CipSend command, List<Part> parts) {}

    private final Connection link;
    private final LinkTable table;
    private final Deque<Message> queue = new ArrayDeque<>();
    private Piece underWay;
    private boolean fetching;
    private Runnable afterPiece = () -> {};
    /** Why the module refused the last piece; null since one was taken. */
    private AtError lastRefusal;
    /** Bytes confirmed since the link was opened, to compare with what the module counts. */
    private long sinceOpened;

    Outgoing(Connection link, LinkTable table) {
        this.link = link;
        this.table = table;
    }

    boolean isEmpty() {
        return queue.isEmpty() && underWay == null;
    }

    void add(Message message) {
        if (queue.size() >= MAX_QUEUED) {
            message.fail(MAX_QUEUED + " messages wait on this link already", null, true, null, table.runtime());
            return;
        }
        queue.add(message);
        armDeadline(message);
    }

    void opened() {
        sinceOpened = 0;
        pump();
    }

    /** Sends the next piece if it can. */
    void pump() {
        AtDialogue dialogue = table.dialogue();
        if (underWay != null || fetching || !link.maySend() || dialogue == null) {
            return;
        }
        dropDone();
        Message head = queue.peek();
        if (head == null) {
            link.sendingIdle();
        } else if (head.wantsBytes()) {
            fetch(head);
        } else if (head.exhausted()) {
            finishExhausted(head);
        } else {
            send(dialogue, link.key().protocol() == Protocol.TCP ? nextStreamPiece() : nextDatagram(head));
        }
    }

    /**
     * The connection has ended, or must end: a confirmation under way may still come, for a short while. What is left of
     * messages cut in two is failed: on another connection it would be another message.
     */
    void linkEnded(String reason, Runnable then) {
        failBegun(reason);
        AtDialogue dialogue = table.dialogue();
        Piece waiting = underWay;
        if (waiting == null || dialogue == null) {
            then.run();
            return;
        }
        afterPiece = then;
        table.loop().after(LATE_MILLIS, () -> dialogue.forget(waiting.command(), reason));
    }

    /** The modem went away: the dialogue fails what is under way. */
    void streamEnded(String reason) {
        lastRefusal = null;
        failBegun(reason);
        afterPiece = () -> {};
    }

    /** Fails what has not begun: of one lease, or of all when it is null. */
    void failWaiting(Attachment owner, String reason, AtError error, boolean retryable, Throwable cause) {
        for (Message message : List.copyOf(queue)) {
            if ((owner == null || message.owner == owner) && !inPiece(message)) {
                queue.remove(message);
                message.fail(reason, error, retryable, cause, table.runtime());
            }
        }
    }

    private void failBegun(String reason) {
        for (Message message : List.copyOf(queue)) {
            if (message.begun() && !inPiece(message)) {
                queue.remove(message);
                message.fail(reason, null, false, null, table.runtime());
            }
        }
    }

    private boolean inPiece(Message message) {
        return underWay != null && underWay.parts().stream().anyMatch(part -> part.message() == message);
    }

    private void dropDone() {
        while (!queue.isEmpty() && queue.peek().done()) {
            queue.remove();
        }
    }

    // ---- taking bytes

    private void fetch(Message message) {
        int max = link.key().protocol() == Protocol.UDP ? CipSend.MAX_LENGTH + 1 : CipSend.MAX_LENGTH;
        if (!message.outbound.payload().mayBlock()) {
            fetchNow(message, max, Runnable::run);
            return;
        }
        fetching = true;
        table.runtime().workers().execute(() -> fetchNow(message, max, table.loop()::execute));
    }

    private void fetchNow(Message message, int max, Executor onLoop) {
        try {
            byte[] bytes = message.fetch(max);
            onLoop.execute(() -> fetched(message, bytes));
        } catch (IOException | RuntimeException e) {
            onLoop.execute(() -> {
                fetching = false;
                queue.remove(message);
                message.fail("its body could not be read: " + e.getMessage(), null, false, e, table.runtime());
                pump();
            });
        }
    }

    private void fetched(Message message, byte[] bytes) {
        fetching = false;
        message.fetched(bytes);
        pump();
    }

    private void finishExhausted(Message head) {
        queue.remove(head);
        if (head.begun()) {
            head.succeed(link.number(), table.runtime());
        } else {
            head.fail("it has 0 bytes, there is nothing to send", null, false, null, table.runtime());
        }
        pump();
    }

    private List<Part> nextDatagram(Message head) {
        return List.of(new Part(head, head.take(Integer.MAX_VALUE)));
    }

    /** As much as fits into one CIPSEND: of the first message, and of those behind it that may share one. */
    private List<Part> nextStreamPiece() {
        List<Part> parts = new ArrayList<>();
        int room = CipSend.MAX_LENGTH;
        for (Message message : queue) {
            boolean shares = parts.isEmpty()
                    || message.outbound.coalesce()
                            && !message.outbound.payload().mayBlock();
            if (!shares || room == 0 || message.done()) {
                break;
            }
            if (message.wantsBytes()) {
                if (!fill(message)) {
                    break;
                }
            }
            if (message.exhausted()) {
                break;
            }
            byte[] bytes = message.take(room);
            room -= bytes.length;
            parts.add(new Part(message, bytes));
            boolean more = message.available() > 0 || message.wantsBytes() && !endsAfter(message);
            if (more || !message.outbound.coalesce()) {
                break;
            }
        }
        return parts;
    }

    /** Whether nothing comes after what was taken; only asked of payloads that do not block. */
    private boolean endsAfter(Message message) {
        return !message.outbound.payload().mayBlock() && fill(message) && message.exhausted();
    }

    private boolean fill(Message message) {
        try {
            message.fetched(message.fetch(CipSend.MAX_LENGTH));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // ---- one CIPSEND

    private void send(AtDialogue dialogue, List<Part> parts) {
        byte[] bytes = joined(parts);
        Message head = parts.get(0).message();
        if (bytes.length > CipSend.MAX_LENGTH) {
            queue.remove(head);
            head.fail(
                    "a datagram has at most " + CipSend.MAX_LENGTH + " bytes and is never split",
                    null,
                    false,
                    null,
                    table.runtime());
            pump();
            return;
        }
        CipSend command = command(bytes, head.outbound);
        Piece piece = new Piece(command, parts);
        underWay = piece;
        link.used();
        long limit = table.profile().transfer().sendTimeout().toMillis() + BringUp.GRACE_MILLIS;
        dialogue.execute(command, limit).whenComplete((confirmed, failure) -> {
            underWay = null;
            if (failure != null) {
                failed(piece, failure);
            } else if (confirmed != bytes.length) {
                incomplete(piece, confirmed);
            } else {
                confirmed(piece);
            }
            if (underWay == null) {
                pieceEnded();
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

    private void pieceEnded() {
        Runnable then = afterPiece;
        afterPiece = () -> {};
        then.run();
        pump();
    }

    private void confirmed(Piece piece) {
        sinceOpened += piece.command().length();
        lastRefusal = null;
        if (!link.doubtful()) {
            credit(piece);
            return;
        }
        underWay = piece;
        AtDialogue dialogue = table.dialogue();
        if (dialogue == null || link.key().protocol() == Protocol.UDP) {
            underWay = null;
            link.trust();
            unknown(piece, "its confirmation may be the late one of an earlier message", null, null);
            return;
        }
        // an earlier confirmation on this number never came: this may be it, so the module's count decides
        dialogue.execute(Commands.sentBytes(link.number())).whenComplete((sent, failure) -> {
            underWay = null;
            if (failure == null && sent >= sinceOpened) {
                link.trust();
                credit(piece);
            } else {
                unknown(piece, "its confirmation was the late one of an earlier message", null, failure);
                link.broken("a confirmation came late");
            }
            pieceEnded();
        });
    }

    private void credit(Piece piece) {
        for (Part part : piece.parts()) {
            Message message = part.message();
            message.requested(part.bytes().length);
            message.confirmed(part.bytes().length);
            if (message.wantsBytes() && !message.outbound.payload().mayBlock()) {
                fill(message);
            }
            if (message.exhausted()) {
                queue.remove(message);
                message.succeed(piece.command().link(), table.runtime());
            } else {
                armDeadline(message);
            }
        }
        link.used();
    }

    private void incomplete(Piece piece, int confirmed) {
        String why = confirmed < 0 ? "the connection was closed" : "a send buffer or the peer's window was full";
        int left = Math.max(0, confirmed);
        for (Part part : piece.parts()) {
            int mine = Math.min(left, part.bytes().length);
            part.message().confirmed(mine);
            left -= mine;
        }
        unknown(
                piece,
                "the module confirmed " + confirmed + " of " + piece.command().length() + " bytes (" + why + ")",
                null,
                null);
        link.broken("+CIPSEND confirmed " + confirmed + " of " + piece.command().length() + " bytes");
    }

    private void failed(Piece piece, Throwable failure) {
        AtError error = failure instanceof AtErrorException refused ? refused.error() : null;
        if (piece.command().begun()) {
            unknown(piece, failure.getMessage(), error, failure);
            if (error == null) {
                link.doubt();
            }
            link.broken(failure.getMessage());
            return;
        }
        for (int i = piece.parts().size() - 1; i >= 0; i--) {
            Part part = piece.parts().get(i);
            part.message().putBack(part.bytes());
        }
        if (SocketError.WRONG_PARAMETER.is(error) || IpError.INVALID_PARAMETER.is(error)) {
            Message head = piece.parts().get(0).message();
            queue.remove(head);
            head.fail(failure.getMessage(), error, false, failure, table.runtime());
        } else {
            lastRefusal = error;
            failBegun(failure.getMessage());
            link.broken(failure.getMessage());
        }
    }

    private void unknown(Piece piece, String reason, AtError error, Throwable cause) {
        for (Part part : piece.parts()) {
            Message message = part.message();
            message.requested(part.bytes().length);
            queue.remove(message);
            message.fail(reason, error, false, cause, table.runtime());
        }
    }

    private void armDeadline(Message message) {
        long limit = message.outbound.timeout().toMillis();
        message.deadline(table.loop().after(limit, () -> overdue(message)));
    }

    /** A message under way is left to its command's own limit. */
    private void overdue(Message message) {
        if (!inPiece(message) && queue.remove(message)) {
            Throwable why = link.whyWaiting();
            message.fail(
                    why.getMessage() + " (waited " + Limits.words(message.outbound.timeout()) + ")",
                    link.lastError() == null ? lastRefusal : link.lastError(),
                    true,
                    why,
                    table.runtime());
        }
    }

    private static byte[] joined(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0).bytes();
        }
        byte[] all =
                new byte[parts.stream().mapToInt(part -> part.bytes().length).sum()];
        int position = 0;
        for (Part part : parts) {
            System.arraycopy(part.bytes(), 0, all, position, part.bytes().length);
            position += part.bytes().length;
        }
        return all;
    }
}
