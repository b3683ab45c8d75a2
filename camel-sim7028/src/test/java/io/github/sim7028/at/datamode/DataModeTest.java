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
package io.github.sim7028.at.datamode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sim7028.at.Resynchronizer;
import io.github.sim7028.at.codec.Urc;
import io.github.sim7028.at.command.AtCommand;
import io.github.sim7028.at.command.CipClose;
import io.github.sim7028.at.command.EnterDataMode;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.kit.Bench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data mode (1.3) against a module that the test plays, byte by byte where that matters. */
class DataModeTest {

    private static final String UNUSED = "\r\n+CIPOPEN: 0\r\n\r\n+CIPOPEN: 1\r\n\r\nOK\r\n";
    private static final String USED = "\r\n+CIPOPEN: 0,\"TCP\",\"host\",5253,-1\r\n\r\n+CIPOPEN: 1\r\n\r\nOK\r\n";

    private static Bench bench(int cut) {
        return new Bench(cut).transparent().connected();
    }

    private static StreamChunk send(Bench bench, String text) {
        StreamChunk chunk = new StreamChunk(text.getBytes(StandardCharsets.ISO_8859_1));
        bench.dialogue.stream(chunk);
        bench.time.pass(0);
        return chunk;
    }

    private static <R> CompletableFuture<R> ask(Bench bench, AtCommand<R> command) {
        return bench.dialogue.execute(command).toCompletableFuture();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
    void nothingInAStreamIsALine(int cut) {
        Bench bench = bench(cut);
        String data =
                "\r\nOK\r\nAT\r\n+IPD5\r\nhello\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n>ERROR\r\n\u0000\u00ff";
        bench.says(data);
        assertThat(bench.streamed).hasToString(data);
        assertThat(bench.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
    void bytesRightBehindConnectAreData(int cut) {
        Bench bench = new Bench(cut).transparent();
        CompletableFuture<Void> open = bench.dialogue
                .execute(EnterDataMode.tcp("host", 5253, 0), 60_000)
                .toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN=0,\"TCP\",\"host\",5253\r");
        bench.says("\r\nCONNECT 115200\r\n\r\nhello");
        assertThat(open).isCompleted();
        assertThat(bench.streamed).hasToString("\r\nhello");
    }

    @Test
    void aFailedOpenIsNoConnection() {
        Bench bench = new Bench().transparent();
        CompletableFuture<Void> open = ask(bench, EnterDataMode.udp("host", 5254, 5000));
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN=0,\"UDP\",\"host\",5254,5000\r");
        bench.line("CONNECT FAIL");
        assertThat(open).isCompletedExceptionally();
        CompletableFuture<Void> refused = ask(bench, EnterDataMode.tcp("host", 1, 0));
        bench.line("+CIPOPEN: 0,4", "ERROR");
        assertThat(refused).isCompletedExceptionally();
        assertThat(ask(bench, StandardCommands.attention())).isNotDone();
        assertThat(bench.lastWritten()).isEqualTo("AT\r");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, Integer.MAX_VALUE})
    void aCommandLeavesDataModeAndComesBack(int cut) {
        Bench bench = bench(cut);
        send(bench, "up");
        CompletableFuture<Integer> signal = ask(bench, StandardCommands.signal());
        assertThat(bench.lastWritten()).isEqualTo("up");
        bench.escapes("before \r\nOK\r\n");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        StreamChunk waiting = send(bench, "later");
        bench.line("+CSQ: 20,99", "OK");
        assertThat(signal).isCompletedWithValue(20);
        assertThat(bench.lastWritten()).isEqualTo("ATO\r");
        bench.line("CONNECT 115200").says("after");
        bench.time.pass(0);
        assertThat(bench.lastWritten()).isEqualTo("later");
        assertThat(waiting.done().toCompletableFuture()).isCompleted();
        assertThat(bench.streamed).hasToString("before \r\nOK\r\nafter");
        assertThat(bench.heard).isEmpty();
    }

    @Test
    void theEscapeIsGuardedBySilence() {
        Bench bench = bench(Integer.MAX_VALUE);
        send(bench, "up");
        ask(bench, StandardCommands.signal());
        bench.time.pass(1000);
        assertThat(bench.lastWritten()).isEqualTo("up");
        StreamChunk held = send(bench, "held");
        bench.time.pass(EscapeSequence.GUARD_MILLIS - 1000 + 10);
        assertThat(bench.lastWritten()).isEqualTo("+++");
        bench.time.pass(1100);
        assertThat(bench.lastWritten()).isEqualTo("+++");
        assertThat(held.begun()).isFalse();
    }

    @Test
    void anEscapeThatWasNotSeenIsMadeAgain() {
        Bench bench = bench(Integer.MAX_VALUE);
        ask(bench, StandardCommands.signal());
        bench.time.pass(EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS);
        bench.escapes("");
        assertThat(bench.written.stream().filter("+++"::equals)).hasSize(3);
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
    }

    @Test
    void droppingDtrIsQuicker() {
        Bench bench = new Bench().transparent();
        bench.dialogue.leaveByDtr();
        bench.connected();
        ask(bench, StandardCommands.signal());
        bench.time.pass(100);
        assertThat(bench.dtr).containsExactly(false);
        bench.says("data").line("OK");
        bench.time.pass(300);
        assertThat(bench.dtr).containsExactly(false, true);
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        assertThat(bench.streamed).hasToString("data");
    }

    @Test
    void whereDtrIsNotWiredTheEscapeDoes() {
        Bench bench = new Bench().transparent();
        bench.dialogue.leaveByDtr();
        bench.connected();
        ask(bench, StandardCommands.signal());
        bench.time.pass(100 + EscapeSequence.DTR_MILLIS);
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, Integer.MAX_VALUE})
    void aCloseInTheMiddleIsData(int cut) {
        Bench bench = bench(cut);
        bench.says("a\r\nCLOSED\r\nb\r\nNO CARRIER\r\n\r\nRDY\r\nc");
        assertThat(bench.streamed).hasToString("a\r\nCLOSED\r\nb\r\nNO CARRIER\r\n\r\nRDY\r\nc");
        bench.time.pass(10_000);
        assertThat(bench.lastWritten()).doesNotContain("+++");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nCLOSED\r\n", "\r\nNO CARRIER\r\n", "\r\nRDY\r\n", "\r\nCLOSED\r\n\r\n+CGEV: X\r\n"})
    void anEndThatLooksLikeAClosingIsDataWhenTheModuleWasStillInDataMode(String end) {
        Bench bench = bench(1);
        bench.says("data" + end);
        assertThat(bench.streamed).hasToString("data");
        bench.time.pass(DataMode.SUSPICION_MILLIS);
        bench.escapes("");
        assertThat(bench.streamed).hasToString("data" + end);
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("ATO\r");
        bench.line("CONNECT 115200").says("more");
        assertThat(bench.streamed).hasToString("data" + end + "more");
        assertThat(bench.heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "NO CARRIER"})
    void thePeersCloseIsToldWhenTheModuleHasNoLinkAnyMore(String word) {
        Bench bench = bench(1);
        bench.says("last words\r\n" + word + "\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN?\r");
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("last words");
        assertThat(bench.heard).containsExactly(new Urc.StreamClosed());
        assertThat(bench.dialogue.idle()).isTrue();
    }

    @Test
    void anEndIsDataWhenTheModuleStillHasTheLink() {
        Bench bench = bench(1);
        bench.says("x\r\nCLOSED\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        bench.says(USED);
        assertThat(bench.streamed).hasToString("x\r\nCLOSED\r\n");
        assertThat(bench.lastWritten()).isEqualTo("ATO\r");
    }

    @Test
    void aPayloadThatEndsLikeACloseAndThenTheCloseItself() {
        Bench bench = bench(1);
        bench.says("x\r\nCLOSED\r\n\r\nCLOSED\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("x\r\nCLOSED\r\n");
        assertThat(bench.heard).containsExactly(new Urc.StreamClosed());
    }

    @Test
    void aRestartInAStreamIsToldOnceTheModuleHasNoLinkAnyMore() {
        Bench bench = bench(1);
        bench.says("x\r\nRDY\r\n\r\n+CPIN: READY\r\n\r\n*ATREADY: 1\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("x");
        assertThat(bench.heard).first().isEqualTo(new Urc.Restarted("RDY"));
    }

    /** The log of the loader comes before the line that tells the restart, and in pieces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, Integer.MAX_VALUE})
    void theLogOfTheLoaderIsNoDataOnceTheModuleHasNoLinkAnyMore(int cut) {
        Bench bench = bench(cut);
        bench.says("x\r\nLoadVerifyImageHead read(len=272), Time(ms)->0.\r\n\r\ntest:VerifyImageHead skip\r\n"
                + "\r\nVerifyImageBody sha256 skip\r\n\r\n*ATREADY: 1\r\n\r\nSIM Ready\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("x");
        assertThat(bench.heard).contains(new Urc.Restarted("*ATREADY: 1"));
    }

    @Test
    void theNameOfTheLoadersLogInTheMiddleIsData() {
        Bench bench = bench(1);
        bench.says("a\r\nLoadVerifyImageHead \u00fc\r\nb\r\nLoadVerifyImageHead x\r\nc");
        assertThat(bench.streamed).hasToString("a\r\nLoadVerifyImageHead \u00fc\r\nb\r\nLoadVerifyImageHead x\r\nc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n*ATREADY: 1\r\n"})
    void theEchoOfTheEscapeIsNoData(String boot) {
        Bench bench = bench(1);
        bench.says("x" + boot);
        ask(bench, StandardCommands.signal());
        for (int i = 0; i < 2; i++) {
            bench.time.pass(EscapeSequence.GUARD_MILLIS + 100);
            if (bench.lastWritten().equals("+++")) {
                bench.says("+++");
            }
            bench.time.pass(EscapeSequence.ESCAPE_MILLIS - 100);
        }
        bench.time.pass(1000);
        bench.answerResync();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN?\r");
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("x");
        assertThat(bench.heard).hasSize(1);
        bench.line("+CGEV: X");
        assertThat(bench.heard).as("the echo is no line either").hasSize(2);
    }

    @Test
    void theBeginningOfAnEndIsHandedOverSoon() {
        Bench bench = bench(Integer.MAX_VALUE);
        bench.says("line\r\n");
        bench.time.pass(DataMode.BEGINNING_MILLIS);
        assertThat(bench.streamed).hasToString("line\r\n");
        bench.says("CLOSED\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS);
        assertThat(bench.lastWritten()).isEqualTo("+++");
    }

    @Test
    void whatTheModuleSaysBehindTheEscapeIsHeard() {
        Bench bench = bench(3);
        ask(bench, StandardCommands.signal());
        bench.time.pass(EscapeSequence.GUARD_MILLIS + 1000);
        bench.says("data").line("OK", "+CGEV: X");
        bench.time.pass(300);
        assertThat(bench.streamed).hasToString("data");
        assertThat(bench.heard).containsExactly(new Urc.Notice("+CGEV: X"));
    }

    @Test
    void aConnectionThatIsGoneWhenGoingBackIsTold() {
        Bench bench = bench(1);
        ask(bench, StandardCommands.attention());
        bench.escapes("");
        bench.answerFence();
        bench.line("OK");
        assertThat(bench.lastWritten()).isEqualTo("ATO\r");
        StreamChunk chunk = send(bench, "lost");
        bench.line("NO CARRIER");
        assertThat(bench.heard).containsExactly(new Urc.StreamClosed());
        assertThat(chunk.done().toCompletableFuture()).isCompletedExceptionally();
        assertThat(chunk.begun()).isFalse();
    }

    @Test
    void closingTheLinkDoesNotGoBack() {
        Bench bench = bench(1);
        CompletableFuture<Void> close = ask(bench, new CipClose(0));
        bench.escapes("");
        bench.answerFence();
        bench.line("OK", "CLOSED", "+CIPCLOSE: 0,0");
        assertThat(close).isCompleted();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPCLOSE=0\r");
        assertThat(bench.dialogue.idle()).isTrue();
    }

    @Test
    void aServersClientIsConnectedWithoutBeingAsked() {
        Bench bench = new Bench(1).transparent();
        bench.line("+CLIENT: 0,0,10.0.0.1:57202");
        StreamChunk chunk = send(bench, "hello");
        assertThat(chunk.begun()).isFalse();
        bench.line("CONNECT 115200").says("data");
        bench.time.pass(0);
        assertThat(bench.lastWritten()).isEqualTo("hello");
        assertThat(bench.streamed).hasToString("data");
        assertThat(bench.heard).containsExactly(new Urc.ClientAccepted(0, 0, "10.0.0.1", 57202));
    }

    @Test
    void aClientThatFollowsAnotherAtOnceGetsAConnectionOfItsOwn() {
        Bench bench = new Bench(1).transparent();
        bench.line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200").says("first");
        bench.line("CLOSED", "+CLIENT: 0,0,10.0.0.2:57203", "CONNECT 115200").says("second");
        bench.time.pass(DataMode.SUSPICION_MILLIS);
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPOPEN?\r");
        bench.says("\r\n+CIPOPEN: 0,\"TCP\",\"10.0.0.2\",57203,0\r\n\r\nOK\r\n");
        assertThat(bench.heard)
                .isEqualTo(List.of(
                        new Urc.ClientAccepted(0, 0, "10.0.0.1", 57202),
                        new Urc.StreamClosed(),
                        new Urc.ClientAccepted(0, 0, "10.0.0.2", 57203)));
        assertThat(bench.streamed).hasToString("firstsecond");
        assertThat(bench.lastWritten()).isEqualTo("ATO\r");
    }

    @Test
    void aCommandTypedWhileAClientConnectsIsAskedAgain() {
        Bench bench = new Bench(1).transparent();
        ask(bench, StandardCommands.signal());
        bench.line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200");
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
    }

    @Test
    void aCommandThatWaitedForAClientsConnectInterruptsItsStream() {
        Bench bench = new Bench(1).transparent();
        bench.line("+CLIENT: 0,0,10.0.0.1:57202");
        CompletableFuture<Void> close = ask(bench, new CipClose(0));
        bench.line("CONNECT 115200");
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CIPCLOSE=0\r");
        bench.line("OK", "CLOSED", "+CIPCLOSE: 0,0");
        assertThat(close).isCompleted();
        assertThat(bench.dialogue.idle()).isTrue();
    }

    /** The first client has gone, the module is asked for it, and meanwhile the second one comes. */
    @Test
    void nothingIsTypedToAClientThatConnectsWhileTheDialogueIsBroughtBackInStep() {
        for (long later = 0; later < 2 * Resynchronizer.QUIET_MILLIS; later += 10) {
            Bench bench = new Bench().transparent();
            bench.line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200").says("first");
            bench.line("CLOSED");
            bench.written.clear();
            while (!bench.written.contains("AT\r")) {
                bench.time.pass(10);
            }
            bench.time.pass(later);
            bench.line("+CLIENT: 0,0,10.0.0.2:57203");
            bench.written.clear();
            bench.time.pass(1000);
            assertThat(bench.written).as("%d ms later", later).isEmpty();
            bench.line("CONNECT 115200").says("second");
            bench.time.pass(EscapeSequence.GUARD_MILLIS - 100);
            assertThat(bench.written).as("%d ms later", later).isEmpty();
            bench.escapes("");
            bench.answerFence();
            assertThat(bench.written).as("%d ms later", later).startsWith("+++").endsWith("ATO\r");
            assertThat(bench.streamed).hasToString("firstsecond");
        }
    }

    /** A module that is typed to says what has happened when the line ends: here that its next client is connected. */
    @Test
    void nothingIsTypedToAClientOfWhomTheModuleSpeaksWhenTheLineEnds() {
        Bench bench = new Bench().transparent();
        bench.line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200").says("first");
        bench.line("CLOSED");
        bench.written.clear();
        while (!bench.written.contains("\r")) {
            bench.time.pass(10);
        }
        bench.written.clear();
        bench.time.pass(100);
        bench.line("+CLIENT: 0,0,10.0.0.2:57203", "CONNECT 115200").says("second");
        bench.time.pass(EscapeSequence.GUARD_MILLIS - 200);
        assertThat(bench.written).isEmpty();
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.written).startsWith("+++").endsWith("ATO\r");
        assertThat(bench.streamed).hasToString("firstsecond");
        assertThat(bench.heard)
                .isEqualTo(List.of(
                        new Urc.ClientAccepted(0, 0, "10.0.0.1", 57202),
                        new Urc.StreamClosed(),
                        new Urc.ClientAccepted(0, 0, "10.0.0.2", 57203)));
    }

    @Test
    void everythingUnderWayFailsWithTheLine() {
        Bench bench = bench(1);
        CompletableFuture<Integer> signal = ask(bench, StandardCommands.signal());
        StreamChunk chunk = send(bench, "x");
        bench.dialogue.close("the line ended", null);
        assertThat(signal).isCompletedExceptionally();
        assertThat(chunk.done().toCompletableFuture()).isCompletedExceptionally();
        assertThat(bench.time.waiting()).isZero();
    }

    /** What a module says around a command in data mode, split in two at every byte: the same events, the same commands. */
    @Test
    void theSameHoweverTheBytesAreCutInTwo() {
        String before = "data\r\nCLO\r\nOK\r\n+++\r\nRDY\r\nNO CARRIER";
        String answer = "\r\n+CGEV: X\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n";
        String back = "\r\nCONNECT 115200\r\n\r\nafter\r\nCLOSED\r";
        List<String> whole = dialogue(before, answer, back, -1);
        assertThat(whole).contains(before + back.substring(18), "AT+CSQ\r", "ATO\r");
        int length = before.length() + answer.length() + back.length();
        for (int cut = 1; cut < length; cut++) {
            assertThat(dialogue(before, answer, back, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    private static List<String> dialogue(String before, String answer, String back, int cut) {
        Bench bench = bench(Integer.MAX_VALUE);
        CompletableFuture<Integer> signal = ask(bench, StandardCommands.signal());
        bench.time.pass(EscapeSequence.GUARD_MILLIS + 50);
        saysInTwo(bench, before, cut);
        bench.time.pass(1000);
        bench.line("OK");
        bench.time.pass(300);
        bench.answerFence();
        saysInTwo(bench, answer, cut - before.length());
        saysInTwo(bench, back, cut - before.length() - answer.length());
        bench.time.pass(1000);
        assertThat(signal).isCompletedWithValue(20);
        List<String> all = new ArrayList<>(bench.written);
        bench.heard.forEach(urc -> all.add(urc.toString()));
        all.add(bench.streamed.toString());
        return all;
    }

    private static void saysInTwo(Bench bench, String text, int cut) {
        if (cut > 0 && cut < text.length()) {
            bench.says(text.substring(0, cut)).says(text.substring(cut));
        } else {
            bench.says(text);
        }
    }

    /** The end of a stream, split at every byte: always data in the middle, always the module's word when its link is gone. */
    @Test
    void aCloseIsToldHoweverItIsCutInTwo() {
        String end = "last\r\nCLOSED\r\nwords\r\nCLOSED\r\n";
        for (int cut = 0; cut < end.length(); cut++) {
            Bench bench = bench(Integer.MAX_VALUE);
            saysInTwo(bench, end, cut);
            bench.time.pass(
                    DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
            bench.answerResync();
            bench.says(UNUSED);
            assertThat(bench.streamed).as("cut at %d", cut).hasToString("last\r\nCLOSED\r\nwords");
            assertThat(bench.heard).as("cut at %d", cut).containsExactly(new Urc.StreamClosed());
        }
    }

    /** The answer to an open, and the first bytes behind it, split at every byte. */
    @Test
    void aConnectionBeginsHoweverItsWordIsCutInTwo() {
        String said = "\r\nCONNECT 115200\r\n\r\nOK\r\n+++";
        for (int cut = 0; cut < said.length(); cut++) {
            Bench bench = new Bench().transparent();
            CompletableFuture<Void> open = ask(bench, EnterDataMode.tcp("host", 5253, 0));
            saysInTwo(bench, said, cut);
            bench.time.pass(1000);
            assertThat(open).as("cut at %d", cut).isCompleted();
            assertThat(bench.streamed).as("cut at %d", cut).hasToString("\r\nOK\r\n+++");
            assertThat(bench.heard).isEmpty();
        }
    }

    /** A server's clients one after the other, split at every byte. */
    @Test
    void theNextClientIsToldFromDataHoweverTheBytesAreCutInTwo() {
        String said = "first\r\nCLOSED\r\n\r\n+CLIENT: 0,0,10.0.0.2:57203\r\n\r\nCONNECT 115200\r\nsecond";
        for (int cut = 0; cut < said.length(); cut++) {
            Bench bench = new Bench().transparent();
            bench.line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200");
            saysInTwo(bench, said, cut);
            bench.time.pass(DataMode.SUSPICION_MILLIS);
            bench.escapes("");
            bench.answerFence();
            bench.says("\r\n+CIPOPEN: 0,\"TCP\",\"10.0.0.2\",57203,0\r\n\r\nOK\r\n");
            assertThat(bench.heard)
                    .as("cut at %d", cut)
                    .isEqualTo(List.of(
                            new Urc.ClientAccepted(0, 0, "10.0.0.1", 57202),
                            new Urc.StreamClosed(),
                            new Urc.ClientAccepted(0, 0, "10.0.0.2", 57203)));
            assertThat(bench.streamed).as("cut at %d", cut).hasToString("firstsecond");
            assertThat(bench.lastWritten()).isEqualTo("ATO\r");
        }
    }

    @Test
    void whatIsToldToAModuleThatMayBeInDataModeDoesNotGoToThePeer() {
        Bench bench = new Bench();
        bench.dialogue.expectDataMode(false);
        long due = bench.dialogue.tell(StandardCommands.restart("AT+CFUN=1,1"));
        assertThat(due).isEqualTo(2 * EscapeSequence.GUARD_MILLIS);
        assertThat(bench.dialogue.tell(StandardCommands.attention())).isZero();
        assertThat(bench.written).isEmpty();
        bench.time.pass(EscapeSequence.GUARD_MILLIS);
        assertThat(bench.written).containsExactly("+++");
        CompletableFuture<Integer> signal = ask(bench, StandardCommands.signal());
        bench.time.pass(EscapeSequence.GUARD_MILLIS - 1);
        assertThat(bench.written).containsExactly("+++");
        bench.time.pass(1);
        assertThat(bench.written).containsExactly("+++", "AT+CFUN=1,1\r");
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        assertThat(signal).isNotDone();
    }

    @Test
    void whatIsToldToAModuleThatListensIsSaidAtOnce() {
        Bench bench = new Bench().transparent();
        assertThat(bench.dialogue.tell(StandardCommands.restart("AT+CFUN=1,1"))).isZero();
        assertThat(bench.lastWritten()).isEqualTo("AT+CFUN=1,1\r");
    }

    @Test
    void nothingIsToldOnALineThatEndedMeanwhile() {
        Bench bench = bench(1);
        bench.dialogue.tell(StandardCommands.restart("AT+CFUN=1,1"));
        bench.dialogue.close("the line ended", null);
        bench.time.pass(10_000);
        assertThat(bench.written).doesNotContain("AT+CFUN=1,1\r");
        assertThat(bench.time.waiting()).isZero();
    }

    // ---- what is known of the module

    private static final String NEXT = "\r\nCLOSED\r\n\r\n+CLIENT: 0,0,10.0.0.2:57203\r\n\r\nCONNECT 115200\r\n";

    private static Bench serving() {
        return new Bench().transparent().line("+CLIENT: 0,0,10.0.0.1:57202", "CONNECT 115200");
    }

    @Test
    void whetherItIsIdle() {
        Bench bench = new Bench();
        bench.dialogue.expectDataMode(false);
        bench.dialogue.synchronise();
        assertThat(bench.dialogue.idle()).as("leaving data mode").isFalse();
        bench.time.pass(EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 100);
        bench.answerResync();
        assertThat(bench.dialogue.idle()).as("listening for commands").isTrue();
        assertThat(bench.dialogue.streaming()).isFalse();
        bench.connected();
        assertThat(bench.dialogue.idle()).as("streaming").isTrue();
        assertThat(bench.dialogue.streaming()).isTrue();
        bench.says("x\r\nCLOSED\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS);
        assertThat(bench.dialogue.idle()).as("leaving the stream").isFalse();
        assertThat(bench.dialogue.streaming()).isFalse();
    }

    @Test
    void withoutDataModeItsWordsAreLinesLikeOthers() {
        Bench bench = new Bench();
        bench.line("CONNECT 115200");
        assertThat(bench.dialogue.streaming()).isFalse();
        assertThat(bench.heard).hasSize(1);
    }

    @Test
    void aModuleThatMayBeInDataModeLeavesItByDtrWhereItIsToldTo() {
        Bench bench = new Bench();
        bench.time.pass(5000);
        bench.dialogue.expectDataMode(true);
        ask(bench, StandardCommands.signal());
        bench.time.pass(100);
        assertThat(bench.dtr).containsExactly(false);
    }

    @Test
    void aModuleThatMayBeInDataModeIsGivenSilenceFirst() {
        Bench bench = new Bench();
        bench.time.pass(5000);
        bench.dialogue.expectDataMode(false);
        ask(bench, StandardCommands.signal());
        bench.time.pass(EscapeSequence.GUARD_MILLIS - 1);
        assertThat(bench.written).isEmpty();
        bench.time.pass(1);
        assertThat(bench.written).containsExactly("+++");
    }

    @Test
    void nothingElseThatIsSaidMeanwhileFailsAnOpen() {
        Bench bench = new Bench().transparent();
        CompletableFuture<Void> open = ask(bench, EnterDataMode.tcp("host", 5253, 0));
        bench.line("+CGEV: X");
        assertThat(open).isNotDone();
        bench.line("CONNECT");
        assertThat(open).isCompleted();
        assertThat(bench.heard).containsExactly(new Urc.Notice("+CGEV: X"));
    }

    @Test
    void aCloseWhileTheConnectionIsInterruptedIsTold() {
        for (String word : List.of("CLOSED", "NO CARRIER")) {
            Bench bench = bench(Integer.MAX_VALUE);
            CompletableFuture<Integer> signal = ask(bench, StandardCommands.signal());
            bench.escapes("");
            bench.answerFence();
            bench.line(word);
            assertThat(bench.heard).as(word).containsExactly(new Urc.StreamClosed());
            bench.line("+CSQ: 20,99", "OK");
            assertThat(signal).isCompletedWithValue(20);
            assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        }
    }

    @Test
    void whatWasAskedIsSaidWhenAClientsConnectDoesNotCome() {
        Bench bench = new Bench().transparent();
        bench.line("+CLIENT: 0,0,10.0.0.1:57202");
        bench.time.pass(1500);
        bench.line("+CLIENT: 0,0,10.0.0.1:57202");
        bench.written.clear();
        ask(bench, StandardCommands.signal());
        bench.time.pass(1999);
        assertThat(bench.written).isEmpty();
        bench.time.pass(1);
        assertThat(bench.written).containsExactly("AT+CSQ\r");
    }

    @Test
    void aClientThatHasConnectedIsWaitedForNoMore() {
        assertThat(serving().time.waiting()).isZero();
    }

    /** Bytes take their time on the line: silence begins when the last one has left. */
    @Test
    void theRateIsTheOneThatConnectNames() {
        Bench bench = new Bench().transparent();
        ask(bench, EnterDataMode.tcp("host", 5253, 0));
        bench.line("CONNECT 9600");
        send(bench, "x".repeat(960));
        ask(bench, StandardCommands.signal());
        bench.time.pass(1000 + EscapeSequence.GUARD_MILLIS - 1);
        assertThat(bench.lastWritten()).startsWith("x");
        bench.time.pass(10);
        assertThat(bench.lastWritten()).isEqualTo("+++");
    }

    @Test
    void aConnectionThatWasAskedForHasNoNextClient() {
        Bench bench = bench(Integer.MAX_VALUE);
        bench.says("x" + NEXT + "y");
        assertThat(bench.streamed).hasToString("x" + NEXT + "y");
    }

    @Test
    void aConnectionBehindThatOfAClientHasNoNextClient() {
        Bench bench = serving();
        ask(bench, new CipClose(0));
        bench.escapes("");
        bench.answerFence();
        bench.line("OK", "CLOSED", "+CIPCLOSE: 0,0");
        bench.connected().says("x" + NEXT + "y");
        assertThat(bench.streamed).hasToString("x" + NEXT + "y");
    }

    @Test
    void aClientThatFollowsIsFollowedByOthers() {
        Bench bench = serving();
        for (int i = 2; i <= 4; i++) {
            String next = NEXT.replace("10.0.0.2", "10.0.0." + i);
            bench.says(next + i);
            bench.time.pass(DataMode.SUSPICION_MILLIS);
            bench.escapes("");
            bench.answerFence();
            bench.says("\r\n+CIPOPEN: 0,\"TCP\",\"10.0.0." + i + "\",57203,0\r\n\r\nOK\r\n");
            assertThat(bench.lastWritten()).isEqualTo("ATO\r");
            assertThat(bench.time.waiting()).as("the answer to ATO").isOne();
            bench.line("CONNECT 115200");
            assertThat(bench.time.waiting()).isZero();
        }
        assertThat(bench.streamed).hasToString("234");
        assertThat(bench.heard).filteredOn(Urc.ClientAccepted.class::isInstance).hasSize(4);
    }

    /** A client may send much before the module has been asked who it is, and without a single carriage return. */
    @Test
    void allThatTheNextClientSendsIsItsOwn() {
        Bench bench = serving();
        bench.says("first" + NEXT);
        String text = "x".repeat(1000);
        for (int i = 0; i < 6; i++) {
            bench.time.pass(40);
            bench.says(text);
        }
        assertThat(bench.streamed).hasToString("first");
        bench.time.pass(DataMode.SUSPICION_MILLIS);
        bench.escapes("");
        bench.answerFence();
        bench.says("\r\n+CIPOPEN: 0,\"TCP\",\"10.0.0.2\",57203,0\r\n\r\nOK\r\n");
        assertThat(bench.heard)
                .isEqualTo(List.of(
                        new Urc.ClientAccepted(0, 0, "10.0.0.1", 57202),
                        new Urc.StreamClosed(),
                        new Urc.ClientAccepted(0, 0, "10.0.0.2", 57203)));
        assertThat(bench.streamed).hasToString("first" + text.repeat(6));
    }

    /** The module counts silence from the beginning of a connection. */
    @Test
    void theEscapeFromANextClientIsGuardedBySilenceOfItsOwn() {
        Bench bench = serving();
        bench.time.pass(5000);
        bench.says("first" + NEXT);
        bench.time.pass(200);
        bench.says("second");
        bench.time.pass(EscapeSequence.GUARD_MILLIS - 200 - 1);
        assertThat(bench.lastWritten()).isNotEqualTo("+++");
        bench.time.pass(1);
        assertThat(bench.lastWritten()).isEqualTo("+++");
    }

    @Test
    void whatComesDoesNotDelayTheEscape() {
        Bench bench = bench(Integer.MAX_VALUE);
        bench.time.pass(5000);
        bench.says("data\r\n");
        ask(bench, StandardCommands.signal());
        assertThat(bench.lastWritten()).isEqualTo("+++");
        assertThat(bench.time.waiting())
                .as("the command, and the look for the OK")
                .isEqualTo(2);
    }

    @Test
    void anOpenThatIsNotAnsweredMayHaveLedToDataMode() {
        Bench bench = new Bench().transparent();
        bench.written.clear();
        ask(bench, EnterDataMode.tcp("host", 5253, 0));
        bench.time.pass(60_000);
        assertThat(bench.written).contains("+++");
    }

    /** The words that were kept belong to a client that has left. */
    @Test
    void aClientThatComesBeforeTheModuleIsAskedEndsTheStreamForCertain() {
        Bench bench = serving();
        bench.says("x\r\nCLOSED\r\n");
        bench.written.clear();
        while (!bench.written.contains("\r")) {
            bench.time.pass(10);
        }
        bench.line("+CLIENT: 0,0,10.0.0.2:57203");
        bench.written.clear();
        bench.time.pass(3000);
        bench.answerResync();
        assertThat(bench.written).doesNotContain("AT+CIPOPEN?\r");
        assertThat(bench.streamed).hasToString("x");
    }

    @Test
    void wordsThatWereKeptAreForgottenWhenTheModuleSaysThatItWasInDataMode() {
        Bench bench = bench(Integer.MAX_VALUE);
        bench.says("x\r\nCLOSED\r\n");
        bench.written.clear();
        while (!bench.written.contains("\r")) {
            bench.time.pass(10);
        }
        bench.line("CONNECT 115200");
        ask(bench, StandardCommands.signal());
        bench.escapes("");
        bench.answerFence();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
    }

    // ---- when all is forgotten

    @Test
    void aModuleThatListenedStillListens() {
        Bench bench = new Bench().transparent();
        bench.dialogue.abortAll("it restarted", null);
        bench.written.clear();
        ask(bench, StandardCommands.signal());
        assertThat(bench.written).containsExactly("AT+CSQ\r");
    }

    @Test
    void whatWasHalfSaidByAModuleThatListenedIsNotGoneOnWith() {
        Bench bench = new Bench();
        bench.says("\r\n+RECEIVE,0,10\r\nabc");
        bench.dialogue.abortAll("it restarted", null);
        bench.line("RDY");
        assertThat(bench.heard).containsExactly(new Urc.Restarted("RDY"));
    }

    @Test
    void aModuleThatMayBeInDataModeIsToLeaveIt() {
        Bench opening = new Bench().transparent();
        ask(opening, EnterDataMode.tcp("host", 5253, 0));
        Bench accepting = new Bench().transparent().line("+CLIENT: 0,0,10.0.0.1:57202");
        for (Bench bench : List.of(bench(Integer.MAX_VALUE), opening, accepting)) {
            bench.dialogue.abortAll("it restarted", null);
            assertThat(bench.time.waiting()).isZero();
            bench.written.clear();
            ask(bench, StandardCommands.signal());
            bench.time.pass(EscapeSequence.GUARD_MILLIS + 10);
            assertThat(bench.written).containsExactly("+++");
        }
    }

    @Test
    void whatWasHeldBackIsForgotten() {
        Bench bench = bench(Integer.MAX_VALUE);
        bench.says("x\r\nCLOSED\r\n");
        bench.dialogue.abortAll("it restarted", null);
        assertThat(bench.time.waiting()).isZero();
        assertThat(send(bench, "y").begun()).isFalse();
        bench.dialogue.synchronise();
        bench.escapes("");
        assertThat(bench.streamed).hasToString("x");
    }

    @Test
    void theClientOfAServerIsForgotten() {
        Bench bench = serving();
        bench.dialogue.abortAll("it restarted", null);
        bench.dialogue.synchronise();
        bench.escapes("");
        bench.answerFence();
        bench.connected().says("x" + NEXT + "y");
        assertThat(bench.streamed).hasToString("x" + NEXT + "y");
    }

    @Test
    void aNextClientOfWhomTheModuleSpokeIsForgotten() {
        Bench bench = serving();
        bench.says("first" + NEXT + "second");
        bench.time.pass(DataMode.SUSPICION_MILLIS);
        bench.escapes("");
        bench.dialogue.abortAll("it restarted", null);
        bench.transparent().connected().says("x\r\nCLOSED\r\n");
        bench.time.pass(DataMode.SUSPICION_MILLIS + EscapeSequence.GUARD_MILLIS + EscapeSequence.ESCAPE_MILLIS + 200);
        bench.answerResync();
        bench.says(UNUSED);
        assertThat(bench.streamed).hasToString("firstx");
        assertThat(bench.heard).last().isEqualTo(new Urc.StreamClosed());
    }
}
