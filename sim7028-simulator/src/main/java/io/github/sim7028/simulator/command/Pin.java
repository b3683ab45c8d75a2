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
package io.github.sim7028.simulator.command;

import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CPIN}: the code that the SIM card requires, and its input. Wrong PINs count; the third blocks the card. */
final class Pin extends Command {

    Pin() {
        super("+CPIN");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        switch (modem.radio().sim().state()) {
            case ABSENT -> {
                return absent(modem);
            }
            case READY -> modem.answer("+CPIN: READY");
            case PIN -> modem.answer("+CPIN: SIM PIN");
            case PUK -> modem.answer("+CPIN: SIM PUK");
        }
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        SimCard sim = modem.radio().sim();
        return switch (sim.state()) {
            case ABSENT -> absent(modem);
            case READY -> modem.cmeError(3, "operation not allowed");
            case PIN -> given.count() == 1 && sim.tryPin(given.text(0)) ? unlocked(modem) : incorrect(modem);
            case PUK ->
                given.count() == 2 && sim.tryPuk(given.text(0), given.text(1))
                        ? unlocked(modem)
                        : modem.cmeError(12, "SIM PUK required");
        };
    }

    private static Outcome unlocked(ModuleContext modem) {
        return Outcome.okThen(() -> {
            modem.say("+CPIN: READY");
            modem.radio().simUnlocked();
        });
    }

    private static Outcome incorrect(ModuleContext modem) {
        return modem.radio().sim().state() == SimCard.State.PUK
                ? modem.cmeError(12, "SIM PUK required")
                : modem.cmeError(16, "incorrect password");
    }

    private static Outcome absent(ModuleContext modem) {
        return modem.cmeError(10, "SIM not inserted");
    }
}
