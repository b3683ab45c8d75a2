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
package io.github.sim7028.modem.driver.setup;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.Sim7028Exception;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Commands that a firmware may lack. A refusal is an answer here, no failure; so is silence where the module answers other commands: such a
 * command is sent once more, as its answer may have been lost. A module that answers nothing at all still fails the bring-up.
 */
@OnLoop
public final class OptionalCommands {

    private static final String NO_ANSWER = "no answer";

    private final AtDialogue dialogue;
    private final RefusedSettings refusals;
    private boolean silence;

    /**
     * What became of a command.
     *
     * @param value   its answer; null if there is none
     * @param refusal why there is none, for people; null if the module took the command
     */
    public record Answer<T>(T value, String refusal) {
        public boolean taken() {
            return refusal == null;
        }
    }

    public OptionalCommands(AtDialogue dialogue, RefusedSettings refusals) {
        this.dialogue = dialogue;
        this.refusals = refusals;
    }

    /**
     * Makes a setting that the driver can do without. Completes with whether the module has it.
     *
     * @param consequence of a refusal, for users; null if there is none
     */
    public CompletionStage<Boolean> set(Supplier<AtCommand<Void>> setting, String consequence) {
        return attempt(setting).thenApply(answer -> {
            refused(setting.get().shown(), answer, consequence);
            return answer.taken();
        });
    }

    /** A command under way that the module may refuse. */
    public CompletionStage<Void> unless(CompletionStage<Void> step, String command, String consequence) {
        return step.exceptionallyCompose(failure -> {
            AtError error = AtErrorException.errorOf(failure);
            if (error == null) {
                return CompletableFuture.failedFuture(failure);
            }
            refusals.refused(command, error.describe(), consequence);
            return BringUpSteps.done();
        });
    }

    /** Makes a setting that the driver or one of its options cannot do without; {@code instead} says what else is possible. */
    public CompletionStage<Void> require(Supplier<AtCommand<Void>> setting, String instead) {
        return attempt(setting)
                .thenCompose(answer -> answer.taken()
                        ? BringUpSteps.done()
                        : missing(setting.get().shown(), answer.refusal(), instead));
    }

    /** Asks something of which the driver can do without the answer. */
    public <T> CompletionStage<T> ask(Supplier<AtCommand<T>> question, T otherwise, String consequence) {
        return attempt(question).thenApply(answer -> {
            refused(question.get().shown(), answer, consequence);
            return answer.taken() ? answer.value() : otherwise;
        });
    }

    /** The end of a bring-up for want of a command: no restart brings a command that a firmware lacks, but perhaps a lost answer. */
    static <T> CompletionStage<T> missing(String command, String refusal, String instead) {
        String reason = "the firmware of the module refuses " + command + " (" + refusal + "), " + instead;
        return refusal.equals(NO_ANSWER)
                ? CompletableFuture.failedFuture(new Sim7028Exception(reason, null))
                : BringUpSteps.hopeless(reason);
    }

    /** Whether a setting was refused that has a consequence. */
    boolean isRefused(AtCommand<Void> setting) {
        return refusals.isRefused(setting.shown());
    }

    /** Logs, once, what follows if a command was refused; nothing if it was taken. */
    public void refused(String command, Answer<?> answer, String consequence) {
        if (!answer.taken()) {
            refusals.refused(command, answer.refusal(), consequence);
        }
    }

    /** Sends a command, and sends it once more if no answer came; a command that is known for its silence is sent once. */
    public <T> CompletionStage<Answer<T>> attempt(Supplier<AtCommand<T>> command) {
        return once(command).thenCompose(answer -> {
            boolean again = NO_ANSWER.equals(answer.refusal())
                    && refusals.firstSilence(command.get().shown());
            return again ? once(command) : CompletableFuture.completedFuture(answer);
        });
    }

    /** Whether a command was not answered: the module may have restarted meanwhile. */
    public boolean metSilence() {
        return silence;
    }

    private <T> CompletionStage<Answer<T>> once(Supplier<AtCommand<T>> command) {
        return dialogue.execute(command.get())
                .handle((value, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(new Answer<>(value, null));
                    }
                    Throwable reason = Futures.unwrapped(failure);
                    if (reason instanceof AtErrorException refused) {
                        return CompletableFuture.completedFuture(
                                new Answer<T>(null, refused.error().describe()));
                    }
                    silence |= reason instanceof AtTimeoutException;
                    return reason instanceof AtTimeoutException || reason instanceof AtProtocolException
                            ? CompletableFuture.completedFuture(new Answer<T>(null, NO_ANSWER))
                            : CompletableFuture.<Answer<T>>failedFuture(failure);
                })
                .thenCompose(result -> result);
    }
}
