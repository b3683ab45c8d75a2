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
package io.github.sim7028;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.kit.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/faults.md names tests that exist, and at least one for each fault. */
class FaultsPageTest {

    @Test
    void eachFaultIsShownByTestsThatExist() throws IOException {
        List<Sources> modules = List.of(
                Sources.of(Path.of("../camel-sim7028")),
                Sources.of(Path.of("../camel-sim7028-console")),
                Sources.of(Path.of("../camel-sim7028-fleet")),
                Sources.of(Path.of("../sim7028-simulator")),
                Sources.of(Path.of("../test-support")));
        List<List<String>> rows = Page.of("faults.md").rows();
        assertThat(rows).hasSizeGreaterThan(60);
        assertThat(rows).flatMap(row -> Sources.wrongTests(row, 2, modules)).isEmpty();
    }
}
