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
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Several commands that make up one answer, each of which a firmware may refuse or not know: what it does not tell is left out. Only if it
 * tells nothing at all is that a failure, and so is a module that does not answer.
 */
@OnLoop
final class OptionalQueries {

    private final AtDialogue dialogue;
    private final List<String> asked = new ArrayList<>();
    private AtErrorException refusal;
    private boolean told;

    OptionalQueries(AtDialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** All lines of the answer; none when the command is refused. */
    <T> CompletionStage<List<T>> all(AtCommand<List<T>> command) {
        asked.add(command.shown());
        return dialogue.execute(command)
                .handle((lines, failure) -> {
                    if (failure == null) {
                        told |= !lines.isEmpty();
                        return CompletableFuture.completedFuture(lines);
                    }
                    if (Futures.unwrapped(failure) instanceof AtErrorException refused) {
                        refusal = refusal == null ? refused : refusal;
                        return CompletableFuture.completedFuture(List.<T>of());
                    }
                    return CompletableFuture.<List<T>>failedFuture(Futures.unwrapped(failure));
                })
                .thenCompose(lines -> lines);
    }

    /** The first line of the answer; null when there is none. */
    <T> CompletionStage<T> first(AtCommand<List<T>> command) {
        return all(command).thenApply(lines -> lines.isEmpty() ? null : lines.get(0));
    }

    /** The same, by another command where the first tells nothing. */
    <T> CompletionStage<T> first(AtCommand<List<T>> command, AtCommand<List<T>> otherwise) {
        return first(command)
                .thenCompose(line -> line == null ? first(otherwise) : CompletableFuture.completedFuture(line));
    }

    /** The answer made of what was told. */
    <R> CompletionStage<R> conclude(Supplier<R> answer) {
        return told ? CompletableFuture.completedFuture(answer.get()) : CompletableFuture.failedFuture(untold());
    }

    /** The same where an answer without any line is one, too. */
    <R> CompletionStage<R> concludeEvenEmpty(Supplier<R> answer) {
        return refusal == null ? CompletableFuture.completedFuture(answer.get()) : conclude(answer);
    }

    private Throwable untold() {
        if (asked.size() == 1 && refusal != null) {
            return refusal;
        }
        String commands = String.join(", ", asked);
        return refusal == null
                ? new Sim7028CommandException(commands + ": the module answers without a value", commands, null, null)
                : new Sim7028CommandException(
                        "this firmware has none of " + commands + ": " + refusal.getMessage(),
                        refusal.command(),
                        refusal.error(),
                        refusal);
    }
}
