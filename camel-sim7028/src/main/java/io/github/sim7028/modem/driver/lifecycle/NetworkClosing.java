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
package io.github.sim7028.modem.driver.lifecycle;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.NetClose;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.Event;
import io.github.sim7028.modem.driver.lifecycle.ModemLifecycle.State;
import io.github.sim7028.modem.driver.session.LineManager;
import io.github.sim7028.modem.driver.setup.BringUpSteps;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.TransferSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Closes the network until it is requested again. */
@OnLoop
final class NetworkClosing {

    private final LineManager line;
    private final StatusBoard board;
    private final ModemLifecycle life;
    private final long limit;
    private final BringUpWaiters next;
    private final Consumer<Event> events;

    NetworkClosing(
            ModemProfile profile,
            LineManager line,
            StatusBoard board,
            ModemLifecycle life,
            BringUpWaiters next,
            Consumer<Event> events) {
        this.line = line;
        this.board = board;
        this.life = life;
        this.next = next;
        this.events = events;
        limit = profile.network().netOpenTimeout().toMillis() + TransferSettings.GRACE_MILLIS;
    }

    /** Closes the network; {@code failed} receives the reason if this is not certain. */
    void begin(Consumer<Throwable> failed) {
        BooleanSupplier current = life.begin(State.CLOSING_NETWORK);
        board.enter(ModemState.NETWORK_CLOSED, "the network is being closed on request");
        close(line.dialogue()).whenComplete((v, failure) -> {
            if (!current.getAsBoolean()) {
                return;
            }
            if (failure == null) {
                events.accept(Event.NETWORK_IS_CLOSED);
            } else {
                failed.accept(Futures.unwrapped(failure));
            }
        });
    }

    private CompletionStage<Void> close(AtDialogue dialogue) {
        return dialogue.synchronise()
                .thenCompose(v -> BringUpSteps.otherwise(dialogue.execute(StandardCommands.echoOff()), null))
                .thenCompose(v -> BringUpSteps.otherwise(dialogue.execute(StandardCommands.networkOpen()), true))
                .thenCompose(open ->
                        open ? dialogue.execute(new NetClose(), limit) : CompletableFuture.<Void>completedFuture(null));
    }

    /** The network is closed, and stays closed until the operation netOpen. */
    void rest() {
        life.enter(State.NETWORK_CLOSED);
        board.enter(
                ModemState.NETWORK_CLOSED, "the network was closed on request, the operation netOpen opens it again");
        next.succeeded();
    }
}
