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
package io.github.sim7028.simulator.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AtLineTest {

    private static List<AtCommand> parse(String line) throws AtSyntaxException {
        return AtLine.parse(line).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"AT+X=?,TEST", "AT+X?,READ", "AT+X=1,WRITE", "AT+X,EXECUTE", "AT+X=,WRITE", "at+x=?,TEST"})
    void everyFormIsKnownByItsEnd(String line, Form form) throws AtSyntaxException {
        assertThat(parse(line)).singleElement().satisfies(command -> {
            assertThat(command.name()).isEqualTo("+X");
            assertThat(command.form()).isEqualTo(form);
        });
    }

    @Test
    void anEmptyAtHasNoCommands() throws AtSyntaxException {
        assertThat(parse("AT")).isEmpty();
        assertThat(parse("  at  ")).isEmpty();
    }

    /** A sharp s becomes two letters in upper case. */
    @Test
    void noiseBeforeACommandIsSkippedWhateverItIs() throws AtSyntaxException {
        assertThat(parse("\u00DF\u00DF\u00DF\u00DFAT")).isEmpty();
        assertThat(parse("\u00DF\u00DFat+x")).extracting(AtCommand::name).containsExactly("+X");
        assertThat(AtLine.parse("\u00DFA\u00DFT")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATE0;+CMEE=2", "ATE0+CMEE=2", "at e0 ; +cmee = 2", "ATE0;;+CMEE=2;"})
    void oneLineMayHoldSeveralCommands(String line) throws AtSyntaxException {
        assertThat(parse(line)).extracting(AtCommand::name).containsExactly("E", "+CMEE");
        assertThat(parse(line).get(1).parameters().text(0)).isEqualTo("2");
    }

    @Test
    void basicCommandsMayTouch() throws AtSyntaxException {
        assertThat(parse("AT&FE0V1&D2")).extracting(AtCommand::name).containsExactly("&F", "E", "V", "&D");
    }

    @Test
    void separatorsInQuotesDoNotCount() throws AtSyntaxException {
        AtCommand command = parse("AT+X=1,\"a,b;c\",,3").get(0);
        assertThat(command.parameters().text(1)).isEqualTo("a,b;c");
        assertThat(command.parameters().quoted(1)).isTrue();
        assertThat(command.parameters().given(2)).isFalse();
        assertThat(command.parameters().number(3, 0, 9)).hasValue(3);
    }

    @Test
    void aTrailingCommaAddsNoParameter() throws AtSyntaxException {
        assertThat(parse("AT+X=0,10,").get(0).parameters().count()).isEqualTo(2);
        assertThat(parse("AT+X=0,").get(0).parameters().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "abc", "\"1\"", "10", "99999999999", "1.5", ""})
    void whatIsNoNumberInRangeIsNone(String text) throws AtSyntaxException {
        assertThat(parse("AT+X=" + text).get(0).parameters().number(0, 0, 9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AT+X=\"open", "AT+X=a\"b\"", "AT+X=\"a\"b", "AT+X!", "AT%", "AT&"})
    void whatIsNotUnderstoodIsRefused(String line) {
        assertThatThrownBy(() -> AtLine.parse(line)).isInstanceOf(AtSyntaxException.class);
    }

    @Test
    void noiseBeforeTheCommandIsSkippedAndALineWithoutAtIgnored() throws AtSyntaxException {
        assertThat(parse("\u0000#!AT+CSQ")).extracting(AtCommand::name).containsExactly("+CSQ");
        assertThat(AtLine.parse("hello")).isEmpty();
    }
}
