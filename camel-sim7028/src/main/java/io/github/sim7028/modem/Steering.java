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
import io.github.sim7028.at.Commands;
import io.github.sim7028.at.Futures;
import io.github.sim7028.at.NetClose;
import io.github.sim7028.at.OnLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** What operators have a modem do: its network closed and opened, its line opened again. */
@OnLoop
final class Steering {

    private final ModemProfile profile;
    private final StatusBoard board;
    private final Supervisor supervisor;
    private final LineKeeper line;
    private final NextBringUp next;
    /** The network stays closed until it is asked for. */
    private boolean held;

    private boolean closing;

    Steering(ModemProfile profile, StatusBoard board, Supervisor supervisor, LineKeeper line, NextBringUp next) {
        this.profile = profile;
        this.board = board;
        this.supervisor = supervisor;
        this.line = line;
        this.next = next;
    }

    /** Whether the network is to stay closed. */
    boolean held() {
        return held;
    }

    /** Whatever was being done has failed or been overtaken. */
    void interrupted() {
        closing = false;
    }

    /** Closes the network; it stays closed until {@link #openNetwork()}. */
    CompletionStage<Void> closeNetwork() {
        if (held && !closing && board.current().state() == ModemState.NETWORK_CLOSED) {
            return CompletableFuture.completedFuture(null);
        }
        held = true;
        CompletionStage<Void> outcome = next.outcome();
        if (line.session() != null && !closing) {
            supervisor.lost("the network is closed on request", null);
            rest();
        } else if (line.session() == null && board.current().state() == ModemState.WAITING) {
            supervisor.openLine();
        }
        return outcome;
    }

    /** Completes when the modem is ready, or with why the next attempt failed. */
    CompletionStage<Void> openNetwork() {
        held = false;
        ModemState state = board.current().state();
        if (state == ModemState.READY) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> outcome = next.outcome();
        if (!closing && (state == ModemState.NETWORK_CLOSED || state == ModemState.WAITING)) {
            supervisor.again();
        }
        return outcome;
    }

    /** Sees to it that the network is closed, and leaves it so. */
    void rest() {
        BooleanSupplier current = supervisor.newRound();
        closing = true;
        supervisor.configured(false);
        board.enter(ModemState.NETWORK_CLOSED, "the network is being closed on request");
        AtDialogue dialogue = line.dialogue();
        long limit = profile.network().netOpenTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
        dialogue.synchronise()
                .thenCompose(v -> dialogue.execute(Commands.echoOff()))
                .thenCompose(v -> dialogue.execute(Commands.networkOpen()))
                .thenCompose(open ->
                        open ? dialogue.execute(new NetClose(), limit) : CompletableFuture.<Void>completedFuture(null))
                .whenComplete((v, failure) -> {
                    if (!current.getAsBoolean()) {
                        return;
                    }
                    closing = false;
                    if (failure != null) {
                        supervisor.failed(Futures.unwrapped(failure));
                    } else if (held) {
                        supervisor.configured(true);
                        board.enter(
                                ModemState.NETWORK_CLOSED,
                                "the network was closed on request, the operation netOpen opens it again");
                        next.succeeded();
                    } else {
                        supervisor.bringUp();
                    }
                });
    }

    /** Closes the line and opens it again; completes when the modem is up, or with why it is not. */
    CompletionStage<Void> reconnect() {
        CompletionStage<Void> outcome = next.outcome();
        if (line.session() == null) {
            if (board.current().state() == ModemState.WAITING) {
                supervisor.openLine();
            }
            return outcome;
        }
        String reason = "the line is closed and opened again on request";
        BooleanSupplier current = supervisor.newRound();
        supervisor.lost(reason, null);
        line.close(reason, () -> {
            if (current.getAsBoolean()) {
                supervisor.openLine();
            }
        });
        board.enter(ModemState.OPENING_LINE, reason);
        return outcome;
    }
}
