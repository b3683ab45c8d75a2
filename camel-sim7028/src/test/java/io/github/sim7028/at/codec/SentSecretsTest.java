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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module may repeat of a command that gave a secret. */
class SentSecretsTest {

    private final SentSecrets said = new SentSecrets();

    private void saying(String command) {
        said.saying(command, SecretMasker.masked(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pass | ***",
                "pass is wrong | ***",
                "the name is user! | the name is ***",
                "not abc, user | not ***",
                "ss | ***",
                "s | s",
                "xy | xy",
                "AT+CSQ is wrong | AT+CSQ is wrong",
                "+CSQ: 23,0 | +CSQ: 23,0"
            })
    void isMaskedAndNothingElse(String line, String shown) {
        saying("AT+CSQ;+CGAUTH=1,xy,abc;user,pass");
        assertThat(said.masked(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+CPIN=***", "AT+CPIN=***9876", "AT+CPIN=*"})
    void aSecretMayLookLikeTheMask(String command) {
        saying(command);
        assertThat(said.masked("wrong: 9876")).isEqualTo(command.endsWith("9876") ? "wrong: ***" : "wrong: 9876");
    }

    @Test
    void nothingIsMaskedBeforeASecretWasGiven() {
        assertThat(said.masked("pass is wrong")).isEqualTo("pass is wrong");
    }

    @Test
    void onlySixteenCommandsAreKept() {
        for (int i = 1; i <= 17; i++) {
            saying("AT+CPIN=secret-" + i + "-");
        }
        assertThat(said.masked("wrong: secret-16-")).isEqualTo("wrong: ***");
        assertThat(said.masked("wrong: secret-17-")).isEqualTo("wrong: secret-17-");
    }
}
