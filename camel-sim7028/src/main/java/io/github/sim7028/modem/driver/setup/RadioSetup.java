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
import io.github.sim7028.at.command.AttachCommands;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.spi.Futures;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.AttachSettings;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.NetworkSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes what the module has to know before it attaches: access point, user, bands. Only what differs is written, with the radio off: a
 * module that searches for its network with the right settings is left alone, and one that is told during its search would not take them.
 */
@OnLoop
public final class RadioSetup {

    /** Some firmware answers AT+CFUN=1 only when the SIM is ready, or even the network found. */
    private static final long RADIO_MILLIS = 60_000;

    private final String modem;
    private final NetworkSettings network;
    private final AtDialogue dialogue;
    private final SetupMemory memory;
    private final RadioDifferences differences;

    public RadioSetup(ModemProfile profile, AtDialogue dialogue, SetupMemory memory) {
        this.dialogue = dialogue;
        this.memory = memory;
        modem = profile.name();
        network = profile.network();
        differences = new RadioDifferences(network, dialogue, memory);
    }

    /** The number of the PDP context to use, once it is found. */
    public int context() {
        return differences.context();
    }

    /**
     * Before the radio is switched on: whatever can be written now needs no pause of a search. What is refused is tried again by
     * {@link #run}.
     */
    public CompletionStage<Void> prepare() {
        return differences.find(false).thenCompose(this::writeAll);
    }

    /** Completes with whether the radio was off and on again for it: the SIM may then want its PIN again. */
    public CompletionStage<Boolean> run() {
        return differences.find(false).thenCompose(this::withoutDuplicate).thenCompose(changes -> {
            if (changes.isEmpty()) {
                return CompletableFuture.completedFuture(false);
            }
            boolean cycle = changes.stream().anyMatch(change -> change.needsRadioOff(memory));
            return (cycle ? radioOff() : CompletableFuture.completedFuture(false)).thenCompose(off -> writeAll(changes)
                    .thenCompose(v -> off ? switchOn() : BringUpSteps.done())
                    .thenCompose(v -> each(changes, this::again))
                    .thenCompose(v -> off ? compare(changes) : BringUpSteps.done())
                    .thenApply(v -> off));
        });
    }

    /**
     * Where another PDP context has the access point already, the module probably refuses it in a second one. That is found out with the
     * radio on, as a pause of the radio at each bring-up would begin the search each time.
     */
    private CompletionStage<List<RadioChange>> withoutDuplicate(List<RadioChange> changes) {
        RadioChange apn = changes.stream()
                .filter(RadioChange::isApn)
                .filter(change -> differences.contexts().fitting() >= 0)
                .findFirst()
                .orElse(null);
        return apn == null
                ? CompletableFuture.completedFuture(changes)
                : writeAll(List.of(apn))
                        .thenCompose(v -> apn.isDuplicate()
                                ? differences.find(true).thenApply(left -> left.stream()
                                        .filter(change -> !change.isApn())
                                        .toList())
                                : CompletableFuture.completedFuture(changes));
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
                    if (failure == null) {
                        return CompletableFuture.completedFuture(true);
                    }
                    AtError error = AtErrorException.errorOf(failure);
                    return error != null
                            ? CompletableFuture.completedFuture(staysOn(error.describe()))
                            : Futures.unwrapped(failure) instanceof AtTimeoutException
                                    ? isOff()
                                    : CompletableFuture.<Boolean>failedFuture(failure);
                })
                .thenCompose(step -> step)
                .whenComplete((off, failure) -> {
                    if (failure == null && off) {
                        memory.radioWasOff();
                    }
                });
    }

    /** The answer to AT+CFUN=0 took too long. */
    private CompletionStage<Boolean> isOff() {
        return BringUpSteps.otherwise(dialogue.execute(StandardCommands.functionality()), 1)
                .thenApply(level -> level == 0 || staysOn("no answer"));
    }

    private boolean staysOn(String refusal) {
        memory.refusals()
                .refused(
                        AttachCommands.radioOff().shown(),
                        refusal,
                        "settings of the network may take effect only after the module's next restart");
        return false;
    }

    // ---- writing

    private CompletionStage<Void> writeAll(List<RadioChange> changes) {
        return each(changes, change -> change.write(modem, dialogue, memory).thenRun(() -> {
            if (change.isDuplicate()) {
                duplicate(change);
            }
        }));
    }

    private static CompletionStage<Void> each(
            List<RadioChange> changes, Function<RadioChange, CompletionStage<Void>> step) {
        CompletionStage<Void> chain = BringUpSteps.done();
        for (RadioChange change : changes) {
            chain = chain.thenCompose(v -> step.apply(change));
        }
        return chain;
    }

    /** A firmware that refuses it with the radio off may accept it with the radio on, as the note has it (3.1.2). */
    private CompletionStage<Void> again(RadioChange change) {
        if (!change.isRefused() || change.isDuplicate()) {
            return BringUpSteps.done();
        }
        return change.write(modem, dialogue, memory).thenRun(() -> {
            if (change.isRefused()) {
                change.giveUp(memory);
            }
        });
    }

    /** The access point is set already, in another context. */
    private void duplicate(RadioChange change) {
        int other = differences.contexts().fitting();
        boolean automatic = network.attach().contextId() == AttachSettings.AUTO_CONTEXT;
        if (automatic && other >= 0) {
            LOG.info(
                    "Modem '{}': PDP context {} already has APN '{}' and is used, as the module accepts an APN only once",
                    modem,
                    other,
                    network.apn());
            differences.use(other);
        } else {
            change.giveUp(
                    memory,
                    "the module accepts an APN only once, and "
                            + (other < 0 ? "another PDP context" : "PDP context " + other) + " already has this one"
                            + (automatic
                                    ? ""
                                    : "; remove the option contextId, or set contextId=" + Math.max(0, other)));
        }
    }

    private CompletionStage<Void> compare(List<RadioChange> changes) {
        return differences.find(true).thenAccept(left -> left.stream()
                .filter(still -> changes.stream().anyMatch(change -> change.isIneffective(still)))
                .forEach(still -> still.rememberIneffective(modem, memory)));
    }
}
