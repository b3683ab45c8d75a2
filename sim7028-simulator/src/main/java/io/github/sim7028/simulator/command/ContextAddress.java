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

/** {@code CGPADDR}: the addresses of the contexts; one that is not active has none. */
final class ContextAddress extends Command {

    ContextAddress() {
        super("+CGPADDR");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CGPADDR: (" + PdpContext.least(modem) + '-' + PdpContext.MOST + ")");
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        modem.settings().contexts.keySet().forEach(number -> answer(modem, number));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int number = given.required(0, PdpContext.least(modem), PdpContext.MOST);
        if (!modem.settings().contexts.containsKey(number)) {
            return modem.cmeError(PlatformError.PDN_NOT_VALID);
        }
        answer(modem, number);
        return Outcome.OK;
    }

    private static void answer(ModuleContext modem, int number) {
        modem.answer("+CGPADDR: " + number
                + modem.network()
                        .address(number)
                        .map(address -> ",\"" + address + '"')
                        .orElse(""));
    }
}
