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

import io.github.sim7028.line.LineException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What came from outside cannot forge a line of a log, nor fill it. */
class ForeignTextTest {

    @Test
    void whatPeopleCanReadStaysAsItIs() {
        assertThat(ForeignText.shown("Größe 5 €, \"quoted\"")).isEqualTo("Größe 5 €, \"quoted\"");
        assertThat(ForeignText.quoted("apn.example")).isEqualTo("'apn.example'");
    }

    @Test
    void whatCouldBeginALineOrHideIsEscaped() {
        assertThat(ForeignText.shown("a\r\nWARN forged\t\u001b[31m\u0085\u2028\u202e\u200b\ud800"))
                .isEqualTo("a\\x0D\\x0AWARN forged\\x09\\x1B[31m\\x85\\u2028\\u202E\\u200B\\uD800");
    }

    @Test
    void whatIsLongIsCut() {
        assertThat(ForeignText.shown("x".repeat(80))).hasSize(80).doesNotContain("…");
        assertThat(ForeignText.shown("x".repeat(81))).isEqualTo("x".repeat(80) + "…");
        assertThat(ForeignText.message("x".repeat(100_000)).length()).isLessThan(2100);
    }

    @Test
    void anExceptionWithoutAMessageIsCalledByItsKind() {
        assertThat(ForeignText.messageOf(new IOException("Connection\nreset"))).isEqualTo("Connection\\x0Areset");
        assertThat(ForeignText.messageOf(new IOException())).isEqualTo("IOException");
        assertThat(ForeignText.message(null)).isNull();
        assertThat(ForeignText.quoted(null)).isEqualTo("null");
    }

    @Test
    void noExceptionOfALineBringsALineOfItsOwnIntoALog() {
        assertThat(new LineException("device x: lost\r\nWARN forged", new IOException()))
                .hasMessage("device x: lost\\x0D\\x0AWARN forged");
    }
}
