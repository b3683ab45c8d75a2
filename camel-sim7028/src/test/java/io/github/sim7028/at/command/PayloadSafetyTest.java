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
package io.github.sim7028.at.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadSafetyTest {

    private static boolean harmless(String payload) {
        return PayloadSafety.isHarmless(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT+CFUN=0\r",
                "x\rATE0+CFUN=0\r",
                "x\rATE1+NETCLOSE\r",
                "x\rATDT5551234;\r",
                "x\rATS0=1\r",
                "x\rAT;+CFUN=1,1\r",
                "x\rATV1+CFUN=0\r",
                "x\nATI;+CFUN=0\r",
                "x\rATX4&F\r",
                "x\ratq0v1e0+cfun=0\r",
                "x\r   at",
                "x\r\tAt\r",
                "A/",
                "x\r a/\r",
                "attention",
                "at home\r",
                "\u0000A\u0001T+CFUN=0\r",
                "xx\b\bAT+CFUN=0\r",
                "B\u007fAT\r",
                ";+CFUN=0\r",
                "2;+CFUN=0\r"
            })
    void isNotWhatBeginsALineAsACommandDoes(String payload) {
        assertThat(harmless(payload)).isFalse();
    }

    /** The simulator skips what stands before AT, as modules do with noise. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xAT+CFUN=0\r",
                "hello atE0+CFUN=0\r",
                "00000001 ATE1\r",
                "dateE1\r",
                "noise ATZ\r",
                "noise AT&F0\r",
                "noise AT ; +NETCLOSE\r",
                "noise ATD112;\r",
                "noise ATS0=1\r"
            })
    void isNotWhatAModuleThatSkipsNoiseWouldObey(String payload) {
        assertThat(harmless(payload)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO",
                "temperature 21.5",
                "that is the data\r\nof the first station\r\n",
                "{\"status\":\"ok\",\"rate\":5}",
                "data/x",
                "the date\r",
                "water level 7\r",
                "a\rT\r",
                "a \r/ b",
                "\b\b"
            })
    void isOrdinaryTextThatHoldsTheLetters(String payload) {
        assertThat(harmless(payload)).isTrue();
    }

    @org.junit.jupiter.api.Test
    void looksAtAWholePayloadOfAnyBytesQuickly() {
        byte[] all = new byte[1500];
        java.util.Arrays.fill(all, (byte) ' ');
        assertThat(PayloadSafety.isHarmless(all)).isTrue();
        java.util.Arrays.fill(all, (byte) 'e');
        assertThat(PayloadSafety.isHarmless(all)).isTrue();
        String nested = "at" + "e ".repeat(749);
        assertThat(harmless(nested.substring(0, 1500))).isFalse();
        assertThat(harmless("x" + nested.substring(0, 1499))).isTrue();
    }
}
