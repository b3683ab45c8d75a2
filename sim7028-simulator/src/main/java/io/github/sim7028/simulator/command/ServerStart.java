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

import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.ErrorCode;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.OptionalInt;

/** {@code SERVERSTART} (2.1.14): listens for TCP clients. */
final class ServerStart extends Command {

    private static final int PORTS = 65_535;
    private static final int MOST_WAITING = 3;

    ServerStart() {
        super("+SERVERSTART");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+SERVERSTART: (0-" + PORTS + ")," + modem.dialect().serverRange());
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        if (!modem.network().works()) {
            return modem.refuseData(ErrorCode.NETWORK_NOT_OPENED);
        }
        modem.servers()
                .listening()
                .forEach(server -> modem.answer("+SERVERSTART: " + server.index() + ',' + server.port()));
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(ModuleContext modem) {
        return modem.cipError(ErrorCode.WRONG_PARAMETER);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        OptionalInt port = given.number(0, 0, PORTS);
        OptionalInt index = given.number(1, 0, modem.dialect().servers() - 1);
        OptionalInt backlog = given.given(2) ? given.number(2, 1, MOST_WAITING) : OptionalInt.of(MOST_WAITING);
        if (port.isEmpty() || index.isEmpty() || backlog.isEmpty() || given.count() > 3) {
            return modem.cipError(ErrorCode.WRONG_PARAMETER);
        } else if (!modem.network().works()) {
            return modem.refuseData(ErrorCode.NETWORK_NOT_OPENED);
        }
        ErrorCode error = modem.servers().start(index.getAsInt(), port.getAsInt(), backlog.getAsInt());
        return error == ErrorCode.SUCCESS ? Outcome.OK : modem.cipError(error);
    }
}
