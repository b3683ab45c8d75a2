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
import io.github.sim7028.simulator.model.Settings.Authentication;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CGAUTH}: user and password of a context's APN. The password is taken and never shown. */
final class ContextAuthentication extends Command {

    private static final int LONGEST = 127;

    ContextAuthentication() {
        super("+CGAUTH");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CGAUTH: (0-" + PdpContext.MOST + "),(0-2),(0-" + LONGEST + "),(0-" + LONGEST + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.settings()
                .authentications
                .forEach((number, login) ->
                        modem.answer("+CGAUTH: " + number + ',' + login.protocol() + ",\"" + login.user() + '"'));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int number = given.required(0, 0, PdpContext.MOST);
        int protocol = given.number(1, 0, 2, 0);
        boolean fits = given.text(2).length() <= LONGEST && given.text(3).length() <= LONGEST;
        if (given.count() > 4 || !fits || protocol > 0 && given.text(2).isEmpty()) {
            return Outcome.ERROR;
        }
        if (protocol == 0) {
            modem.settings().authentications.remove(number);
        } else {
            modem.settings().authentications.put(number, new Authentication(protocol, given.text(2), given.text(3)));
        }
        return Outcome.OK;
    }
}
