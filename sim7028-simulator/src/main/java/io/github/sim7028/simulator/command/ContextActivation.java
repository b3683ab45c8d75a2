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

import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CGACT}: which contexts are active. Only {@code NETOPEN} activates one here, the first. */
final class ContextActivation extends Command {

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
                .forEach(number -> modem.answer("+CGACT: " + number + ','
                        + (number == 1 && modem.network().works() ? 1 : 0)));
        return Outcome.OK;
    }
}
