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

import static io.github.sim7028.modem.driver.status.ModemLog.LOG;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.error.CmeError;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A setting that differs from what the module has, and takes effect when the module attaches. */
@OnLoop
final class RadioChange {

    /** The options whose settings are written like this. */
    enum Option {
        BANDS("bands"),
        APN("apn"),
        USER("apnUser");

        final String name;

        Option(String name) {
            this.name = name;
        }
    }

    private final Option option;
    private final boolean radioOff;
    private final Supplier<AtCommand<Void>> command;
    private final String wanted;
    private final String before;
    private final String consequence;
    private AtError error;
    /** Why the module did not take it, in words; null if it did. */
    private String refusal;

    /**
     * @param radioOff    whether the radio has to be off for it; otherwise it may be right already, as the module does not show it
     * @param command     makes the command anew each time
     * @param wanted      what it sets, in words
     * @param before      what the module had, in words; empty if that is not known
     * @param consequence what it means when the module refuses it
     */
    RadioChange(
            Option option,
            boolean radioOff,
            Supplier<AtCommand<Void>> command,
            String wanted,
            String before,
            String consequence) {
        this.option = option;
        this.radioOff = radioOff;
        this.command = command;
        this.wanted = wanted;
        this.before = before;
        this.consequence = consequence;
    }

    /** Whether the radio has to be off for it, as far as that has ever helped. */
    boolean needsRadioOff(SetupMemory memory) {
        return radioOff && memory.mayHelp(option.name);
    }

    boolean isApn() {
        return option == Option.APN;
    }

    /** Completes even if the module refuses it. */
    CompletionStage<Void> write(String modem, AtDialogue dialogue, SetupMemory memory) {
        return dialogue.execute(command.get())
                .handle((v, failure) -> {
                    error = failure == null ? null : AtErrorException.errorOf(failure);
                    refusal = error != null ? error.describe() : failure == null ? null : "no answer";
                    if (failure != null && error == null && !isUnanswered(failure)) {
                        return CompletableFuture.<Void>failedFuture(failure);
                    }
                    if (failure == null && memory.isNews(wanted + before)) {
                        LOG.info(
                                "Modem '{}': {} set{}. The module keeps this setting; docs/component.md shows how to"
                                        + " restore it",
                                modem,
                                wanted,
                                before.isEmpty() ? "" : ", before: " + before);
                    }
                    return BringUpSteps.done();
                })
                .thenCompose(step -> step);
    }

    private static boolean isUnanswered(Throwable failure) {
        return Futures.unwrapped(failure) instanceof AtTimeoutException;
    }

    boolean isRefused() {
        return refusal != null;
    }

    /** Whether it was refused as another PDP context has the same access point. */
    boolean isDuplicate() {
        return error != null && error.kind() == AtError.Kind.CME && error.code() == CmeError.DUPLICATE_APN;
    }

    /** It stays refused. */
    void giveUp(SetupMemory memory) {
        giveUp(memory, consequence);
    }

    void giveUp(SetupMemory memory, String why) {
        // an answer may have been lost once
        if (error != null || !memory.refusals().firstSilence(command.get().shown())) {
            memory.refused(option.name);
        }
        memory.refusals().refused(command.get().shown(), refusal, why);
    }

    /** Whether it has been written, but the module still reports another value. */
    boolean isIneffective(RadioChange still) {
        return !isRefused() && still.option == option && still.radioOff;
    }

    /** What the module accepts but does not show would otherwise be written at every bring-up, and the radio switched off each time. */
    void rememberIneffective(String modem, SetupMemory memory) {
        if (memory.ineffective(option.name)) {
            LOG.warn(
                    "Modem '{}': the module accepts {}, but still reports {}: the option {} may have no effect",
                    modem,
                    command.get().shown(),
                    before.isEmpty() ? "another value" : before,
                    option.name);
        }
    }
}
