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
import io.github.sim7028.simulator.model.ErrorInfo;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.net.Link;

/** {@code CIPACK} (2.1.16): how much a TCP connection has sent and received. */
final class CipAck extends Command {

    CipAck() {
        super("+CIPACK");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CIPACK: " + modem.dialect().linkRange());
        return Outcome.OK;
    }

    @Override
    protected Outcome wrong(ModuleContext modem) {
        return modem.ipError(ErrorInfo.INVALID_PARAMETER);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int number = given.required(0, 0, modem.dialect().links() - 1);
        if (given.count() > 1) {
            return modem.ipError(ErrorInfo.INVALID_PARAMETER);
        }
        if (!modem.network().works()) {
            return modem.ipError(ErrorInfo.NETWORK_NOT_OPENED);
        }
        Link link = modem.links().link(number);
        if (link == null || !link.isOpen()) {
            return modem.ipError(ErrorInfo.CONNECTION_NOT_CREATED);
        }
        if (!link.type().equals("TCP")) {
            return modem.ipError(ErrorInfo.OPERATION_NOT_SUPPORTED);
        }
        modem.answer("+CIPACK: " + link.sent() + ",0," + link.received());
        return Outcome.OK;
    }
}
