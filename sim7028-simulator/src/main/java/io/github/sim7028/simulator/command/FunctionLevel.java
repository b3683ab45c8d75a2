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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/**
 * {@code CFUN}: 0 and 4 switch the radio off, 1 on; {@code CFUN=1,1} and {@code CFUN=6} restart the module, unless
 * {@code CFUN=1,1} only switches the radio off and on.
 */
final class FunctionLevel extends Command {

    FunctionLevel() {
        super("+CFUN");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CFUN: (0,1,4,6),(0,1)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CFUN: " + modem.settings().functionLevel);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int level = given.required(0, 0, 6);
        boolean restart = given.number(1, 0, 1, 0) == 1 || level == 6;
        if (level != 0 && level != 1 && level != 4 && level != 6) {
            return Outcome.ERROR;
        }
        if (restart && level == 1 && modem.dialect().has(Quirk.CFUN_CYCLES_RADIO)) {
            modem.power(false);
            modem.settings().functionLevel = 1;
            modem.power(true);
            modem.answer("SIM Ready");
            return Outcome.OK;
        }
        if (restart) {
            return Outcome.okThen(modem::restart);
        }
        modem.settings().functionLevel = level;
        modem.power(level == 1);
        return Outcome.OK;
    }
}
