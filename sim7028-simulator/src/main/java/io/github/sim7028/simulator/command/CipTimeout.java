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

/** {@code CIPTIMEOUT} (2.1.12): how long NETOPEN, CIPOPEN and CIPSEND may take. */
final class CipTimeout extends Command {

    private static final int LEAST = 3_000;
    private static final int MOST = 120_000;

    CipTimeout() {
        super("+CIPTIMEOUT");
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        Settings settings = modem.settings();
        modem.answer(
                "+CIPTIMEOUT: " + settings.netOpenTimeout + ',' + settings.openTimeout + ',' + settings.sendTimeout);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        Settings settings = modem.settings();
        if (given.count() == 0 || given.count() > 3) {
            return Outcome.ERROR;
        }
        int netOpen = given.number(0, LEAST, MOST, settings.netOpenTimeout);
        int open = given.number(1, LEAST, MOST, settings.openTimeout);
        int send = given.number(2, LEAST, MOST, settings.sendTimeout);
        settings.netOpenTimeout = netOpen;
        settings.openTimeout = open;
        settings.sendTimeout = send;
        return Outcome.OK;
    }
}
