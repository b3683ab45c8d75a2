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
import io.github.sim7028.simulator.model.Bands;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code QCBAND}: the bands that the module searches, from the next time the radio is switched on. Kept over a restart. */
final class BandSelection extends Command {

    BandSelection() {
        super("+QCBAND");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+QCBAND: (0),(" + list(Bands.all()) + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+QCBAND: 0," + list(modem.settings().bands));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        given.required(0, 0, 0);
        if (given.count() < 2) {
            return Outcome.ERROR;
        }
        List<Integer> bands = new ArrayList<>();
        for (int i = 1; i < given.count(); i++) {
            bands.add(given.required(i, 1, 255));
        }
        if (!Bands.all().containsAll(bands)) {
            return Outcome.ERROR;
        }
        modem.settings().bands = List.copyOf(bands);
        return Outcome.OK;
    }

    private static String list(List<Integer> bands) {
        return bands.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
