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
import io.github.sim7028.simulator.net.Link;

/** {@code NETCLOSE} (2.1.2): closes the links and deactivates the context. */
final class NetClose extends Command {

    NetClose() {
        super("+NETCLOSE");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        if (!modem.network().isOpen()) {
            modem.answer("+NETCLOSE: " + ErrorCode.NETWORK_NOT_OPENED.number());
            return Outcome.ERROR;
        }
        return Outcome.okThen(() -> close(modem));
    }

    @Override
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        modem.answer("+NETCLOSE: " + error.number());
        return Outcome.ERROR;
    }

    private static void close(ModuleContext modem) {
        for (Link link : modem.links().opened()) {
            boolean streams = modem.networkHost().streams(link.number());
            modem.links().remove(link);
            link.close();
            if (streams || modem.dialect().has(Quirk.NETCLOSE_SAYS_CLOSED)) {
                modem.say(modem.closedWord());
            }
            modem.say("+CIPCLOSE: " + link.number() + ",0");
        }
        for (Link link : modem.links().opening()) {
            modem.links().remove(link);
            link.abort();
            modem.say("+CIPOPEN: " + link.number() + ',' + ErrorCode.NETWORK_FAILURE.number());
        }
        modem.network().close();
        modem.say("+NETCLOSE: 0");
    }
}
