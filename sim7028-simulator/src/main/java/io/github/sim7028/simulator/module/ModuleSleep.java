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
package io.github.sim7028.simulator.module;

import io.github.sim7028.simulator.model.PowerSaving;
import io.github.sim7028.simulator.net.Link;
import io.github.sim7028.simulator.net.Links;
import io.github.sim7028.simulator.power.Sleeper;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the module's sleep depends on, and what it does to the module. */
final class ModuleSleep implements Sleeper {

    private final ModuleState state;
    private final Radio radio;
    private final CommandInterpreter interpreter;
    private final HostInput input;
    private final ModuleOutput output;
    private final DataMode data;
    private final Links links;
    private final BooleanSupplier opening;
    private final Consumer<Boolean> startAgain;

    /**
     * @param opening whether the network is being opened
     * @param startAgain starts the module as after a boot; told whether with its lines
     */
    ModuleSleep(
            ModuleState state,
            Radio radio,
            CommandInterpreter interpreter,
            HostInput input,
            ModuleOutput output,
            DataMode data,
            Links links,
            BooleanSupplier opening,
            Consumer<Boolean> startAgain) {
        this.state = state;
        this.radio = radio;
        this.interpreter = interpreter;
        this.input = input;
        this.output = output;
        this.data = data;
        this.links = links;
        this.opening = opening;
        this.startAgain = startAgain;
    }

    @Override
    public PowerSaving settings() {
        return state.settings().powerSaving;
    }

    @Override
    public boolean registered() {
        return radio.registration().registered();
    }

    @Override
    public boolean idle() {
        return !state.booting() && !state.muted() && interpreter.idle() && !data.isActive();
    }

    @Override
    public boolean quiet() {
        return interpreter.quiet()
                && !opening.getAsBoolean()
                && output.drained()
                && links.opening().isEmpty()
                && links.opened().stream().noneMatch(Link::sending);
    }

    @Override
    public long lastByte() {
        long said = output.said();
        long heard = input.heard();
        return said - heard > 0 ? said : heard;
    }

    @Override
    public long said() {
        return output.said();
    }

    @Override
    public void uart(boolean on) {
        if (on) {
            output.revive();
        } else {
            output.die();
        }
    }

    @Override
    public void startAgain(boolean loud) {
        startAgain.accept(loud);
    }
}
