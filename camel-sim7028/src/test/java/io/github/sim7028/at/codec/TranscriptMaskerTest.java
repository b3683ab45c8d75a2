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

import io.github.sim7028.at.command.RawCommand;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret comes into a transcript or a log, however it is cut, and payload only where it is wanted. */
class TranscriptMaskerTest {

    private static String to(TranscriptMasker filter, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return filter.toModule(bytes, 0, bytes.length);
    }

    private static String from(TranscriptMasker filter, String text, int piece) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < bytes.length; i += piece) {
            shown.append(filter.fromModule(bytes, i, Math.min(piece, bytes.length - i)));
        }
        return shown.toString();
    }

    @Test
    void aDialogueThatBeginsWithCommandsMayComeToDataMode() {
        TranscriptMasker filter = TranscriptMasker.beginningWithCommands(false);
        assertThat(to(filter, "AT+CSQ\r")).isEqualTo("AT+CSQ\\r");
        assertThat(from(filter, "\r\nCONNECT 115200\r\n+secret", 3))
                .isEqualTo("\\r\\nCONNECT 115200\\r\\n" + "\\?".repeat(7));
        assertThat(to(filter, "AT\r")).as("data of the connection").isEqualTo("\\?\\?\\?");
        assertThat(to(filter, "+++")).isEqualTo("+++");
        assertThat(from(filter, "\r\nOK\r\n", 1)).isEqualTo("\\r\\nOK\\r\\n");
        assertThat(to(filter, "ATH\r")).isEqualTo("ATH\\r");
    }

    @Test
    void payloadThatLooksLikeACommandIsMasked() {
        TranscriptMasker filter = TranscriptMasker.beginningWithCommands(false);
        to(filter, "AT+CIPSEND=0,10\r");
        assertThat(to(filter, "ATTENTION\r")).isEqualTo("\\?".repeat(10));
        to(filter, "AT+CIPSEND=0,8\r");
        assertThat(to(filter, "hi+CSQ\r\n")).isEqualTo("\\?".repeat(8));
        to(filter, "AT+CIPSEND=0,8\r");
        assertThat(to(filter, "AT+CSQ\r\n")).isEqualTo("\\?".repeat(8));
    }

    @Test
    void whatFollowsARefusedCipsendIsACommandAgain() {
        TranscriptMasker filter = TranscriptMasker.beginningWithCommands(false);
        to(filter, "AT+CIPSEND=0,10\r");
        assertThat(to(filter, "AT+CSQ\r")).isEqualTo("AT+CSQ\\r");
        assertThat(to(filter, "ATI\r")).isEqualTo("ATI\\r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AT+CPIN=\"1234\" | AT+CPIN=",
                "at+cpin=1234 | at+cpin=",
                "AT+CGAUTH=1,2,\"user\",\"pass\" | AT+CGAUTH=",
                "AT+CSQ;+CGAUTH=1,2,\"user\",\"pass\" | AT+CSQ;+CGAUTH=",
                "AT+CLCK=\"SC\",1,\"1234\" | AT+CLCK=",
                "AT+CPWD=\"SC\",\"1234\",\"5678\" | AT+CPWD=",
                "AT*MCGDEFCONT=\"IP\",\"apn\",\"user\",\"pass\" | AT*MCGDEFCONT="
            })
    void secretsInCommandsAreMaskedEverywhere(String command, String told) {
        assertThat(to(new TranscriptMasker(true, false), command + "\r")).isEqualTo(told + "\\*\\r");
        assertThat(new RawCommand(command).shown()).isEqualTo(told + "***");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void aRepeatedPinAndATellingAnswerAreMaskedHoweverTheyAreCut(int piece) {
        for (boolean payload : new boolean[] {true, false}) {
            assertThat(from(
                            new TranscriptMasker(payload, false),
                            "AT+CPIN=\"1234\"\r\r\nOK\r\n+CGAUTH: 1,2,\"user\",\"pass\"\r\n+CPIN: READY\r\n",
                            piece))
                    .isEqualTo("AT+CPIN=\\*\\r\\r\\nOK\\r\\n+CGAUTH:\\*\\r\\n+CPIN: READY\\r\\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void payloadIsToldOrCounted(int piece) {
        String said = "\r\nRECV FROM:10.0.0.1:5\r\n+IPD8:\r\n+CPIN=12\r\n+CIPRXGET: 3,0,2,0\r\n4142\r\nOK\r\n";
        assertThat(from(new TranscriptMasker(true, false), said, piece))
                .isEqualTo(said.replace("\r", "\\r").replace("\n", "\\n"));
        assertThat(from(new TranscriptMasker(false, false), said, piece))
                .isEqualTo("\\r\\nRECV FROM:10.0.0.1:5\\r\\n+IPD8:\\r\\n" + "\\?".repeat(8)
                        + "\\r\\n+CIPRXGET: 3,0,2,0\\r\\n" + "\\?".repeat(4) + "\\r\\nOK\\r\\n");
    }

    @Test
    void payloadOnItsWayOutIsToldOrCounted() {
        for (boolean payload : new boolean[] {true, false}) {
            TranscriptMasker filter = new TranscriptMasker(payload, false);
            assertThat(to(filter, "AT+CIPSEND=0,4\r")).isEqualTo("AT+CIPSEND=0,4\\r");
            assertThat(to(filter, "a\\b\u00FF")).isEqualTo(payload ? "a\\\\b\\xff" : "\\?\\?\\?\\?");
            assertThat(to(filter, "AT+CSQ\r")).isEqualTo("AT+CSQ\\r");
        }
    }

    @Test
    void payloadWhoseHeaderWasLostIsNotTold() {
        assertThat(from(new TranscriptMasker(false, false), "secret words\r\n+CSQ: 23,0\r\n", 5))
                .isEqualTo("\\?".repeat(12) + "\\r\\n+CSQ: 23,0\\r\\n");
    }

    private static TranscriptMasker inDataMode() {
        TranscriptMasker filter = new TranscriptMasker(false, true);
        to(filter, "+++");
        to(filter, "AT+CIPOPEN=0,\"TCP\",\"host\",5253\r");
        from(filter, "\r\nCONNECT 115200\r\n", 100);
        return filter;
    }

    @Test
    void dataModeIsPayloadUntilItIsLeft() {
        TranscriptMasker filter = inDataMode();
        assertThat(to(filter, "hello")).isEqualTo("\\?".repeat(5));
        assertThat(from(filter, "world", 100)).isEqualTo("\\?".repeat(5));
        assertThat(to(filter, "+++")).isEqualTo("+++");
        assertThat(from(filter, "\r\nOK\r\n", 100)).isEqualTo("\\r\\nOK\\r\\n");
        assertThat(to(filter, "AT+CSQ\r")).isEqualTo("AT+CSQ\\r");
        assertThat(from(filter, "\r\n+CSQ: 20,99\r\n", 1)).isEqualTo("\\r\\n+CSQ: 20,99\\r\\n");
    }

    @Test
    void payloadThatLooksLikeACommandIsPayloadInDataMode() {
        TranscriptMasker filter = inDataMode();
        assertThat(to(filter, "at the station\r")).isEqualTo("\\?".repeat(15));
        assertThat(to(filter, "hello")).isEqualTo("\\?".repeat(5));
        assertThat(from(filter, "OK then: 1234\r\nCONNECT me\r\n+CSQ: x", 4))
                .doesNotContain("OK", "1234", "CONNECT", "CSQ");
    }

    @Test
    void dataThatComesWhileDataModeIsBeingLeftIsPayload() {
        for (boolean dtr : new boolean[] {true, false}) {
            TranscriptMasker filter = inDataMode();
            if (dtr) {
                filter.dtrDropped();
            } else {
                to(filter, "+++");
            }
            assertThat(from(filter, "+CSQ of Secret\r\nAT Secret\r\n", 3))
                    .isEqualTo("\\?".repeat(14) + "\\r\\n" + "\\?".repeat(9) + "\\r\\n");
            assertThat(from(filter, "\r\nOK\r\n", 1)).isEqualTo("\\r\\nOK\\r\\n");
        }
    }

    @Test
    void aModuleThatIsInDataModeAlreadyTellsNothing() {
        assertThat(from(new TranscriptMasker(false, true), "+CSQ Secret", 3)).isEqualTo("\\?".repeat(11));
    }

    @Test
    void aFailedConnectionIsNoDataMode() {
        TranscriptMasker filter = new TranscriptMasker(false, true);
        to(filter, "+++");
        to(filter, "AT+CIPOPEN=0,\"TCP\",\"host\",5253\r");
        from(filter, "\r\nCONNECT FAIL\r\n", 2);
        assertThat(to(filter, "AT+CPIN=1234\r")).isEqualTo("AT+CPIN=\\*\\r");
    }
}
