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

/** {@code QCPMUCFG}: whether and how deep the module sleeps. Lost in a restart. */
final class SleepConfiguration extends Command {

    SleepConfiguration() {
        super("+QCPMUCFG");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+QCPMUCFG: (0,1),(0-" + PowerSaving.HIBERNATE + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        PowerSaving now = modem.settings().powerSaving;
        modem.answer("+QCPMUCFG: " + now.sleepMode() + ',' + now.sleepDepth());
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int mode = given.required(0, 0, 1);
        int depth = given.number(
                1, 0, PowerSaving.HIBERNATE, modem.settings().powerSaving.sleepDepth());
        if (given.count() > 2) {
            return Outcome.ERROR;
        }
        modem.settings().powerSaving = modem.settings().powerSaving.withSleep(mode, depth);
        return Outcome.OK;
    }
}
