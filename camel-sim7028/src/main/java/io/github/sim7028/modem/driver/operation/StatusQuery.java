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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028CommandException;
import io.github.sim7028.modem.driver.routing.LinkManager;
import io.github.sim7028.modem.driver.setup.AddressQuery;
import io.github.sim7028.modem.driver.status.StatusBoard;
import io.github.sim7028.modem.report.LinkReport;
import io.github.sim7028.modem.report.ModemReport;
import io.github.sim7028.modem.report.ModemState;
import io.github.sim7028.modem.report.ModemStatus;
import io.github.sim7028.modem.settings.ModemProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Collects all values of a modem: queried if the module answers, otherwise the last known values. */
@OnLoop
final class StatusQuery {

    private final ModemProfile profile;
    private final StatusBoard board;
    private final LinkManager links;
    private final AtDialogue dialogue;
    private boolean answering;
    private String operator = "";
    private String address = "";
    private List<LinkReport> open = List.of();

    /** @param dialogue null while no line is open */
    StatusQuery(ModemProfile profile, StatusBoard board, LinkManager links, AtDialogue dialogue) {
        this.profile = profile;
        this.board = board;
        this.links = links;
        this.dialogue = dialogue;
        ModemState state = board.current().state();
        // one that is just being found out about would only be waited for
        answering = dialogue != null
                && state != ModemState.OPENING_LINE
                && state != ModemState.CONFIGURING
                && state != ModemState.ASLEEP;
    }

    /** Never fails: what cannot be learned is left out. */
    CompletionStage<ModemReport> report() {
        boolean ready = board.current().state() == ModemState.READY;
        return learn(() -> dialogue.execute(StandardCommands.signal()), board.radio()::signal)
                .thenCompose(v -> learn(() -> new CellQuery(dialogue).cell(), board.radio()::cell))
                .thenCompose(v -> learn(
                        () -> dialogue.execute(DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG)),
                        board.radio()::registration))
                .thenCompose(v -> learn(() -> dialogue.execute(DiagnosticCommands.operator()), name -> operator = name))
                .thenCompose(v -> ready ? network() : CompletableFuture.completedFuture(null))
                .thenApply(v -> finished());
    }

    private CompletionStage<Void> network() {
        return learn(
                        () -> dialogue.execute(StandardCommands.address())
                                .thenCompose(new AddressQuery(dialogue, AddressQuery.ANY_CONTEXT)::orOfContext),
                        ip -> address = ip)
                .thenCompose(
                        v -> learn(() -> new LinkQuery(links, dialogue).report(), report -> open = report.links()));
    }

    private <T> CompletionStage<Void> learn(Supplier<CompletionStage<T>> question, Consumer<T> take) {
        if (!answering) {
            return CompletableFuture.completedFuture(null);
        }
        return question.get().handle((answer, failure) -> {
            if (failure == null) {
                take.accept(answer);
            } else {
                Throwable cause = Futures.unwrapped(failure);
                answering = cause instanceof AtErrorException || cause instanceof Sim7028CommandException;
            }
            return null;
        });
    }

    private ModemReport finished() {
        ModemStatus status = board.current();
        return new ModemReport(
                profile.name(),
                profile.line().toString(),
                status.state(),
                status.reason(),
                status.since(),
                status.nextAttempt(),
                board.radio().signal(),
                board.radio().cell(),
                board.radio().registration(),
                board.power(),
                operator,
                address,
                open,
                board.counters().snapshot(),
                board.counters().lastError());
    }
}
