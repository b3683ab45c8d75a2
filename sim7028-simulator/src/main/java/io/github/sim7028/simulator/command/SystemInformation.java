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

import io.github.sim7028.simulator.model.Cell;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.module.Radio;

/** {@code CPSI}: the cell the module is in (1.2). */
final class SystemInformation extends Command {

    SystemInformation() {
        super("+CPSI");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CPSI: (0-255)");
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        String mode = modem.settings().functionLevel == 1 ? "Online" : "Offline";
        modem.answer(
                modem.radio().registration().registered()
                        ? "+CPSI: " + (modem.dialect().has(Quirk.CPSI_LTE) ? "LTE NB-IOT," : "NB,") + mode
                                + ",460-00,0x" + Cell.TAC_HEX + ',' + Cell.ID + ',' + Cell.PCI
                                + ",EUTRAN-BAND" + modem.radio().band() + ','
                                + modem.radio().earfcn() + ",0,0," + Radio.RSRQ + ','
                                + modem.radio().rsrp() + ',' + modem.radio().rssiDbm() + ",12"
                        : "+CPSI: NO SERVICE," + mode);
        return Outcome.OK;
    }
}
