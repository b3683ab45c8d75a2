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

import io.github.sim7028.simulator.at.AtCommand;
import io.github.sim7028.simulator.at.AtSyntaxException;
import io.github.sim7028.simulator.at.Parameters;
import io.github.sim7028.simulator.model.ErrorCode;
import java.util.List;

/** An AT command, or a small family that shares a meaning. A form that is not overridden answers {@code ERROR}. */
public abstract class Command {

    private final List<String> names;

    /** @param names upper case, without {@code AT} */
    protected Command(String... names) {
        this.names = List.of(names);
    }

    /** Its names. */
    public final List<String> names() {
        return names;
    }

    /** {@code AT+X=?} */
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.ERROR;
    }

    /** {@code AT+X?} */
    protected Outcome read(ModuleContext modem, String name) {
        return Outcome.ERROR;
    }

    /** {@code AT+X=…} */
    protected Outcome write(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        return Outcome.ERROR;
    }

    /** {@code AT+X}, and basic commands with their number. */
    protected Outcome execute(ModuleContext modem, String name, Parameters given) throws AtSyntaxException {
        return Outcome.ERROR;
    }

    /** The answer to parameters that are not understood. */
    protected Outcome wrong(ModuleContext modem) {
        return Outcome.ERROR;
    }

    /** Fails by a fault, with an {@code <err>} of 5.2 in the form this command has for it. */
    protected Outcome fail(ModuleContext modem, AtCommand command, ErrorCode error) {
        return modem.cipError(error);
    }

    /** Does what was asked. */
    final Outcome run(ModuleContext modem, AtCommand command) {
        try {
            return switch (command.form()) {
                case TEST -> test(modem, command.name());
                case READ -> read(modem, command.name());
                case WRITE -> write(modem, command.name(), command.parameters());
                case EXECUTE -> execute(modem, command.name(), command.parameters());
            };
        } catch (AtSyntaxException e) {
            return wrong(modem);
        }
    }
}
