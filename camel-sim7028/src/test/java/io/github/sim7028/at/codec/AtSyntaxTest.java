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

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void refusesOverlongNames() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(62);
        assertThat(AtSyntax.requireHost("host", longest)).hasSize(254);
        assertThatIllegalArgumentException().isThrownBy(() -> AtSyntax.requireHost("host", longest + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> AtSyntax.requireHost("host", label + "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a\"b | (it contains '\"', which could end the AT command)",
                "a;b  | (it contains ';', which could end the AT command)",
                "a,b  | (it contains ',', which could end the AT command)",
                "~a\u001Fb~ | (it contains the control character 0x1F, which could end the AT command)",
                "~a\rb\n~ | (it contains the control character 0x0D, which could end the AT command)",
                "~a\u007Fb~ | (it contains the control character 0x7F, which could end the AT command)",
                "a b | an IPv6 address",
                "a\u00E4 | an IPv6 address"
            })
    void saysWhichCharacterCouldEndTheCommand(String host, String end) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AtSyntax.requireHost("host", host))
                .satisfies(e -> assertThat(e.getMessage()).endsWith(end));
    }

    @Test
    void aWordHasNoQuoteNoBackslashAndNoControlCharacter() {
        for (String word : List.of("a", "user name;", "~", "x".repeat(100))) {
            assertThat(AtSyntax.isWord(word)).as(word).isTrue();
        }
        for (String word : List.of("", "a\"b", "a\\", "a\r", "\u00E4", "x".repeat(101))) {
            assertThat(AtSyntax.isWord(word)).as(word).isFalse();
        }
    }

    @Test
    void anAddressIsNoName() throws Exception {
        for (String address : List.of("10.0.0.1", "::1", "2001:db8::1", "::ffff:10.0.0.1")) {
            assertThat(AtSyntax.isAddress(address)).as(address).isTrue();
            assertThat(NumericHost.of(address)).isEqualTo(InetAddress.getByName(address));
        }
        for (String name : List.of("beef", "10.0.0", "10.0.0.256", "example.com", "")) {
            assertThat(AtSyntax.isAddress(name)).as(name).isFalse();
            assertThat(NumericHost.of(name)).as(name).isNull();
        }
        assertThat(NumericHost.of(null)).isNull();
    }

    @Test
    void letsAccessPointNamesPass() {
        assertThat(AtSyntax.requireApn("iot.example")).isEqualTo("iot.example");
    }

    @Test
    void knowsCommandsThatHoldASecret() {
        assertThat(AtSyntax.holdsSecret("AT+CSQ;+CPIN=1234")).isTrue();
        assertThat(AtSyntax.holdsSecret("AT+CPIN?;+CSQ")).isFalse();
    }
}
