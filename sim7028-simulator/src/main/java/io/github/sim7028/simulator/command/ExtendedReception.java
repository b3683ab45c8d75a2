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
import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CEDRXS}: eDRX as the module asks for it; {@code CEDRXRDP}: what the network has granted. Kept over a restart. */
final class ExtendedReception extends Command {

    /** NB-IoT as {@code <AcT-type>}. */
    private static final int NB_IOT = 5;

    ExtendedReception() {
        super("+CEDRXS", "+CEDRXRDP");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        if (name.equals("+CEDRXS")) {
            modem.answer("+CEDRXS: (0-3),(5),(\"0000\"-\"1111\")");
        }
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        if (!name.equals("+CEDRXS")) {
            return Outcome.ERROR;
        }
        PowerSaving now = modem.settings().powerSaving;
        modem.answer(now.edrxMode() == 0 ? "+CEDRXS: 0" : "+CEDRXS: " + NB_IOT + ",\"" + now.edrxCycle() + '"');
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        if (!name.equals("+CEDRXS")) {
            return Outcome.ERROR;
        }
        int mode = given.required(0, 0, 3);
        given.number(1, NB_IOT, NB_IOT, NB_IOT);
        PowerSaving old = mode == 3 ? PowerSaving.FACTORY : modem.settings().powerSaving;
        String cycle = given.given(2) ? given.text(2) : old.edrxCycle();
        if (given.count() > 3 || !cycle.matches("[01]{4}")) {
            return Outcome.ERROR;
        }
        modem.settings().powerSaving = modem.settings().powerSaving.withEdrx(mode % 3, cycle);
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        if (!name.equals("+CEDRXRDP")) {
            return Outcome.ERROR;
        }
        PowerSaving now = modem.sleep().granted();
        boolean granted = now.edrxMode() > 0 && modem.radio().registration().registered();
        modem.answer(
                granted
                        ? "+CEDRXRDP: " + NB_IOT + ",\"" + now.edrxCycle() + "\",\"" + now.edrxCycle() + "\",\""
                                + PowerSaving.PAGING_WINDOW + '"'
                        : "+CEDRXRDP: 0");
        return Outcome.OK;
    }
}
