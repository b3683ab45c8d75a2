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
import io.github.sim7028.at.command.AttachCommands;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.error.CmeError;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the module has to know before it attaches. It is asked first, and only what differs is written, with the radio off: a module that
 * searches for its network with the right settings is left alone, and one that is told in the middle of it would not take the new ones.
 */
@OnLoop
public final class RadioSetup {

    /** Some firmware answers AT+CFUN=1 only when the SIM is ready, or even the network found. */
    private static final long RADIO_MILLIS = 60_000;

    private static final String APN = "AT+CGDCONT";

    private final ModemProfile profile;
    private final NetworkSettings network;
    private final AtDialogue dialogue;
    private final SetupMemory memory;
    private PdpContexts contexts;
    private int context;

    public RadioSetup(ModemProfile profile, AtDialogue dialogue, SetupMemory memory) {
        this.profile = profile;
        this.dialogue = dialogue;
        this.memory = memory;
        network = profile.network();
        contexts = new PdpContexts(network, List.of());
    }

    /** The number of the PDP context to use, once it is found. */
    public int context() {
        return context;
    }

    /** One setting that differs. */
    private final class Change {
        private final String setting;
        private final Supplier<AtCommand<Void>> command;
        private final String done;
        private final String consequence;
        private AtError refusal;

        /**
         * @param done        what it does, in words
         * @param consequence what it means when the module refuses it
         */
        Change(String setting, Supplier<AtCommand<Void>> command, String done, String consequence) {
            this.setting = setting;
            this.command = command;
            this.done = done;
            this.consequence = consequence;
        }

        CompletionStage<Void> write() {
            return dialogue.execute(command.get())
                    .handle((v, failure) -> {
                        refusal = failure == null ? null : AtErrorException.errorOf(failure);
                        if (failure != null && refusal == null) {
                            return CompletableFuture.<Void>failedFuture(failure);
                        }
                        if (failure == null) {
                            LOG.info("Modem '{}': {}; the module keeps that", profile.name(), done);
                        }
                        return BringUpSteps.done();
                    })
                    .thenCompose(step -> step);
        }

        boolean isRefused() {
            return refusal != null;
        }

        void giveUp() {
            memory.refusals().refused(command.get().shown(), refusal, consequence);
        }
    }

    /**
     * Before the radio is switched on: whatever can be written now needs no pause of a search. What is refused is tried again by
     * {@link #run}.
     */
    public CompletionStage<Void> prepare() {
        return differences().thenCompose(this::writeAll);
    }

    /** Completes with whether the radio was off and on again for it: the SIM may then want its PIN again. */
    public CompletionStage<Boolean> run() {
        return differences().thenCompose(changes -> {
            if (changes.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            boolean cycle = changes.stream().anyMatch(change -> !memory.isIneffective(change.setting));
            return (cycle ? radioOff() : CompletableFuture.completedFuture(false)).thenCompose(off -> writeAll(changes)
                    .thenCompose(v -> off ? switchOn() : BringUpSteps.done())
                    .thenCompose(v -> again(changes))
                    .thenCompose(v -> compare(changes))
                    .thenApply(v -> off));
        });
    }

    /** Switches the radio on. */
    public CompletionStage<Void> switchOn() {
        return dialogue.execute(AttachCommands.radioOn(), RADIO_MILLIS)
                .handle((v, failure) -> failure == null
                        ? BringUpSteps.done()
                        : Futures.unwrapped(failure) instanceof AtTimeoutException ? isOn(failure) : failed(failure))
                .thenCompose(step -> step);
    }

    /** An answer that takes too long is no reason to begin once more. */
    private CompletionStage<Void> isOn(Throwable overdue) {
        return dialogue.execute(StandardCommands.functionality())
                .thenCompose(level -> level == 1 ? BringUpSteps.done() : failed(overdue));
    }

    private static CompletionStage<Void> failed(Throwable failure) {
        return CompletableFuture.failedFuture(Futures.unwrapped(failure));
    }

    private CompletionStage<Boolean> radioOff() {
        return dialogue.execute(AttachCommands.radioOff(), RADIO_MILLIS)
                .handle((v, failure) -> {
                    AtError error = failure == null ? null : AtErrorException.errorOf(failure);
                    if (failure != null && error == null) {
                        return CompletableFuture.<Boolean>failedFuture(failure);
                    }
                    if (error != null) {
                        memory.refusals()
                                .refused(
                                        AttachCommands.radioOff().shown(),
                                        error,
                                        "settings of the network may take effect only after the module's next restart");
                    }
                    return CompletableFuture.completedFuture(error == null);
                })
                .thenCompose(step -> step);
    }

    // ---- what differs

    private CompletionStage<List<Change>> differences() {
        return listed(DiagnosticCommands.activations())
                .thenCompose(active -> learnContexts().thenApply(v -> {
                    context = contexts.choose(active);
                    List<Change> changes = new ArrayList<>();
                    if (!contexts.fits(context)) {
                        changes.add(apn());
                    }
                    return changes;
                }));
    }

    private CompletionStage<Void> learnContexts() {
        return listed(DiagnosticCommands.contexts())
                .thenAccept(defined -> contexts = new PdpContexts(network, defined));
    }

    private <T> CompletionStage<List<T>> listed(AtCommand<List<T>> query) {
        return BringUpSteps.otherwise(dialogue.execute(query), List.of());
    }

    private Change apn() {
        return new Change(
                APN,
                () -> AttachCommands.context(context, network.ipFamily().pdpType(), network.apn()),
                "APN '" + network.apn() + "' set in PDP context " + context + ", which had " + contexts.words(context),
                "the module uses its own APN (" + contexts.words(context) + "), and most networks accept only the APN"
                        + " of the SIM's contract");
    }

    // ---- writing

    private CompletionStage<Void> writeAll(List<Change> changes) {
        CompletionStage<Void> chain = BringUpSteps.done();
        for (Change change : changes) {
            chain = chain.thenCompose(v -> change.write());
        }
        return chain;
    }

    /** A firmware that refuses it with the radio off may accept it with the radio on, as the note has it (3.1.2). */
    private CompletionStage<Void> again(List<Change> changes) {
        CompletionStage<Void> chain = BringUpSteps.done();
        for (Change change : changes) {
            chain = chain.thenCompose(v -> {
                if (!change.isRefused()) {
                    return BringUpSteps.done();
                }
                if (isDuplicate(change.refusal)) {
                    duplicate(change);
                    return BringUpSteps.done();
                }
                return change.write().thenRun(() -> {
                    if (change.isRefused()) {
                        change.giveUp();
                    }
                });
            });
        }
        return chain;
    }

    private static boolean isDuplicate(AtError error) {
        return error.kind() == AtError.Kind.CME && error.code() == CmeError.DUPLICATE_APN;
    }

    /** The access point is set already, in another context. */
    private void duplicate(Change change) {
        int other = contexts.fitting();
        boolean automatic = network.attach().contextId() == AttachSettings.AUTO_CONTEXT;
        if (automatic && other >= 0) {
            LOG.info(
                    "Modem '{}': PDP context {} already has APN '{}' and is used, as the module accepts an APN only once",
                    profile.name(),
                    other,
                    network.apn());
            context = other;
        } else {
            memory.refusals()
                    .refused(
                            change.command.get().shown(),
                            change.refusal,
                            "the module accepts an APN only once, and PDP context "
                                    + (other < 0 ? "" : other + " ")
                                    + "already has this one"
                                    + (automatic
                                            ? ""
                                            : "; remove the option contextId, or set contextId="
                                                    + (other < 0 ? "0" : other)));
        }
    }

    /** What the module accepts but does not show would be written at every bring-up, and the radio switched off each time. */
    private CompletionStage<Void> compare(List<Change> changes) {
        return learnContexts().thenRun(() -> {
            if (changes.stream().noneMatch(change -> change.setting.equals(APN) && !change.isRefused())) {
                return;
            }
            if (!contexts.fits(context) && memory.ineffective(APN)) {
                LOG.warn(
                        "Modem '{}': the module accepts AT+CGDCONT, but reports {} in PDP context {}: the option apn may"
                                + " have no effect",
                        profile.name(),
                        contexts.words(context),
                        context);
            }
        });
    }
}
