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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CPINR} and {@code SPIC}: how many PINs may still be tried. Not every firmware tells, see {@link Quirk#NO_PIN_TRIES}. */
final class PinTries extends Command {

    PinTries() {
        super("+CPINR", "+SPIC");
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        SimCard sim = modem.radio().sim();
        if (modem.dialect().has(Quirk.NO_PIN_TRIES)) {
            return Outcome.ERROR;
        }
        if (sim.state() == SimCard.State.ABSENT) {
            return modem.cmeError(10, "SIM not inserted");
        }
        if (name.equals("+CPINR")) {
            modem.answer("+CPINR: SIM PIN," + sim.pinTries() + "," + SimCard.PIN_TRIES);
            modem.answer("+CPINR: SIM PUK," + sim.pukTries() + "," + SimCard.PUK_TRIES);
        } else {
            modem.answer("+SPIC: " + sim.pinTries() + "," + sim.pukTries() + ",0,0");
        }
        return Outcome.OK;
    }
}
