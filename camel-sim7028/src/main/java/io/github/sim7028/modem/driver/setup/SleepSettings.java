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

import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.SleepCommands;
import io.github.sim7028.at.command.SleepCommands.Depth;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerSaving;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

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
    private final OptionalCommands optional;

    SleepSettings(ModemProfile profile, OptionalCommands optional) {
        modem = profile.name();
        mode = profile.power().mode();
        this.optional = optional;
    }

    CompletionStage<Void> apply() {
        return switch (mode) {
            case KEEP -> BringUpSteps.done();
            case OFF -> stayAwake();
        };
    }

    private CompletionStage<Void> stayAwake() {
        return switchOff("PSM", SleepCommands::psm, SleepCommands::psmOff, false)
                .thenCompose(v -> switchOff("eDRX", SleepCommands::edrx, SleepCommands::edrxOff, true))
                .thenCompose(v -> limitDepth());
    }

    /**
     * Switches off what the module keeps over a restart.
     *
     * @param silent whether an answer without a line means that it is off
     */
    private CompletionStage<Void> switchOff(
            String name, Supplier<AtCommand<List<Boolean>>> query, Supplier<AtCommand<Void>> off, boolean silent) {
        return optional.ask(query, null, null).thenCompose(lines -> {
            if (lines != null && lines.contains(true)) {
                return optional.set(off, name + " stays on: " + DEAF).thenAccept(done -> {
                    if (done) {
                        LOG.info(
                                "Modem '{}': {} was on and is switched off with {}, as powerSaving=off requires. The"
                                        + " module keeps this setting; docs/power-saving.md shows how to restore it",
                                modem,
                                name,
                                off.get().shown());
                    }
                });
            }
            boolean isOff = lines != null && (silent || !lines.isEmpty());
            return isOff ? BringUpSteps.done() : optional.set(off, null).thenAccept(done -> {});
        });
    }

    /** The module forgets the depth at a restart, so it is set without a word each time. */
    private CompletionStage<Void> limitDepth() {
        return optional.ask(SleepCommands::depth, null, null).thenCompose(lines -> {
            if (lines != null && lines.contains(Depth.AWAKE)) {
                return BringUpSteps.done();
            }
            boolean unknown = lines == null || lines.isEmpty();
            return optional.set(() -> SleepCommands.depth(Depth.AWAKE), unknown ? null : DEAF)
                    .thenAccept(done -> {});
        });
    }
}
