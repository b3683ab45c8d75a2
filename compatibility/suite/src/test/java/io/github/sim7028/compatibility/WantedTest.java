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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTest {

    private static final List<String> LINES = List.of("4.14", "4.22");

    @Test
    void allLinesOnThePromisedJdksAndTheRunningOne() {
        assertThat(Wanted.of("", "", "", LINES))
                .contains(
                        new Wanted("4.14", 17),
                        new Wanted("4.14", 25),
                        new Wanted("4.22", 17),
                        new Wanted("4.22", Runtime.version().feature()));
    }

    @Test
    void linesAndJdksAreChosenTogetherOrColumnByColumn() {
        assertThat(Wanted.of("", "4.22", "17, 21", LINES))
                .containsExactly(new Wanted("4.22", 17), new Wanted("4.22", 21));
        assertThat(Wanted.of("4.14:17,4.22:25", "", "", LINES))
                .containsExactly(new Wanted("4.14", 17), new Wanted("4.22", 25));
    }

    @Test
    void whatIsNoneIsRefused() {
        assertThatThrownBy(() -> Wanted.of("", "4.16", "", LINES))
                .hasMessage("matrix.lines: '4.16' is not a line; lines are [4.14, 4.22]");
        assertThatThrownBy(() -> Wanted.of("", "", "17.0.1", LINES))
                .hasMessage("matrix.jdks: '17.0.1' is not a JDK; give the feature release, such as 17");
        assertThatThrownBy(() -> Wanted.of("4.22", "", "", LINES))
                .hasMessage("matrix.columns: '4.22' is not a line and a JDK; write both, such as 4.22:17");
    }
}
