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
package io.github.sim7028.modem.driver.operation;

import io.github.sim7028.at.AtDialogue;
import io.github.sim7028.at.command.ModuleCommands;
import io.github.sim7028.at.command.SimCommands;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ModuleClock;
import io.github.sim7028.modem.report.ModuleIdentity;
import io.github.sim7028.modem.report.SupplyVoltage;
import java.util.concurrent.CompletionStage;

/** Asks a module what it is, what its clock shows and what it runs on. */
@OnLoop
final class ModuleQuery {

    private final OptionalQueries queries;
    private String maker;
    private String model;
    private String firmware;
    private String imei;
    private String imsi;

    ModuleQuery(AtDialogue dialogue) {
        queries = new OptionalQueries(dialogue);
    }

    CompletionStage<ModuleIdentity> identity() {
        return queries.first(ModuleCommands.maker())
                .thenCompose(answer -> {
                    maker = answer;
                    return queries.first(ModuleCommands.model());
                })
                .thenCompose(answer -> {
                    model = answer;
                    return queries.first(ModuleCommands.firmware());
                })
                .thenCompose(answer -> {
                    firmware = answer;
                    return queries.first(ModuleCommands.imei(), ModuleCommands.imeiByOtherForm());
                })
                .thenCompose(answer -> {
                    imei = answer;
                    return queries.first(ModuleCommands.imsi());
                })
                .thenCompose(answer -> {
                    imsi = answer;
                    return queries.first(SimCommands.cardNumber(), SimCommands.cardNumberByOtherName());
                })
                .thenCompose(
                        iccid -> queries.conclude(() -> new ModuleIdentity(maker, model, firmware, imei, imsi, iccid)));
    }

    CompletionStage<ModuleClock> clock() {
        return queries.first(ModuleCommands.clock()).thenCompose(text -> queries.conclude(() -> ModuleClock.of(text)));
    }

    CompletionStage<SupplyVoltage> supplyVoltage() {
        return queries.first(ModuleCommands.supplyVoltage())
                .thenCompose(millivolts -> queries.conclude(() -> new SupplyVoltage(millivolts)));
    }
}
