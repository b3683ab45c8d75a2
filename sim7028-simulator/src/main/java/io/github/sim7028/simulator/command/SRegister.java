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
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/**
 * The S-registers of V.250: {@code S0=0}, {@code S0?}. Dial-up programs set them; a module without calls only keeps them.
 * The characters of {@code S3}, {@code S4} and {@code S5} (CR, LF, backspace) are fixed.
 */
final class SRegister extends Command {

    private static final int MOST = 255;

    SRegister() {
        super(Settings.S_REGISTERS.keySet().toArray(String[]::new));
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer(name + ": (0-" + MOST + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer(String.format("%03d", modem.settings().registers.get(name)));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int value = given.number(0, 0, MOST, 0);
        boolean fixed = name.equals("S3") || name.equals("S4") || name.equals("S5");
        if (given.count() > 1 || fixed && value != Settings.S_REGISTERS.get(name)) {
            return Outcome.ERROR;
        }
        modem.settings().registers.put(name, value);
        return Outcome.OK;
    }
}
