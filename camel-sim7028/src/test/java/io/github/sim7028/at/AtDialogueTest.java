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

import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipClose;
import io.github.sim7028.at.command.CipOpen;
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.DiagnosticCommands;
import io.github.sim7028.at.command.NetClose;
import io.github.sim7028.at.command.NetOpen;
import io.github.sim7028.at.command.OpenLinksQuery;
import io.github.sim7028.at.command.Ping;
import io.github.sim7028.at.command.RawCommand;
import io.github.sim7028.at.command.ServerStop;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.at.error.AtAbortedException;
import io.github.sim7028.at.error.AtBusyException;
import io.github.sim7028.at.error.AtError;
import io.github.sim7028.at.error.AtErrorException;
import io.github.sim7028.at.error.AtProtocolException;
import io.github.sim7028.at.error.AtTimeoutException;
import io.github.sim7028.at.error.CloseReason;
import io.github.sim7028.at.error.SocketError;
import io.github.sim7028.at.spi.Loop;
import io.github.sim7028.kit.Bench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtDialogueTest {

    private static final long LONG = 125_000;

    private final Bench bench = new Bench();

    private <R> CompletableFuture<R> ask(AtCommand<R> command) {
        return bench.dialogue.execute(command, LONG).toCompletableFuture();
    }

    private static AtError errorOf(CompletionStage<?> failed) {
        return failed.handle((v, failure) -> ((AtErrorException) failure).error())
                .toCompletableFuture()
                .orTimeout(2, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    private static Throwable failureOf(CompletionStage<?> failed) {
        return failed.handle((v, failure) -> failure).toCompletableFuture().join();
    }

    private void answers(CompletableFuture<?> asked, boolean space, String... lines) {
        for (String line : lines) {
            bench.line(space ? line : line.replaceFirst(": ", ":"));
        }
        assertThat(asked).as("%s", (Object) lines).isCompleted();
    }

    /** What ends a command. */
    @Nested
    class EndOfACommand {

        @Test
        void asksOneThingAtATime() {
            CompletableFuture<Integer> first = ask(StandardCommands.signal());
            CompletableFuture<Integer> second = ask(DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG));
            assertThat(bench.written).containsExactly("AT+CSQ\r");
            bench.line("+CSQ: 23,0", "OK");
            assertThat(first).isCompletedWithValue(23);
            assertThat(bench.lastWritten()).isEqualTo("AT+CEREG?\r");
            bench.line("+CEREG: 0,5", "OK");
            assertThat(second).isCompletedWithValue(5);
        }

        @Test
        void letsNoOkEndAQuestionBeforeItsAnswer() {
            CompletableFuture<Integer> signal = ask(StandardCommands.signal());
            bench.line("OK");
            assertThat(signal).isNotDone();
            bench.line("+CSQ: 99,99", "OK");
            assertThat(signal).isCompletedWithValue(99);
        }

        @ParameterizedTest
        @ValueSource(strings = {"+CME ERROR: 10", "+CME ERROR: SIM not inserted", "+CME ERROR: something new"})
        void takesACmeErrorForFinal(String line) {
            CompletableFuture<String> sim = ask(StandardCommands.simState());
            bench.line(line);
            assertThat(errorOf(sim).describe()).contains(line.contains("new") ? "something new" : "SIM not inserted");
        }

        @Test
        void keepsTheNumberOfAnUnknownIpErrorAndKnowsTheOthersByNumberOrWords() {
            CompletableFuture<String> unknown = ask(StandardCommands.address());
            bench.line("+IP ERROR: 99", "ERROR");
            assertThat(errorOf(unknown).code()).isEqualTo(99);
            CompletableFuture<String> number = ask(StandardCommands.address());
            bench.line("+IP ERROR: 8", "ERROR");
            CompletableFuture<String> words = ask(StandardCommands.address());
            bench.line("+IP ERROR: Network not opened", "ERROR");
            assertThat(errorOf(number)).isEqualTo(errorOf(words));
        }

        @Test
        void tellsTheModeQueryFromDataOnALink() {
            CompletableFuture<Boolean> net = ask(StandardCommands.networkOpen());
            bench.line("+CIPRXGET: 1,0", "+NETOPEN: 1", "OK");
            assertThat(net).isCompletedWithValue(true);
            assertThat(bench.heard).containsExactly(new Urc.DataWaiting(0));
        }

        @Test
        void takesTheModeOfReceptionForAnAnswerAndForNoDataOnALink() {
            CompletableFuture<List<String>> mode = ask(new RawCommand("AT+CIPRXGET?"));
            bench.line("+CIPRXGET: 1,1", "+CIPRXGET: 1", "OK");
            assertThat(mode).isCompletedWithValue(List.of("+CIPRXGET: 1"));
            bench.line("+CIPRXGET: 1");
            assertThat(bench.heard).containsExactly(new Urc.DataWaiting(1), new Urc.Unknown("+CIPRXGET: 1"));
        }

        @Test
        void readsTheRestLengthThoughANotificationFallsInBetween() {
            CompletableFuture<Integer> waiting = ask(StandardCommands.waiting(0));
            bench.line("+CIPRXGET: 1,0", "+CIPRXGET: 4,0,16", "OK");
            assertThat(waiting).isCompletedWithValue(16);
            assertThat(bench.heard).containsExactly(new Urc.DataWaiting(0));
        }
    }

    /** OK and the result that comes besides. */
    @Nested
    class Results {

        @Test
        void readsTheFourMeaningsOfNetopen() {
            CompletableFuture<Boolean> closed = ask(StandardCommands.networkOpen());
            bench.line("+NETOPEN: 0", "OK");
            assertThat(closed).isCompletedWithValue(false);
            CompletableFuture<Boolean> open = ask(StandardCommands.networkOpen());
            bench.line("+NETOPEN: 1", "OK");
            assertThat(open).isCompletedWithValue(true);
            CompletableFuture<Boolean> success = ask(new NetOpen());
            bench.line("OK", "+NETOPEN: 0");
            assertThat(success).isCompletedWithValue(false);
            CompletableFuture<Boolean> failure = ask(new NetOpen());
            bench.line("OK", "+NETOPEN: 1");
            assertThat(SocketError.NETWORK_FAILURE.is(errorOf(failure))).isTrue();
        }

        @Test
        void asksNoQuestionWhoseAnswerCouldBeTakenForAnAwaitedResult() {
            CompletableFuture<Boolean> opening = ask(new NetOpen());
            CompletableFuture<Boolean> asked = ask(StandardCommands.networkOpen());
            CompletableFuture<Integer> other = ask(StandardCommands.signal());
            bench.line("OK");
            assertThat(bench.lastWritten()).as("another question may go").isEqualTo("AT+CSQ\r");
            bench.line("+CSQ: 1,0", "OK", "+NETOPEN: 0");
            assertThat(opening).isCompletedWithValue(false);
            assertThat(other).isCompletedWithValue(1);
            assertThat(bench.lastWritten()).isEqualTo("AT+NETOPEN?\r");
            bench.line("+NETOPEN: 1", "OK");
            assertThat(asked).isCompletedWithValue(true);
        }

        @Test
        void takesAlreadyOpenForOpen() {
            CompletableFuture<Boolean> opening = ask(new NetOpen());
            bench.line("+IP ERROR: Network is already opened", "ERROR");
            assertThat(opening).isCompletedWithValue(true);
        }

        @Test
        void opensTcpThroughOtherLines() {
            CompletableFuture<Void> open = ask(CipOpen.tcp(0, "10.0.0.1", 5253, 0));
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN=0,\"TCP\",\"10.0.0.1\",5253\r");
            bench.line("OK", "+CGEV: ME PDN ACT 1", "+CGEV: X", "+CGEV: Y");
            assertThat(open).isNotDone();
            bench.line("+CIPOPEN: 0,0");
            assertThat(open).isCompleted();
        }

        @Test
        void opensUdpWithTheResultBeforeTheOkAndKeepsNoOkForTheNextCommand() {
            CompletableFuture<Void> open = ask(CipOpen.udp(1, 5000));
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN=1,\"UDP\",,,5000\r");
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.line("+CIPOPEN: 1,0");
            assertThat(open).isNotDone();
            bench.line("OK");
            assertThat(open).isCompleted();
            assertThat(next).isNotDone();
        }

        @Test
        void failsOnceWhenTheResultComesWithAnError() {
            CompletableFuture<Void> open = ask(CipOpen.tcp(0, "10.0.0.1", 5253, 0));
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.line("+CIPOPEN: 0,4", "ERROR");
            assertThat(SocketError.OPERATION_NOT_SUPPORTED.is(errorOf(open))).isTrue();
            assertThat(next).isNotDone();
            bench.answerFence();
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void closesAllLinksOfANetworkOnceEach() {
            CompletableFuture<Void> close = ask(new NetClose());
            bench.line("OK", "CLOSED", "+CIPCLOSE: 0,0", "+CIPCLOSE: 1,0", "+NETCLOSE: 0");
            assertThat(close).isCompleted();
            assertThat(bench.heard).containsExactly(new Urc.LinkGone(0), new Urc.LinkGone(1));
            CompletableFuture<Void> again = ask(new NetClose());
            bench.line("+NETCLOSE: 2", "ERROR");
            assertThat(again).isCompleted();
            assertThat(bench.heard).hasSize(2);
        }

        @Test
        void givesUpAResultThatNeverComesWithoutHoldingUpOthers() {
            CompletableFuture<Void> open = ask(CipOpen.tcp(0, "10.0.0.1", 5253, 0));
            bench.line("OK");
            CompletableFuture<Void> other = ask(StandardCommands.attention());
            bench.line("OK");
            assertThat(other).isCompleted();
            bench.time.pass(LONG + 1);
            assertThat(failureOf(open)).isInstanceOf(AtTimeoutException.class);
        }

        @Test
        void listsOpenLinks() {
            CompletableFuture<Map<Integer, OpenLinksQuery.Peer>> links = ask(new OpenLinksQuery());
            bench.line("+CIPOPEN: 0", "+CIPOPEN: 1,\"TCP\",\"183.230.174.137\",6031,-1", "OK");
            assertThat(links)
                    .isCompletedWithValue(Map.of(1, new OpenLinksQuery.Peer("TCP", "183.230.174.137", 6031, -1)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"+SERVERSTOP: 1,0|OK", "OK|+SERVERSTOP: 1,0"})
        void stopsAServerWithItsResultBeforeOrBehindTheOk(String lines) {
            CompletableFuture<Void> stop = ask(new ServerStop(1));
            assertThat(bench.lastWritten()).isEqualTo("AT+SERVERSTOP=1\r");
            bench.line(lines.split("\\|")[0]);
            assertThat(stop).isNotDone();
            bench.line(lines.split("\\|")[1]);
            assertThat(stop).isCompleted();
            assertThat(bench.dialogue.idle()).isTrue();
        }

        @Test
        void saysThatAServerWithAClientCannotBeStopped() {
            CompletableFuture<Void> stop = ask(new ServerStop(0));
            bench.line("+SERVERSTOP: 0,9", "ERROR");
            assertThat(SocketError.SOCKETS_OPENED.is(errorOf(stop))).isTrue();
            assertThat(failureOf(stop)).hasMessageContaining("Sockets opened");
        }
    }

    /** Payload and its confirmation. */
    @Nested
    class Sending {

        @ParameterizedTest
        @ValueSource(strings = {"\r\n>", "\r\n> ", ">"})
        void writesThePayloadAfterThePromptAndWaitsForTheConfirmation(String prompt) {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPSEND=0,5\r");
            bench.says(prompt);
            assertThat(bench.lastWritten()).isEqualTo("HELLO");
            bench.line("OK");
            assertThat(send).isNotDone();
            bench.line("+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            assertThat(bench.written).hasSize(2);
        }

        @Test
        void doesNotTakeAGreaterThanInsideALineForThePrompt() {
            ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.line("+CUSD: 0,\"a>b\"");
            assertThat(bench.written).hasSize(1);
            bench.says("\r\n>");
            assertThat(bench.lastWritten()).isEqualTo("HELLO");
        }

        @Test
        void acceptsAConfirmationBeforeTheOk() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("+CIPSEND: 0,5,5");
            assertThat(send).isNotDone();
            bench.line("OK");
            assertThat(send).isCompletedWithValue(5);
        }

        @Test
        void waitsLongForAConfirmationAndSendsNothingAgain() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("OK");
            bench.time.pass(30_000);
            assertThat(send).isNotDone();
            bench.line("+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            assertThat(bench.written).containsExactly("AT+CIPSEND=0,5\r", "HELLO");
        }

        @Test
        void letsOtherLinksWorkWhileAConfirmationIsAwaited() {
            CompletableFuture<Integer> slow = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("OK");
            CompletableFuture<Integer> quick = ask(CipSend.tcp(1, "WORLD".getBytes()));
            bench.says("\r\n>").line("OK", "+CIPSEND: 1,5,5");
            assertThat(quick).isCompletedWithValue(5);
            assertThat(slow).isNotDone();
            bench.line("+CIPSEND: 0,5,5");
            assertThat(slow).isCompletedWithValue(5);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 0, -1})
        void reportsHowMuchWasConfirmed(int confirmed) {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("OK", "+CIPSEND: 0,5," + confirmed);
            assertThat(send).isCompletedWithValue(confirmed);
        }

        @Test
        void absorbsTheSecondErrorOfAnEmptyReadSoThatTheNextReadLosesNothing() {
            List<String> data = new ArrayList<>();
            CompletableFuture<Integer> empty = ask(CipRxGet.raw(1, 1500, bytes -> {}));
            CompletableFuture<Integer> next = ask(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))));
            bench.line("+IP ERROR: No data", "ERROR", "ERROR");
            assertThat(empty).isCompletedWithValue(CipRxGet.NO_DATA);
            bench.answerFence();
            bench.says("\r\n+CIPRXGET: 2,0,5,0\r\nHELLO\r\n\r\nOK\r\n");
            assertThat(next).isCompletedWithValue(0);
            assertThat(data).containsExactly("HELLO");
        }

        @Test
        void takesCountedBytesNobodyAskedForAsBytesAndReportsThem() {
            bench.says("\r\n+CIPRXGET: 2,1,15,0\r\n\r\nOK\r\n\r\nRDY\r\nxx\r\n+CIPRXGET: 3,0,2,0\r\n6f6b\r\n");
            assertThat(bench.unaskedBodies).containsExactly("+CIPRXGET: 2,1,15,0", "+CIPRXGET: 3,0,2,0");
            assertThat(bench.heard).isEmpty();
        }

        @Test
        void absorbsTheSecondErrorOfARefusedSend() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            CompletableFuture<Integer> next = ask(StandardCommands.signal());
            bench.line("+CIPERROR: 4", "ERROR", "ERROR");
            assertThat(SocketError.OPERATION_NOT_SUPPORTED.is(errorOf(send))).isTrue();
            bench.answerFence();
            assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
            bench.line("+CSQ: 3,0", "OK");
            assertThat(next).isCompletedWithValue(3);
        }

        @Test
        void neverTakesAConfirmationOfAnotherLengthForItsOwn() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("+CIPSEND: 0,7,7", "OK");
            assertThat(send).isNotDone();
            assertThat(bench.heard).containsExactly(new Urc.LateConfirmation(0, 7, 7));
        }

        @Test
        void sendsThePayloadWhenOnlyThePromptWasLostAndNeverACommandInItsPlace() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            ask(StandardCommands.signal());
            bench.time.pass(Bench.TIMEOUT);
            assertThat(bench.written).containsExactly("AT+CIPSEND=0,5\r", "HELLO");
            bench.line("OK", "+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        }

        @Test
        void takesNoEchoOfAPayloadForTheRestOfAPushThatARestartBrokeOff() {
            ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\nRECV FROM:10.0.0.1:5000\r\n+RECEIVE,1,10\r\n12345");
            bench.time.pass(Bench.TIMEOUT);
            assertThat(bench.lastWritten()).isEqualTo("HELLO");
            bench.says("HELLO");
            assertThat(bench.lostBodies).containsExactly("+RECEIVE,1,10");
            assertThat(bench.heard).noneMatch(Urc.Received.class::isInstance);
        }

        @Test
        void sendsAPayloadWhoseOnlyPromptWasLostWhileAPushGoesOn() {
            ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.time.pass(Bench.TIMEOUT - 1);
            bench.says("\r\n+RECEIVE,1,10\r\n12345");
            bench.time.pass(1);
            assertThat(bench.lastWritten()).isEqualTo("HELLO");
            bench.says("67890");
            assertThat(bench.lostBodies).isEmpty();
            assertThat(bench.heard).singleElement().isInstanceOfSatisfying(Urc.Received.class, push -> assertThat(
                            push.data())
                    .asString()
                    .isEqualTo("1234567890"));
        }

        @Test
        void fillsALostPromptWithCarriageReturnsWhenThePayloadCouldBeACommand() {
            CipSend command = CipSend.tcp(0, "\rAT+CFUN=1,1\r".getBytes());
            CompletableFuture<Integer> send = ask(command);
            bench.time.pass(Bench.TIMEOUT + Resynchronizer.DRAIN_MILLIS);
            assertThat(failureOf(send)).isInstanceOf(AtTimeoutException.class);
            assertThat(command.begun()).isFalse();
            assertThat(bench.written.get(1)).isEqualTo("\r".repeat(13));
        }

        /** ETX, Ctrl+Z and ESC mean something only where no length is given. */
        @Test
        void escapesNothingInACountedPayload() {
            byte[] payload = {'a', 0x03, 0x1A, 0x1B, 'z'};
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, payload));
            bench.says("\r\n>");
            assertThat(bench.written).endsWith("AT+CIPSEND=0,5\r", "a\u0003\u001A\u001Bz");
            bench.line("OK", "+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            CompletableFuture<Integer> escaped = ask(CipSend.tcpEscaped(0, payload));
            bench.says("\r\n>");
            assertThat(bench.lastWritten()).isEqualTo("a\u0003\u0003\u0003\u001A\u0003\u001Bz\u001A");
            assertThat(escaped).isNotDone();
        }
    }

    /** Data and what stands around it. */
    @Nested
    class Reading {

        @Test
        void readsRawDataThatLooksLikeResults() {
            for (int cut = 1; cut < 40; cut++) {
                Bench cutting = new Bench(cut);
                List<String> data = new ArrayList<>();
                CompletableFuture<Integer> read = cutting.dialogue
                        .execute(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))))
                        .toCompletableFuture();
                cutting.says("\r\n+CIPRXGET: 1,0\r\n\r\n+CIPRXGET: 2,0,15,7\r\n\r\nERROR\r\nOK\r\n>!\r\n\r\nOK\r\n");
                assertThat(data).containsExactly("\r\nERROR\r\nOK\r\n>!");
                assertThat(read).isCompletedWithValue(7);
                assertThat(cutting.heard).containsExactly(new Urc.DataWaiting(0));
            }
        }

        @Test
        void readsHexInMixedCaseHoweverItIsCut() {
            byte[] expected = new byte[750];
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (byte) i;
                String pair = String.format("%02x", i & 0xFF);
                digits.append(i % 2 == 0 ? pair : pair.toUpperCase());
            }
            for (int cut : new int[] {1, 7, 100, 4096}) {
                Bench cutting = new Bench(cut);
                List<byte[]> data = new ArrayList<>();
                CompletableFuture<Integer> read = cutting.dialogue
                        .execute(CipRxGet.hex(0, 750, data::add))
                        .toCompletableFuture();
                cutting.says("\r\n+CIPRXGET: 3,0,750,0\r\n" + digits + "\r\n\r\nOK\r\n");
                assertThat(read).isCompletedWithValue(0);
                assertThat(data).hasSize(1);
                assertThat(data.get(0)).isEqualTo(expected);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"31323", "3132333", "31zz33"})
        void resynchronisesAfterHexDigitsThatDoNotAddUp(String digits) {
            List<byte[]> data = new ArrayList<>();
            CompletableFuture<Integer> read = ask(CipRxGet.hex(0, 750, data::add));
            bench.says("\r\n+CIPRXGET: 3,0,3,0\r\n" + digits + "\r\n\r\nOK\r\n");
            assertThat(failureOf(read)).isInstanceOf(AtProtocolException.class);
            CompletableFuture<Integer> next = ask(StandardCommands.signal());
            bench.answerResync();
            bench.line("+CSQ: 3,0", "OK");
            assertThat(next).isCompletedWithValue(3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"+IP ERROR: No data", "+IP ERROR: 22"})
        void takesNoDataForEmpty(String line) {
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 1500, bytes -> {}));
            bench.line(line, "ERROR");
            assertThat(read).isCompletedWithValue(CipRxGet.NO_DATA);
        }

        @Test
        void keepsTheBytesOfAReadWhoseOkIsLate() {
            List<String> data = new ArrayList<>();
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))));
            bench.time.pass(Bench.TIMEOUT);
            assertThat(failureOf(read)).isInstanceOf(AtTimeoutException.class);
            bench.says("\r\n+CIPRXGET: 2,0,3,0\r\nabc\r\nOK\r\n");
            assertThat(data).containsExactly("abc");
        }

        @ParameterizedTest
        @ValueSource(strings = {"RECV FROM", "RCV FROM", "+RECV FROM"})
        void readsASenderInAllSpellings(String spelling) {
            bench.says("\r\n" + spelling + ":117.131.85.139:5253\r\n+IPD16\r\ndata from server");
            Urc.Received received = (Urc.Received) bench.heard.get(0);
            assertThat(received.host()).isEqualTo("117.131.85.139");
            assertThat(received.port()).isEqualTo(5253);
            assertThat(received.link()).isEqualTo(Urc.Received.NO_LINK);
            assertThat(new String(received.data())).isEqualTo("data from server");
            assertThat(bench.heard).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"+IPD16", "+IPD 16", "+RECEIVE,0,16", "+RECEIVE,0,16:"})
        void readsALengthInAllSpellings(String header) {
            bench.says("\r\n" + header + "\r\ndata from server\r\n+IPCLOSE: 0,1\r\n");
            assertThat(((Urc.Received) bench.heard.get(0)).data()).hasSize(16);
            assertThat(bench.heard.get(1)).isEqualTo(new Urc.LinkClosed(0, CloseReason.REMOTE));
        }

        @Test
        void splitsThePortOfAnIpv6SenderAtTheLastColon() {
            bench.says("\r\nRECV FROM:2001:db8::1:5253\r\n+RECEIVE,1,2\r\nhi");
            Urc.Received received = (Urc.Received) bench.heard.get(0);
            assertThat(received.host()).isEqualTo("2001:db8::1");
            assertThat(received.link()).isEqualTo(1);
            bench.line("+CLIENT: 1,0,2001:db8::1:57202");
            assertThat(bench.heard.get(1)).isEqualTo(new Urc.ClientAccepted(1, 0, "2001:db8::1", 57202));
        }

        @Test
        void keepsTwoLinksApartByteByByte() {
            Bench cutting = new Bench(1);
            cutting.says("\r\n+RECEIVE,0,3\r\nabc\r\n+RECEIVE,1,3\r\nxyz\r\n+RECEIVE,0,3\r\ndef\r\n+RECEIVE,1,1\r\n!");
            StringBuilder[] streams = {new StringBuilder(), new StringBuilder()};
            for (Urc urc : cutting.heard) {
                Urc.Received received = (Urc.Received) urc;
                streams[received.link()].append(new String(received.data()));
            }
            assertThat(streams[0]).hasToString("abcdef");
            assertThat(streams[1]).hasToString("xyz!");
        }

        /** Nothing may end a command before what must come first. */
        @Test
        void letsNoStrayOkEndAReadBeforeItsDataOrASendBeforeItsPayload() {
            List<String> data = new ArrayList<>();
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))));
            bench.line("OK");
            assertThat(read).isNotDone();
            bench.says("\r\n+CIPRXGET: 2,0,5,3\r\nHELLO\r\n\r\nOK\r\n");
            assertThat(read).isCompletedWithValue(3);
            assertThat(data).containsExactly("HELLO");
            boolean[] taken = new boolean[1];
            CompletableFuture<Integer> send =
                    ask(CipSend.tcp(0, "HELLO".getBytes()).whenTaken(() -> taken[0] = true));
            bench.line("OK");
            assertThat(taken[0]).isFalse();
            bench.says("\r\n>");
            assertThat(bench.lastWritten()).isEqualTo("HELLO");
            bench.line("OK", "+CIPSEND: 0,5,5");
            assertThat(taken[0]).isTrue();
            assertThat(send).isCompletedWithValue(5);
        }

        @Test
        void givesNoPushTheSenderOfTheLastOne() {
            bench.says("\r\nRECV FROM:10.0.0.1:5000\r\n+RECEIVE,1,2\r\nhi\r\n+RECEIVE,1,2\r\nho");
            assertThat(bench.heard)
                    .extracting(urc -> ((Urc.Received) urc).host())
                    .containsExactly("10.0.0.1", null);
            assertThat(((Urc.Received) bench.heard.get(1)).port()).isZero();
        }

        /** Once the module has answered something else, data is not the answer to what was asked before. */
        @Test
        void takesNoDataForALateAnswerOnceItIsInStepAgain() {
            List<String> data = new ArrayList<>();
            ask(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))));
            bench.time.pass(Bench.TIMEOUT);
            bench.answerResync();
            bench.says("\r\n+CIPRXGET: 2,0,3,0\r\nabc\r\nOK\r\n");
            assertThat(bench.unaskedBodies).containsExactly("+CIPRXGET: 2,0,3,0");
            assertThat(data).isEmpty();
        }

        /** After an error its command is not over before the fence. */
        @Test
        void takesDataBehindARefusalForThatOfTheReadThatWasRefused() {
            List<String> data = new ArrayList<>();
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 1500, bytes -> data.add(new String(bytes))));
            bench.line("+IP ERROR: No data", "ERROR");
            assertThat(read).isCompletedWithValue(CipRxGet.NO_DATA);
            bench.says("\r\n+CIPRXGET: 2,0,3,0\r\nabc\r\n\r\nOK\r\n");
            assertThat(bench.unaskedBodies).isEmpty();
            assertThat(data).containsExactly("abc");
            bench.answerFence();
        }
    }

    /** Firmware that says the same otherwise. */
    @Nested
    class Dialects {

        @Test
        void hearsAnUnaskedCloseInEitherForm() {
            bench.line("+CIPCLOSE: 1,0", "+CIPCLOSE:0,1", "+IPCLOSE:1,1");
            assertThat(bench.heard)
                    .containsExactly(
                            new Urc.LinkGone(1), new Urc.LinkGone(0), new Urc.LinkClosed(1, CloseReason.REMOTE));
        }

        @Test
        void letsTheModuleSaySomethingBetweenThePromptAndOk() {
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>").line("+CIPRXGET: 1,1", "+CEREG: 5").says("\r\n+RECEIVE,1,2\r\nhi");
            assertThat(send).isNotDone();
            bench.line("OK", "+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            assertThat(bench.heard).hasSize(3).noneMatch(Urc.Unknown.class::isInstance);
        }

        /** One program for the SIM7028 reads answers without the space, so some firmware must write them so. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void readsEveryAnswerWithAndWithoutASpaceBehindTheColon(boolean space) {
            answers(
                    ask(new OpenLinksQuery()),
                    space,
                    "+CIPOPEN: 0",
                    "+CIPOPEN: 1,\"UDP\",\"172.30.239.20\",48885,-1",
                    "OK");
            answers(ask(CipOpen.tcp(0, "host", 80, 0)), space, "OK", "+CIPOPEN: 0,0");
            answers(ask(CipOpen.udp(1, 5000)), space, "+CIPOPEN: 1,0", "OK");
            answers(ask(new CipClose(0)), space, "OK", "+CIPCLOSE: 0,0");
            answers(ask(new NetOpen()), space, "OK", "+NETOPEN: 0");
            answers(ask(new NetClose()), space, "OK", "+NETCLOSE: 0");
            answers(ask(new ServerStop(1)), space, "+SERVERSTOP: 1,0", "OK");
            answers(ask(StandardCommands.networkOpen()), space, "+NETOPEN: 1", "OK");
            answers(ask(StandardCommands.linkCount()), space, "+CIPOPEN: (0-1),(\"TCP\",\"UDP\")", "OK");
            answers(ask(StandardCommands.serverCount()), space, "+SERVERSTART: (0-65535),(0-1),(1-3)", "OK");
            answers(ask(StandardCommands.waiting(0)), space, "+CIPRXGET: 4,0,7", "OK");
            answers(ask(StandardCommands.simState()), space, "+CPIN: READY", "OK");
            answers(ask(StandardCommands.signal()), space, "+CSQ: 20,0", "OK");
            answers(ask(DiagnosticCommands.registration(DiagnosticCommands.Domain.CEREG)), space, "+CEREG: 0,1", "OK");
            answers(ask(StandardCommands.functionality()), space, "+CFUN: 1", "OK");
            answers(ask(StandardCommands.address()), space, "+IPADDR: 10.0.0.1", "OK");
            answers(ask(StandardCommands.headerShown()), space, "+CIPHEAD: 1", "OK");
            answers(ask(StandardCommands.senderShown()), space, "+CIPSRIP: 1", "OK");
            answers(ask(StandardCommands.sendMode()), space, "+CIPSENDMODE: 0", "OK");
            answers(ask(StandardCommands.resolve("host")), space, "+CDNSGIP: 1,\"host\",\"10.0.0.1\"", "OK");
            answers(ask(DiagnosticCommands.cell()), space, "+CPSI: NB,Online,310-260", "OK");
            answers(ask(DiagnosticCommands.servingCell()), space, "+CPSI: NB,Online,310-260", "OK");
            answers(ask(DiagnosticCommands.levels()), space, "+CESQ: 99,99,255,255,31,70", "OK");
            answers(ask(DiagnosticCommands.operator()), space, "+COPS: 0,2,\"45204\",9", "OK");
            answers(ask(DiagnosticCommands.activations()), space, "+CGACT: 0,1", "OK");
            answers(ask(DiagnosticCommands.addresses()), space, "+CGPADDR: 0,\"10.0.0.1\"", "+CGPADDR: 1", "OK");
            answers(ask(new Ping("host", AtCommand.Urgency.WORK)), space, "OK", "+QCPING: FAIL", "+QCPING: DONE");
            answers(ask(DiagnosticCommands.contexts()), space, "+CGDCONT: 0,\"IP\",\"apn\"", "OK");
            answers(ask(DiagnosticCommands.traffic(0, AtCommand.Urgency.WORK)), space, "+CIPACK: 5,0,0", "OK");
            answers(ask(DiagnosticCommands.servers()), space, "+SERVERSTART: 0,5000", "OK");
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            bench.says("\r\n>");
            answers(send, space, "OK", "+CIPSEND: 0,5,5");
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 10, bytes -> {}));
            bench.says("\r\n+CIPRXGET:" + (space ? " " : "") + "2,0,2,0\r\nhi\r\nOK\r\n");
            assertThat(read).isCompletedWithValue(0);
            assertThat(bench.heard).isEmpty();
            for (String urc : List.of(
                    "+CIPRXGET: 1,0", "+IPCLOSE: 0,1", "+CIPCLOSE: 0,0", "+CLIENT: 1,0,10.0.0.1:5", "+CEREG: 1")) {
                bench.line(space ? urc : urc.replaceFirst(": ", ":"));
            }
            bench.says("\r\nRECV FROM:" + (space ? " " : "") + "10.0.0.1:5000\r\n+RECEIVE,1,2\r\nhi");
            bench.line(space ? "+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY" : "+CIPEVENT:NETWORK CLOSED UNEXPECTEDLY");
            assertThat(bench.heard)
                    .hasSize(7)
                    .noneMatch(urc -> urc instanceof Urc.Unknown || urc instanceof Urc.Notice);
            CompletableFuture<Void> refused = ask(StandardCommands.echoOff());
            bench.line(space ? "+CME ERROR: 10" : "+CME ERROR:10");
            assertThat(errorOf(refused).code()).isEqualTo(10);
        }
    }

    /** What the module repeats. */
    @Nested
    class Echo {

        @ParameterizedTest
        @ValueSource(strings = {"OK", "ERROR", "NO.CARRIER", "RDY"})
        void dropsAnEchoEvenOneThatHoldsAResultWord(String host) {
            CompletableFuture<Void> open = ask(CipOpen.tcp(0, host, 80, 0));
            bench.says("AT+CIPOPEN=0,\"TCP\",\"" + host + "\",80\r");
            bench.line("OK");
            assertThat(open).isNotDone();
            bench.line("+CIPOPEN: 0,0");
            assertThat(open).isCompleted();
            assertThat(bench.heard).containsExactly(new Urc.EchoReturned());
        }

        @Test
        void hidesThePinInWhatItShows() {
            assertThat(StandardCommands.enterPin("1234").shown()).doesNotContain("1234");
        }
    }

    /** Answers that come late, or never. */
    @Nested
    class LosingStep {

        @Test
        void completesNothingWithALateAnswer() {
            CompletableFuture<Integer> late = ask(StandardCommands.signal());
            bench.time.pass(Bench.TIMEOUT);
            assertThat(failureOf(late)).isInstanceOf(AtTimeoutException.class);
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.line("+CSQ: 23,0", "OK");
            assertThat(next).isNotDone();
            bench.answerResync();
            assertThat(next).isNotDone();
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void isNotFooledByALateAnswerBehindTheFence() {
            ask(StandardCommands.signal());
            bench.time.pass(Bench.TIMEOUT + Resynchronizer.DRAIN_MILLIS);
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.line("OK", "ERROR", "OK");
            assertThat(next).isNotDone();
            bench.answerFence();
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        /** The error may belong to what was asked before: the dialogue is not in step, and does not wait for ever either. */
        @Test
        void asksAgainWhenAnErrorFollowsTheAnswerToTheFence() {
            ask(StandardCommands.signal());
            bench.time.pass(Bench.TIMEOUT + Resynchronizer.DRAIN_MILLIS + 2 * Resynchronizer.QUIET_MILLIS);
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            String fence = bench.lastWritten();
            bench.line(fence.substring(2, fence.indexOf('?')) + ": 1", "ERROR");
            bench.answerResync();
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void worksOnAfterLineNoise() {
            CompletableFuture<Void> noisy = ask(StandardCommands.attention());
            bench.says("\0\u00ff\u0001\r\n#~garbage\r\n\u0080\r\nOK\r\n");
            assertThat(noisy).isCompleted();
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void keepsItsDeadlineInAFloodOfUnknownLines() {
            CompletableFuture<Integer> slow = ask(StandardCommands.signal());
            for (int second = 0; second < 9; second++) {
                for (int i = 0; i < 1000; i++) {
                    bench.line("+FLOOD: " + i);
                }
                bench.time.pass(1000);
            }
            assertThat(failureOf(slow)).isInstanceOf(AtTimeoutException.class);
        }

        @Test
        void givesUpAModuleThatDoesNotAnswerAnyMore() {
            ask(StandardCommands.signal());
            CompletableFuture<Void> waiting = ask(StandardCommands.attention());
            bench.time.pass(60_000);
            assertThat(bench.silence).contains("does not answer");
            assertThat(failureOf(waiting)).isInstanceOf(AtAbortedException.class);
        }

        @Test
        void failsEverythingAtOnceWhenTheLineEndsInMidPayload() {
            CompletableFuture<Integer> read = ask(CipRxGet.raw(0, 1500, bytes -> {}));
            CompletableFuture<Void> queued = ask(StandardCommands.attention());
            bench.says("\r\n+CIPRXGET: 2,0,100,0\r\nabc");
            bench.dialogue.close("the line ended", null);
            assertThat(failureOf(read)).hasMessageContaining("the line ended");
            assertThat(failureOf(queued)).hasMessageContaining("the line ended");
            assertThat(bench.time.waiting()).isZero();
        }

        @Test
        void startsNoCommandInsideABodySoThatItsAnswerCannotEndIt() {
            bench.says("\r\n+RECEIVE,0,10\r\nabc");
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            assertThat(bench.written).isEmpty();
            bench.says("defghij");
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void givesUpABodyThatBrokeOff() {
            bench.says("\r\n+RECEIVE,0,10\r\nabc");
            ask(StandardCommands.attention());
            bench.time.pass(BodyTimeout.STALL_MILLIS);
            assertThat(bench.lostBodies).containsExactly("+RECEIVE,0,10");
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
        }

        /** A pause of the JVM is none of the module's: every byte may wait to be read. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void givesUpNoBodyBecauseTheJvmStoodStill(boolean polling) {
            bench.polling = polling;
            bench.says("\r\n+RECEIVE,0,10\r\nabc");
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.time.pass(1000);
            bench.time.standStill(60_000);
            bench.stoodStill = 60_000;
            bench.time.pass(Loop.GRACE_MILLIS - 1);
            bench.says("defghij");
            bench.stoodStill = 0;
            assertThat(bench.lostBodies).isEmpty();
            assertThat(bench.heard).hasSize(1);
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        @Test
        void missesNoAnswerBecauseTheJvmStoodStill() {
            CompletableFuture<Integer> signal = ask(StandardCommands.signal());
            bench.time.pass(10);
            bench.time.standStill(60_000);
            bench.time.pass(Loop.GRACE_MILLIS - 1);
            bench.line("+CSQ: 9,0", "OK");
            assertThat(signal).isCompletedWithValue(9);
            assertThat(bench.written).hasSize(1);
        }

        @Test
        void givesUpABodyOnALineWithoutEmptyReadsOnlyWhenACommandNeedsIt() {
            bench.polling = false;
            bench.says("\r\n+RECEIVE,0,10\r\nabc");
            bench.time.pass(600_000);
            bench.says("de");
            assertThat(bench.lostBodies).isEmpty();
            CompletableFuture<Void> next = ask(StandardCommands.attention());
            bench.time.pass(BodyTimeout.PATIENCE_MILLIS - 1);
            assertThat(bench.lostBodies).isEmpty();
            bench.time.pass(1);
            assertThat(bench.lostBodies).containsExactly("+RECEIVE,0,10");
            bench.answerResync();
            bench.line("OK");
            assertThat(next).isCompleted();
        }

        /** What a peer sends must not restart a modem. */
        @Test
        void takesNothingForTheModulesWordsThatMayBeTheRestOfALostBody() {
            bench.says("\r\n+RECEIVE,0,100\r\nabc");
            bench.time.pass(BodyTimeout.STALL_MILLIS);
            bench.heardNothing(BodyTimeout.STALL_MILLIS);
            assertThat(bench.lostBodies).containsExactly("+RECEIVE,0,100");
            bench.says(
                    "\r\nRDY\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n+RECEIVE,1,5\r\nhello\r\n+IPCLOSE: 1,1\r\n");
            bench.line("+CIPHEAD: 1", "OK", "ERROR");
            CompletableFuture<Integer> next = ask(StandardCommands.signal());
            bench.time.pass(Resynchronizer.QUIET_MILLIS);
            bench.says("\r\n*ATREADY: 1\r\n");
            assertThat(bench.heard).isEmpty();
            bench.answerResync();
            assertThat(bench.heard).isEmpty();
            assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
            bench.line("+CSQ: 9,0", "OK", "+IPCLOSE: 0,1");
            assertThat(next).isCompletedWithValue(9);
            assertThat(bench.heard).containsExactly(new Urc.LinkClosed(0, CloseReason.REMOTE));
        }

        /** It broke off because the module restarted, and its first words were dropped with it. */
        @Test
        void noticesARestartBehindALostBodyByItsEcho() {
            bench.says("\r\n+RECEIVE,0,100\r\nabc");
            bench.time.pass(BodyTimeout.STALL_MILLIS);
            bench.heardNothing(BodyTimeout.STALL_MILLIS);
            bench.line("RDY");
            bench.time.pass(Resynchronizer.DRAIN_MILLIS);
            bench.time.pass(Resynchronizer.QUIET_MILLIS * 2);
            String fence = bench.lastWritten();
            bench.says(fence + "\r\n" + fence.substring(2, fence.indexOf('?')) + ": 1\r\n\r\nOK\r\n");
            assertThat(bench.heard).containsExactly(new Urc.EchoReturned());
        }

        @Test
        void synchronisesWithAModuleThatEchoes() {
            CompletableFuture<Void> inStep = bench.dialogue.synchronise().toCompletableFuture();
            bench.time.pass(Resynchronizer.QUIET_MILLIS);
            assertThat(bench.lastWritten()).isEqualTo("AT\r");
            bench.says("AT\r\r\nOK\r\n");
            bench.time.pass(Resynchronizer.QUIET_MILLIS * 2);
            String fence = bench.lastWritten();
            bench.says(fence + "\r\n" + fence.substring(2, fence.indexOf('?')) + ": 1\r\n\r\nOK\r\n");
            assertThat(inStep).isCompleted();
        }
    }

    /** Who gets the line when many want it. */
    @Nested
    class Waiting {

        @Test
        void boundsHowManyCommandsWait() {
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            for (int i = 0; i < CommandQueue.MAX_QUESTIONS + 2; i++) {
                asked.add(ask(StandardCommands.attention()));
            }
            assertThat(failureOf(asked.get(asked.size() - 1))).hasMessageContaining("queries are waiting already");
        }

        @Test
        void neverRefusesWhatTheDriverCannotDoWithoutAndSaysItFirst() {
            ask(StandardCommands.signal());
            List<CompletableFuture<?>> asked = new ArrayList<>();
            for (int i = 0; i < CommandQueue.MAX_QUESTIONS; i++) {
                asked.add(ask(StandardCommands.signal()));
            }
            CompletableFuture<Integer> send = ask(CipSend.tcp(0, "HELLO".getBytes()));
            CompletableFuture<Integer> read = ask(CipRxGet.raw(1, 1500, bytes -> {}));
            CompletableFuture<Void> close = ask(new CipClose(1));
            CompletableFuture<Boolean> network = ask(StandardCommands.networkOpen());
            CompletableFuture<Integer> refused = ask(StandardCommands.signal());
            assertThat(failureOf(refused)).isInstanceOf(AtBusyException.class);
            bench.line("+CSQ: 1,0", "OK");
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPSEND=0,5\r");
            bench.says("\r\n>").line("OK", "+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            bench.line("+CIPRXGET: 2,1,0,0", "OK");
            assertThat(read).isCompletedWithValue(0);
            bench.line("OK", "+CIPCLOSE: 1,0");
            assertThat(close).isCompleted();
            assertThat(network).isNotDone();
            assertThat(asked).noneMatch(CompletableFuture::isDone);
        }

        /** Data goes before questions, and yet each question is asked some time. */
        @Test
        void letsQuestionsHaveTheirTurnAmongData() {
            CompletableFuture<Integer> question = null;
            for (int i = 0; i <= CommandQueue.PATIENCE + 1; i++) {
                ask(CipSend.tcp(0, "HELLO".getBytes()));
                if (i == 0) {
                    question = ask(StandardCommands.signal());
                }
            }
            for (int i = 0; i <= CommandQueue.PATIENCE; i++) {
                assertThat(bench.lastWritten()).isEqualTo("AT+CIPSEND=0,5\r");
                bench.says("\r\n>").line("OK", "+CIPSEND: 0,5,5");
            }
            assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
            bench.line("+CSQ: 1,0", "OK");
            assertThat(question).isCompletedWithValue(1);
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPSEND=0,5\r");
        }

        /** A number is free only when the module has said so. */
        @Test
        void givesUpNoCloseThatWaitsForItsTurn() {
            long longer = CommandScheduler.TURN_MILLIS * 2;
            bench.dialogue.execute(new CipClose(0), longer);
            bench.line("OK");
            CompletableFuture<Void> close = ask(new CipClose(0));
            bench.time.pass(CommandScheduler.TURN_MILLIS + 1000);
            assertThat(close).isNotDone();
            bench.line("+CIPCLOSE: 0,0");
            assertThat(bench.lastWritten()).isEqualTo("AT+CIPCLOSE=0\r");
            bench.line("OK", "+CIPCLOSE: 0,0");
            assertThat(close).isCompleted();
        }

        @Test
        void letsNoCommandWaitForItsTurnForEver() {
            long longer = CommandScheduler.TURN_MILLIS + 60_000;
            CompletableFuture<Boolean> opening =
                    bench.dialogue.execute(new NetOpen(), longer).toCompletableFuture();
            bench.line("OK");
            CompletableFuture<Boolean> asked = ask(StandardCommands.networkOpen());
            bench.time.pass(CommandScheduler.TURN_MILLIS - 1);
            assertThat(asked).isNotDone();
            bench.time.pass(2);
            assertThat(failureOf(asked)).isInstanceOf(AtBusyException.class);
            bench.line("+NETOPEN: 0");
            assertThat(opening).isCompleted();
            assertThat(bench.dialogue.idle()).isTrue();
        }
    }

    /** What one line leaves to the next. */
    @Nested
    class NewLine {

        /** The module still waits for the payload when its line is opened again. */
        @Test
        void beginsOverANewLineWithThePayloadThatWasAwaitedOverTheOldOne() {
            CipSend command = CipSend.tcp(0, "HELLO".getBytes());
            CompletableFuture<Integer> send = ask(command);
            bench.dialogue.close("the line ended", null);
            assertThat(failureOf(send)).isInstanceOf(AtAbortedException.class);
            assertThat(command.begun()).as("it may arrive").isTrue();
            Bench next = new Bench();
            next.dialogue.owe(bench.dialogue.owed());
            next.dialogue.synchronise();
            next.time.pass(Resynchronizer.DRAIN_MILLIS);
            assertThat(next.written.get(0)).isEqualTo("HELLO");
            next.time.pass(Resynchronizer.FENCE_MILLIS + Resynchronizer.DRAIN_MILLIS);
            assertThat(next.written)
                    .as("again, as all may have been lost")
                    .filteredOn("HELLO"::equals)
                    .hasSizeGreaterThan(1);
            next.answerFence();
            assertThat(next.dialogue.owed()).isEmpty();
        }

        @Test
        void sendsNoPayloadToAModuleThatRestarted() {
            CipSend command = CipSend.tcp(0, "HELLO".getBytes());
            ask(command);
            bench.dialogue.abortAll("it restarted", null);
            assertThat(command.begun()).isFalse();
            assertThat(bench.dialogue.owed()).isEmpty();
        }
    }
}
