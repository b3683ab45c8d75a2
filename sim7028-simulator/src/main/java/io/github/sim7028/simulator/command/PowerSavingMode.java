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

import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CPSMS}: PSM and the timers that the module asks the network for. Kept over a restart. */
final class PowerSavingMode extends Command {

    PowerSavingMode() {
        super("+CPSMS");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CPSMS: (0-2),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        PowerSaving now = modem.settings().powerSaving;
        modem.answer(
                "+CPSMS: " + (now.psm() ? 1 : 0) + ",,,\"" + now.periodicUpdate() + "\",\"" + now.activeTime() + '"');
        return Outcome.OK;
    }

    /** The second and third parameter belong to GPRS and are ignored; 2 is off with the factory's timers. */
    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int mode = given.required(0, 0, 2);
        PowerSaving old = mode == 2 ? PowerSaving.FACTORY : modem.settings().powerSaving;
        String periodic = given.given(3) ? given.text(3) : old.periodicUpdate();
        String active = given.given(4) ? given.text(4) : old.activeTime();
        if (given.count() > 5 || !periodic.matches("[01]{8}") || !active.matches("[01]{8}")) {
            return Outcome.ERROR;
        }
        modem.settings().powerSaving = modem.settings().powerSaving.withPsm(mode == 1, periodic, active);
        return Outcome.OK;
    }
}
