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
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.spi.OnLoop;
import io.github.sim7028.modem.report.ServingCell;
import java.util.concurrent.CompletionStage;

/** Asks for the serving cell, and joins the two answers that describe it. */
@OnLoop
final class CellQuery {

    private final OptionalQueries queries;

    CellQuery(AtDialogue dialogue) {
        queries = new OptionalQueries(dialogue);
    }

    CompletionStage<ServingCell> cell() {
        return queries.first(DiagnosticCommands.servingCell())
                .thenCompose(text -> queries.first(DiagnosticCommands.levels())
                        .thenCompose(levels -> queries.conclude(() -> joined(text, levels))));
    }

    private static ServingCell joined(String text, DiagnosticCommands.Levels levels) {
        ServingCell cell = text == null ? ServingCell.UNKNOWN : ServingCell.of(text);
        return levels == null ? cell : cell.withLevels(levels.rsrq(), levels.rsrp());
    }
}
