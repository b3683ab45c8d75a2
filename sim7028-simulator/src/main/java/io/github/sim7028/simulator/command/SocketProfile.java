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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CSOCKSETPN} (2.1.18): the context's profile and address family; only while the network is closed. */
final class SocketProfile extends Command {

    SocketProfile() {
        super("+CSOCKSETPN");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CSOCKSETPN: " + profile(modem) + ",(1,6)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CSOCKSETPN: " + profile(modem) + ',' + modem.settings().ipFamily);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        given.required(0, profile(modem), profile(modem));
        int family = given.number(1, 1, 6, modem.settings().ipFamily);
        boolean open = modem.network().isOpen() || modem.network().isOpening();
        if (open || given.count() > 2 || (family != 1 && family != 6)) {
            return Outcome.ERROR;
        }
        modem.settings().ipFamily = family;
        modem.settings().socketContext = profile(modem);
        return Outcome.OK;
    }

    private static int profile(ModuleContext modem) {
        return modem.dialect().has(Quirk.PROFILE_ZERO) ? 0 : 1;
    }
}
