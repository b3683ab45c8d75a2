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
import io.github.sim7028.simulator.module.PacketService;
import io.github.sim7028.simulator.net.Internet;

/** {@code QCPING}: one echo request; every host that has an address answers, but for those of a black hole. */
final class Ping extends Command {

    Ping() {
        super("+QCPING");
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        String host = given.text(0);
        if (!given.quoted(0) || host.isEmpty() || !modem.network().isOpen()) {
            return Outcome.ERROR;
        }
        modem.sleep().traffic();
        return Outcome.okThen(() -> modem.networkHost()
                .internet()
                .resolve(host, modem.network().ipv6(), address -> {
                    boolean answers = address != null && carries(modem.network()) && !Internet.isBlackHole(address);
                    modem.say("+QCPING: "
                            + (answers ? "SUCC, dest: " + Internet.text(address) + ", RTT: 623 ms" : "FAIL"));
                    modem.say("+QCPING: DONE");
                }));
    }

    private static boolean carries(PacketService network) {
        return network.works() && network.deadContext() == ErrorCode.SUCCESS;
    }
}
