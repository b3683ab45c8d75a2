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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sim7028.kit.Bench;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may ask a module, and that it does not disturb what the driver asks. */
class RawCommandTest {

    private static final long LONG = 125_000;

    private final Bench bench = new Bench();

    private <R> CompletableFuture<R> ask(AtCommand<R> command) {
        return bench.dialogue.execute(command, LONG).toCompletableFuture();
    }

    /** The answer "closed" must not open the network. */
    @ParameterizedTest
    @ValueSource(strings = {"AT+NETOPEN?", "at+netopen?", "AT+CSQ;+NETOPEN?", "ATE0+NETOPEN?"})
    void completesNoCommandThatAwaitsTheSameAnswer(String text) {
        CompletableFuture<Boolean> opening = ask(new NetOpen());
        bench.line("OK");
        CompletableFuture<List<String>> raw = ask(new RawCommand(text));
        assertThat(bench.lastWritten()).isEqualTo("AT+NETOPEN\r");
        bench.line("+NETOPEN: 0");
        assertThat(opening).isCompletedWithValue(false);
        assertThat(bench.lastWritten()).isEqualTo(text + "\r");
        bench.line("+NETOPEN: 1", "OK");
        assertThat(raw).isCompletedWithValue(List.of("+NETOPEN: 1"));
    }

    @Test
    void takesNoResultOfALinkForAnAnswer() {
        CompletableFuture<Void> closing = ask(new CipClose(0));
        bench.line("OK");
        CompletableFuture<List<String>> raw = ask(new RawCommand("AT+CIPCLOSE?"));
        CompletableFuture<Integer> signal = ask(StandardCommands.signal());
        assertThat(bench.lastWritten()).as("another question may go").isEqualTo("AT+CSQ\r");
        bench.line("+CSQ: 1,0", "OK", "+CIPCLOSE: 0,0");
        assertThat(closing).isCompleted();
        assertThat(signal).isCompleted();
        bench.line("+CIPCLOSE: 0,1", "OK");
        assertThat(raw).isCompletedWithValue(List.of("+CIPCLOSE: 0,1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATQ1",
                "ATE0Q1",
                "ATV0",
                "ATV",
                "ATE",
                "ATE1",
                "ATX4E1",
                "ATS3=65",
                "ATS3 = 65;+CSQ",
                "ATZ",
                "AT&F",
                "AT&F0+CSQ",
                "AT&D2",
                "AT&K3",
                "AT\\Q3",
                "ATO",
                "ATD112;",
                "AT+CMUX=0",
                "AT+IPR=9600",
                "AT+IFC=2,2",
                "AT+CIPTIMEOUT=3000,3000,3000",
                "AT+CIPSRIP=0",
                "AT+CIPSRIP=1",
                "AT+CMEE=2",
                "AT+CMEE = 0",
                "AT+CIPMODE=0",
                "AT+CIPMODE=1",
                "AT+CIPSENDMODE=1",
                "AT+CIPCCFG=10,0,0,0,0,0,500",
                "AT+CIPHEAD=1",
                "AT+CIPRXGET=0",
                "AT+CIPRXGET=2,0,10",
                "AT+CFUN=0",
                "AT+CFUN=1,1",
                "AT+CSQ;+CFUN=4",
                "AT+NETCLOSE",
                "AT+NETOPEN",
                "AT+CIPOPEN=0,\"TCP\",\"a;b\",5",
                "AT+CIPCLOSE=0",
                "AT+SERVERSTART=5000,0",
                "AT+SERVERSTOP=0",
                "AT+CIPSEND=0",
                "AT+CGDCONT=1,\"IP\",\"x\"",
                "AT+CSOCKSETPN=1,6",
                "AT+CGACT=1,1",
                "AT+QCRST",
                "AT+CPOF",
                "AT+CEREG=0",
                "AT+CMGS=\"+1\""
            })
    void isRefusedWhereItWouldPutTheDialogueOutOfStep(String text) {
        assertThatThrownBy(() -> RawCommand.requireQuestion(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("command: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT",
                "ATI",
                "ATE0",
                "ATQ0V1",
                "ATS3?",
                "AT+CSQ",
                "AT+CIPMODE?",
                "AT+CIPMODE=?",
                "AT+CIPTIMEOUT?",
                "AT+CIPSEND=?",
                "AT+CFUN?",
                "AT+CMEE?",
                "AT+CIPOPEN?",
                "AT+CIPOPEN=?",
                "AT+CIPRXGET=4,0",
                "AT+NETOPEN?",
                "AT+CEREG=5;+CEREG?",
                "AT+CIPACK=1",
                "AT+CPIN=\"1234\"",
                "AT+QCBAND=0,20",
                "AT+CPSMS=0",
                "AT+XYZ=\"+CFUN=0;E1\""
            })
    void isAllowedWhereItAsksOrSetsWhatIsNotTheDrivers(String text) {
        assertThatCode(() -> RawCommand.requireQuestion(text)).doesNotThrowAnyException();
    }

    /** A site may set what the driver sets right again, but nothing the dialogue rests on. */
    @Test
    void ofASiteMayNotPutTheDialogueOutOfStep() {
        assertThatCode(() -> RawCommand.requireInStep("initCommands", "AT+CFUN=0;+CGDCONT=0,\"IP\",\"iot\";+CFUN=1"))
                .doesNotThrowAnyException();
        for (String text : List.of("ATQ1", "AT+CMUX=0", "ATE1", "AT+CFUN=1,1", "AT+QCRST", "AT+NETOPEN")) {
            assertThatThrownBy(() -> RawCommand.requireInStep("initCommands", text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("initCommands: ");
        }
    }
}
