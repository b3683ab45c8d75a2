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
import io.github.sim7028.simulator.model.PlatformError;
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/**
 * {@code COPS}: the operator. 0 registers, 1 registers with the operator that is named, 2 deregisters, 3 only chooses the
 * form in which the operator is shown.
 */
final class OperatorSelection extends Command {

    private static final String[] NAMES = {"CHINA MOBILE", "CMCC", "46000"};

    OperatorSelection() {
        super("+COPS");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        if (modem.settings().functionLevel != 1) {
            return modem.cmeError(PlatformError.MINIMAL_FUNCTION);
        }
        modem.answer("+COPS: (2,\"CHINA MOBILE\",\"CMCC\",\"46000\",9),,(0-4),(0-2)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        Settings settings = modem.settings();
        modem.answer("+COPS: " + settings.operatorMode
                + (modem.radio().registration().registered()
                        ? "," + settings.operatorFormat + ",\"" + NAMES[settings.operatorFormat] + "\",9"
                        : ""));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        Settings settings = modem.settings();
        int mode = given.required(0, 0, 4);
        int format = given.number(1, 0, 2, settings.operatorFormat);
        if (mode == 3) {
            settings.operatorFormat = format;
            return Outcome.OK;
        } else if (settings.functionLevel != 1) {
            return modem.cmeError(PlatformError.MINIMAL_FUNCTION);
        }
        boolean chosen = mode == 1 || mode == 4;
        if (mode == 1 && !NAMES[format].equals(given.text(2))) {
            return modem.cmeError(30, "no network service");
        }
        settings.operatorMode = chosen && NAMES[format].equals(given.text(2)) ? 1 : mode == 2 ? 2 : 0;
        settings.operatorFormat = format;
        modem.attach(mode != 2);
        return Outcome.OK;
    }
}
