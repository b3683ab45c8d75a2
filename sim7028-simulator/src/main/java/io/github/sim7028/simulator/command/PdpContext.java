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
import io.github.sim7028.simulator.model.PlatformError;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.Settings.Context;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code CGDCONT}: the PDP contexts (3.1.2). */
final class PdpContext extends Command {

    /** The highest number of a context. */
    static final int MOST = 6;

    private static final String NO_ADDRESS = "0.0.0.0";
    private static final List<String> TYPES = List.of("IP", "IPV6", "IPV4V6");

    PdpContext() {
        super("+CGDCONT");
    }

    /** The lowest number of a context. */
    static int least(ModuleContext modem) {
        return modem.dialect().has(Quirk.CONTEXT_ONE) ? 1 : 0;
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        TYPES.forEach(
                type -> modem.answer("+CGDCONT: (" + least(modem) + '-' + MOST + "),\"" + type + "\",,,(0-2),(0-4)"));
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        boolean note = modem.dialect().has(Quirk.CONTEXT_ONE);
        modem.settings()
                .contexts
                .forEach((number, context) -> modem.answer("+CGDCONT: " + number + ",\"" + context.type() + "\",\""
                        + modem.network().apn(number) + "\",\""
                        + (note ? NO_ADDRESS : modem.network().address(number).orElse(NO_ADDRESS)) + "\",0,0"));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int number = given.required(0, least(modem), MOST);
        Map<Integer, Context> contexts = modem.settings().contexts;
        if (given.count() == 1) {
            if (number == 0 && modem.network().isActive(0)) {
                return modem.cmeError(3, "operation not allowed");
            }
            contexts.remove(number);
            return Outcome.OK;
        }
        String type = given.text(1).toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            return Outcome.ERROR;
        }
        boolean taken = contexts.keySet().stream()
                .anyMatch(other -> other != number
                        && contexts.get(other).type().equals(type)
                        && modem.network().apn(other).equals(given.text(2)));
        if (taken && !modem.dialect().has(Quirk.CONTEXT_ONE)) {
            return modem.cmeError(PlatformError.APN_DUPLICATE);
        }
        contexts.put(number, new Context(type, given.text(2)));
        return Outcome.OK;
    }
}
