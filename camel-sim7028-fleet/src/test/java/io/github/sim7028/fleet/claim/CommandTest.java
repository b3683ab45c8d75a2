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
package io.github.sim7028.fleet.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void whatIsShownIsEscapedAndCut() {
        Command command = new Command(0, 0, "id\nERROR forged", "k".repeat(1000), "secret".getBytes(), Map.of(), 0);

        assertThat(command.toString())
                .startsWith("command id\\x0AERROR forged to modem 'kkk")
                .hasSizeLessThan(200)
                .doesNotContain("secret");
    }
}
