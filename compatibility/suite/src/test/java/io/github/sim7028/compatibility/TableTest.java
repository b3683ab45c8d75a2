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
package io.github.sim7028.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void eachColumnHasItsCellsAndReasonsStandBelow() {
        Table table = new Table();
        table.column("4.14.9, JDK 17", Map.of(Row.SENDING, Cell.OK, Row.SPANS, Cell.skipped("no\n  tracer")));
        table.note("JDK 17: 17.0.15");

        assertThat(table.isGood()).isTrue();
        assertThat(table.toString().lines())
                .contains(
                        "| Camel                          | 4.14.9, JDK 17 |",
                        "| sending                        | ok             |",
                        "| spans of camel-telemetry       | skipped        |",
                        "| receiving                      |                |",
                        "- JDK 17: 17.0.15",
                        "- skipped: spans of camel-telemetry, 4.14.9, JDK 17: no tracer");
    }

    @Test
    void oneFailureOrNothingAtAllIsNotGood() {
        Table table = new Table();
        assertThat(table.isGood()).isFalse();
        table.column("4.14.9, JDK 17", Map.of(Row.SENDING, Cell.OK));
        table.column("4.22.0, JDK 17", Map.of(Row.SENDING, Cell.failed("it was lost")));

        assertThat(table.isGood()).isFalse();
        assertThat(table.toString())
                .contains("| ok             | FAILED         |")
                .contains("- FAILED: sending, 4.22.0, JDK 17: it was lost");
    }

    @Test
    void aCellIsWrittenInOneLineAndRead() {
        assertThat(Cell.parse(Cell.failed("one\n\ttwo").text())).isEqualTo(Cell.failed("one two"));
        assertThat(Cell.parse(Cell.OK.text())).isEqualTo(Cell.OK);
    }

    @Test
    void everyRowHasTestsOfItsOwn() {
        assertThat(Row.values()).extracting(Row::tests).doesNotHaveDuplicates();
        assertThat(Row.values()).extracting(Row::label).doesNotHaveDuplicates();
    }
}
