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

/** {@code CGATT}: whether the module is attached to packet service. */
final class PacketAttachment extends Command {

    PacketAttachment() {
        super("+CGATT");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CGATT: (0,1)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CGATT: " + (modem.radio().registration().registered() ? 1 : 0));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        boolean on = given.required(0, 0, 1) == 1;
        if (modem.settings().functionLevel != 1) {
            return modem.cmeError(PlatformError.MINIMAL_FUNCTION);
        }
        modem.attach(on);
        return Outcome.OK;
    }
}
