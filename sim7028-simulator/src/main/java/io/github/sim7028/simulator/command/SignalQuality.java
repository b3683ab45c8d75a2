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
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CSQ} (3.1.1). */
final class SignalQuality extends Command {

    /** So many answers after a start are too early. */
    private static final int EARLY = 2;

    SignalQuality() {
        super("+CSQ");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+CSQ: (0-31,99),(0-7,99)");
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        if (modem.radio().signalAsked() < EARLY && modem.dialect().has(Quirk.CSQ_EARLY_ERROR)) {
            return modem.cmeError(3, "operation not allowed");
        }
        modem.answer("+CSQ: " + modem.radio().rssi() + ',' + modem.radio().bitErrors());
        return Outcome.OK;
    }
}
