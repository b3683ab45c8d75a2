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
import io.github.sim7028.at.command.SleepCommands;
import io.github.sim7028.at.command.SleepCommands.Depth;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerSaving;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sets at every bring-up how the module sleeps. A SIM7028 leaves the factory with PSM and hibernation: minutes after its last traffic the
 * module does not hear its UART any more. What the module keeps is queried first and written only if it differs; no firmware has to know
 * any of it.
 */
@OnLoop
final class SleepSettings {

    private static final String DEAF =
            "the module may fall asleep and not answer until something wakes the module, see docs/power-saving.md";

    private final String modem;
    private final PowerSaving mode;
    private final AtDialogue dialogue;
    private final RefusedSettings refusals;

    SleepSettings(ModemProfile profile, AtDialogue dialogue, RefusedSettings refusals) {
        modem = profile.name();
        mode = profile.power().mode();
        this.dialogue = dialogue;
        this.refusals = refusals;
    }

    CompletionStage<Void> apply() {
        return switch (mode) {
            case KEEP -> BringUpSteps.done();
            case OFF -> stayAwake();
        };
    }

    private CompletionStage<Void> stayAwake() {
        return switchOff("PSM", SleepCommands.psm(), SleepCommands.psmOff(), false)
                .thenCompose(v -> switchOff("eDRX", SleepCommands.edrx(), SleepCommands.edrxOff(), true))
                .thenCompose(v -> limitDepth());
    }

    /**
     * Switches off what the module keeps over a restart.
     *
     * @param silent whether an answer without a line means that it is off
     */
    private CompletionStage<Void> switchOff(
            String name, AtCommand<List<Boolean>> query, AtCommand<Void> off, boolean silent) {
        return BringUpSteps.otherwise(dialogue.execute(query), null).thenCompose(lines -> {
            if (lines != null && lines.contains(true)) {
                return wish(off, name + " stays on: " + DEAF).thenAccept(done -> {
                    if (done) {
                        LOG.info(
                                "Modem '{}': {} was on and is switched off with {}, as powerSaving=off requires. The"
                                        + " module keeps this setting; docs/power-saving.md shows how to restore it",
                                modem,
                                name,
                                off.shown());
                    }
                });
            }
            boolean isOff = lines != null && (silent || !lines.isEmpty());
            return isOff ? BringUpSteps.done() : BringUpSteps.otherwise(dialogue.execute(off), null);
        });
    }

    /** The module forgets the depth at a restart, so it is set without a word each time. */
    private CompletionStage<Void> limitDepth() {
        return BringUpSteps.otherwise(dialogue.execute(SleepCommands.depth()), null)
                .thenCompose(lines -> {
                    if (lines != null && lines.contains(Depth.AWAKE)) {
                        return BringUpSteps.done();
                    }
                    AtCommand<Void> command = SleepCommands.depth(Depth.AWAKE);
                    return lines == null || lines.isEmpty()
                            ? BringUpSteps.otherwise(dialogue.execute(command), null)
                            : wish(command, DEAF).thenApply(done -> null);
                });
    }

    /** Whether the module took the command; a refusal is logged with its consequence. */
    private CompletionStage<Boolean> wish(AtCommand<Void> command, String consequence) {
        return dialogue.execute(command)
                .handle((v, failure) -> {
                    var error = failure == null ? null : AtErrorException.errorOf(failure);
                    if (failure != null && error == null) {
                        return CompletableFuture.<Boolean>failedFuture(failure);
                    }
                    if (error != null) {
                        refusals.refused(command.shown(), error, consequence);
                    }
                    return CompletableFuture.completedFuture(error == null);
                })
                .thenCompose(result -> result);
    }
}
