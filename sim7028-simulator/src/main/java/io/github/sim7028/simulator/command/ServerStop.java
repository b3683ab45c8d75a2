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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.OptionalInt;

/** {@code SERVERSTOP} (2.1.15): stops listening; every connection of the server must be closed by then. */
final class ServerStop extends Command {

    ServerStop() {
        super("+SERVERSTOP");
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        return stop(modem, 0);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt index = given.number(0, 0, modem.dialect().servers() - 1);
        if (index.isEmpty() || given.count() > 1) {
            return given.number(0, 0, Integer.MAX_VALUE).isEmpty()
                    ? Outcome.ERROR
                    : refused(modem, given.text(0), ErrorCode.WRONG_PARAMETER);
        }
        return stop(modem, index.getAsInt());
    }

    @Override
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        String index = command.parameters().text(0);
        return refused(modem, index.isEmpty() ? "0" : index, error);
    }

    private static Outcome stop(ModuleContext modem, int index) {
        ErrorCode error = modem.servers().stop(index);
        if (error != ErrorCode.SUCCESS) {
            return refused(modem, Integer.toString(index), error);
        }
        String stopped = "+SERVERSTOP: " + index + ",0";
        if (modem.dialect().has(Quirk.SERVER_STOP_OK_FIRST)) {
            return Outcome.okThen(() -> modem.say(stopped));
        }
        modem.answer(stopped);
        return Outcome.OK;
    }

    private static Outcome refused(ModuleContext modem, String index, ErrorCode error) {
        modem.answer("+SERVERSTOP: " + index + ',' + error.number());
        return Outcome.ERROR;
    }
}
