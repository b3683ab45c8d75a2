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
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/** A setting that is a small number: {@code CIPHEAD} (2.1.8), {@code CIPSRIP} (2.1.9), {@code CIPSENDMODE} (2.1.11), … */
class Switch extends Command {

    private final int standard;
    private final int most;
    private final boolean executable;
    private final ToIntFunction<Settings> get;
    private final ObjIntConsumer<Settings> set;

    /** {@code executable} whether the command without a value sets the default. */
    Switch(String name, int standard, boolean executable, ToIntFunction<Settings> get, ObjIntConsumer<Settings> set) {
        this(name, standard, 1, executable, get, set);
    }

    /** {@code most} the highest value. */
    Switch(
            String name,
            int standard,
            int most,
            boolean executable,
            ToIntFunction<Settings> get,
            ObjIntConsumer<Settings> set) {
        super(name);
        this.most = most;
        this.standard = standard;
        this.executable = executable;
        this.get = get;
        this.set = set;
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        modem.answer(name + ": (0-" + most + ')');
        return Outcome.OK;
    }

    @Override
    protected Outcome read(ModuleContext modem, String name) {
        modem.answer(name + ": " + get.applyAsInt(modem.settings()));
        return Outcome.OK;
    }

    @Override
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        int value = given.required(0, 0, most);
        if (given.count() > 1) {
            return Outcome.ERROR;
        }
        set.accept(modem.settings(), value);
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        if (!executable) {
            return Outcome.ERROR;
        }
        set.accept(modem.settings(), standard);
        return Outcome.OK;
    }
}
