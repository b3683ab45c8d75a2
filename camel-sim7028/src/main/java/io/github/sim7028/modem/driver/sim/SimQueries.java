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
package io.github.sim7028.modem.driver.sim;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.SimCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Asks a SIM card who it is and how many PINs may be tried, by the names that firmwares have for that. */
@OnLoop
final class SimQueries {

    /** +CME ERROR: 14, the card does not look at anything now. */
    private static final int BUSY = 14;

    /** +CME ERROR: 3, 4 and 100: operation not allowed, operation not supported, unknown. */
    private static final Set<Integer> NOT_SUPPORTED = Set.of(3, 4, 100);

    /** How often a question without an answer is asked again before the firmware is taken for one that ignores it. */
    private static final int PATIENCE = 2;

    private final AtDialogue dialogue;
    private String card;
    private boolean cardAsked;
    private int unanswered;

    SimQueries(AtDialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** The card's number; null if the module does not report it. */
    CompletionStage<String> card() {
        if (cardAsked) {
            return CompletableFuture.completedFuture(card);
        }
        return first(SimCommands::cardNumber, SimCommands::cardNumberByOtherName)
                .exceptionallyCompose(
                        failure -> passes(failure) ? CompletableFuture.completedFuture(null) : failed(failure))
                .thenApply(number -> {
                    cardAsked = true;
                    card = number;
                    return number;
                });
    }

    /**
     * How many PINs may be tried, {@link PinGuard#UNKNOWN} if the module does not report the number. Fails if the card is busy or no answer
     * came, because the number may be reported the next time.
     */
    CompletionStage<Integer> tries() {
        return first(SimCommands::pinTries, SimCommands::pinTriesByOtherName)
                .thenApply(told -> told == null ? PinGuard.UNKNOWN : told)
                .exceptionallyCompose(failure -> isUnanswered(failure) && ++unanswered > PATIENCE
                        ? CompletableFuture.completedFuture(PinGuard.UNKNOWN)
                        : failed(failure));
    }

    /** The answer of the first command, or else of the second command; null if the module knows neither. */
    private <T> CompletionStage<T> first(Supplier<AtCommand<List<T>>> one, Supplier<AtCommand<List<T>>> other) {
        return told(one.get(), one.get())
                .thenCompose(told ->
                        told == null ? told(other.get(), other.get()) : CompletableFuture.completedFuture(told));
    }

    /**
     * The answer to a command; null if the module does not know the command. This is believed if it was reported twice
     * with a query between that only its own answer ends: after a stray OK or ERROR a card must not be regarded as one that does not report its tries.
     */
    private <T> CompletionStage<T> told(AtCommand<List<T>> command, AtCommand<List<T>> again) {
        return told(command)
                .thenCompose(told -> told != null
                        ? CompletableFuture.completedFuture(told)
                        : dialogue.execute(StandardCommands.simState()).thenCompose(state -> told(again)));
    }

    private <T> CompletionStage<T> told(AtCommand<List<T>> command) {
        return dialogue.execute(command)
                .handle((lines, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(lines.isEmpty() ? null : lines.get(0));
                    }
                    return isUnknown(failure)
                            ? CompletableFuture.<T>completedFuture(null)
                            : CompletableFuture.<T>failedFuture(Futures.unwrapped(failure));
                })
                .thenCompose(result -> result);
    }

    /** The module reports that it does not know the command, or not at present. */
    private static boolean isUnknown(Throwable failure) {
        return Futures.unwrapped(failure) instanceof AtErrorException && !isBusy(failure);
    }

    static boolean isBusy(Throwable failure) {
        return isCme(failure, BUSY);
    }

    static boolean isCme(Throwable failure, int code) {
        return Futures.unwrapped(failure) instanceof AtErrorException refused
                && refused.error().kind() == AtError.Kind.CME
                && refused.error().code() == code;
    }

    /** Whether an error may mean no more than that the firmware does not know the command. */
    static boolean saysNothing(AtErrorException refused) {
        AtError error = refused.error();
        return error.kind() == AtError.Kind.PLAIN
                || error.kind() == AtError.Kind.CME && NOT_SUPPORTED.contains(error.code());
    }

    static boolean isUnanswered(Throwable failure) {
        return Futures.unwrapped(failure) instanceof AtTimeoutException;
    }

    /** Whether what failed so may succeed a little later. */
    static boolean passes(Throwable failure) {
        return isBusy(failure) || isUnanswered(failure);
    }

    private static <T> CompletionStage<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(Futures.unwrapped(failure));
    }
}
