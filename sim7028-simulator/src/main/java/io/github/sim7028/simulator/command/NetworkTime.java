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

import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** {@code CCLK}: the clock, with a year of four digits as modules in the field show it; the network has set it to UTC. */
final class NetworkTime extends Command {

    private static final DateTimeFormatter SHAPE = DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss");

    private final Clock clock = Clock.system(ZoneOffset.UTC);

    NetworkTime() {
        super("+CCLK");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer("+CCLK: \"" + LocalDateTime.now(clock).format(SHAPE) + "+00\"");
        return Outcome.OK;
    }
}
