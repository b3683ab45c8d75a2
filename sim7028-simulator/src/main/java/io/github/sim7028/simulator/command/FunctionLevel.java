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
import io.github.sim7028.simulator.model.Registration;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.function.Consumer;

/**
 * {@code CFUN}: 0 and 4 switch the radio off, 1 on; {@code CFUN=6} restarts the module.
 * {@code CFUN=1,1} only switches the radio off and on, as on hardware, or restarts the module, too.
 */
final class FunctionLevel extends Command {

    private static final long LONGEST_MILLIS = 3000;

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
        boolean restart = given.number(1, 0, 1, 0) == 1;
        if (level != 0 && level != 1 && level != 4 && level != 6) {
            return Outcome.ERROR;
        }
        if (level == 6 || restart && modem.dialect().has(Quirk.CFUN_RESTARTS)) {
            return Outcome.okThen(modem::restart);
        }
        boolean was = modem.settings().functionLevel == 1;
        modem.settings().functionLevel = level;
        if (level != 1) {
            return Outcome.okThen(() -> modem.power(false));
        } else if (!was) {
            modem.power(true);
            return whenRegistered(modem);
        } else if (restart) {
            modem.cycleRadio();
            return whenRegistered(modem);
        }
        return Outcome.OK;
    }

    /** The answer waits for the network, though not for ever. */
    private static Outcome whenRegistered(ModuleContext modem) {
        if (modem.radio().registration() != Registration.SEARCHING
                || modem.dialect().has(Quirk.CFUN_OK_FIRST)) {
            return Outcome.OK;
        }
        Consumer<Outcome> later = modem.later();
        modem.radio().whenSettled(LONGEST_MILLIS, () -> later.accept(Outcome.OK));
        return Outcome.LATER;
    }
}
