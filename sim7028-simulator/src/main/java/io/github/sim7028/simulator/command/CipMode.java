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
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CIPMODE} (2.1.10): transparent or not; only while the network is closed. */
final class CipMode extends Switch {

    CipMode() {
        super("+CIPMODE", 0, true, settings -> settings.cipMode, (settings, value) -> settings.cipMode = value);
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        return fixed(modem) ? Outcome.ERROR : super.write(modem, name, given);
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        return fixed(modem) ? Outcome.ERROR : super.execute(modem, name, given);
    }

    private static boolean fixed(ModuleContext modem) {
        return modem.network().isOpen() || modem.network().isOpening();
    }
}
