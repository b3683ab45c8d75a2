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
import io.github.sim7028.simulator.net.Internet;

/** {@code CNTP}: a time server, and setting the clock by it. The time is that of this computer. */
final class NetworkTimeServer extends Command {

    private static final int NETWORK_ERROR = 4;
    private static final int TIMEOUT = 6;
    private static final int QUARTERS = 96;

    NetworkTimeServer() {
        super("+CNTP");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CNTP: \"server\",(-" + QUARTERS + '-' + QUARTERS + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CNTP: \"" + modem.settings().timeServer + "\"," + modem.settings().timeServerZone);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        String zone = given.given(1) ? given.text(1) : "0";
        if (given.text(0).isEmpty() || given.count() > 2 || !zone.matches("[+-]?\\d{1,2}")) {
            return Outcome.ERROR;
        }
        int quarters = Integer.parseInt(zone);
        if (Math.abs(quarters) > QUARTERS) {
            return Outcome.ERROR;
        }
        modem.settings().timeServer = given.text(0);
        modem.settings().timeServerZone = quarters;
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        Settings settings = modem.settings();
        if (settings.timeServer.isEmpty()) {
            return Outcome.ERROR;
        }
        return Outcome.okThen(() -> {
            if (!modem.radio().registration().registered()) {
                modem.say("+CNTP: " + NETWORK_ERROR);
                return;
            }
            modem.networkHost()
                    .internet()
                    .resolve(settings.timeServer, modem.network().ipv6(), address -> {
                        int result = address == null ? NETWORK_ERROR : Internet.isBlackHole(address) ? TIMEOUT : 0;
                        if (result == 0) {
                            settings.clock = settings.clock.set(0, settings.timeServerZone);
                        }
                        modem.say("+CNTP: " + result);
                    });
        });
    }
}
