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

/** {@code CGCONTRDP}: what the network has given an active context: APN, address with mask, gateway, DNS, MTU. */
final class ContextParameters extends Command {

    private static final int BEARER = 5;
    private static final int MTU = 1500;

    ContextParameters() {
        super("+CGCONTRDP");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.settings().contexts.keySet().stream()
                .filter(modem.network()::isActive)
                .findFirst()
                .ifPresent(number -> modem.answer("+CGCONTRDP: (" + number + ')'));
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        modem.settings().contexts.keySet().forEach(number -> answer(modem, number));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        answer(modem, given.required(0, 0, PdpContext.MOST));
        return Outcome.OK;
    }

    private static void answer(ModuleContext modem, int number) {
        Settings settings = modem.settings();
        if (!modem.network().isActive(number)) {
            return;
        }
        String address = modem.network().address(number).orElse("0.0.0.0");
        boolean ipv6 = address.indexOf(':') >= 0;
        modem.answer("+CGCONTRDP: " + number + ',' + BEARER + ",\""
                + modem.network().apn(number) + "\",\""
                + (ipv6 ? address + "/64" : address + ".255.255.255.0") + "\",\""
                + modem.network().gateway(ipv6) + "\",\""
                + settings.dns[ipv6 ? 2 : 0] + "\",\"" + settings.dns[ipv6 ? 3 : 1] + "\",,,,," + MTU);
    }
}
