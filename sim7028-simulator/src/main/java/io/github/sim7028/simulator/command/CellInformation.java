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
import io.github.sim7028.simulator.model.Cell;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.module.Radio;

/** {@code QCBCINFO}: the serving cell and a neighbour. */
final class CellInformation extends Command {

    /** The neighbour is weaker by so much, in dB. */
    private static final int WEAKER = 9;

    CellInformation() {
        super("+QCBCINFO");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        return cells(modem);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        return cells(modem);
    }

    private static Outcome cells(ModuleContext modem) {
        Radio radio = modem.radio();
        if (radio.registration().registered()) {
            modem.answer("+QCBCINFOSC: " + radio.earfcn() + ',' + Cell.PCI + ',' + radio.rsrp() + ',' + Radio.RSRQ
                    + ",\"460\",\"00\",\"" + Cell.ID_HEX + "\",\"" + Cell.TAC_HEX + '"');
            modem.answer("+QCBCINFONC: " + radio.earfcn() + ',' + (Cell.PCI + 1) + ',' + (radio.rsrp() - WEAKER) + ','
                    + (Radio.RSRQ - WEAKER));
        }
        return Outcome.OK;
    }
}
