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
package io.github.sim7028.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.codec.AtSyntax;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.RawCommand;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.CmeError;
import io.github.sim7028.kit.Bench;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes from outside, as people see it. */
class ErrorTextTest {

    private final Bench bench = new Bench();

    private static Throwable failureOf(CompletableFuture<?> failed) {
        return failed.handle((v, failure) -> failure).join();
    }

    private String refused(AtCommand<?> command, String... lines) {
        CompletableFuture<?> asked = bench.dialogue.execute(command).toCompletableFuture();
        bench.line(lines);
        return failureOf(asked).getMessage();
    }

    @Test
    void makesControlCharactersVisibleAndCutsWhatIsTooLong() {
        assertThat(AtSyntax.foreign("a\r\n\u001b[31mred\u009b\u00e9")).isEqualTo("a\\x0D\\x0A\\x1B[31mred\\x9B\\xE9");
        assertThat(AtSyntax.foreign("x".repeat(500))).hasSize(81).endsWith("…");
        assertThat(AtSyntax.foreign("\u0001".repeat(80))).hasSizeLessThanOrEqualTo(81);
        assertThat(AtSyntax.foreign(null)).isEmpty();
        assertThat(AtSyntax.shown("Süd\u202egro\n")).isEqualTo("'Süd\\u202Egro\\x0A'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3   | operation not allowed",
                "302 | ue busy",
                "305 | pdn not valid",
                "309 | pdn type and APN duplicate used",
                "313 | SIM PIN wrong format",
                "512 | Required parameter not configured",
                "524 | UE is in minimal function mode",
                "525 | AT command aborted: in processing",
                "537 | Back off timer is running"
            })
    void knowsTheErrorsOfThePlatformInNumbersAndInWords(int code, String words) {
        AtError expected = new AtError(AtError.Kind.CME, code, words);
        assertThat(CmeError.parse(String.valueOf(code))).isEqualTo(expected);
        assertThat(CmeError.parse(words)).isEqualTo(expected);
        assertThat(CmeError.parse(words.toUpperCase(Locale.ROOT))).isEqualTo(expected);
        assertThat(refused(StandardCommands.signal(), "+CME ERROR: " + code))
                .endsWith("+CME ERROR: " + code + " " + words);
        assertThat(refused(StandardCommands.signal(), "+CME ERROR: " + words))
                .endsWith("+CME ERROR: " + code + " " + words);
    }

    @Test
    void showsTheWordsOfAnUnknownErrorCutAndVisible() {
        String message = refused(StandardCommands.signal(), "+CME ERROR: no\u0007pe " + "y".repeat(300));
        assertThat(message).contains("no\\x07pe").hasSizeLessThan(160);
    }

    @Test
    void showsNoSecretThatAnErrorRepeats() {
        assertThat(refused(StandardCommands.enterPin("8351"), "+CME ERROR: wrong PIN 8351"))
                .contains("wrong PIN ***")
                .doesNotContain("8351");
        assertThat(refused(StandardCommands.enterPin("8351"), "+IP ERROR: in AT+CPIN=\"8351\"", "ERROR"))
                .doesNotContain("8351");
    }

    /** An echo of which a part was lost: at waking, at a wrong rate, or between a reset and ATE0. */
    @ParameterizedTest
    @ValueSource(
            strings = {"N=\"8351\"", "=\"8351\"", "\"8351\"", "8351\"", "351\"", "8351", "AT+CPIN=\"8351\"x", "51\""})
    void showsNoSecretThatADamagedEchoRepeats(String echo) {
        bench.dialogue.execute(StandardCommands.enterPin("8351"));
        bench.line(echo);
        assertThat(bench.heard).allSatisfy(urc -> assertThat(urc.toString()).doesNotContain("51"));
        Bench other = new Bench();
        other.line(echo);
        assertThat(other.heard).allSatisfy(urc -> assertThat(urc.toString()).doesNotContain("51"));
    }

    @Test
    void showsNoPasswordOfACommandLineThatIsNotKnown() {
        RawCommand command = new RawCommand("AT+XAUTH=1,\"user\",\"secret\";+CSQ;+CGDCONT=1,\"IP\",\"iot\"");
        assertThat(command.shown()).isEqualTo("AT+XAUTH=***;+CSQ;+CGDCONT=1,\"IP\",\"iot\"");
        assertThat(refused(command, "+CME ERROR: user secret is unknown"))
                .doesNotContain("secret")
                .contains("AT+XAUTH");
        bench.line("TH=1,\"user\",\"secret\"");
        assertThat(bench.heard.toString()).doesNotContain("secret");
    }

    /** A secret that happens to be a word of the dialogue must not hide it. */
    @Test
    void knowsAResultThoughASecretSaysTheSame() {
        for (String word : new String[] {"ERROR", "OK", "ERR"}) {
            CompletableFuture<?> asked = bench.dialogue
                    .execute(new RawCommand("AT+CGAUTH=1,1,u," + word))
                    .toCompletableFuture();
            bench.line("OK");
            assertThat(asked).isCompleted();
            assertThat(refused(new RawCommand("AT+CGAUTH=1,1,u," + word), "ERROR"))
                    .endsWith("ERROR");
        }
    }

    @Test
    void showsOrdinaryLinesAsTheyAre() {
        bench.line("+CEREG: 2,\"00A0\"", "LoadVerifyImageHead read(len=272), Time(ms)->0.", "+NEW: \"a\",\"b\"");
        assertThat(bench.heard.toString())
                .contains("LoadVerifyImageHead read(len=272), Time(ms)->0.")
                .contains("+NEW: \"a\",\"b\"");
    }
}
