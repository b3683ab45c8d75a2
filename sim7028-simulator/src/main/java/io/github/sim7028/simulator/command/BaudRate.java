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
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** {@code IPR}: the rate of the UART, which changes after the OK. Not in the note; a restart keeps the rate. */
final class BaudRate extends Command {

    private static final List<Integer> RATES =
            List.of(4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600);

    BaudRate() {
        super("+IPR");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer("+IPR: (" + RATES.stream().map(String::valueOf).collect(Collectors.joining(",")) + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+IPR: " + modem.rate());
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int rate = given.required(0, 0, Integer.MAX_VALUE);
        if (given.count() != 1 || !RATES.contains(rate)) {
            return Outcome.ERROR;
        }
        return Outcome.okThen(() -> modem.rate(rate));
    }
}
