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

import io.github.sim7028.at.command.SleepCommands;
import io.github.sim7028.at.command.SleepCommands.Granted;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ModemReport.Power;
import io.github.sim7028.modem.settings.PowerSaving;
import io.github.sim7028.modem.settings.PowerSettings;
import io.github.sim7028.modem.settings.PowerTimer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks a registered module what the network has granted of power saving. */
@OnLoop
public final class PowerGrant {

    /** The modes of AT+CEREG with timers; seen on a SIM7028 is the first. */
    private static final int[] MODES = {5, 4};

    private final PowerSettings power;
    private final PowerSaving mode;
    private final OptionalCommands optional;

    public PowerGrant(PowerSettings power, OptionalCommands optional) {
        this.power = power;
        mode = power.mode();
        this.optional = optional;
    }

    public CompletionStage<Power> ask() {
        String name = mode.name().toLowerCase(Locale.ROOT);
        return switch (mode) {
            case OFF, KEEP -> CompletableFuture.completedFuture(Power.of(name));
            case PSM ->
                report(0)
                        .thenCompose(v -> optional.ask(SleepCommands::grantedTimers, List.<Granted>of(), null))
                        .thenApply(timers -> timers.isEmpty() ? untold(name) : timers(name, timers.get(0)));
            case EDRX ->
                optional.ask(SleepCommands::grantedCycle, List.<String>of(), null)
                        .thenApply(cycles -> cycles.isEmpty() ? Power.of(name) : cycle(name, cycles.get(0)));
        };
    }

    private CompletionStage<Boolean> report(int index) {
        return index == MODES.length
                ? CompletableFuture.completedFuture(false)
                : optional.set(() -> SleepCommands.reportTimers(MODES[index]), null)
                        .thenCompose(taken -> taken ? CompletableFuture.completedFuture(true) : report(index + 1));
    }

    /** What is not requested cannot be granted. */
    private Power untold(String name) {
        boolean refused = optional.isRefused(SleepCommands.psmOn(power.periodicUpdateCode(), power.activeTimeCode()));
        return refused ? new Power(name, false, null, null, null) : Power.of(name);
    }

    private static Power timers(String name, Granted granted) {
        Duration active = PowerTimer.ACTIVE_TIME.decode(granted.activeTime());
        Duration periodic = PowerTimer.PERIODIC_UPDATE.decode(granted.periodicUpdate());
        return new Power(name, active != null, active, periodic, null);
    }

    private static Power cycle(String name, String bits) {
        Duration cycle = PowerTimer.EDRX_CYCLE.decode(bits);
        return new Power(name, cycle != null, null, null, cycle);
    }
}
