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
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CGACT}: which contexts are active. The module activates one by itself. */
final class ContextActivation extends Command {

    /** The code of 3GPP TS 27.007. */
    private static final int LAST = 171;

    ContextActivation() {
        super("+CGACT");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CGACT: (0,1)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.settings()
                .contexts
                .keySet()
                .forEach(number -> modem.answer(
                        "+CGACT: " + number + ',' + (modem.network().isActive(number) ? 1 : 0)));
        return Outcome.OK;
    }

    /** The context that the module has attached with, and the one in use, cannot be deactivated. */
    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        boolean on = given.required(0, 0, 1) == 1;
        int number = given.required(1, PdpContext.least(modem), PdpContext.MOST);
        if (given.count() > 2) {
            return Outcome.ERROR;
        } else if (!modem.settings().contexts.containsKey(number)) {
            return modem.cmeError(PlatformError.PDN_NOT_VALID);
        } else if (modem.settings().functionLevel != 1) {
            return modem.cmeError(PlatformError.MINIMAL_FUNCTION);
        } else if (on) {
            modem.settings().activated.add(number);
        } else {
            modem.settings().activated.remove(number);
            if (modem.network().isActive(number)) {
                return modem.cmeError(LAST, "last PDN disconnection not allowed");
            }
        }
        return Outcome.OK;
    }
}
