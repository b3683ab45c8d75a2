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

import io.github.sim7028.simulator.at.AtCommand;
import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code NETOPEN} (2.1.1): activates the context. */
final class NetOpen extends Command {

    NetOpen() {
        super("+NETOPEN");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+NETOPEN: " + (modem.network().isOpen() ? 1 : 0));
        return Outcome.OK;
    }

    @Override
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        return Outcome.okThen(() -> modem.say("+NETOPEN: " + error.number()));
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        if (modem.network().works()) {
            return modem.dialect().has(Quirk.NETOPEN_BARE_ERROR)
                    ? Outcome.ERROR
                    : modem.ipError(ErrorInfo.NETWORK_ALREADY_OPENED);
        }
        if (modem.network().isOpening() || !modem.radio().simReady() || modem.settings().functionLevel != 1) {
            return Outcome.ERROR;
        }
        modem.sleep().traffic();
        return Outcome.okThen(() -> modem.network().open(error -> modem.say("+NETOPEN: " + error.number())));
    }
}
