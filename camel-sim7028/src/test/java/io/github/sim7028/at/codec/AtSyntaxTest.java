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
package io.github.sim7028.at.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "example.com", "a-b.example.com.", "2001:db8::1", "::1", "::ffff:10.0.0.1", "OK"})
    void letsHostsPass(String host) {
        assertThat(AtSyntax.requireHost("host", host)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\"b", "a\rb", "a\nb", "a;b", "a\u001ab", "a\u001bb", "a b", "a,b", "-a", "a..b", "ä.de"})
    void refusesWhatCouldEndTheCommand(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AtSyntax.requireHost("host", host))
                .withMessageContaining("host: '")
                .withMessageContaining("allowed are")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n", "\u001a", "\u001b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AtSyntax.requireApn(host.equals("-a") || host.equals("a..b") ? "" : host))
                .withMessageContaining("access point name");
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 300})
    void refusesOverlongNames(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> AtSyntax.requireHost("host", "a".repeat(length)));
    }
}
