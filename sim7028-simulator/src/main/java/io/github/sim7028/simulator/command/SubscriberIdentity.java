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
import io.github.sim7028.simulator.model.ModuleIdentity;
import io.github.sim7028.simulator.model.Quirk;
import io.github.sim7028.simulator.model.SimCard;
import io.github.sim7028.simulator.module.Command;
import io.github.sim7028.simulator.module.ModuleContext;
import io.github.sim7028.simulator.module.Outcome;

/** {@code CIMI}, {@code CICCID}: the card's numbers. */
final class SubscriberIdentity extends Command {

    private final ModuleIdentity numbers;

    SubscriberIdentity(ModuleIdentity numbers) {
        super("+CIMI", "+CICCID");
        this.numbers = numbers;
    }

    @Override
    protected Outcome test(ModuleContext modem, String name) {
        return Outcome.OK;
    }

    @Override
    protected Outcome execute(ModuleContext modem, String name, Parameters given) {
        SimCard.State state = modem.radio().sim().state();
        if (state == SimCard.State.ABSENT) {
            return modem.cmeError(10, "SIM not inserted");
        }
        if (name.equals("+CICCID")) {
            // a card tells its number without its PIN
            modem.answer((modem.dialect().has(Quirk.ICCID_PREFIX) ? "+ICCID: " : "+CICCID: ") + numbers.iccid());
            return Outcome.OK;
        }
        return switch (state) {
            case PIN -> modem.cmeError(11, "SIM PIN required");
            case PUK -> modem.cmeError(12, "SIM PUK required");
            default -> {
                modem.answer(numbers.imsi());
                yield Outcome.OK;
            }
        };
    }
}
