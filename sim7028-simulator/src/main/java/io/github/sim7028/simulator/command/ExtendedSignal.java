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
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import io.github.sim7028.simulator.module.Radio;

/** {@code CESQ}: the levels of the cell, coded; of GSM and UMTS there are none. */
final class ExtendedSignal extends Command {

    private static final int UNKNOWN = 255;
    private static final int HIGHEST_RSRP = 97;

    ExtendedSignal() {
        super("+CESQ");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CESQ: (0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)");
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        boolean hears =
                modem.radio().registration().registered() && modem.radio().rssi() <= 31;
        int rsrq = hears ? 2 * (Radio.RSRQ + 20) : UNKNOWN;
        int rsrp = hears ? Math.max(0, Math.min(HIGHEST_RSRP, modem.radio().rsrp() + 141)) : UNKNOWN;
        modem.answer("+CESQ: 99,99,255,255," + rsrq + ',' + rsrp);
        return Outcome.OK;
    }
}
