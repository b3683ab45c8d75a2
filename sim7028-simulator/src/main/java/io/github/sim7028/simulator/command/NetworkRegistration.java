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
import io.github.sim7028.simulator.model.RegistrationReport;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CREG}, {@code CGREG}, {@code CEREG}: the state of registration, and whether changes are reported. */
final class NetworkRegistration extends Command {

    private static final int MOST = 5;

    NetworkRegistration() {
        super("+CREG", "+CGREG", "+CEREG");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer(name + (name.equals("+CEREG") ? ": (0-5)" : ": (0-2)"));
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        int mode = modem.settings().registrationReports.getOrDefault(name, 0);
        modem.answer(name + ": " + mode + ','
                + RegistrationReport.text(
                        name, mode, modem.radio().registration(), modem.sleep().granted(), modem.dialect()));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int mode = given.required(0, 0, name.equals("+CEREG") ? MOST : 2);
        modem.settings().registrationReports.put(name, mode);
        return Outcome.OK;
    }
}
