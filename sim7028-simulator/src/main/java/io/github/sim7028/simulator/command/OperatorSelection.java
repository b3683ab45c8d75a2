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
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code COPS}: the operator. Selecting one by hand changes nothing here. */
final class OperatorSelection extends Command {

    OperatorSelection() {
        super("+COPS");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+COPS: (2,\"CHINA MOBILE\",\"CMCC\",\"46000\",9),,(0-4),(0-2)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer(modem.radio().registration().registered() ? "+COPS: 0,2,\"46000\",9" : "+COPS: 0");
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        given.required(0, 0, 4);
        return Outcome.OK;
    }
}
