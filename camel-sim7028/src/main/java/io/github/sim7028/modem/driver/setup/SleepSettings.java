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
import io.github.sim7028.at.command.SleepCommands.Edrx;
import io.github.sim7028.at.command.SleepCommands.Psm;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.settings.ModemProfile;
import io.github.sim7028.modem.settings.PowerSettings;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
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
    private static final String NO_SAVING = "the module saves less power than powerSaving asks for";

    private final String modem;
    private final PowerSettings power;
    private final OptionalCommands optional;

    SleepSettings(ModemProfile profile, OptionalCommands optional) {
        modem = profile.name();
        power = profile.power();
        this.optional = optional;
    }

    CompletionStage<Void> apply() {
        return switch (power.mode()) {
            case KEEP -> BringUpSteps.done();
            case OFF -> psmOff().thenCompose(v -> edrxOff()).thenCompose(v -> depth(Depth.AWAKE, DEAF));
            case PSM -> edrxOff().thenCompose(v -> psmOn()).thenCompose(v -> depth(Depth.HIBERNATE, NO_SAVING));
            case EDRX -> psmOff().thenCompose(v -> edrxOn()).thenCompose(v -> depth(Depth.AWAKE, DEAF));
        };
    }

    private CompletionStage<Void> psmOff() {
        return keep(
                "PSM",
                SleepCommands::psm,
                psm -> !psm.isEmpty() && !psm.get(0).on(),
                SleepCommands::psmOff,
                "PSM stays on: " + DEAF);
    }

    private CompletionStage<Void> psmOn() {
        Psm wanted = new Psm(true, power.periodicUpdateCode(), power.activeTimeCode());
        return keep(
                "PSM",
                SleepCommands::psm,
                psm -> psm.contains(wanted),
                () -> SleepCommands.psmOn(wanted.periodicUpdate(), wanted.activeTime()),
                NO_SAVING);
    }

    /** An answer without a line means that there is no eDRX. */
    private CompletionStage<Void> edrxOff() {
        return keep(
                "eDRX",
                SleepCommands::edrx,
                edrx -> edrx.stream().noneMatch(Edrx::on),
                SleepCommands::edrxOff,
                "eDRX stays on: " + DEAF);
    }

    private CompletionStage<Void> edrxOn() {
        Edrx wanted = new Edrx(true, power.edrxCycleCode());
        return keep(
                "eDRX",
                SleepCommands::edrx,
                edrx -> edrx.contains(wanted),
                () -> SleepCommands.edrxOn(wanted.cycle()),
                NO_SAVING);
    }

    /** Makes a setting that the module keeps over a restart, if it is not made already. */
    private <T> CompletionStage<Void> keep(
            String name,
            Supplier<AtCommand<List<T>>> query,
            Predicate<List<T>> made,
            Supplier<AtCommand<Void>> setting,
            String consequence) {
        return optional.ask(query, null, null).thenCompose(now -> {
            if (now != null && made.test(now)) {
                return BringUpSteps.done();
            }
            boolean known = now != null && !now.isEmpty();
            // where the firmware does not tell how it is, a refusal is no news
            boolean wished = known || power.sleeps();
            return optional.set(setting, wished ? consequence : null).thenAccept(taken -> {
                if (taken && known) {
                    LOG.info(
                            "Modem '{}': {} was set otherwise in the module; {} is sent, as powerSaving={} requires. The"
                                    + " module keeps this setting; docs/power-saving.md shows how to restore it",
                            modem,
                            name,
                            setting.get().shown(),
                            power.mode().name().toLowerCase(Locale.ROOT));
                }
            });
        });
    }

    /** The module forgets the depth at a restart, so it is set without a word each time. */
    private CompletionStage<Void> depth(Depth wanted, String consequence) {
        return optional.ask(SleepCommands::depth, null, null).thenCompose(now -> {
            if (now != null && now.contains(wanted)) {
                return BringUpSteps.done();
            }
            boolean unknown = now == null || now.isEmpty();
            return optional.set(() -> SleepCommands.depth(wanted), unknown ? null : consequence)
                    .thenAccept(done -> {});
        });
    }
}
