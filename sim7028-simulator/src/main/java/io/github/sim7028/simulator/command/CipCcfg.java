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
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CIPCCFG} (2.1.13): parameters of sockets. */
final class CipCcfg extends Command {

    CipCcfg() {
        super("+CIPCCFG");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPCCFG: (0-10),(0-1000),(0),(0-1),(0-1),(0-1),(500-120000)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        Settings s = modem.settings();
        modem.answer("+CIPCCFG: " + s.retries + ',' + s.receiveDelay + ",0," + s.errMode + ',' + s.headerType + ','
                + s.asyncMode + ',' + s.retransmissionTimeout);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        Settings s = modem.settings();
        if (given.count() == 0 || given.count() > 7) {
            return Outcome.ERROR;
        }
        int retries = given.number(0, 0, 10, s.retries);
        int receiveDelay = given.number(1, 0, 1000, s.receiveDelay);
        given.number(2, 0, 0, 0);
        int errMode = given.number(3, 0, 1, s.errMode);
        int headerType = given.number(4, 0, 1, s.headerType);
        int asyncMode = given.number(5, 0, 1, s.asyncMode);
        int timeout = given.number(6, 500, 120_000, s.retransmissionTimeout);
        s.retries = retries;
        s.receiveDelay = receiveDelay;
        s.errMode = errMode;
        s.headerType = headerType;
        s.asyncMode = asyncMode;
        s.retransmissionTimeout = timeout;
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        modem.settings().socketDefaults();
        return Outcome.OK;
    }
}
