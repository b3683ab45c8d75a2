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
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code ATI}, {@code CGMI}, {@code CGMM}, {@code CGMR}, {@code CGSN}: who made it, what it is, its IMEI. */
final class Identity extends Command {

    private static final String MAKER = "SIMCOM INCORPORATED";
    private static final String MODEL = "SIM7028";
    private static final String REVISION = "2110B07SIM7028";
    private static final String OLD_REVISION = "2110B01SIM7028";
    private static final String PLATFORM = "SIM7028 R2110";

    private final String imei;

    Identity(String imei) {
        super("I", "+CGMI", "+GMI", "+CGMM", "+GMM", "+CGMR", "+GMR", "+CGSN", "+GSN");
        this.imei = imei;
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    /** {@code CGSN=1}: the IMEI with its name. */
    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        if (!name.equals("+CGSN") || given.required(0, 1, 1) != 1) {
            return Outcome.ERROR;
        }
        modem.answer("+CGSN: \"" + imei + '"');
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        switch (name) {
            case "I" -> {
                modem.answer("Manufacturer: " + MAKER);
                modem.answer("Model: " + PLATFORM);
                modem.answer("Revision: " + REVISION);
                modem.answer("IMEI: " + imei);
            }
            case "+CGMI", "+GMI" -> modem.answer(MAKER);
            case "+CGMM", "+GMM" -> modem.answer(MODEL);
            case "+CGMR", "+GMR" ->
                modem.answer(modem.dialect().has(Quirk.CGMR_PREFIX) ? "+CGMR: " + OLD_REVISION : REVISION);
            default -> modem.answer(imei);
        }
        return Outcome.OK;
    }
}
