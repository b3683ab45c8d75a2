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
package io.github.sim7028.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same address in other spellings is the same address, and what some programs read as another one is none. */
class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ::ffff:10.0.0.1",
        "10.0.0.0/8, ::FFFF:10.0.0.1",
        "10.0.0.0/8, ::ffff:a00:1",
        "10.0.0.0/8, 0:0:0:0:0:FFFF:0a00:0001",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::ffff:10.0.0.0/104, 10.9.9.9",
        "::ffff:10.0.0.0/104, ::ffff:10.9.9.9",
        "::ffff:0:0/96, 192.0.2.1",
        "2001:db8::/32, 2001:DB8:0:0::1",
        "fe80::1, fe80::1",
        "10.0.0.0/0, 192.0.2.1"
    })
    void holds(String range, String address) {
        assertThat(IpRange.parse(range).contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, ::ffff:11.0.0.1",
        "10.0.0.0/8, ::10.0.0.1",
        "10.0.0.0/8, 64:ff9b::10.0.0.1",
        "::ffff:10.0.0.0/104, 11.0.0.1",
        "::/0, 10.0.0.1",
        "10.0.0.0/8, 010.0.0.1",
        "10.0.0.0/8, 10.0.0.01",
        "10.0.0.0/8, 0x0a.0.0.1",
        "10.0.0.0/8, 0x0a.1",
        "10.0.0.0/8, 0x0a000001",
        "10.0.0.0/8, 10.1",
        "10.0.0.0/8, 167772161",
        "10.0.0.0/8, 10.0.0.1.",
        "10.0.0.0/8, 10.0.0.256",
        "10.0.0.0/8, ::ffff:010.0.0.1",
        "10.0.0.0/8, ::ffff:10.0.0.1%eth0",
        "10.0.0.0/8, localhost",
        "127.0.0.0/8, localhost",
        "10.0.0.0/8, '10.0.0.1 '",
        "10.0.0.0/8, ''"
    })
    void doesNotHold(String range, String address) {
        assertThat(IpRange.parse(range).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "010.0.0.1",
                "01.2.3.4",
                "0x0a.1",
                "10.1",
                "167772161",
                "10.0.0.1.",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:010.0.0.1",
                "::ffff:10.0.0.0/8",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/129",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/ 8",
                "10.0.0.0/\u0668",
                "10.0.0.0/8/8",
                " 10.0.0.1",
                "10.0.0.1\n",
                "localhost"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> IpRange.parse(text)).hasMessageContaining("is not an address range");
    }
}
