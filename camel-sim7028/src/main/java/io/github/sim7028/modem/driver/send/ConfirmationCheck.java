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
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.line.util.Counted;
import io.github.sim7028.modem.settings.Protocol;
import io.github.sim7028.modem.settings.SendMode;

/**
 * Decides whether a confirmation is that of the piece it was taken for, before that counts. It may be one the module still owed, or one
 * said twice. Where the module can be asked what it has sent (AT+CIPACK, 2.1.16), it is; with {@code sendMode=ack} and over UDP it
 * cannot: there such a piece is unknown.
 */
@OnLoop
final class ConfirmationCheck {

    /**
     * How long another result may take that makes up for one that came before the module had taken its piece. Where the peer's
     * acknowledgement is awaited for it, and the module has been seen to say results last, it may take as long as any.
     */
    private static final long SECOND_MILLIS = 2000;

    /** How long an owed result is waited for, once one has been taken that may have been it. */
    private static final long SETTLING_MILLIS = 10_000;

    /** What is done when it is certain. */
    interface Outcomes {

        void confirmed(SendBatch piece);

        /** @param trouble why the connection cannot go on, null when it can */
        void unknown(SendBatch piece, int confirmed, String reason, Throwable cause, String trouble);

        /** What was waited for has come, or is waited for no more: another piece may go. */
        void goOn();
    }

    private final SendingLink link;
    private final LinkStanding standing;
    private final SendContext context;
    private final Outcomes outcomes;
    /** The send whose result came before its OK, while the result may be a repeated one of another send; null if there is none. */
    private SendBatch suspected;

    private Loop.Timer suspicion = () -> {};
    /** The module is known to report the result before the OK. */
    private boolean resultsComeFirst;
    /** On this connection the module has reported a result after the OK. */
    private boolean resultCameLast;
    /** The module has repeated a result on this connection. */
    private boolean saysTwice;

    private boolean settling;
    private Loop.Timer settled = () -> {};

    ConfirmationCheck(SendingLink link, SendContext context, Outcomes outcomes) {
        this.link = link;
        standing = link.standing();
        this.context = context;
        this.outcomes = outcomes;
    }

    void opened() {
        resultCameLast = false;
        saysTwice = false;
    }

    private boolean canAsk() {
        return standing.key().protocol() == Protocol.TCP && context.transfer().sendMode() == SendMode.STACK;
    }

    /** Whether a number carries one piece at a time, as its results are in doubt. */
    boolean oneAtATime() {
        return suspected != null || saysTwice || context.doubts().owedSends(standing.number()) > 0;
    }

    /** Whether another piece may go. */
    boolean mayGoOn() {
        return !settling;
    }

    /** A result came for a piece. */
    void result(SendBatch piece, int confirmed, boolean beforeItWasTaken) {
        boolean owed = context.doubts().owedSends(piece.command().link()) > 0;
        if (confirmed != piece.bytes().length) {
            incomplete(piece, confirmed);
        } else if (canAsk() && (owed || saysTwice || beforeItWasTaken)) {
            ask(piece);
        } else if (owed) {
            inDoubt(piece);
        } else if (beforeItWasTaken && !resultsComeFirst) {
            suspect(piece);
        } else {
            resultCameLast |= !beforeItWasTaken;
            outcomes.confirmed(piece);
        }
    }

    private void incomplete(SendBatch piece, int confirmed) {
        int length = piece.bytes().length;
        String why = confirmed < 0 ? "the connection was closed" : "a send buffer or the peer's window was full";
        outcomes.unknown(
                piece,
                confirmed,
                "the module confirmed " + confirmed + " of " + Counted.of(length, "byte") + " (" + why + ")",
                null,
                "+CIPSEND confirmed " + confirmed + " of " + Counted.of(length, "byte"));
    }

    /** The module's own count decides. What was owed before still is: this result, or the one that was owed. */
    private void ask(SendBatch piece) {
        CommandChannel commands = context.commands();
        int number = piece.command().link();
        if (commands == null || standing.number() != number) {
            unknown(piece, null);
            return;
        }
        commands.execute(DiagnosticCommands.traffic(number, AtCommand.Urgency.WORK))
                .whenComplete((traffic, failure) -> {
                    if (failure == null && traffic.sent() >= piece.end() && standing.number() == number) {
                        outcomes.confirmed(piece);
                    } else {
                        unknown(piece, failure);
                    }
                });
    }

    /** The message of the result is unknown. The results owed are awaited, so that the next result can be believed. */
    private void inDoubt(SendBatch piece) {
        settling = true;
        int number = piece.command().link();
        long began = context.loop().now();
        settled.cancel();
        settled = context.loop().after(SETTLING_MILLIS, () -> {
            context.doubts().forgiveSends(number, began);
            goOn();
        });
        unknown(piece, null);
    }

    private void goOn() {
        settling = false;
        settled.cancel();
        outcomes.goOn();
    }

    private void unknown(SendBatch piece, Throwable cause) {
        outcomes.unknown(
                piece,
                0,
                "the confirmation may be a late one of an earlier message",
                cause,
                standing.key().protocol() == Protocol.TCP ? "a confirmation was late or repeated" : null);
    }

    /** The result came before the module had taken the whole payload: a repeated result of another send, unless no second result follows. */
    private void suspect(SendBatch piece) {
        suspected = piece;
        boolean slow = resultCameLast && standing.key().protocol() == Protocol.TCP;
        long limit = slow ? context.transfer().sendTimeout().toMillis() : SECOND_MILLIS;
        suspicion = context.loop().after(limit, () -> {
            suspected = null;
            resultsComeFirst = !resultCameLast;
            outcomes.confirmed(piece);
        });
    }

    /** The second result of this piece is awaited no longer, if it is. */
    void forget(SendBatch piece, String reason) {
        if (piece == suspected) {
            suspicion.cancel();
            suspected = null;
            outcomes.unknown(piece, 0, reason, null, null);
        }
    }

    /** A result came that no piece awaits. */
    void unasked(int requested, int confirmed, boolean owed) {
        SendBatch piece = suspected;
        if (piece != null && piece.bytes().length == requested) {
            suspicion.cancel();
            suspected = null;
            if (confirmed == requested) {
                outcomes.confirmed(piece);
            } else {
                incomplete(piece, confirmed);
            }
        } else if (owed) {
            if (settling && context.doubts().owedSends(standing.number()) == 0) {
                goOn();
            }
        } else {
            saysTwice = true;
            if (confirmed != requested) {
                link.broken("the module reported late that it sent " + confirmed + " of"
                        + " " + Counted.of(requested, "byte")
                        + ", after it had confirmed all of them, probably by repeating another confirmation");
            }
        }
    }

    /** The modem is no longer available, so no result can come. */
    void abandon(String reason) {
        if (suspected != null) {
            forget(suspected, reason);
        }
        settling = false;
        settled.cancel();
    }
}
