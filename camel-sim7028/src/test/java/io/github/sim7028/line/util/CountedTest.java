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
package io.github.sim7028.line.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {

    @Test
    void oneIsOne() {
        assertThat(Counted.of(0, "byte")).isEqualTo("0 bytes");
        assertThat(Counted.of(1, "byte")).isEqualTo("1 byte");
        assertThat(Counted.of(-1, "byte")).isEqualTo("-1 bytes");
        assertThat(Counted.of(1, "retry", "retries")).isEqualTo("1 retry");
        assertThat(Counted.of(2, "retry", "retries")).isEqualTo("2 retries");
    }
}
