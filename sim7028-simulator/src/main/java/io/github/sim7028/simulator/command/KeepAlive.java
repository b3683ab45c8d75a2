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
import io.github.sim7028.simulator.model.Settings;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/**
 * {@code CTCPKA} (2.1.19): TCP keep-alive, in minutes. Connections opened from now on have it; the host's own intervals
 * are used, as Java cannot set others everywhere.
 */
final class KeepAlive extends Command {

    private static final int MINUTES = 120;

    KeepAlive() {
        super("+CTCPKA");
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        Settings s = modem.settings();
        modem.answer("+CTCPKA: " + s.keepAlive + ',' + s.keepIdle + ',' + s.keepCount + ',' + s.keepInterval);
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int keepAlive = given.required(0, 0, 1);
        int idle = given.required(1, 1, MINUTES);
        int count = given.required(2, 1, 10);
        int interval = given.required(3, 1, MINUTES);
        if (given.count() > 4) {
            return Outcome.ERROR;
        }
        Settings s = modem.settings();
        s.keepAlive = keepAlive;
        s.keepIdle = idle;
        s.keepCount = count;
        s.keepInterval = interval;
        return Outcome.OK;
    }
}
