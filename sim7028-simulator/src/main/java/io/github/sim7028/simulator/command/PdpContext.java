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
import io.github.sim7028.simulator.model.Settings.Context;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.List;
import java.util.Locale;

/** {@code CGDCONT}: the PDP contexts (3.1.2). */
final class PdpContext extends Command {

    /** The highest number of a context. */
    static final int MOST = 6;

    private static final List<String> TYPES = List.of("IP", "IPV6", "IPV4V6");

    PdpContext() {
        super("+CGDCONT");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        TYPES.forEach(type -> modem.answer("+CGDCONT: (1-" + MOST + "),\"" + type + "\",,,(0-2),(0-4)"));
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.settings()
                .contexts
                .forEach((number, context) -> modem.answer("+CGDCONT: " + number + ",\"" + context.type() + "\",\""
                        + context.apn() + "\",\"0.0.0.0\",0,0"));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int number = given.required(0, 1, MOST);
        if (given.count() == 1) {
            modem.settings().contexts.remove(number);
            return Outcome.OK;
        }
        String type = given.text(1).toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            return Outcome.ERROR;
        }
        modem.settings().contexts.put(number, new Context(type, given.text(2)));
        return Outcome.OK;
    }
}
