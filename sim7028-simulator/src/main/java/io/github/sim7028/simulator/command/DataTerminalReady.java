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

/** {@code AT&D0}, {@code AT&D1}, {@code AT&D2}: what dropping DTR does in data mode (1.3). */
final class DataTerminalReady extends Command {

    DataTerminalReady() {
        super("&D");
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        modem.settings().dtrMode = given.number(0, 0, 2, 0);
        return Outcome.OK;
    }
}
