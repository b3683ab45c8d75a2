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

import io.github.sim7028.at.CommandChannel;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Outbound;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.SendFormat;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The AT+CIPSENDs (2.1.4) of one link: at most one that the module has not taken yet, and as many whose confirmation is awaited as
 * {@code sendWindow} says; confirmations come in the same order.
 */
@OnLoop
final class CommandsUnderWay {

    /** How long a confirmation may come after the link has been closed. */
    private static final long LATE_MILLIS = 2000;

    /** Is called with the results of the commands. */
    interface Listener extends ConfirmationCheck.Outcomes {

        /**
         * None of it is known to have arrived; {@link SendBatch#begun()} says whether any of it may have left.
         *
         * @param takenBack whether it is just being taken back, so that nothing is wrong
         */
        void failed(SendBatch piece, Throwable failure, boolean takenBack);
    }

    private final SendingLink link;
    private final LinkStanding standing;
    private final SendContext context;
    private final Listener listener;
    private final SendWindow window;
    private final ConfirmationCheck crediting;
    /** Pieces that are not settled, in the order in which they go to the module. */
    private final Deque<SendBatch> pieces = new ArrayDeque<>();
    /** The one the module has not taken yet. */
    private SendBatch entering;
    /** One that has not left and is just being put back, to see which of its messages may still wait. */
    private SendBatch takingBack;
    /** Bytes the module has taken since the link was opened, to compare with what it counts. */
    private long handedOver;

    CommandsUnderWay(SendingLink link, SendContext context, Listener listener) {
        this.link = link;
        standing = link.standing();
        this.context = context;
        this.listener = listener;
        window = new SendWindow(context.transfer().sendWindow(), context.loop(), listener::goOn);
        crediting = new ConfirmationCheck(link, context, listener);
    }

    /** A connection begins. */
    void opened() {
        handedOver = 0;
        window.opened();
        crediting.opened();
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Whether another one may go to the module now. */
    boolean mayTakeAnother() {
        return entering == null
                && window.open()
                && crediting.mayGoOn()
                && (pieces.isEmpty() || pieces.size() < window.size() && !crediting.oneAtATime());
    }

    void send(SendBatch piece) {
        CipSend command = command(piece.bytes(), piece.first().outbound);
        if (piece.parts().size() > 1) {
            command.withhold();
        }
        piece.command(command.whenTaken(() -> taken(piece)).whenBegun(piece::begins));
        pieces.add(piece);
        entering = piece;
        long limit = context.transfer().sendTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
        context.commands().execute(command, limit).whenComplete((confirmed, failure) -> {
            if (failure != null) {
                left(piece);
                listener.failed(piece, failure, piece == takingBack);
            } else {
                boolean beforeItWasTaken = entering == piece;
                taken(piece);
                crediting.result(piece, confirmed, beforeItWasTaken);
            }
        });
    }

    private CipSend command(byte[] bytes, Outbound to) {
        int number = standing.number();
        boolean escaped = context.transfer().sendFormat() == SendFormat.ESCAPED && !link.accepted();
        if (standing.key().protocol() == Protocol.TCP) {
            return escaped ? CipSend.tcpEscaped(number, bytes) : CipSend.tcp(number, bytes);
        }
        return escaped
                ? CipSend.udpEscaped(number, bytes, to.host(), to.port())
                : CipSend.udp(number, bytes, to.host(), to.port());
    }

    private void taken(SendBatch piece) {
        if (left(piece)) {
            handedOver += piece.bytes().length;
            piece.end(handedOver);
            listener.goOn();
        }
    }

    private boolean left(SendBatch piece) {
        boolean was = entering == piece;
        entering = was ? null : entering;
        return was;
    }

    /** A result came that none of them awaits. */
    void unasked(int requested, int confirmed, boolean owed) {
        crediting.unasked(requested, confirmed, owed);
    }

    /** One of them has arrived. */
    void confirmed() {
        window.confirmed();
    }

    /** The module was too busy to take one: the next one goes when another is settled, or after a pause. */
    void busy() {
        window.busy(pieces.size() - 1);
    }

    /** Nothing more is awaited for a piece. */
    void settled(SendBatch piece) {
        pieces.remove(piece);
        if (piece.begun()) {
            window.settled();
        }
    }

    /** Puts back the command that is not yet started, if it carries one of these messages. */
    void takeBack(Predicate<PendingMessage> which, String reason) {
        SendBatch piece = entering;
        boolean concerned = piece != null
                && piece.parts().stream().map(SendBatch.Part::message).anyMatch(which);
        if (concerned && context.commands() != null) {
            takingBack = piece;
            context.commands().withdraw(piece.command(), reason);
            takingBack = null;
        }
    }

    /** The connection ends: commands not yet started are withdrawn, and started commands are awaited for a short while. */
    void linkEnds(String reason) {
        CommandChannel commands = context.commands();
        if (entering != null) {
            commands.withdraw(entering.command(), reason);
        }
        List<SendBatch> waiting = List.copyOf(pieces);
        context.loop()
                .after(
                        LATE_MILLIS,
                        () -> waiting.forEach(piece -> {
                            commands.forget(piece.command(), reason);
                            crediting.forget(piece, reason);
                        }));
    }

    /** The modem is no longer available, so no result can come; the dialogue fails what is under way. */
    void abandon(String reason) {
        crediting.abandon(reason);
    }

    /** Awaits nothing any more. */
    void giveUp(String reason) {
        CommandChannel commands = context.commands();
        if (commands != null) {
            for (SendBatch piece : List.copyOf(pieces)) {
                commands.withdraw(piece.command(), reason);
                commands.withhold(piece.command(), reason);
                commands.forget(piece.command(), reason);
            }
        }
    }
}
