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
import io.github.sim7028.at.command.CipRxGet;
import io.github.sim7028.at.command.CipSend;
import io.github.sim7028.at.command.StandardCommands;
import io.github.sim7028.kit.Bench;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Counted bytes are data, whatever they look like, whatever the driver awaits, and however the reads of the line cut them. */
class CountedBodyTest {

    private static final long LONG = 125_000;

    /** What each of these would be outside a body: a result, a prompt, news, a push, an answer, an echo. */
    static Stream<String> bodies() {
        return Stream.of(
                "\r\nOK\r\n",
                "OK\r\n",
                "\r\nERROR\r\n",
                "+CME ERROR: 3",
                "\r\n+CME ERROR: 3\r\n",
                "\r\n+IP ERROR: 4\r\n\r\nERROR\r\n",
                "+IPD5\r\nhello",
                "\r\n+RECEIVE,1,2\r\nhi",
                "\r\nRECV FROM:10.0.0.1:5\r\n",
                ">",
                "\r\n>",
                "\r\n> ",
                "ab>",
                "ab\r\n>",
                "\r\n+CIPSEND: 0,5,5\r\n",
                "\r\n+CIPERROR: 4\r\n\r\nERROR\r\n",
                "\r\n+CIPRXGET: 2,0,3,0\r\nabc\r\n\r\nOK\r\n",
                "\r\n+CIPRXGET: 1,0\r\n",
                "\r\n+CSQ: 1,0\r\n\r\nOK\r\n",
                "\r\n+IPCLOSE: 0,1\r\n",
                "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
                "\r\nRDY\r\n",
                "*ATREADY: 1\r\n",
                "AT+CSQ\r\r\nOK\r\n",
                "+++",
                "\r\nCLOSED\r\n",
                "\r",
                "\n",
                "\r\n");
    }

    /** Reads of one byte, of two, and so on to the whole: each offset is a cut. */
    private static void howeverCut(String body, Consumer<Bench> dialogue) {
        for (int cut = 1; cut < body.length() + 60; cut++) {
            dialogue.accept(new Bench(cut));
        }
    }

    private static String pushed(String body) {
        return "\r\n+RECEIVE,1," + body.length() + "\r\n" + body;
    }

    private static void heardOnly(Bench bench, String body) {
        assertThat(bench.heard).singleElement().isInstanceOfSatisfying(Urc.Received.class, push -> {
            assertThat(push.link()).isEqualTo(1);
            assertThat(new String(push.data(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
        });
        assertThat(bench.unaskedBodies).isEmpty();
        assertThat(bench.lostBodies).isEmpty();
    }

    private static void worksOn(Bench bench) {
        CompletableFuture<Integer> next =
                bench.dialogue.execute(StandardCommands.signal()).toCompletableFuture();
        assertThat(bench.lastWritten()).isEqualTo("AT+CSQ\r");
        bench.line("+CSQ: 7,0", "OK");
        assertThat(next).isCompletedWithValue(7);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void endsNoReadBeforeItsLastByteAndItsOwnOk(String body) {
        for (String end : new String[] {"\r\nOK\r\n", "\r\n\r\nOK\r\n"}) {
            howeverCut(body, bench -> {
                List<String> data = new ArrayList<>();
                CompletableFuture<Integer> read = bench.dialogue
                        .execute(CipRxGet.raw(
                                0, 1500, bytes -> data.add(new String(bytes, StandardCharsets.ISO_8859_1))))
                        .toCompletableFuture();
                bench.says("\r\n+CIPRXGET: 2,0," + body.length() + ",7\r\n" + body);
                assertThat(read).isNotDone();
                bench.says(end);
                assertThat(read).isCompletedWithValue(7);
                assertThat(data).containsExactly(body);
                assertThat(bench.heard).isEmpty();
                worksOn(bench);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void answersNoQuestionWhenItIsPushed(String body) {
        howeverCut(body, bench -> {
            CompletableFuture<Integer> question =
                    bench.dialogue.execute(StandardCommands.signal(), LONG).toCompletableFuture();
            bench.says(pushed(body));
            assertThat(question).isNotDone();
            bench.line("+CSQ: 23,0", "OK");
            assertThat(question).isCompletedWithValue(23);
            heardOnly(bench, body);
            worksOn(bench);
        });
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void isNeitherAPromptNorAConfirmationWhenItIsPushed(String body) {
        howeverCut(body, bench -> {
            CompletableFuture<Integer> send = bench.dialogue
                    .execute(CipSend.tcp(0, "HELLO".getBytes(StandardCharsets.US_ASCII)), LONG)
                    .toCompletableFuture();
            bench.says(pushed(body));
            assertThat(bench.written).containsExactly("AT+CIPSEND=0,5\r");
            bench.says("\r\n>");
            assertThat(bench.written).containsExactly("AT+CIPSEND=0,5\r", "HELLO");
            bench.says(pushed(body));
            bench.line("OK");
            bench.says(pushed(body));
            assertThat(send).isNotDone();
            bench.line("+CIPSEND: 0,5,5");
            assertThat(send).isCompletedWithValue(5);
            assertThat(bench.heard).hasSize(3);
            bench.heard.subList(1, 3).clear();
            heardOnly(bench, body);
            worksOn(bench);
        });
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void isOneEventOfTheAnnouncedLengthWhateverFollows(String body) {
        for (String header : new String[] {"+IPD", "+IPD ", "+RECEIVE,1,"}) {
            howeverCut(body, bench -> {
                bench.says("\r\n" + header + body.length() + "\r\n" + body + "\r\n+IPCLOSE: 1,1\r\n");
                assertThat(bench.heard).hasSize(2);
                assertThat(((Urc.Received) bench.heard.get(0)).data())
                        .isEqualTo(body.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(bench.heard.get(1)).isInstanceOf(Urc.LinkClosed.class);
            });
        }
    }
}
