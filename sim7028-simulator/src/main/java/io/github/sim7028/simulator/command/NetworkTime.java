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
import io.github.sim7028.simulator.model.ModuleClock;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.time.Clock;
import java.time.DateTimeException;

/**
 * {@code CCLK}: the clock, with a year of four digits as modules in the field show it. The network has set it to UTC,
 * unless the operator sends no time.
 */
final class NetworkTime extends Command {

    private static final String SHAPE = "(\\d{2}|\\d{4})/\\d{2}/\\d{2},\\d{2}:\\d{2}:\\d{2}[+-]\\d{2}";

    private final Clock clock = Clock.systemUTC();

    NetworkTime() {
        super("+CCLK");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CCLK: \"" + modem.settings().clock.text(clock.instant()) + '"');
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) {
        if (given.count() != 1 || !given.text(0).matches(SHAPE)) {
            return Outcome.ERROR;
        }
        try {
            modem.settings().clock = ModuleClock.of(given.text(0), clock.instant());
            return Outcome.OK;
        } catch (DateTimeException e) {
            return Outcome.ERROR;
        }
    }
}
